"""What a page may ask the key agent about the private inbox, and the rows it gets; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Inbox:
    """Which cases are mine? One page of those that are wanted: see `outlines.Wanted`."""

    page: int = 1
    words: str = field(default="", repr=False)
    track: str = ""
    stage: str = ""
    show: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """My own name for the case, kept in my key-ring."""

    reference: str
    title: str = field(repr=False)


QUESTIONS = {one.__name__: one for one in (Inbox, Call)}


@dataclass(frozen=True, slots=True)
class Line:
    """A case in the list.

    Attributes:
        due: what has to be done next: "interim", "acknowledge", "feedback", "progress", "check-in", "notice",
            "assess", "measure", "" when nothing.
        waiting: the reporter had the last word.
        unread: something was said since the person looked at it.
    """

    reference: str
    title: str = field(repr=False)
    track: str
    received: date
    stage: str
    danger: bool
    due: str
    due_on: date | None
    waiting: bool
    leads: bool
    unread: bool


@dataclass(frozen=True, slots=True)
class Cases:
    """One page of the private inbox.

    Attributes:
        lines: of this page, what is due first on top.
        total, unread: of all cases; `matching` of those wanted, on so many `pages`.
        offices: of the person's keys.
        gone: cases remembered that are open no longer: shredded, or taken away.
        faulty: groups for this person in which something does not fit; they stay closed.
        went_back: what the key-ring remembers and is there no more: "log", "header" or a compartment.
        unopened: groups not opened yet, because of the hourly cap.
        pending: groups still to be tried and changed cases still to be read, which happens behind the list.
        until: when the vault locks at the latest, if it is used all the time.
    """

    lines: tuple[Line, ...]
    total: int
    unread: int
    matching: int
    page: int
    pages: int
    offices: tuple[str, ...]
    gone: int
    faulty: int
    went_back: tuple[str, ...]
    unopened: int
    pending: int
    until: datetime
