"""Whether two readings of a file say the same and only the day on which it was said is newer. Pure.

A committee decides on content. Somebody who looks again and finds what was found before renews it;
the decision goes on. Whatever is said differently, by another kind of voice, or on another document
is content and reopens the decision: see docs/adr/0007.
"""

from __future__ import annotations

from collections.abc import Mapping

from duecare.kernel.canonical import JSON, canonical

_OF_RENEWAL = {
    "answers": frozenset({"number", "answered_on", "recorded_by"}),
    "profiles": frozenset({"answered_on"}),
    "flags": frozenset({"number", "recorded_by"}),
}
"""Section -> what changes in an item when it is said again as it was."""
_OF_SCREENING = frozenset({"list_date", "recorded_by", "second_person"})
_CLEAR = "none"
"""Result of a screening that found nobody: its evidence is another printout each time."""


def same_content(old: Mapping[str, JSON], new: Mapping[str, JSON]) -> bool:
    """True when the later file repeats the earlier one, be it with newer days."""
    return canonical(_content(old)) == canonical(_content(new))


def _content(file: Mapping[str, JSON]) -> dict[str, JSON]:
    said: dict[str, JSON] = dict(file)
    for section, left_out in _OF_RENEWAL.items():
        said[section] = {key: _without(item, left_out) for key, item in _items(file.get(section))}
    said["parties"] = {key: _party(item) for key, item in _items(file.get("parties"))}
    return said


def _party(party: JSON) -> JSON:
    screening = party.get("screening") if isinstance(party, Mapping) else None
    if not isinstance(party, Mapping) or not isinstance(screening, Mapping):
        return party
    left_out = _OF_SCREENING | ({"evidence_sha256"} if screening.get("result") == _CLEAR else frozenset())
    return {**party, "screening": _without(screening, left_out)}


def _without(item: JSON, names: frozenset[str]) -> JSON:
    if not isinstance(item, Mapping):
        return item
    return {key: value for key, value in item.items() if key not in names}


def _items(section: JSON) -> list[tuple[str, JSON]]:
    return sorted(section.items()) if isinstance(section, Mapping) else []
