"""An index is the same however many parts its names were read in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from duecare.apps.screening.rules.collecting import Entity, collected, heard
from duecare.screening import Index, knowledge

pytestmark = pytest.mark.once

WORDS = ("Quillmark", "Trading", "Ltd", "OOO", "al", "Tavian", "Кворрел", "شركة", "微风", "Dr", "!!", "")
NAMES = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
ENTITIES = st.lists(
    st.tuples(st.sampled_from(("Person", "Company", "Vessel")), st.lists(NAMES, max_size=3)), max_size=9
)


def same(one: dict[str, NDArray[Any]], other: dict[str, NDArray[Any]]) -> bool:
    return one.keys() == other.keys() and all(np.array_equal(one[name], other[name]) for name in one)


@given(ENTITIES, st.integers(0, 9), st.integers(0, 9))
def test_read_in_parts_names_give_what_they_give_at_once(rows: list[tuple[str, list[str]]], one: int, two: int) -> None:
    entities: list[Entity] = [(f"made-{number}", schema, names) for number, (schema, names) in enumerate(rows)]
    told, (low, high) = knowledge(), sorted((one, two))
    parts = [heard(told, part) for part in (entities[:low], entities[low:high], entities[high:])]
    assert same(collected(entities, parts), collected(entities, [heard(told, entities)]))


def test_many_names_are_read_by_several_processes_into_the_same_index() -> None:
    made = [(f"made-{n}", "Company", (f"Quillmark{n % 7919} Works{n} Ltd",)) for n in range(50_000)]
    alone, together = Index.build(made, processes=1), Index.build(made, processes=2)
    assert len(together) == 50_000
    for asked, wanted in (("Quillmark7 Works7 Limited", "made-7"), ("Quillmark2485 Works49999 Ltd", "made-49999")):
        found = [[(hit.id, hit.score) for hit in index.search(asked)] for index in (alone, together)]
        assert found[0] == found[1] and found[0][0][0] == wanted
