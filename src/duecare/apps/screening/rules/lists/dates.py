"""Dates as publishers write them, made ISO 8601 and no more exact than they were.

Nothing is guessed: what fits no form comes back as not understood, and the caller keeps the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1,
    )
    for name in names.split()
}  # fmt: skip
_VAGUE = re.compile(
    r"^(?:born\s+)?"
    r"(?:(?:on or around|circa|approximately|approx\.?|around|about|probably|possibly|presumed|c\.|ca\.)\s*)+",
    re.IGNORECASE,
)
_RANGE = re.compile(r"^(?:between\s+)?(.+?)\s*(?:\bto\b|\band\b|–|—|(?<=\d{4})-(?=\d{4}$))\s*(.+)$", re.IGNORECASE)
_BETWEEN = re.compile(r"^between\s", re.IGNORECASE)
_SPLIT = re.compile(r"\s*(?:;|,|(?<=\d{4})/(?=\d)|\s/\s|\bor\b|\(\d{1,2}\))\s*", re.IGNORECASE)
_DAY_WITHIN = re.compile(r"\b\d{1,2}[./]\d{1,2}[./]\d{4}\b")
_ISO = re.compile(
    r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:T[\d:.]+)?(?:Z|(?<=\d{4}-\d\d-\d\d)[+-]\d\d:\d\d|(?<=[\d.])[+-]\d\d:?\d\d)?$"
)
_DAY_FIRST = re.compile(r"^(?:(\d{1,2})[./]\s*)?(\d{1,2})[./ ]\s*(\d{4})$")
_WORDS = re.compile(r"^(?:(\d{1,2})[ .-]+)?([A-Za-z]{3,9})\.?[ ,-]+(\d{4})$")
_US_WORDS = re.compile(r"^([A-Za-z]{3,9})\.? (\d{1,2}), ?(\d{4})$")
_US = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")


@dataclass(frozen=True, slots=True)
class Births:
    """Dates found in a cell; `whole` is False when something in it was not understood or only vague."""

    dates: tuple[str, ...]
    whole: bool


@lru_cache(maxsize=65536)
def iso(text: str) -> str:
    """One date: "12 May 1960", "May 1960", "1960", "12.5.1960", "00/05/1960", ISO -> ISO, else "".

    Day before month, as every publisher read here but two writes it; see `iso_us`.
    """
    text = " ".join(text.split())
    if found := _ISO.match(text):
        return _checked(found[1], found[2], found[3])
    if found := _DAY_FIRST.match(text):
        return _checked(found[3], found[2], found[1])
    if found := _WORDS.match(text):
        month = _MONTHS.get(found[2].lower(), 0)
        return _checked(found[3], str(month), found[1]) if month else ""
    if found := _US_WORDS.match(text):
        month = _MONTHS.get(found[1].lower(), 0)
        return _checked(found[3], str(month), found[2]) if month else ""
    return ""


def iso_us(text: str) -> str:
    """A date written month first, "06/19/2003" -> "2003-06-19"; else ""."""
    found = _US.match(text.strip())
    return _checked(found[3], found[1], found[2]) if found else ""


def births(text: str) -> Births:
    """Every date and span of a cell: "1958 to 1962" -> "1958/1962", "1960 or 1961" -> two.

    "circa" and its like are taken off, and the answer says that it was not the whole.
    """
    text = " ".join(text.replace("\xa0", " ").split()).strip(" .,;")
    if not text:
        return Births((), True)
    if single := iso(text) or _span(text):
        return Births((single,), True)
    found: list[str] = []
    whole = True
    for piece in _pieces(text):
        bare = _VAGUE.sub("", piece)
        single = iso(bare) or _span(bare)
        whole = whole and bool(single) and bare == piece
        found.extend((single,) if single else filter(None, map(iso, _DAY_WITHIN.findall(bare))))
    return Births(tuple(dict.fromkeys(found)), whole)


def _pieces(text: str) -> list[str]:
    """Between separators; a piece of several dates with only spaces between is taken apart too."""
    pieces: list[str] = []
    for piece in _SPLIT.split(text):
        words = piece.split()
        if len(words) > 1 and all(iso(word) for word in words):
            pieces.extend(words)
        elif piece:
            pieces.append(piece.strip(" .,"))
    return [piece for piece in pieces if piece]


def _span(text: str) -> str:
    found = _RANGE.match(text)
    if not found:
        return ""
    first, last = iso(_VAGUE.sub("", found[1])), iso(_VAGUE.sub("", found[2]))
    if not (first and last) or (" and " in text.lower() and not _BETWEEN.match(text)):
        return ""
    return f"{first}/{last}" if first <= last else f"{last}/{first}"


def _checked(year: str, month: str | None, day: str | None) -> str:
    """ISO if there is such a day; month or day zero or None is left out."""
    numbers = int(year), int(month or 0), int(day or 0)
    if not 1800 <= numbers[0] <= 2100 or numbers[1] > 12 or (numbers[2] and not numbers[1]):
        return ""
    try:
        date(numbers[0], numbers[1] or 1, numbers[2] or 1)
    except ValueError:
        return ""
    return "-".join((year, *(f"{number:02}" for number in numbers[1:] if number)))
