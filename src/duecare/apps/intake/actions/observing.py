"""Letting an agreed third party read the report. Refusing one never ends a case: nothing here touches anything else."""

from __future__ import annotations

from collections.abc import Mapping

from duecare.apps.intake.queries.history import agree
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import keep_until
from duecare.apps.intake.rules.agreements import OPEN_TO_OBSERVERS, Agreement, text_hash, to_agree
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.observing import Act, Agreeing, Proposal
from duecare.apps.intake.rules.progress import Progress
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.kernel.errors import BadInput, Conflict

from .turning import Turn, turn
from .writing import write


def sign_for(*, by: Case, observer: bytes, text: str) -> bytes:
    """One signature, the reporter's or a member's, under the text agreed on for these keys."""
    return by.keys.signing.sign(to_agree(by.id, observer, text_hash(text)))


def admit(
    *, by: Case, site: Site, observer: bytes, text: str, reporter: bytes, members: Mapping[bytes, bytes],
    upon: bytes | None = None,
) -> None:  # fmt: skip
    """Grant the report compartment to an observer.

    Args:
        observer: fingerprint of keys certified as an observer's.
        reporter: the reporter's signature.
        members: those of two members of the case or more, by fingerprint.
        upon: head of the report on which it was decided.

    Raises:
        Altered: a signature is missing, or is under another text, case or key; nothing was changed.
        NotHeld: `by` does not hold every compartment.
        Conflict: somebody wrote since.
    """
    agreed = Agreement(text_hash(text), reporter, dict(members))
    if not set(members) <= set(by.header.members) or not agree(site, by.header, observer, agreed):
        raise Altered("reporter and two members of the case did not sign for this observer")
    to = {**by.header.members, observer: OPEN_TO_OBSERVERS}
    heads = {Compartment.REPORT: upon} if upon is not None else {}
    turn(by=by, site=site, to=Turn(to, by.header.dealing.shares, observers={observer: agreed}, upon=heads))


LONGEST = 4_000
"""Letters of a text that is agreed on."""


def proposal(*, by: Case, site: Site, told: Progress, observer: bytes, text: str) -> Agreeing:
    """The step by which somebody proposes an observer, and signs.

    Raises:
        BadInput: no observer certified today, or no text.
        Conflict: they read already, or the same stands open.
    """
    if not site.directory.valid(observer, site.today, Office.OBSERVER):
        raise BadInput("choose one of those offered", field="who")
    if not text.strip() or len(text) > LONGEST:
        raise BadInput("write something", field="text")
    open_ones = [one for one in told.proposals if not one.refused and one.observer == observer and one.text == text]
    if observer in by.header.members or open_ones:
        raise Conflict("They were proposed already.", "Nothing was changed.", "Look at what stands there now.")
    return Agreeing(Act.PROPOSE, observer, text, sign_for(by=by, observer=observer, text=text))


def step(*, by: Case, told: Progress, mark: str, act: Act) -> Agreeing:
    """Signing, or refusing, what somebody proposed.

    Raises:
        Conflict: it is open no longer, or was signed by the same keys.
    """
    one = found(told, mark)
    if act is Act.REFUSE:
        return Agreeing(act, one.observer, one.text)
    if by.keys.fingerprint in one.signed:
        raise Conflict("You have signed it.", "Nothing was changed.", "It waits for the others.")
    return Agreeing(act, one.observer, one.text, sign_for(by=by, observer=one.observer, text=one.text))


def found(told: Progress, mark: str) -> Proposal:
    """The open proposal of that mark. Raises Conflict: there is none."""
    every = [one for one in told.proposals if one.mark == mark and not one.refused]
    if not every:
        raise Conflict("This is not proposed any more.", "Nothing was changed.", "Look at what stands there now.")
    return every[-1]


def agree_to(*, by: Case, site: Site, what: Agreeing, upon: bytes) -> None:
    """Write a member's step where the reporter reads it. Raises Conflict: somebody wrote behind `upon`."""
    until, where = keep_until(site, by), Compartment.REPORT
    write(by=by, site=site, compartment=where, kind=Kind.MESSAGE, body=what.plain(), keep_until=until, upon=upon)


def let_in(*, by: Case, site: Site, told: Progress, reporter: bytes, mark: str, upon: bytes) -> None:
    """Grant the report to an observer whom reporter and two members signed for.

    Raises:
        Conflict: somebody has not signed yet, or wrote since.
        NotHeld, Altered: see `admit`.
    """
    one = found(told, mark)
    if not one.ready(reporter):
        raise Conflict("Not everybody has signed.", "Nothing was changed.", "Wait for the reporter and two members.")
    members = {who: name for who, name in one.signed.items() if who in by.header.members}
    admit(
        by=by, site=site, observer=one.observer, text=one.text, reporter=one.signed[reporter], members=members,
        upon=upon,
    )  # fmt: skip
