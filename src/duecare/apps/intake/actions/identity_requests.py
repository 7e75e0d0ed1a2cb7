"""A name is read by two persons: a member of the case asks, a custodian decides, and the reporter is told (art. 16).

What passes between them lies in a letter, since a custodian is in no case. What came of it stands in the case's record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from duecare.adapters.sealed.envelopes import OVERHEAD
from duecare.adapters.sealed.keys import PUBLIC, SEED, Keys, OpeningKey
from duecare.apps.intake.queries.letters import Letter
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import Standing, keep_until, standing
from duecare.apps.intake.rules.bundles import CASE
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.identity_work import SIGNATURE, Asked, Outcome, Settled, Told, Withheld
from duecare.apps.intake.rules.letters import to_whom
from duecare.apps.intake.rules.reading import flag, hexed, mapping, packed, text, unpacked
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import Altered, NotHeld
from duecare.apps.intake.rules.reports import About, Message
from duecare.apps.intake.rules.store import Table
from duecare.apps.intake.rules.work import left_out
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput, Conflict, Denied
from duecare.kernel.framing import framed

from . import letters
from .identities import Request, ask, read_identity, release
from .writing import write

REQUEST, ANSWER = "duecare/identity-request/1", "duecare/identity-answer/1"
LONGEST = 12_000
"""Bytes of the texts of a request together: with both keys they fill a sheet and never the next size."""
LATEST = timedelta(days=180)
"""How long the reporter may be left without notice at the most; whoever still needs silence then asks anew."""
GOOD_FOR = timedelta(days=7)
"""Days after which an approval that nobody used is none."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a member wants, in words: for the custodian, and for the reporter."""

    reason: str = field(repr=False)
    told: str = field(repr=False)
    language: str = "en"
    withheld: Withheld | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """A custodian's: `half` is sealed to the key of the request, None when they refused."""

    approved: bool
    reason: str = field(repr=False)
    half: bytes | None
    signature: bytes
    day: date


def request(*, by: Case, site: Site, group: bytes, custodian: bytes, key: OpeningKey, wish: Wish) -> None:
    """Ask a custodian.

    Args:
        group: random name of the letter.
        key: made for this request alone.

    Raises:
        NotHeld: identity or work is not open to `by`.
        Denied: asker or custodian has a conflict, was left out by the reporter, or they are one person.
        Conflict: a request of `by` is open, or somebody wrote since.
        BadInput: no reason, or a day that does not fit.
    """
    found = standing(site, by)
    if found.work is None:
        raise NotHeld(Compartment.WORK.value)
    _two_persons(site, by, found, custodian)
    if any(one.author == by.keys.fingerprint and one.settled is None for one in found.work.asked.values()):
        raise Conflict("You have asked already.", "Nothing was changed.", "Wait for the answer, or take it back.")
    _said(site, wish)
    asked = Asked(group, custodian, wish.reason, wish.told, wish.language, wish.withheld)
    one = ask(by=by, site=site, custodian=custodian, key=key, reason=wish.reason)
    body: dict[str, JSON] = {
        "case": by.id.hex(), "format": REQUEST, "half": packed(one.half), "opening": packed(one.opening),
        "signature": packed(one.signature), "wish": asked.plain(),
    }  # fmt: skip
    until = keep_until(site, by)
    with site.store.transaction():
        letters.send(by=by.keys, site=site, group=group, to=[custodian], body=body, keep_until=until)
        _note(by, site, asked.plain(), until, found)


def decide(*, by: Keys, site: Site, letter: Letter, approve: bool, reason: str) -> None:
    """Approve or refuse, as the custodian who was asked.

    Raises:
        Conflict: answered before.
        BadInput: no reason.
        Denied: it is the custodian's own request.
        Altered: the request is nobody's, or not for these keys.
    """
    asks, _asked = asking(letter)
    if len(letter.sheets) > 1:
        raise Conflict("This request was answered.", "Nothing was changed.", "A new request needs a new answer.")
    if not reason.strip():
        raise BadInput("write something", field="reason")
    mine, theirs = (site.directory.valid(who, site.today) for who in (by.fingerprint, asks.author))
    if mine is None or theirs is None or mine.person == theirs.person:
        raise _one_person()
    half = release(by=by, site=site, request=asks) if approve else None
    signature = by.signing.sign(to_answer(asks, approve, reason))
    body: dict[str, JSON] = {
        "approved": approve, "format": ANSWER, "half": packed(half) if half else None, "reason": reason,
        "signature": packed(signature),
    }  # fmt: skip
    row = site.store.group(Table.GRANTS, letter.group)
    letters.answer(by=by, site=site, to=letter, body=body, keep_until=row[1] if row else site.today)


def reveal(*, by: Case, site: Site, letter: Letter, key: OpeningKey) -> str:
    """Read the name, once: the record keeps it, the reporter is told, the approval is gone.

    Raises:
        Conflict: it was not approved, or too long ago.
        Denied: a conflict was found since.
        Altered: what was released does not fit.
    """
    asks, asked = asking(letter)
    said = answered(letter)
    if asks.case != by.id or asks.author != by.keys.fingerprint:
        raise Altered("a request of another case, or somebody else's")
    if said is None or said.half is None or said.day + GOOD_FOR < site.today:
        raise Conflict("Nobody approves this just now.", "Nothing was read.", "Wait for the custodian, or ask again.")
    _two_persons(site, by, standing(site, by), asked.custodian)
    name = read_identity(by=by, site=site, request=asks, key=key, released=said.half)
    until = keep_until(site, by)
    with site.store.transaction():
        _note(by, site, Settled(letter.group, Outcome.READ, said.reason, said.signature).plain(), until)
        if asked.withheld is None:
            _notice(by, site, asked, until)
        letters.drop(site=site, letter=letter)
    return name


def settle(*, by: Case, site: Site, letter: Letter) -> None:
    """Take a request back, or keep in the record that it was refused. The letter is gone afterwards."""
    said = answered(letter)
    refused = said is not None and not said.approved
    body = (
        Settled(letter.group, Outcome.REFUSED, said.reason, said.signature)
        if said is not None and refused
        else Settled(letter.group, Outcome.TAKEN_BACK)
    )
    with site.store.transaction():
        _note(by, site, body.plain(), keep_until(site, by))
        letters.drop(site=site, letter=letter)


def tell_now(*, by: Case, site: Site) -> None:
    """Tell the reporter of every reading that was held back. Raises Conflict: there is none."""
    found = standing(site, by).work
    owed = [one for one in found.asked.values() if one.owed] if found else []
    if not owed:
        raise Conflict("The reporter knows of every reading.", "Nothing was changed.", "There is nothing to tell.")
    until = keep_until(site, by)
    with site.store.transaction():
        for one in owed:
            _notice(by, site, one.asked, until)
            _note(by, site, Told(one.asked.letter).plain(), until)


def asking(letter: Letter) -> tuple[Request, Asked]:
    """What a letter asks. Raises Altered: it asks for no name."""
    body = letter.first
    try:
        if body.get("format") != REQUEST:
            raise ValueError("another letter")
        (custodian,) = to_whom(body)
        wish = mapping(body["wish"])
        held = mapping(wish["withheld"]) if wish["withheld"] is not None else None
        asked = Asked(
            letter.group, custodian, text(wish["reason"]), text(wish["told"]), text(wish["language"]),
            Withheld(date.fromisoformat(text(held["until"])), text(held["reason"])) if held else None,
        )  # fmt: skip
        asks = Request(
            hexed(body["case"], CASE), letter.sheets[0].author, custodian, unpacked(body["half"], SEED + OVERHEAD),
            unpacked(body["opening"], PUBLIC), asked.reason, unpacked(body["signature"], SIGNATURE),
        )  # fmt: skip
    except (ValueError, KeyError) as fault:
        raise Altered("the letter asks for no name") from fault
    return asks, asked


def answered(letter: Letter) -> Answer | None:
    """The custodian's answer, None before. Raises Altered: somebody else's, or malformed."""
    if len(letter.sheets) < 2:
        return None
    sheet, body = letter.sheets[1], mapping(letter.sheets[1].body)
    try:
        if sheet.author not in to_whom(letter.first) or body.get("format") != ANSWER:
            raise ValueError("not the custodian's")
        half = unpacked(body["half"], SEED + OVERHEAD) if body["half"] is not None else None
        signature = unpacked(body["signature"], SIGNATURE)
        return Answer(flag(body["approved"]), text(body["reason"]), half, signature, sheet.day)
    except (ValueError, KeyError) as fault:
        raise Altered("the answer is none") from fault


def to_answer(asks: Request, approved: bool, reason: str) -> bytes:
    """What a custodian signs: it stays in the case's record when the letter is gone."""
    return framed("duecare/answer/1", asks.case, asks.signature, int(approved), reason)


def may_ask(site: Site, by: Case, found: Standing) -> bool:
    """Whether these keys hold a half and nothing speaks against their holder."""
    checks = found.work.checks if found.work else {}
    me = site.directory.valid(by.keys.fingerprint, site.today)
    out = left_out(found.progress.report) if found.progress else {}
    return (
        by.bundle.half is not None and me is not None and me.person not in out and checks.get(by.keys.fingerprint, True)
    )


def custodians(site: Site, by: Case, found: Standing) -> tuple[bytes, ...]:
    """Who can be asked: certified today, another person than the asker, without a conflict and not left out."""
    checks = found.work.checks if found.work else {}
    out = left_out(found.progress.report) if found.progress else {}
    me = site.directory.valid(by.keys.fingerprint, site.today)
    every = {who: site.directory.valid(who, site.today, Office.CUSTODIAN) for who in by.header.custody}
    return tuple(
        who
        for who, one in every.items()
        if one and me and one.person != me.person and one.person not in out and checks.get(who, True)
    )


def _two_persons(site: Site, by: Case, found: Standing, custodian: bytes) -> None:
    if by.bundle.half is None:
        raise NotHeld(Compartment.IDENTITY.value)
    if not may_ask(site, by, found):
        raise Denied(
            "Who has a conflict of interest, or was left out by the reporter, does not read who they are.",
            "Nothing was read.", "Let another member ask.",
        )  # fmt: skip
    if custodian not in custodians(site, by, found):
        raise _one_person()


def _one_person() -> Denied:
    return Denied(
        "A name is read by two persons: the custodian is somebody else, certified today, and not left out.",
        "Nothing was read.", "Ask another custodian.",
    )  # fmt: skip


def _said(site: Site, wish: Wish) -> None:
    held = wish.withheld
    for name, said in (("reason", wish.reason), ("told", wish.told), ("withheld", held.reason if held else "x")):
        if not said.strip():
            raise BadInput("write something", field=name)
    if held is not None and not site.today < held.until <= site.today + LATEST:
        raise BadInput("the reporter is told within half a year", field="until")
    plain: JSON = [wish.reason, wish.told, held.reason if held else ""]
    if (size := len(canonical(plain))) > LONGEST:
        raise BadInput(f"this takes {size} bytes, and {LONGEST} fit", field="reason", todo="Make it shorter.")


def _notice(by: Case, site: Site, asked: Asked, until: date) -> None:
    body = Message(About.IDENTITY, asked.told, asked.language).plain()
    write(by=by, site=site, compartment=Compartment.REPORT, kind=Kind.MESSAGE, body=body, keep_until=until)


def _note(by: Case, site: Site, body: JSON, until: date, decided: Standing | None = None) -> None:
    where, upon = Compartment.WORK, decided.heads[Compartment.WORK] if decided else None
    write(by=by, site=site, compartment=where, kind=Kind.DECISION, body=body, keep_until=until, upon=upon)
