"""What a page may ask the key agent about reports that are told; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .desk import Member


@dataclass(frozen=True, slots=True)
class Listening:
    """For which tracks may I take down what somebody tells?"""


@dataclass(frozen=True, slots=True)
class TakeDown:
    """Seal what was told, or what the company found itself (`door` of `reports.OWN`).

    Attributes:
        once: random text of the form: the same form opens no second case.
        left_out, called: fingerprints of those who are not to read it, and how the page calls them.
    """

    once: str
    track: str
    door: str
    met: date
    consent: str
    minutes: str = field(repr=False)
    language: str
    speaks_for: str
    danger: bool
    identity: str = field(repr=False)
    left_out: tuple[str, ...] = field(repr=False)
    called: tuple[str, ...] = field(repr=False)


QUESTIONS = {one.__name__: one for one in (Listening, TakeDown)}


@dataclass(frozen=True, slots=True)
class Listener:
    """Tracks, and everybody who could come to read a report: the person may leave some out."""

    tracks: tuple[str, ...]
    people: tuple[Member, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Taken:
    """The code, eight groups, for the person who told it. It is said once; "" where nobody reported."""

    code: str = field(repr=False)
