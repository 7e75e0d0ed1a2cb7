"""Advice of counsel: entries of a compartment of their own, from which no pack, paper, brief or observer reads.

What is said to get legal advice, or to give it, stays protected as long as it stays among those who need it; told to
others it may be lost. So it has keys of its own, and being on the team does not open it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON

from .entries import Entry, Kind
from .reading import mapping, text

COUNSEL = "duecare/counsel/1"


class About(StrEnum):
    """What an entry is."""

    QUESTION = "question"
    ADVICE = "advice"
    PREPARED = "prepared"
    """Made for proceedings that are under way or expected."""


@dataclass(frozen=True, slots=True)
class Counsel:
    """One entry."""

    about: About
    text: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"about": self.about.value, "format": COUNSEL, "text": self.text}


@dataclass(frozen=True, slots=True)
class Said:
    """An entry as it stands: the day, and the keys that signed it."""

    day: date
    author: bytes
    what: Counsel


def counsel(body: JSON) -> Counsel:
    """The entry again. Raises ValueError: this is none."""
    told = mapping(body)
    if set(told) != {"about", "format", "text"} or told["format"] != COUNSEL:
        raise ValueError("no advice of counsel")
    return Counsel(About(text(told["about"])), text(told["text"]))


def said(entries: Iterable[Entry]) -> Iterator[Said | None]:
    """Every entry in its order; None for one that is of a kind not known here."""
    for one in entries:
        try:
            yield Said(one.day, one.author, counsel(one.body)) if one.kind is Kind.NOTE else None
        except ValueError:
            yield None
