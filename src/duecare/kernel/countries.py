"""Places as publishers write them: countries, named territories, states of the past, groups.

ISO 3166-1 has 249 entries; Kosovo is added under the user-assigned XK/XKX, because a customer
there must be rated like any other and no publisher's row may vanish for want of a code.
A name or code that fits nothing comes back as a `Match` without a place and with the reason:
the caller reports it, never drops it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TypeAlias

from . import _country_table as table


@dataclass(frozen=True, slots=True)
class Country:
    """An ISO 3166-1 entry, or Kosovo. `numeric` is three digits as text ("000" for Kosovo)."""

    alpha3: str
    alpha2: str
    numeric: str
    name: str

    @property
    def code(self) -> str:
        """The code under which values are kept: alpha-3."""
        return self.alpha3


@dataclass(frozen=True, slots=True)
class Territory:
    """A place that a publisher scores apart and ISO does not list; `part_of` as ISO counts it (alpha-3)."""

    code: str
    part_of: str
    name: str


@dataclass(frozen=True, slots=True)
class Historical:
    """A state that no longer exists: its last year and the states that followed (alpha-3)."""

    code: str
    until: int
    successors: tuple[str, ...]
    name: str


@dataclass(frozen=True, slots=True)
class Aggregate:
    """A group of countries that a publisher scores as one. Never spread over its members."""

    code: str
    name: str


Place: TypeAlias = Country | Territory | Historical | Aggregate


@dataclass(frozen=True, slots=True)
class Match:
    """What a publisher's name or code stands for; `place` None means unmatched, `reason` says why."""

    place: Place | None
    reason: str


def name_key(name: str) -> str:
    """The form in which names are compared: no accents, case, punctuation, articles or abbreviations."""
    plain = name.replace("&", " and ").casefold()
    if not plain.isascii():  # in ASCII is nothing to take apart
        folded = unicodedata.normalize("NFKD", name.replace("&", " and "))
        plain = "".join(char for char in folded if not unicodedata.combining(char)).casefold()
    words = _BETWEEN.sub(" ", _APOSTROPHES.sub("", plain)).split()
    return " ".join(_SHORT.get(word, word) for word in words if word not in _STOP)


_APOSTROPHES, _BETWEEN = re.compile("['’`´]"), re.compile("[^a-z0-9]+")
_STOP = frozenset({"of", "the", "and"})
_SHORT = {"st": "saint", "rep": "republic", "dem": "democratic", "fed": "federated", "sts": "states", "is": "islands"}


def _lines(text: str, fields: int) -> Iterator[tuple[list[str], list[str]]]:
    """(fields before the name, [name, alias, …]) for each line of a table."""
    for line in text.splitlines():
        *head, names = line.split(" ", fields)
        yield head, names.split("|")


def _countries() -> dict[str, Country]:
    return {
        alpha3: Country(alpha3, alpha2, numeric, names[0])
        for (alpha2, alpha3, numeric), names in _lines(table.COUNTRIES, 3)
    }


COUNTRIES: Mapping[str, Country] = MappingProxyType(_countries())
"""All 250 by alpha-3."""

TERRITORIES: Mapping[str, Territory] = MappingProxyType(
    {code: Territory(code, part_of, names[0]) for (code, part_of), names in _lines(table.TERRITORIES, 2)}
)
HISTORICAL: Mapping[str, Historical] = MappingProxyType(
    {
        code: Historical(code, int(until), tuple(successors.split(",")), names[0])
        for (code, until, successors), names in _lines(table.HISTORICAL, 3)
    }
)
AGGREGATES: Mapping[str, Aggregate] = MappingProxyType(
    {code: Aggregate(code, names[0]) for (code,), names in _lines(table.AGGREGATES, 1)}
)
_ALL: Mapping[str, Place] = MappingProxyType({**COUNTRIES, **TERRITORIES, **HISTORICAL, **AGGREGATES})
_ALPHA2: Mapping[str, Country] = MappingProxyType({country.alpha2: country for country in COUNTRIES.values()})


def all_codes() -> tuple[str, ...]:
    """Every alpha-3 code that gets a score, sorted: ISO 3166-1 and XKX, 250 in all."""
    return tuple(sorted(COUNTRIES))


def place(code: str) -> Place | None:
    """The place kept under one of our own codes (alpha-3, "crimea", "SUN", "oecs"), or None."""
    return _ALL.get(code)


def resolve_code(code: str, *, publisher: str = "") -> Match:
    """What a publisher's alphabetic code stands for.

    Args:
        code: alpha-2, alpha-3 or a code of the publisher's own; case and spaces around it do not count.
            Numeric codes are refused: ISO's and Correlates of War's overlap with different meanings.
        publisher: index id such as "rsf"; its own codes come first.
    """
    wanted = code.strip().upper()
    if not wanted:
        return Match(None, "no code given")
    codes = _codes()
    for owner in (publisher, "*"):
        if target := codes.get((owner, wanted)):
            return Match(_ALL[target], f"code {wanted} as {'publishers' if owner == '*' else owner} write it")
    if wanted in COUNTRIES:
        return Match(COUNTRIES[wanted], "ISO 3166-1 alpha-3")
    if wanted in _ALPHA2:
        return Match(_ALPHA2[wanted], "ISO 3166-1 alpha-2")
    if wanted in HISTORICAL:
        return Match(HISTORICAL[wanted], "code of a former state")
    return Match(None, f"{wanted} is no country code that we know")


def resolve_name(name: str) -> Match:
    """What an English name stands for, after `name_key`; "Korea, Rep." is also tried as "Rep. Korea"."""
    names = _names()
    key = name_key(name)
    if not key:
        return Match(None, "no name given")
    if found := names.get(key):
        return Match(found, "name")
    first, comma, rest = name.partition(",")
    if comma and (found := names.get(name_key(f"{rest} {first}"))):
        return Match(found, "name, turned round at its comma")
    return Match(None, f"{name.strip()!r} is no name of a country or territory that we know")


@cache
def _codes() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for line in table.CODES.splitlines():
        publisher, code, target = line.split()
        found[publisher, code] = target
    return found


@cache
def _names() -> dict[str, Place]:
    """Every key of every name; a key that meant two places would be a mistake of ours, so it is refused."""
    found: dict[str, Place] = {}
    tables = ((table.COUNTRIES, 3, 1), (table.TERRITORIES, 2, 0), (table.HISTORICAL, 3, 0), (table.AGGREGATES, 1, 0))
    for text, fields, position in tables:
        for head, names in _lines(text, fields):
            here = _ALL[head[position]]
            for name in names:
                if found.setdefault(name_key(name), here) is not here:
                    raise ValueError(f"{name!r} is written for two places")
    return found
