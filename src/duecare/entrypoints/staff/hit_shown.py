"""A hit in words: how the names align, what stands beside them, and everything either record says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from duecare.apps.parties.queries import BodyRow
from duecare.kernel.canonical import JSON
from duecare.kernel.countries import COUNTRIES

from . import screening_words as words
from .screening_words import said
from .templatetags.duecare import country_name, number
from .vocabulary import word

_SHADE = {"same": "same", "contradicted": "diff", "omitted": "omit"}
_SAYS = {"confirms": "same", "contradicts": "diff", "silent": "omit"}


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of two records: what each says and how the two align; `state` shades what `how` says in words."""

    group: str
    left: str
    how: str
    right: str
    state: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One field of a record with its lines."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amended:
    """One field of an entry before and after an edition."""

    title: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def aligned(alignment: JSON) -> tuple[Pair, ...]:
    """The names part by part, from `Alignment.body()`."""
    rows = _rows(alignment["parts"]) if isinstance(alignment, Mapping) else []
    return tuple(_part(row) for row in rows)


def beside(circumstances: Iterable[Mapping[str, JSON]]) -> tuple[Pair, ...]:
    """What stands beside the names, part by part: confirms, contradicts, or is missing and where."""
    return tuple(_circumstance(one) for one in circumstances)


def party_facts(body: BodyRow) -> tuple[Fact, ...]:
    """Every field of the party."""
    rows = (
        (_("Names"), (body.name, body.native_name, *body.aliases)),
        (_("Kind"), (word(body.kind),)),
        (_("Country"), (_country(body.country),)),
        (_("Number in a register"), (body.registration,)),
        (_("Authority in fact"), (_country(body.effective_authority),)),
        (_("Works in"), (_country(body.place_of_use),)),
        (_("Legal basis"), (body.legal_basis,)),
    )
    return tuple(Fact(title, tuple(line for line in lines if line)) for title, lines in rows)


def entry_facts(entry: Mapping[str, JSON]) -> tuple[Fact, ...]:
    """Every field of a listed entry, from `Entry.body()`."""
    return tuple(Fact(_title(field), _lines(field, entry.get(field))) for field in words.FIELDS)


def amended(
    before: Mapping[str, JSON] | None, after: Mapping[str, JSON] | None, parts: Sequence[str]
) -> tuple[Amended, ...]:
    """What an edition changed in an entry: the altered fields; of an added or removed one what there is of it."""
    wanted = parts if before and after else [field for field in words.FIELDS if (before or after or {}).get(field)]
    found = []
    for field in words.FIELDS:
        if field in wanted:
            old, new = _lines(field, (before or {}).get(field)), _lines(field, (after or {}).get(field))
            both = set(old) & set(new)  # what stayed is no change
            found.append(
                Amended(
                    _title(field),
                    tuple(one for one in old if one not in both),
                    tuple(one for one in new if one not in both),
                )
            )
    return tuple(found)


def main_name(entry: Mapping[str, JSON] | None) -> str:
    """The name an entry goes by."""
    names = [row for row in (entry or {}).get("names") or () if isinstance(row, Sequence)]  # type: ignore[union-attr]  # as `Entry.body()` writes them
    return next((str(row[1]) for row in names if row[0] == "primary"), str(names[0][1]) if names else "")


def similarity(value: JSON) -> str:
    """A similarity or score with two digits; 1 is for identical writing only, so nothing is rounded up to it."""
    given = float(value) if isinstance(value, int | float) else 0.0
    return number(given if given >= 1 else min(given, 0.99), 2)


def _part(row: Mapping[str, JSON]) -> Pair:
    relation = str(row["relation"])
    how = said(words.RELATIONS, relation)
    if relation not in ("omitted", "contradicted"):
        how = f"{how} · {similarity(row['similarity'])}"
    return Pair(_("Names"), str(row["left"]), how, str(row["right"]), _SHADE.get(relation, "near"))


def _circumstance(one: Mapping[str, JSON]) -> Pair:
    part, says, ours, theirs = (str(one[key]) for key in ("part", "says", "party", "entry"))
    if says == "silent":
        missing = {
            (True, True): _("says nothing either way"), (False, True): _("not known of our party"),
            (True, False): _("not on the list"), (False, False): _("missing on both sides"),
        }  # fmt: skip
        how = missing[bool(ours), bool(theirs)]
    else:
        how = _("confirms") if says == "confirms" else _("contradicts")
    left, right = _value(part, ours, ours=True), _value(part, theirs, ours=False)
    return Pair(_("Evidence"), left, f"{said(words.PARTS, part)}: {how}", right, _SAYS.get(says, "omit"))


def _value(part: str, value: str, *, ours: bool) -> str:
    if part == "schema":
        return word(value) if ours else said(words.SCHEMA_WORDS, value)
    if part == "country" or (part == "programme" and ours):
        return ", ".join(_country(code) for code in value.split("; ") if code)
    return value


def _title(field: str) -> str:
    return capfirst(said(words.FIELDS, field))


def _lines(field: str, value: JSON) -> tuple[str, ...]:
    return tuple(line for line in _said(field, value) if line)


def _said(field: str, value: JSON) -> Iterator[str]:
    if field == "schema":
        yield said(words.SCHEMA_WORDS, str(value or ""))
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for one in value:
            yield _item(field, one)
    else:
        yield str(value or "")


def _item(field: str, one: JSON) -> str:
    if field == "countries":
        return _country(str(one))
    if field == "names" and isinstance(one, Sequence):
        return f"{one[1]} ({said(words.NAME_KINDS, str(one[0]))})"
    if field == "ids" and isinstance(one, Sequence):
        return " ".join(part for part in (word(str(one[0])), str(one[1]), _country(str(one[2]))) if part)
    return str(one)


def _country(code: str) -> str:
    return country_name(code) if code in COUNTRIES else code


def _rows(values: JSON) -> list[Mapping[str, JSON]]:
    rows = values if isinstance(values, Sequence) and not isinstance(values, str) else ()
    return [row for row in rows if isinstance(row, Mapping)]
