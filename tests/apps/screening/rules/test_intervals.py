"""Wilson's interval, against the values of the literature."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.screening.rules.intervals import wilson


@pytest.mark.parametrize(
    ("found", "of", "low", "high"),
    # Newcombe (1998, doi 10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_published_examples(found: int, of: int, low: float, high: float) -> None:
    assert wilson(found, of) == pytest.approx((low, high), abs=5e-5)


def test_nothing_looked_at_says_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(st.integers(1, 10_000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_it_holds_the_share_and_stays_between_none_and_all(pair: tuple[int, int]) -> None:
    found, of = pair
    low, high = wilson(found, of)
    assert 0 <= low <= found / of + 1e-9 and found / of - 1e-9 <= high <= 1
