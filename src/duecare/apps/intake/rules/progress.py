"""Where a report stands and what is due, from its entries: the same for the reporter and for staff."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from . import clocks, observing, reports
from . import files as attachments
from .clocks import Due
from .entries import Entry, Kind
from .files import Allowed, Attached
from .giving import Given, given, gives
from .observing import Proposal
from .reports import ENDED, OWN, About, Message, Report, Stage, Step


@dataclass(frozen=True, slots=True)
class Said:
    """One word of the conversation; `by_reporter` by the key that signed it, never by what it says of itself.

    `author`: fingerprint of that key.
    """

    day: date
    by_reporter: bool
    what: Report | Message | Step
    author: bytes = b""


@dataclass(frozen=True, slots=True)
class Handed:
    """A file that somebody of the staff let the reporter have; `with_word`: number of the word it came with, from 1."""

    day: date
    author: bytes
    with_word: int
    what: Given


@dataclass(frozen=True, slots=True)
class Progress:
    """A report as far as it came.

    Attributes:
        acknowledged, feedback: first day of each, None before.
        last_word: of staff to the reporter; the day of receipt before any.
        ended: day of the step that ended it.
        proposals: observers whom somebody proposed.
        check_ins: how often staff asked since then whether anything was done to the reporter.
        detriment: day on which the reporter last said that something was.
        files: attached by the reporter, with the day on which each came.
        given: files that the reporter was let have.
        largest: bytes that a file may have.
        unread: entries that could not be read as anything known; they are counted and never dropped silently.
    """

    received: date
    report: Report
    stage: Stage = Stage.RECEIVED
    reason: str = ""
    acknowledged: date | None = None
    feedback: date | None = None
    last_word: date | None = None
    ended: date | None = None
    appealed: date | None = None
    withdrawn: date | None = None
    check_ins: int = 0
    detriment: date | None = None
    said: tuple[Said, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    files: tuple[tuple[date, Attached], ...] = ()
    given: tuple[Handed, ...] = ()
    largest: int = attachments.LARGEST
    unread: int = 0

    @property
    def due(self) -> Due:
        """The clocks of the Directive and of the house."""
        return clocks.due(self.received, self.acknowledged)

    @property
    def interim_by(self) -> date | None:
        """By when interim measures are decided on; None where nobody is in danger, or once it is triaged or ended."""
        waits = self.stage in (Stage.RECEIVED, Stage.CHECKED) and not self.ended
        return clocks.interim(self.received) if self.report.danger and waits else None

    @property
    def triage_by(self) -> date | None:
        """By when it is decided whether it is investigated; None once that was decided."""
        waits = self.stage in (Stage.RECEIVED, Stage.CHECKED, Stage.TRIAGE) and not self.ended
        return self.due.triage if waits else None

    @property
    def next_check_in(self) -> date | None:
        """When the reporter is asked next whether anything was done to them (art. 19); None before the end, and after
        the last time."""
        days = clocks.check_ins(self.ended) if self.ended and self.report.door not in OWN else ()
        return days[self.check_ins] if self.check_ins < len(days) else None

    @property
    def next_word(self) -> date | None:
        """When the reporter hears something next; None once the report has ended, and where
        nobody reported."""
        if self.ended or self.report.door in OWN:
            return None
        if self.acknowledged is None:
            return self.due.acknowledge
        promised = clocks.progress(self.last_word or self.received)
        return promised if self.feedback else min(promised, self.due.feedback)


def progress(entries: Iterable[Entry], reporter: bytes) -> Progress:
    """From the entries of the report compartment, oldest first.

    Args:
        reporter: fingerprint of the reporter's keys: whose word an entry is tells its signature.

    Raises:
        ValueError: the first entry is no report.
    """
    every = iter(entries)
    first = next(every, None)
    if first is None or first.kind is not Kind.REPORT or first.author != reporter:
        raise ValueError("the first entry is no report")
    told = reports.report(first.body)
    found = Progress(first.day, told, said=(Said(first.day, True, told, reporter),))
    for entry in every:
        found = _after(found, entry, entry.author == reporter)
    return found


def _after(found: Progress, entry: Entry, by_reporter: bool) -> Progress:
    try:
        if entry.kind is Kind.MESSAGE and (step := observing.agreeing(entry.body)) is not None:
            return replace(found, proposals=observing.after(found.proposals, entry, step))
        what = _what(entry)
    except ValueError:
        return replace(found, unread=found.unread + 1)
    if isinstance(what, Attached | Allowed | Given):
        return _filed(found, what, entry, by_reporter)
    found = replace(found, said=(*found.said, Said(entry.day, by_reporter, what, entry.author)))
    if isinstance(what, Step):
        return _stepped(found, what, entry.day) if not by_reporter else replace(found, unread=found.unread + 1)
    if isinstance(what, Report):
        return found
    return _heard(found, what.about, entry.day) if by_reporter else _told(found, what.about, entry.day)


def _filed(found: Progress, what: Attached | Allowed | Given, entry: Entry, by_reporter: bool) -> Progress:
    """A file is the reporter's to send, a larger one the staff's to allow, one of the case the staff's to give."""
    if isinstance(what, Attached) is not by_reporter:
        return replace(found, unread=found.unread + 1)
    if isinstance(what, Allowed):
        return replace(found, largest=what.size)
    if isinstance(what, Given):
        return replace(found, given=(*found.given, Handed(entry.day, entry.author, len(found.said), what)))
    return replace(found, files=(*found.files, (entry.day, what)))


def _heard(found: Progress, about: About, on: date) -> Progress:
    if about is About.DETRIMENT:
        return replace(found, detriment=on)
    if about is About.APPEAL:
        return replace(found, appealed=found.appealed or on)
    return replace(found, withdrawn=found.withdrawn or on) if about is About.WITHDRAWAL else found


def _told(found: Progress, about: About, on: date) -> Progress:
    found = replace(found, last_word=on)
    if about is About.ACKNOWLEDGEMENT:
        return replace(found, acknowledged=found.acknowledged or on)
    if about is About.CHECK_IN:
        return replace(found, check_ins=found.check_ins + (found.ended is not None))
    return replace(found, feedback=found.feedback or on) if about is About.FEEDBACK else found


def _stepped(found: Progress, step: Step, on: date) -> Progress:
    ended = (found.ended or on) if step.stage in ENDED else None
    asked = found.check_ins if ended == found.ended else 0  # looked at again and ended anew: asked anew
    return replace(found, stage=step.stage, reason=step.reason, ended=ended, last_word=on, check_ins=asked)


def _what(entry: Entry) -> Report | Message | Step | Attached | Allowed | Given:
    if entry.kind is Kind.REPORT:
        return reports.report(entry.body)
    if entry.kind is Kind.MESSAGE:
        return reports.message(entry.body)
    if entry.kind is Kind.FILE:
        return given(entry.body) if gives(entry.body) else attachments.attached(entry.body)
    if entry.kind is Kind.DECISION:
        return attachments.allowed(entry.body) if attachments.permits(entry.body) else reports.step(entry.body)
    raise ValueError("neither report, message nor step")
