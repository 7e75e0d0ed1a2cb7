"""One name in two scripts: looked for in the other script, both ways.

Sources: entities of `list_base.tsv` with names in Latin and in another script; the UN's list, whose entries carry the
name in its original script; `cross_script_pairs.csv`. Against an index that holds Latin names only the original is
looked for; against one whose crossed entities hold their original script only, beside everybody else's Latin names,
the Latin name is looked for.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from defusedxml import ElementTree

from .screening_lists import Entity, Half, half, half_of, listed, same_party, script, tokens, without
from .screening_sets import Query

UN = "denied_parties/un/consolidated_2026-02-27.xml.gz"


@dataclass(frozen=True, slots=True)
class Crossing:
    """`queries` to be looked for among `entities`; their kind is the script that is crossed."""

    direction: str
    entities: tuple[Entity, ...]
    queries: tuple[Query, ...]


def crossings(where: Path, which: Half) -> list[Crossing]:
    """Both directions."""
    both = [*_listed_in_both(where), *_pairs(where)]
    base = {one.id: one for one in listed(where)}
    base |= {one.id: one for one in both}
    wanted = [one for one in both if (half_of(where, one.id) if one.source != "pairs" else half(one.id)) == which]
    latin = tuple(without(base.values(), _scripts(base.values())))
    crossed = {one.id: replace(one, names=tuple(_original(one))) for one in wanted}
    # The same party under another publisher's id would be found by its Latin name: it stays out.
    others = [one for one in latin if not any(same in crossed for same in _same(where, one))]
    return [
        Crossing("original → Latin", latin, tuple(_queries(where, wanted, latin=False))),
        Crossing("Latin → original", (*others, *crossed.values()), tuple(_queries(where, wanted, latin=True))),
    ]


def _queries(where: Path, entities: list[Entity], *, latin: bool) -> Iterator[Query]:
    """One query an entity and script; its kind is that script."""
    for one in entities:
        for name in {script(name): name for name in reversed(_original(one))}.values():
            asked = next(found for found in one.names if script(found) == "LATIN") if latin else name
            yield Query(asked, one.schema, script(name).lower(), frozenset(_same(where, one)))


def _original(entity: Entity) -> list[str]:
    return [name for name in entity.names if script(name) != "LATIN"]


def _same(where: Path, entity: Entity) -> frozenset[str]:
    return same_party(where).get(entity.id, frozenset({entity.id}))


def _scripts(entities: object) -> list[str]:
    return sorted({script(name) for one in entities for name in one.names} - {"LATIN"})  # type: ignore[attr-defined]


def _listed_in_both(where: Path) -> Iterator[Entity]:
    original = _un(where)
    for one in listed(where):
        names = tuple(dict.fromkeys((*one.names, *original.get(one.id, ()))))
        found = {script(name) for name in names}
        if "LATIN" in found and len(found) > 1:
            yield replace(one, names=names)


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


def _pairs(where: Path) -> Iterator[Entity]:
    """One entity a Latin name, in the order of the file."""
    with (where / "cross_script_pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(line for line in file if line.strip() and not line.startswith("#")))
    names: dict[str, list[str]] = {}
    for original, latin, *_ in rows:
        names.setdefault(latin, [latin]).append(original)
    for latin, both in names.items():
        yield Entity(f"pair-{latin}", "Person", "pairs", tuple(both))
