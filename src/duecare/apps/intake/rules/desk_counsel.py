"""What a page may ask the key agent about advice of counsel; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .desk import Member


@dataclass(frozen=True, slots=True)
class Counselling:
    """What was asked and advised, and who reads it?"""

    reference: str


@dataclass(frozen=True, slots=True)
class TellCounsel:
    """Keep an entry. `about`: of `counsel.About`."""

    reference: str
    about: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenAdvice:
    """Let a member of the case read it, or, not `reads`, take it from them; all keys change."""

    reference: str
    who: str
    reads: bool


QUESTIONS = {one.__name__: one for one in (Counselling, TellCounsel, OpenAdvice)}


@dataclass(frozen=True, slots=True)
class CounselRow:
    """One entry. `by`: fingerprint."""

    day: date
    by: str
    about: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class CounselFile:
    """The newest first.

    Attributes:
        readers: members to whom it is open; `others`: members of the work to whom it is not.
        authors: everybody who wrote, whether they are in the case still or not.
        faults: entries that nobody with the right to them wrote, or that are missing; `unread`: of a kind that is not
            known here.
        leads: this member holds every part, and may open and close it.
    """

    rows: tuple[CounselRow, ...]
    readers: tuple[Member, ...]
    others: tuple[Member, ...]
    authors: tuple[Member, ...]
    faults: int
    unread: int
    leads: bool
