"""How strong a hit is: the resemblance of the names, and what else is known of both.

A name alone finds a candidate. Country, kind, date of birth and numbers confirm or contradict it; each
says so with the two values, so that nobody has to guess why a hit is strong. Silence is neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from duecare.kernel.canonical import JSON
from duecare.kernel.countries import COUNTRIES

STRENGTHS = ("weak", "medium", "strong")
STRONG, MEDIUM, WEAK, NEAR = 0.88, 0.78, 0.64, 0.5
"""Lower bounds of the score. From `WEAK` on a person has to judge; from `NEAR` on it is kept for the sample."""

_FAMILIES = {
    "Person": "person",
    "Organization": "organisation",
    "Company": "organisation",
    "PublicBody": "organisation",
    "Vessel": "thing",
    "Airplane": "thing",
    "Vehicle": "thing",
}
_OF_KIND = {"person": "person", "other": ""}

_Compare: TypeAlias = Callable[[Sequence[str], Sequence[str]], str]


@dataclass(frozen=True, slots=True)
class Particulars:
    """What is known of a party beside its names. `kind` as bodies have it; countries alpha-3."""

    kind: str = ""
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Circumstance:
    """One part of both records. `says`: confirms, contradicts or silent."""

    part: str
    says: str
    party: str
    entry: str

    def body(self) -> dict[str, JSON]:
        """As JSON."""
        return {"part": self.part, "says": self.says, "party": self.party, "entry": self.entry}


def circumstances(party: Particulars, entry: Mapping[str, JSON]) -> tuple[Circumstance, ...]:
    """What stands beside the names, part by part; `entry` as `Entry.body()` writes it."""
    return (
        _schema(party.kind, str(entry["schema"])),
        _of("country", party.countries, _texts(entry["countries"]), _countries),
        _of("birth", party.births, _texts(entry["births"]), _births),
        _of("number", party.ids, tuple(row[1] for row in _rows(entry["ids"])), _numbers),
        _of("programme", party.countries, _texts(entry["programmes"]), _programmes),
    )


def strength(score: float, beside: Sequence[Circumstance], *, weak_name: bool = False) -> str:
    """weak, medium or strong; "" when it is no hit.

    The same number makes a hit strong. Another kind or another date of birth takes two steps, another
    country one; a country alone never takes a hit away. A name its publisher calls weak makes no more than a weak hit.
    """
    says = {one.part: one.says for one in beside}
    if says.get("number") == "confirms" and score >= NEAR:
        return "strong"
    level = sum(score >= bound for bound in (WEAK, MEDIUM, STRONG))
    if not level:
        return ""
    if says.get("birth") == "confirms":
        level += 1
    lost = 2 * sum(says.get(part) == "contradicts" for part in ("schema", "birth"))
    if says.get("country") == "contradicts":
        level = max(1, level - 1)
    level = min(level, len(STRENGTHS)) - lost
    if weak_name:
        level = min(level, 1)
    return STRENGTHS[level - 1] if level > 0 else ""


def _schema(kind: str, schema: str) -> Circumstance:
    ours = _OF_KIND.get(kind, "organisation") if kind else ""
    theirs = _FAMILIES.get(schema, "")
    says = "silent" if not ours or not theirs else "confirms" if ours == theirs else "contradicts"
    return Circumstance("schema", says, kind, schema)


def _of(part: str, ours: Sequence[str], theirs: Sequence[str], compare: _Compare) -> Circumstance:
    says = compare(ours, theirs) if ours and theirs else "silent"
    return Circumstance(part, says, "; ".join(ours), "; ".join(theirs))


def _countries(ours: Sequence[str], theirs: Sequence[str]) -> str:
    return "confirms" if set(ours) & set(theirs) else "contradicts"


def _births(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """A day agrees with its month, its year and a range that holds it."""
    return "confirms" if any(_meet(one, other) for one in ours for other in theirs) else "contradicts"


def _meet(one: str, other: str) -> bool:
    first, last = _span(one)
    start, end = _span(other)
    return first <= end and start <= last


def _span(birth: str) -> tuple[str, str]:
    """First and last day a date may mean: "1960-05" is from "1960-05" to "1960-05-99"."""
    first, _, last = birth.partition("/")
    return first, f"{last or first}-99-99"[:10]


def _numbers(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """Other numbers contradict nothing: a company has many."""
    return "confirms" if set(map(_bare, ours)) & set(map(_bare, theirs)) - {""} else "silent"


def _bare(number: str) -> str:
    text = unicodedata.normalize("NFKC", number).casefold()
    bare = re.sub(r"[^0-9a-z]", "", text)
    return bare if len(bare) >= 4 else ""  # a number of three signs is met by chance


def _programmes(ours: Sequence[str], theirs: Sequence[str]) -> str:
    """A programme that names the party's country points to it; one that names another says nothing."""
    names = [COUNTRIES[code].name.casefold() for code in ours if code in COUNTRIES]
    said = " ".join(theirs).casefold()
    return "confirms" if any(re.search(rf"\b{re.escape(name.split(',')[0])}\b", said) for name in names) else "silent"


def _texts(values: JSON) -> tuple[str, ...]:
    return tuple(str(value) for value in values) if isinstance(values, Sequence) and not isinstance(values, str) else ()


def _rows(values: JSON) -> list[list[str]]:
    rows = values if isinstance(values, Sequence) and not isinstance(values, str) else ()
    return [[str(part) for part in row] for row in rows if isinstance(row, Sequence)]
