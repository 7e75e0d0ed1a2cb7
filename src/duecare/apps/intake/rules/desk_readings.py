"""What a page may ask the key agent about the read log; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .desk import Member

PAGE = 100
"""Lines on one page."""


@dataclass(frozen=True, slots=True)
class Readings:
    """Who opened this case, its files and packs? `page` from 1."""

    reference: str
    page: int = 1


QUESTIONS = {one.__name__: one for one in (Readings,)}


@dataclass(frozen=True, slots=True)
class Opening:
    """One thing that was opened: `thing` of `read_log.Thing`, `which` as there. `who`: fingerprint."""

    day: date
    who: str
    thing: str
    which: str


@dataclass(frozen=True, slots=True)
class ReadLog:
    """The newest first.

    Attributes:
        people: everybody who ever read, whether they are in the case still or not.
        faults: entries that nobody with the right to them wrote, or that are missing.
        total: lines in all.
    """

    rows: tuple[Opening, ...]
    people: tuple[Member, ...]
    faults: int
    total: int
    page: int
    pages: int
