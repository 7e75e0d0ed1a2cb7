"""One name in two scripts: looked for in the other script, both ways.

Sources: entities of `list_base.tsv` with names in Latin and in another script; the UN's list and that of the UK's OFSI,
whose entries carry the name in its original script; `cross_script_pairs.csv`. Against an index that holds Latin names
only the original is looked for; against one whose crossed entities hold their original script only, beside everybody
else's Latin names, the Latin name is looked for.
"""

from __future__ import annotations

import csv
import gzip
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from defusedxml import ElementTree  # type: ignore[import-untyped]  # it ships no types
from python_calamine import CalamineWorkbook

from .screening_lists import Entity, Half, half, key, listed, script, tokens
from .screening_sets import SEED, Query

UN = "denied_parties/un/consolidated_2026-02-27.xml.gz"
OFSI = "denied_parties/uk/ofsi_conlist_2025-04-10.xlsx"
EACH = 150
"""Entities of each script in each half, fewer where there are not so many."""

BODIES = ", bodies"
"""Behind the script in the kind of a query for a body."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """`queries` to be looked for among `entities`; their kind is the script that is crossed."""

    direction: str
    entities: tuple[Entity, ...]
    queries: tuple[Query, ...]


def crossings(where: Path, which: Half, each: int = EACH) -> list[Crossing]:
    """Both directions; `each` entities a script."""
    both = [*_listed_in_both(where), *_ofsi(where), *_pairs(where)]
    everybody = list({one.id: one for one in (*listed(where), *both)}.values())
    same = _holders(everybody)
    wanted = list(_sample([one for one in both if half("".join(key(_latin(one)[0]))) == which], which, each))
    latin = [replace(one, names=tuple(names)) for one in everybody if (names := _latin(one))]
    crossed = {one.id: replace(one, names=tuple(_original(one))) for one in wanted}
    # The same party under another publisher's id would be found by its Latin name: it stays out.
    barred = {found for one in wanted for found in _same(same, one)}
    others = [one for one in latin if one.id not in barred]
    return [
        Crossing("original → Latin", tuple(latin), tuple(_queries(same, wanted, latin=False))),
        Crossing("Latin → original", (*others, *crossed.values()), tuple(_queries(same, wanted, latin=True))),
    ]


def _queries(same: Mapping[tuple[str, ...], set[str]], entities: Iterable[Entity], *, latin: bool) -> Iterator[Query]:
    """One query an entity; its kind is the script crossed. Names of bodies are often translated, and told apart."""
    for one in entities:
        original = _original(one)[0]
        asked = _latin(one)[0] if latin else original
        kind = script(original).lower() + (BODIES if one.schema != "Person" else "")
        yield Query(asked, one.schema, kind, _same(same, one))


def _sample(both: Sequence[Entity], which: Half, each: int) -> Iterator[Entity]:
    """As many of each script as wanted, one of a name."""
    by_script: dict[str, dict[str, Entity]] = defaultdict(dict)
    for one in both:
        by_script[script(_original(one)[0])].setdefault(_original(one)[0], one)
    for name, found in sorted(by_script.items()):
        yield from random.Random(f"{SEED} {which} {name}").sample(list(found.values()), min(each, len(found)))


def _holders(entities: Iterable[Entity]) -> Mapping[tuple[str, ...], set[str]]:
    """Who bears a name, whoever listed it."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for one in entities:
        for name in _latin(one):
            found[key(name)].add(one.id)
    return found


def _same(holders: Mapping[tuple[str, ...], set[str]], entity: Entity) -> frozenset[str]:
    return frozenset({entity.id}.union(*(holders.get(key(name), ()) for name in _latin(entity))))


def _original(entity: Entity) -> list[str]:
    return [name for name in entity.names if script(name) != "LATIN"]


def _latin(entity: Entity) -> list[str]:
    return [name for name in entity.names if script(name) == "LATIN"]


def _listed_in_both(where: Path) -> Iterator[Entity]:
    original = _un(where)
    for one in listed(where):
        whole = replace(one, names=tuple(dict.fromkeys((*one.names, *original.get(one.id, ())))))
        if _latin(whole) and _original(whole):
            yield whole


def _un(where: Path) -> dict[str, list[str]]:
    """Names in their original script by the id of `list_base.tsv`; none where the UN's file is absent."""
    path = where.parent / UN
    if not path.exists():
        return {}
    tree = ElementTree.fromstring(gzip.decompress(path.read_bytes()))
    found: dict[str, list[str]] = {}
    for entry in (*tree.iter("INDIVIDUAL"), *tree.iter("ENTITY")):
        text = (entry.findtext("NAME_ORIGINAL_SCRIPT") or "").strip()
        if tokens(text) and script(text) != "LATIN":
            found[f"un_sc-{entry.findtext('DATAID')}"] = [text]
    return found


def _ofsi(where: Path) -> Iterator[Entity]:
    """The rows of the workbook as one entity a group, those with an original script."""
    path = where.parent / OFSI
    if not path.exists():
        return
    _, head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    at = {str(name): place for place, name in enumerate(head)}
    # The original script belongs to the primary name; an alias, often another name altogether, comes after it.
    rows.sort(key=lambda row: str(row[at["Alias Type"]]) != "Primary name")
    names: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for row in rows:
        schema = {"Individual": "Person", "Entity": "Organization"}.get(str(row[at["Group Type"]]))
        latin = " ".join(str(row[at[f"Name {part}"]]).strip() for part in range(1, 7)).split()
        original = str(row[at["Name Non-Latin Script"]]).strip()
        if schema and latin:
            names[str(row[at["Group ID"]]).partition(".")[0], schema] |= {" ".join(latin): None}
        if schema and tokens(original) and script(original) != "LATIN":
            names[str(row[at["Group ID"]]).partition(".")[0], schema] |= {original: None}
    found = (Entity(f"gb-{identity}", schema, "gb_ofsi", tuple(both)) for (identity, schema), both in names.items())
    yield from (one for one in found if _original(one) and _latin(one))


def _pairs(where: Path) -> Iterator[Entity]:
    """One entity a Latin name, in the order of the file; none of them is on `list_base.tsv` by that id."""
    with (where / "cross_script_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(line for line in file if line.strip() and not line.startswith("#")))
    yield from (Entity(f"pair-{number}", "Person", "pairs", (row[1], row[0])) for number, row in enumerate(rows))
