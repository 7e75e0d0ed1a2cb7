"""What a page may ask the key agent about files that a member adds to a case, and the rows it gets; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field

from .desk_files import Paper


@dataclass(frozen=True, slots=True)
class Bringing:
    """Which files wait to be put into the case, and a ticket for more. `back`: path of the page that asks."""

    reference: str
    back: str


@dataclass(frozen=True, slots=True)
class Bring:
    """Put all that wait into the case; `source` says where they come from."""

    reference: str
    source: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Take one of those that wait out again."""

    reference: str
    mark: str


QUESTIONS = {one.__name__: one for one in (Bringing, Bring, LeaveOut)}


@dataclass(frozen=True, slots=True)
class Waits:
    """A file that waits. `mark`: by which it is taken out."""

    mark: str
    paper: Paper


@dataclass(frozen=True, slots=True)
class BringingState:
    """What waits. `ticket` is good for one sending within half an hour; "" when no more fit."""

    files: tuple[Waits, ...]
    ticket: str = field(repr=False)
    largest: int
