"""What members of a case write to each other: bodies of entries in the work compartment, and what follows from them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from duecare.kernel.canonical import JSON

from . import briefs, measures
from .assessment import ASSESSMENT, Assessment, assess_by, assessment
from .briefs import Brief
from .comparing import Compared, compared, lacking
from .entries import Entry, Kind
from .files import Brought, brought
from .identity_work import Asked, Asking, Settled, Told, about_identity
from .measures import Measure, MeasureStep
from .progress import Progress
from .protection import PROTECTION, Protection, protection
from .reading import flag, hexed, mapping, text, texts, whole
from .records import PERSON
from .recovered import Recovered, recovered
from .replies import DRAFT, Draft, draft
from .reports import ENDED, Report, Stage
from .retention import HELD, HELD_BARE, Hold, hold_of

NOTE = "duecare/note/1"
CHECK, COMPARED = "duecare/check/1", "duecare/check/2"
"""The first was one text, before what a candidate dealt with was looked up; what was kept so is read as ever."""
SHRED = "duecare/shred/1"
TAKEN, TAKEN_BROUGHT = "duecare/taken/1", "duecare/taken-brought/1"
INQUIRY = "duecare/inquiry/"
"""With which the format of an investigation's entries begins."""

NEXT: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.RECEIVED: (Stage.CHECKED,),
    Stage.CHECKED: (Stage.TRIAGE,),
    Stage.TRIAGE: (Stage.INVESTIGATION, Stage.CONCLUDED, Stage.NOT_PURSUED),
    Stage.INVESTIGATION: (Stage.CONCLUDED, Stage.NOT_PURSUED),
    Stage.REVIEW: (Stage.INVESTIGATION, Stage.CONCLUDED, Stage.NOT_PURSUED),
    Stage.CONCLUDED: (Stage.REVIEW,),
    Stage.NOT_PURSUED: (Stage.REVIEW,),
    Stage.WITHDRAWN: (Stage.REVIEW,),
}
"""Which stage may follow which. Withdrawn follows all that have not ended, once the reporter withdrew."""


@dataclass(frozen=True, slots=True)
class Note:
    """Words of one member to the others."""

    text: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": NOTE, "text": self.text}


@dataclass(frozen=True, slots=True)
class Check:
    """An intake officer asked these people, by fingerprint, whether they have an interest in what was reported.

    Attributes:
        clear: they have none; they may be granted the case.
        conflicted: they have one.
        compared: what they were compared with; None in records older than the question.
    """

    clear: tuple[bytes, ...]
    conflicted: tuple[bytes, ...]
    remark: str = field(default="", repr=False)
    compared: Compared | None = None

    def plain(self) -> JSON:
        """As it is sealed."""
        found: dict[str, JSON] = {
            "clear": [one.hex() for one in self.clear], "conflicted": [one.hex() for one in self.conflicted],
            "format": CHECK, "remark": self.remark,
        }  # fmt: skip
        return found if self.compared is None else {**found, "compared": self.compared.plain(), "format": COMPARED}


@dataclass(frozen=True, slots=True)
class Shred:
    """Somebody wants the case gone for good (or, `withdrawn`, not any longer): it takes a second person."""

    reason: str = field(repr=False)
    withdrawn: bool = False

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": SHRED, "reason": self.reason, "withdrawn": self.withdrawn}


@dataclass(frozen=True, slots=True)
class Taken:
    """Somebody opened the original of a file, and says why.

    Attributes:
        number: which of the reporter's files, or of those that members `brought`, from 1.
    """

    number: int
    reason: str = field(repr=False)
    brought: bool = False

    def plain(self) -> JSON:
        """As it is sealed."""
        form = TAKEN_BROUGHT if self.brought else TAKEN
        return {"format": form, "number": self.number, "reason": self.reason}


What = (
    Note
    | Check
    | Shred
    | Hold
    | Protection
    | Assessment
    | Measure
    | MeasureStep
    | Taken
    | Draft
    | Asked
    | Settled
    | Told
    | Recovered
    | briefs.Step
)


@dataclass(frozen=True, slots=True)
class Written:
    """One of them, with its day and the keys that signed it."""

    day: date
    author: bytes
    what: What


@dataclass(frozen=True, slots=True)
class Filed:
    """A file that a member added, with its day and the keys that signed it."""

    day: date
    author: bytes
    what: Brought


@dataclass(frozen=True, slots=True)
class Work:
    """The work compartment as far as it is understood.

    Attributes:
        checks: what was said last of each fingerprint: True for clear.
        shred: the proposal that stands.
        asked: requests to read who the reporter is, by the name of their letter.
        assessed: the last assessment of retaliation.
        measures: what protects the reporter, by the mark of each.
        files: added by members, oldest first.
        briefs: for outside advisers, by the mark of each.
        draft: an answer to the reporter that somebody kept and nobody dropped.
        unread: entries that could not be read as anything known.
    """

    written: tuple[Written, ...] = ()
    files: tuple[Filed, ...] = ()
    checks: Mapping[bytes, bool] = field(default_factory=dict)
    shred: Written | None = None
    asked: Mapping[bytes, Asking] = field(default_factory=dict)
    assessed: Assessment | None = None
    measures: Mapping[bytes, measures.Standing] = field(default_factory=dict)
    briefs: Mapping[bytes, Brief] = field(default_factory=dict)
    draft: tuple[date, bytes, Draft] | None = None
    unread: int = 0

    @property
    def checked(self) -> int:
        """How many conflict checks stand here, by whomever."""
        return sum(isinstance(one.what, Check) for one in self.written)

    @property
    def notice(self) -> date | None:
        """By when the reporter is to be told that their identity was read; None when they know (art. 16(3))."""
        return min((one.owed for one in self.asked.values() if one.owed), default=None)

    def owed(self, told: Progress) -> Mapping[str, date]:
        """What members owe besides their words to the reporter, and by when: "notice", "assess", "measure"."""
        days = {"notice": self.notice, "assess": assess_by(told, self.assessed), "measure": measures.due(self.measures)}
        return {what: on for what, on in days.items() if on}


def work(entries: Iterable[Entry], checkers: Collection[bytes]) -> Work:
    """From the entries, oldest first.

    Args:
        checkers: fingerprints of intake officers of the track: a check by anybody else counts for nothing.
    """
    found = Work()
    for entry in entries:
        if of_inquiry(entry):
            continue
        try:
            what = _what(entry)
        except ValueError:
            found = replace(found, unread=found.unread + 1)
            continue
        if isinstance(what, Brought):
            found = replace(found, files=(*found.files, Filed(entry.day, entry.author, what)))
            continue
        one = Written(entry.day, entry.author, what)
        found = replace(found, written=(*found.written, one))
        if isinstance(what, Check) and entry.author in checkers:
            said = dict.fromkeys(what.clear, True) | dict.fromkeys(what.conflicted, False)
            found = replace(found, checks={**found.checks, **said})
        found = _after(found, one)
    return found


def _after(found: Work, one: Written) -> Work:
    """The work as it stands after what anybody who writes there may write."""
    what = one.what
    if isinstance(what, Shred):
        return replace(found, shred=None if what.withdrawn else one)
    if isinstance(what, Draft):
        return replace(found, draft=(one.day, one.author, what) if what.text else None)
    if isinstance(what, Assessment):
        return replace(found, assessed=what)
    if isinstance(what, Measure | MeasureStep):
        return replace(found, measures=measures.after(found.measures, one.day, one.author, what))
    if isinstance(what, briefs.Step):
        return replace(found, briefs=briefs.after(found.briefs, one.day, one.author, what))
    if isinstance(what, Asked | Settled | Told):
        return replace(found, asked={**found.asked, **_asked(found.asked, one)})
    return found


def of_inquiry(entry: Entry) -> bool:
    """Whether an entry of the work compartment belongs to the investigation, which an app above this one reads."""
    return entry.kind is Kind.DECISION and str(mapping(entry.body).get("format", "")).startswith(INQUIRY)


WITHOUT = "without"
"""Among the answers of a report: whom the reporter left out, a line each, the person's number in the key log first."""


def left_out(report: Report) -> Mapping[bytes, str]:
    """Persons whom the reporter does not want to read it, with how they were called on the page."""
    found: dict[bytes, str] = {}
    for line in report.answers.get(WITHOUT, "").splitlines():
        person, _, name = line.partition(" ")
        try:
            found[hexed(person, PERSON)] = name
        except ValueError:
            continue  # written by hand: it names nobody of the key log
    return found


def next_stages(found: Progress) -> tuple[Stage, ...]:
    """Stages that may follow."""
    withdrawn = (Stage.WITHDRAWN,) if found.withdrawn and found.stage not in ENDED else ()
    return (*NEXT[found.stage], *withdrawn)


def _asked(known: Mapping[bytes, Asking], one: Written) -> Mapping[bytes, Asking]:
    """The request that an entry is about, as it stands after it; none when the entry is about no request."""
    what = one.what
    assert isinstance(what, Asked | Settled | Told)
    before = known.get(what.letter)
    if isinstance(what, Asked):
        return {} if before else {what.letter: Asking(one.day, one.author, what)}
    if before is None:
        return {}
    if isinstance(what, Told):
        return {what.letter: replace(before, told=True)}
    mine = one.author == before.author and before.settled is None
    return {what.letter: replace(before, settled=what)} if mine else {}


def _check(body: Mapping[str, JSON]) -> Check:
    """One that lacks a question or an answer is none: what may not be written is not read either."""
    whole = body["format"] == COMPARED
    if set(body) != {"clear", "conflicted", "format", "remark", *(["compared"] if whole else [])}:
        raise ValueError("no check")
    found = compared(body["compared"]) if whole else None
    if found is not None and lacking(found):
        raise ValueError("not everything was compared")
    clear, conflicted = (tuple(hexed(one, 32) for one in texts(body[key])) for key in ("clear", "conflicted"))
    return Check(clear, conflicted, text(body["remark"]), found)


def _noted(body: Mapping[str, JSON]) -> Note | Draft:
    if body.get("format") == DRAFT:
        return draft(body)
    if body.get("format") != NOTE or set(body) != {"format", "text"}:
        raise ValueError("no note")
    return Note(text(body["text"]))


def _shred(body: Mapping[str, JSON]) -> Shred:
    if set(body) != {"format", "reason", "withdrawn"}:
        raise ValueError("no proposal to shred")
    return Shred(text(body["reason"]), flag(body["withdrawn"]))


def _taken(body: Mapping[str, JSON]) -> Taken:
    if set(body) != {"format", "number", "reason"}:
        raise ValueError("no file that was opened")
    return Taken(whole(body["number"]), text(body["reason"]), body["format"] == TAKEN_BROUGHT)


_DECISIONS: Mapping[str, Callable[[Mapping[str, JSON]], What]] = {
    CHECK: _check, COMPARED: _check, SHRED: _shred, HELD: hold_of, HELD_BARE: hold_of, PROTECTION: protection,
    ASSESSMENT: assessment, TAKEN: _taken, TAKEN_BROUGHT: _taken,
}  # fmt: skip
"""Readers of decisions by their format; those of names, measures and briefs know their own."""


def _what(entry: Entry) -> What | Brought:
    body = mapping(entry.body)
    if entry.kind is Kind.LINK:  # of those only the ones by which the committee began an epoch come here
        return recovered(body)
    if entry.kind is Kind.FILE:
        return brought(body)
    if entry.kind is Kind.NOTE:
        return _noted(body)
    if entry.kind is Kind.DECISION:
        known = about_identity(body) or measures.body_of(body) or briefs.body_of(body)
        if known is not None:
            return known
        form = body.get("format")
        if isinstance(form, str) and form in _DECISIONS:
            return _DECISIONS[form](body)
    raise ValueError("neither note, file nor decision")
