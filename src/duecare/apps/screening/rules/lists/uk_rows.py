"""What the two UK lists have in common: names in six parts, numbered values in a cell, rows for every combination."""

from __future__ import annotations

import re

from .building import Draft
from .dates import births
from .rows import Row

SCHEMAS = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
_NAME_PARTS = ("Name 1", "Name 2", "Name 3", "Name 4", "Name 5", "Name 6")
_NUMBERED = re.compile(r"\s*\(\d{1,2}\)\s*")
_UK_DAY = re.compile(r"^00/(?:00/)?")


def full_name(row: Row) -> str:
    """Names 1 to 5 are given names in order, name 6 the family name or the whole name of an entity."""
    return " ".join(filter(None, (row.get(part) for part in _NAME_PARTS)))


def numbered(text: str) -> tuple[str, ...]:
    """ "(1) A (2) B" -> both; a text without numbers is one value."""
    return tuple(filter(None, (part.strip(" .;,") for part in _NUMBERED.split(text))))


def take_births(draft: Draft, text: str) -> None:
    """ "00/00/1961" is a year."""
    for part in numbered(text):
        bare = _UK_DAY.sub("", part)
        if births(bare).dates:
            draft.born(bare)
        else:
            draft.born(part)


def take_numbers(draft: Draft, kind: str, numbers: str, details: str, label: str) -> None:
    """Numbers with their details, which say country and dates in free words and stay in the remarks."""
    for number in numbered(numbers):
        if number != "-":
            draft.ident(kind, number)
    draft.remark(label, details)
