"""Real denied parties as the bench lists them, and the names of people and companies who are on no list.

Source: `screening/` in the folder of publishers' files (`DUECARE_DATA`). What is mended on the way in, and why:
an EU annex numbers persons and bodies from 1 each, so one id of `eu_269` holds one of both: it is cut where a second
primary name begins. A name followed by its original script in brackets is two names. Quotation marks doubled by
successive CSV writers are removed.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal

from anyascii import anyascii

Half = Literal["dev", "test"]
EU_PERSON = re.compile(r"[A-Z][^\s]* .*\b[^\W\d_a-z][^\Wa-z]+\)?$")
"""A person in an EU annex: given names, then the family name in capitals."""
COMPANY = re.compile(r"\b(JSC|LLC|PJSC|Ltd|OOO|AO|Bank|Company|Plant|Institute|Center|Centre|of)\b", re.IGNORECASE)
BRACKETS = re.compile(r"^(.*?)\s*\((?:[A-Za-z]+:\s*)?([^()]*)\)\s*$")
NO_NAME = re.compile(r"So-called|Text of image|.*:|(born|ex|formerly) .*", re.IGNORECASE)
"""Remains of a publisher's sentences that an earlier conversion took for names."""
LEGAL = frozenset((
    "llc", "ltd", "limited", "inc", "incorporated", "corp", "corporation", "co", "company", "jsc", "ojsc",
    "pjsc", "cjsc", "ooo", "oao", "zao", "pao", "ao", "gmbh", "ag", "sa", "sas", "srl", "spa", "bv", "nv",
    "plc", "lp", "llp", "oy", "ab", "as", "kg", "the", "of", "and",
))  # fmt: skip
"""Dropped when it is asked whether two names are one: only for sorting out true hits, never for a score."""


@dataclass(frozen=True, slots=True)
class Entity:
    """A listed party; `names` are distinct, the first one is the publisher's primary name."""

    id: str
    schema: str
    source: str
    names: tuple[str, ...]


def folder() -> Path | None:
    """Where the names for measuring are; None on a machine that does not hold the publishers' files."""
    found = Path(os.environ.get("DUECARE_DATA") or Path.cwd().parent / "shared" / "data") / "screening"
    return found if found.is_dir() else None


@cache
def tokens(name: str) -> tuple[str, ...]:
    """Lower-case Latin words of a name in any script: for building sets and sorting out, never for a score."""
    latin = anyascii(unicodedata.normalize("NFKC", name)).casefold().replace("'", "").replace("`", "")
    return tuple(re.findall(r"[a-z0-9]+", latin))


def key(name: str) -> tuple[str, ...]:
    """The words in order of the alphabet, legal forms apart: equal when nobody would call the names different."""
    return tuple(sorted(word for word in tokens(name) if word not in LEGAL)) or tokens(name)


def script(name: str) -> str:
    """The script of most letters: LATIN, CYRILLIC, ARABIC, CJK …"""
    counts: dict[str, int] = defaultdict(int)
    for letter in name:
        if letter.isalpha():
            counts[unicodedata.name(letter, "OTHER").partition(" ")[0]] += 1
    return max(counts, key=lambda found: counts[found], default="LATIN")


def half(identity: str) -> Half:
    """Which half something belongs to, for good; what is tuned is tuned on "dev" alone."""
    return "dev" if hashlib.blake2b(identity.encode(), digest_size=1).digest()[0] % 2 else "test"


@cache
def listed(where: Path) -> tuple[Entity, ...]:
    """Every entity of `list_base.tsv` with at least one name, in the order of the file; weak aliases stay in."""
    rows: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    part: dict[str, int] = defaultdict(int)
    for line in (where / "list_base.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        identity, schema, source, kind, name = line.split("\t")
        if source == "eu_269":
            part[identity] += kind == "primary"
            identity = f"{identity}.{part[identity]}"
        rows[identity, schema, source] += [one for one in _names(name) if tokens(one) and not NO_NAME.fullmatch(one)]
    found = [Entity(*head, tuple(dict.fromkeys(names))) for head, names in rows.items() if names]
    return tuple(_schema_mended(entity) for entity in found)


def _schema_mended(entity: Entity) -> Entity:
    """In the EU's annexes everything is called a person."""
    first = entity.names[0]
    if entity.source == "eu_269" and (not EU_PERSON.match(first) or COMPANY.search(first)):
        return replace(entity, schema="Organization")
    return entity


def _names(cell: str) -> Iterator[str]:
    """The names written in one cell."""
    plain = re.sub(r"\s+", " ", cell.replace('"', " ")).strip(" -")
    inside = BRACKETS.match(plain)
    if inside and script(inside[1]) != script(inside[2]) and len(inside[2]) > 3:
        yield from inside.groups()
    else:
        yield plain


@cache
def same_party(where: Path) -> Mapping[str, frozenset[str]]:
    """Id → ids that may be the same party: several publishers list one person under ids of their own.

    Two entities are taken for one when any of their names have one `key` of two words or more.
    """
    parent = {entity.id: entity.id for entity in listed(where)}

    def root(one: str) -> str:
        while parent[one] != one:
            parent[one] = one = parent[parent[one]]
        return one

    holder: dict[tuple[str, ...], str] = {}
    for entity in listed(where):
        for name in entity.names:
            if len(found := key(name)) > 1:
                parent[root(entity.id)] = root(holder.setdefault(found, entity.id))
    groups: dict[str, set[str]] = defaultdict(set)
    for one in parent:
        groups[root(one)].add(one)
    return {one: frozenset(group) for group in groups.values() for one in group}


def half_of(where: Path, identity: str) -> Half:
    """The half of an entity: all that may be the same party are in one."""
    return half(min(same_party(where)[identity]))


def without(entities: Iterable[Entity], unwanted: Sequence[str]) -> list[Entity]:
    """The entities without names of those scripts, where "LATIN" is one; those left without a name are left out."""
    kept = [replace(one, names=tuple(name for name in one.names if script(name) not in unwanted)) for one in entities]
    return [one for one in kept if one.names]
