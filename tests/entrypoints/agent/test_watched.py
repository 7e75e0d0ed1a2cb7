"""Which cases changed, told from names alone: as each case by itself would tell it, however often it was read anew."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import SimpleNamespace
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.intake.rules.rings import Remembered
from duecare.apps.intake.rules.store import Store, Table
from duecare.entrypoints.agent.watched import Watched

CASES = st.integers(0, 4)
NUMBERS = st.sets(st.integers(0, 3), max_size=3)


def name(case: int, number: int) -> bytes:
    """A name belongs to one case."""
    return bytes((case, number))


def remembered(case: int, there: Collection[int], awaited: Collection[int]) -> Remembered:
    stood, comes = (tuple(name(case, one) for one in some) for some in (there, set(awaited) - set(there)))
    return Remembered(Table.GRANTS, bytes((case,)), 1, {}, there=stood, awaited=comes)


def store(stand: Collection[bytes]) -> Store:
    return cast(Store, SimpleNamespace(there=lambda names: set(names) & set(stand)))


def one_by_one(cases: Mapping[bytes, Remembered], stand: Collection[bytes]) -> set[bytes]:
    return {
        case for case, one in cases.items()
        if not one.there or any(name not in stand for name in one.there) or any(name in stand for name in one.awaited)
    }  # fmt: skip


@given(
    st.dictionaries(CASES, st.tuples(NUMBERS, NUMBERS)), st.lists(st.tuples(CASES, NUMBERS, NUMBERS)),
    st.sets(st.tuples(CASES, st.integers(0, 3))),
)  # fmt: skip
def test_a_case_changed_when_one_of_its_names_went_or_one_that_it_awaits_came(
    first: dict[int, tuple[set[int], set[int]]], later: list[tuple[int, set[int], set[int]]],
    stand: set[tuple[int, int]],
) -> None:  # fmt: skip
    cases = {bytes((case,)): remembered(case, *what) for case, what in first.items()}
    watched, there = Watched(cases), {name(*one) for one in stand}
    assert watched.changed(store(there)) == one_by_one(cases, there)
    for case, stood, awaited in later:
        key, now = bytes((case,)), remembered(case, stood, awaited)
        watched.replace(key, cases.get(key), now)
        cases[key] = now
        assert watched.changed(store(there)) == one_by_one(cases, there)
