"""Differences between editions and material changes: what must always hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.screening.rules.diffing import Change, Known, difference, former, fresh
from duecare.apps.screening.rules.editions import held_because, newer_than, set_sha256
from duecare.apps.screening.rules.entries import Entry, Name
from duecare.apps.screening.rules.parts import changed_in_entry, material_sha256
from tests.apps.screening.lists import FOUR, entry

WORDS = st.sampled_from(["Alder", "Birch", "Cedar", "Doran", "Elm"])
ENTRIES = st.dictionaries(
    st.sampled_from("abcdef"),
    st.builds(lambda name, note: entry("?", name, remarks=note), WORDS, st.sampled_from(["", "x"])),
    max_size=6,
).map(lambda found: tuple(replace(one, key=key) for key, one in found.items()))


def known(entries: tuple[Entry, ...]) -> list[Known]:
    return [Known(uuid4(), one.entry.key, one.sha256, one.material) for one in fresh(entries)]


@given(ENTRIES, ENTRIES)
def test_every_entry_is_accounted_for_once(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> None:
    old, new = known(before), fresh(after)
    found = difference(old, new)
    assert found.kept + found.count("removed") + found.count("amended") + found.count("renumbered") == len(before)
    assert found.kept + found.count("added") + found.count("amended") + found.count("renumbered") == len(after)
    met = [change.known.entity for change in found.changes if change.known]
    assert len(met) == len(set(met))
    for change in found.changes:
        if change.kind == "amended":
            assert change.known and change.fresh and not change.same_content
        if change.kind == "renumbered":
            assert change.known and change.fresh and change.known.key != change.fresh.entry.key
            assert change.known.material == change.fresh.material


@given(ENTRIES, st.randoms(use_true_random=False))
def test_a_reshuffled_edition_changes_nothing(entries: tuple[Entry, ...], order: object) -> None:
    shuffled = list(entries)
    order.shuffle(shuffled)  # type: ignore[attr-defined]  # a Random
    assert difference(known(entries), fresh(shuffled)).changes == ()


def test_twins_under_new_keys_find_a_partner_each() -> None:
    twins = (entry("1", "Alder"), entry("2", "Alder"))
    found = difference(known(twins), fresh((entry("8", "Alder"), entry("9", "Alder"))))
    assert [change.kind for change in found.changes] == ["renumbered", "renumbered"]
    assert len({change.known.entity for change in found.changes if change.known}) == 2


def test_who_stood_on_the_list_before_is_known_again_by_key_or_content() -> None:
    old = known((entry("1", "Alder"), entry("2", "Birch")))
    back = fresh((entry("1", "Alder Renamed"), entry("7", "Birch"), entry("3", "Cedar")))
    found = former([Change("added", None, one) for one in back], old)
    assert found == {"1": old[0].entity, "7": old[1].entity}


@pytest.mark.parametrize(("removed", "expected"), [(0, ""), (5, ""), (6, "shrunk"), (10, "shrunk")])
def test_more_than_half_gone_is_held_back(removed: int, expected: str) -> None:
    assert held_because(10, removed) == expected


def test_a_first_edition_and_one_without_a_date_are_not_held() -> None:
    assert held_because(0, 0, date(2020, 1, 1), None) == ""
    assert held_because(10, 0, None, date(2026, 1, 1)) == ""
    assert held_because(10, 0, date(2026, 1, 1), date(2026, 1, 1)) == ""
    assert held_because(10, 0, date(2025, 1, 1), date(2026, 1, 1)) == "older"


def test_sets_of_editions() -> None:
    assert set_sha256({"a": 1, "b": 0}) == set_sha256({"a": 1}) != set_sha256({"a": 2})
    assert newer_than({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 1}) == ("b", "c")


def test_only_additions_of_names_are_material_and_a_name_no_longer_weak_is_one() -> None:
    weak = replace(FOUR[0], names=(*FOUR[0].names, Name("Thornback", "weak_alias")))
    good = replace(FOUR[0], names=(*FOUR[0].names, Name("Thornback", "alias")))
    assert changed_in_entry(weak.body(), good.body()) == ("names",)
    assert changed_in_entry(good.body(), FOUR[0].body()) == ()
    assert material_sha256(weak.body()) != material_sha256(good.body())
    assert material_sha256(FOUR[0].body()) == material_sha256(replace(FOUR[0], remarks="x", addresses=("y",)).body())
