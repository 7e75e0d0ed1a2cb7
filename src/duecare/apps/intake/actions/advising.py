"""Asking an outside adviser: one member proposes what they are given, another person agrees and sends it as a letter.

The adviser is in no group of the case and gets none of its keys. What they said is kept in the case word for word, with
their signature, before the letter goes.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from duecare.apps.intake.queries import briefs as queries
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import Standing, keep_until, standing
from duecare.apps.intake.rules.advice import LONGEST as LONGEST_TEXT
from duecare.apps.intake.rules.advice import SHEETS, About, Content, Front, Said
from duecare.apps.intake.rules.briefs import LETTER, LONGEST, MARK, MOST, SEED, Brief, Ended, Kept, Proposed, Sent
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.refusals import Altered, NotHeld
from duecare.apps.intake.rules.store import Table
from duecare.apps.intake.rules.work import Work
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput, Conflict, Denied

from . import letters
from .groups import drop_group
from .scoping import content
from .writing import write

LARGEST = 200_000
"""Bytes of a brief, and of sheets that one entry keeps: with what stands around it that fits the largest object."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member proposes; see `briefs.Proposed`."""

    adviser: bytes
    until: date
    concerns: str = field(repr=False)
    question: str = field(repr=False)
    text: str = field(repr=False)
    chosen: tuple[str, ...] = ()
    raw: bool = False


def propose(*, by: Case, site: Site, wish: Wish) -> None:
    """Propose a brief to the other members. Nothing leaves the case.

    Raises:
        NotHeld: report or work is not open to `by`, or the evidence, where a file goes as it came.
        BadInput: nobody who can be asked, no question, a day that does not fit, or too much.
        NotFound: a file that was chosen is not there.
        Conflict: somebody wrote since.
    """
    found, _work = _read(by, site)
    if wish.adviser not in queries.advisers(site, by, found):
        raise BadInput("choose one of those offered", field="who")
    if not site.today <= wish.until <= site.today + LONGEST:
        raise BadInput("the last day is today or one of the next ninety", field="until")
    for name, said in (("concerns", wish.concerns), ("question", wish.question)):
        if not said.strip():
            raise BadInput("write something", field=name)
    if len(set(wish.chosen)) > MOST:
        raise BadInput(f"no more than {MOST} pieces go into one brief", field="chosen")
    chosen = tuple(dict.fromkeys(wish.chosen))
    given = content(by, site, found, wish.question, wish.text, chosen, raw=wish.raw)
    _fits(given, wish.concerns)
    body = Proposed(
        secrets.token_bytes(MARK), wish.adviser, wish.until, wish.concerns, wish.question, wish.text, chosen, wish.raw,
        given.hash,
    )  # fmt: skip
    _note(by, site, body.plain(), found)


def approve(*, by: Case, site: Site, mark: bytes) -> None:
    """Agree to what another person proposed, and send it.

    Raises:
        Conflict: it is open no longer, the day has passed, the case reads otherwise than when it was proposed, or
            somebody wrote since.
        Denied: the same person proposed it, or the adviser cannot be asked any more.
        NotHeld: what is given is not open to `by`.
    """
    found, work = _read(by, site)
    one = _brief(work, mark)
    if one.sent or one.ended or one.what.until < site.today:
        raise _over()
    if _person(site, one.author) == _person(site, by.keys.fingerprint):
        raise Denied("A brief takes two persons.", "Nothing was sent.", "Another member of the case agrees.")
    what = one.what
    if what.adviser not in queries.advisers(site, by, found) or not _still_in(site, by, one.author):
        raise Denied(
            "The adviser can be asked no more, or whoever proposed it is in the case no longer.", "Nothing was sent.",
            "Refuse it, and propose it anew.",
        )  # fmt: skip
    given = content(by, site, found, what.question, what.text, what.chosen, raw=what.raw)
    if given.hash != what.content:
        raise Conflict("The case reads otherwise than when this was proposed.", "Nothing was sent.", "Propose it anew.")
    sent = Sent(mark, secrets.token_bytes(LETTER), secrets.token_bytes(SEED))
    body = Front(what.adviser, what.until, what.concerns, given).plain()
    with site.store.transaction():
        letters.send(
            by=by.keys, site=site, group=sent.letter, to=[what.adviser, one.author], body=body,
            keep_until=keep_until(site, by), seed=sent.seed,
        )  # fmt: skip
        _note(by, site, sent.plain(), found)


def end(*, by: Case, site: Site, mark: bytes, reason: str) -> None:
    """Refuse a brief, or take it back: from now on it opens for nobody outside. Any member does, alone.

    What the adviser said is in the case afterwards.

    Raises:
        Conflict: it has ended, or somebody wrote since.
        BadInput: no reason.
    """
    if not reason.strip() or len(reason) > LONGEST_TEXT:
        raise BadInput("write something", field="reason")
    with site.store.transaction():  # whatever the adviser writes meanwhile is kept, or refused
        found, work = _read(by, site)
        one = _brief(work, mark)
        if one.ended:
            raise _over()
        _note(by, site, Ended(mark, reason).plain(), found)
        _close(by, site, one)


def end_all(*, by: Case, site: Site) -> None:
    """Close every brief of a case that ends, inside the transaction in which it does. Without work there is none."""
    found = standing(site, by).work
    for mark, one in found.briefs.items() if found else ():
        if not one.ended:
            _note(by, site, Ended(mark, "").plain())
            _close(by, site, one)


def keep(*, by: Case, site: Site, mark: bytes) -> None:
    """Keep in the case's own record what the adviser has said so far. Nothing new: nothing is written."""
    with site.store.transaction():
        found, work = _read(by, site)
        _keep(by, site, _brief(work, mark), found)


def reply(*, by: Case, site: Site, mark: bytes, text: str) -> None:
    """Answer what the adviser asked.

    Raises:
        Conflict: it is open no longer, or somebody wrote at the same moment.
        Denied: `by` is neither of the two who agreed to it; or the letter is full.
        BadInput: nothing, or too much.
    """
    _found, work = _read(by, site)
    one = _brief(work, mark)
    letter = queries.proved_letter(site, one)
    if letter is None or not one.open or one.what.until < site.today:
        raise _over()
    if by.keys.fingerprint not in letter.between:
        raise Denied(
            "The two members who agreed to a brief answer its adviser, and nobody else.", "Nothing was sent.",
            "Ask one of them.",
        )  # fmt: skip
    check_text(text)
    check_room(len(letter.sheets))
    body = Said(site.today, by.keys.fingerprint, About.ANSWER, text).plain()
    with site.store.transaction():
        if site.store.group(Table.GRANTS, letter.group) is None:
            raise _over()
        letters.answer(by=by.keys, site=site, to=letter, body=body, keep_until=keep_until(site, by))


def check_text(text: str) -> None:
    """Raises BadInput: nothing, or too much."""
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise BadInput("write something", field="text")


def check_room(sheets: int) -> None:
    """Raises Denied: the letter is full."""
    if sheets >= SHEETS:
        raise Denied(
            "This brief is full.", "Nothing was kept, and nothing more of it is shown.",
            "Let the members close it and agree to another one.",
        )  # fmt: skip


def _read(by: Case, site: Site) -> tuple[Standing, Work]:
    found = standing(site, by)
    if found.work is None:
        raise NotHeld(Compartment.WORK.value)
    if found.progress is None:
        raise NotHeld(Compartment.REPORT.value)
    return found, found.work


def _brief(work: Work, mark: bytes) -> Brief:
    if mark not in work.briefs:
        raise BadInput("choose one of those offered", field="mark")
    return work.briefs[mark]


def _keep(by: Case, site: Site, one: Brief, upon: Standing | None = None) -> None:
    every, at = queries.sheets(site, one), len(one.kept)
    while at < len(every):
        some, room = [every[at]], LARGEST - len(every[at])
        while at + len(some) < len(every) and room > len(every[at + len(some)]):
            some.append(every[at + len(some)])
            room -= len(some[-1])
        _note(by, site, Kept(one.what.mark, at, tuple(some)).plain(), upon)
        at, upon = at + len(some), None


def _close(by: Case, site: Site, one: Brief) -> None:
    """Keep the letter and let it go. One that somebody altered opens for nobody outside, stays to be looked into."""
    if one.sent is None:
        return
    drop_group(site, Table.GRANTS, one.sent[2].letter)
    with suppress(Altered):
        _keep(by, site, one)
        letters.drop_sheets(site=site, seed=one.sent[2].seed)


def _fits(given: Content, concerns: str) -> None:
    plain: JSON = [given.plain(), concerns]
    if (size := len(canonical(plain))) > LARGEST:
        raise BadInput(f"this takes {size} bytes, and {LARGEST} fit", field="chosen", todo="Choose less.")


def _person(site: Site, who: bytes) -> bytes:
    return next((one.record.person for one in site.directory.every if one.fingerprint == who), who)


def _still_in(site: Site, by: Case, who: bytes) -> bool:
    return who in by.header.members and site.directory.valid(who, site.today) is not None


def _over() -> Conflict:
    return Conflict("This brief is open no longer.", "Nothing was changed.", "Look at what stands there now.")


def _note(by: Case, site: Site, body: JSON, decided: Standing | None = None) -> None:
    where, upon = Compartment.WORK, decided.heads[Compartment.WORK] if decided else None
    until = keep_until(site, by)
    write(by=by, site=site, compartment=where, kind=Kind.DECISION, body=body, keep_until=until, upon=upon)
