"""What a key-ring says of a case in one line, so that a list is shown before anything is opened. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from duecare.kernel.canonical import JSON

from . import statistics
from .clocks import progress as next_progress
from .progress import Progress
from .reading import day, flag, text, whole
from .records import Track
from .reports import ENDED, OWN, Stage
from .statistics import Counted, Record

SOON = 7
"""Days within which something that is due counts as due soon."""
SHOWS = ("", "unread", "waiting", "late", "soon", "danger", "open", "ended")
"""By what a list is narrowed; "" by nothing."""


@dataclass(frozen=True, slots=True)
class Outline:
    """One case.

    Attributes:
        due, due_on: what is owed next, and by when: see `desk.Line`.
        waiting: the reporter had the last word.
        leads: the owner of the ring holds every part.
        said: words of the conversation, the report among them.
        acknowledged, feedback: first day of each, None before.
        record: what is counted of it, None before anybody said.
    """

    track: Track
    received: date
    stage: Stage
    danger: bool
    due: str
    due_on: date | None
    waiting: bool
    leads: bool
    said: int
    acknowledged: date | None = None
    feedback: date | None = None
    record: Record | None = None

    def counted(self) -> Counted:
        """As it goes into the figures."""
        return Counted(self.track.value, self.received, self.acknowledged, self.feedback, self.record)

    def plain(self) -> list[JSON]:
        """As it is kept in a ring."""
        return [
            self.track.value, self.received.isoformat(), self.stage.value, self.danger, self.due,
            self.due_on.isoformat() if self.due_on else None, self.waiting, self.leads, self.said,
            self.acknowledged.isoformat() if self.acknowledged else None,
            self.feedback.isoformat() if self.feedback else None, self.record.plain() if self.record else None,
        ]  # fmt: skip


def outline(
    track: Track, told: Progress, *, leads: bool, besides: Mapping[str, date] = MappingProxyType({}),
    record: Record | None = None,
) -> Outline:  # fmt: skip
    """From the case as it was read; `besides`: what members owe besides, see `work.Work.owed`. Where several are due
    on one day, what is told to the reporter comes first."""
    due, on = owed(told)
    for what, day_of_it in besides.items():
        if on is None or day_of_it < on or (what == "notice" and day_of_it == on):
            due, on = what, day_of_it
    return Outline(
        track, told.received, told.stage, told.report.danger, due, on, told.said[-1].by_reporter, leads, len(told.said),
        told.acknowledged, told.feedback, record,
    )  # fmt: skip


def read(value: JSON) -> Outline:
    """The outline again. Raises ValueError: this is none."""
    if not isinstance(value, list) or len(value) != 12:
        raise ValueError("an outline has twelve parts")
    track, received, stage, danger, due, on, waiting, leads, said, acknowledged, feedback, counted = value
    return Outline(
        Track(text(track)), day(received), Stage(text(stage)), flag(danger), text(due),
        None if on is None else day(on), flag(waiting), flag(leads), whole(said),
        None if acknowledged is None else day(acknowledged), None if feedback is None else day(feedback),
        None if counted is None else statistics.record(counted),
    )  # fmt: skip


def owed(told: Progress) -> tuple[str, date | None]:
    """What is owed next: a decision where somebody is in danger, a word to the reporter (2019/1937 art. 9)."""
    if told.report.door in OWN:
        return _own(told)
    if told.ended:
        return ("check-in", told.next_check_in) if told.next_check_in else ("", None)
    if told.interim_by is not None and (told.acknowledged or told.interim_by <= told.due.acknowledge):
        return "interim", told.interim_by
    if told.acknowledged is None:
        return "acknowledge", told.due.acknowledge
    noted = next_progress(told.last_word or told.received)
    if told.feedback is None and told.due.feedback <= noted:
        return "feedback", told.due.feedback
    return "progress", noted


def _own(told: Progress) -> tuple[str, date | None]:
    """Of a case without a reporter: decide where somebody is in danger, then whether it is investigated."""
    if told.interim_by is not None:
        return "interim", told.interim_by
    return ("triage", told.triage_by) if told.triage_by else ("", None)


@dataclass(frozen=True, slots=True)
class Row:
    """A case in a list: by its id, with its owner's title and whether something was said since they looked."""

    case: bytes
    title: str
    outline: Outline
    unread: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a list is to be shown; empty means everything. `words`: each stands in the title, capitals or not."""

    words: str = ""
    track: str = ""
    stage: str = ""
    show: str = ""


def narrowed(rows: Iterable[Row], wanted: Wanted, today: date) -> list[Row]:
    """Those that are wanted, what is due first on top and what has ended last."""
    words = wanted.words.casefold().split()
    shows = _shows(today).get(wanted.show)
    found = [
        one for one in rows
        if wanted.track in ("", one.outline.track) and wanted.stage in ("", one.outline.stage)
        and (shows is None or shows(one)) and all(word in one.title.casefold() for word in words)
    ]  # fmt: skip
    return sorted(found, key=_order)


def _order(one: Row) -> tuple[bool, date, date, bytes]:
    on = one.outline.due_on
    return on is None, on or one.outline.received, one.outline.received, one.case


def _shows(today: date) -> Mapping[str, Callable[[Row], bool]]:
    last = today + timedelta(days=SOON)
    return {
        "unread": lambda one: one.unread,
        "waiting": lambda one: one.outline.waiting,
        "late": lambda one: one.outline.due_on is not None and one.outline.due_on < today,
        "soon": lambda one: one.outline.due_on is not None and today <= one.outline.due_on <= last,
        "danger": lambda one: one.outline.danger,
        "open": lambda one: one.outline.stage not in ENDED,
        "ended": lambda one: one.outline.stage in ENDED,
    }
