"""The parts of an entry and of a party on which a judgement about a hit rests, and what changed in them.

A disposition outlives a new key, another address or a reworded remark. It lapses on what could have
changed the judgement. A further name can; a name that was dropped cannot. Of births, countries and
numbers any change counts: what contradicted the hit may be gone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duecare.kernel.canonical import JSON, canonical, digest

KINDS_OF_CHANGE = ("added", "removed", "amended", "renumbered")

ENTRY_PARTS = ("schema", "names", "births", "countries", "ids", "programmes")
PARTY_PARTS = ("name", "native_name", "aliases", "kind", "country", "registration", "birth")

_GROWS = frozenset({"names", "programmes", "aliases"})
"""Parts in which only an addition is material."""

_SAID = {
    "schema": "what the entry is",
    "names": "a further name of the entry",
    "births": "the entry's dates of birth",
    "countries": "the entry's countries",
    "ids": "the entry's numbers",
    "programmes": "a further programme",
    "name": "the party's name",
    "native_name": "the party's name in its own script",
    "aliases": "a further alias of the party",
    "kind": "what the party is",
    "country": "the party's country",
    "registration": "the party's registration number",
    "birth": "the party's date of birth",
}


def material(body: Mapping[str, JSON]) -> dict[str, JSON]:
    """The material parts of an entry's content (`Entry.body()`); a name counts with whether it is called weak."""
    parts: dict[str, JSON] = {part: body[part] for part in ENTRY_PARTS if part != "names"}
    parts["names"] = sorted([text, kind == "weak_alias"] for kind, text in _pairs(body["names"]))
    return parts


def material_sha256(body: Mapping[str, JSON]) -> str:
    """Hash of the material parts."""
    return digest(material(body))


def changed_in_entry(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> tuple[str, ...]:
    """Material parts of an entry's content that changed, in the order of `ENTRY_PARTS`."""
    return _changed(ENTRY_PARTS, material(before), material(after))


def changed_in_party(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> tuple[str, ...]:
    """Parts of a party that changed, in the order of `PARTY_PARTS`."""
    return _changed(PARTY_PARTS, before, after)


def altered(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> tuple[str, ...]:
    """Every part of an entry's content that differs, material or not, sorted."""
    return tuple(sorted(part for part in before.keys() | after.keys() if before.get(part) != after.get(part)))


def in_words(parts: Sequence[str]) -> str:
    """Parts as people read them."""
    return ", ".join(_SAID.get(part, part) for part in parts)


def _changed(parts: Sequence[str], before: Mapping[str, JSON], after: Mapping[str, JSON]) -> tuple[str, ...]:
    return tuple(part for part in parts if _differs(part, before.get(part), after.get(part)))


def _differs(part: str, before: JSON, after: JSON) -> bool:
    if part in _GROWS:
        return not _said(after) <= _said(before)
    return before != after


def _said(values: JSON) -> frozenset[bytes]:
    items = values if isinstance(values, Sequence) and not isinstance(values, str) else ()
    return frozenset(canonical(item) for item in items)


def _pairs(names: JSON) -> list[tuple[str, str]]:
    """(kind, text) of each name of a body."""
    assert isinstance(names, Sequence) and not isinstance(names, str)  # as `Entry.body()` writes them
    return [(str(name[0]), str(name[1])) for name in names if isinstance(name, Sequence)]
