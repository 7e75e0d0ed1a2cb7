"""What is counted of sealed reports: small numbers are not told, and do not follow from what is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.statistics import (
    LEAST,
    Counted,
    Outcome,
    Place,
    Record,
    Wrong,
    last,
    record,
    tallied,
    veiled,
)

DAY = date(2026, 3, 2)
ONE = Record(Wrong.PEOPLE, Place.ASIA, Outcome.OPEN)


@given(st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), st.integers(1, 40), min_size=1))
def test_no_small_number_is_told_nor_follows_from_the_sum(counts: dict[str, int]) -> None:
    found = veiled(counts)
    assert found.keys() == counts.keys(), "a word that was counted is never left out"
    assert all(number is None or number == counts[word] >= LEAST for word, number in found.items())
    hidden = [word for word, number in found.items() if number is None]
    small = [word for word in counts if counts[word] < LEAST]
    assert set(small) <= set(hidden)
    assert len(hidden) != 1 or len(counts) == 1, "a single one would be the sum less the others"
    assert small or not hidden, "nothing is hidden where nothing is small"


def test_so_few_cases_that_their_number_would_tell_are_not_counted() -> None:
    few = [Counted("internal", DAY, None, None, ONE)] * (LEAST - 1)
    assert tallied(few, DAY) == {} and tallied([], DAY) == {}
    assert tallied([*few, few[0]], DAY)["track"] == {"internal": LEAST}


def test_clocks_are_counted_as_kept_missed_or_still_running_and_a_missing_record_as_missing() -> None:
    def case(acknowledged: int | None, feedback: int | None, kept: Record | None) -> Counted:
        first, then = (DAY + timedelta(days=n) if n is not None else None for n in (acknowledged, feedback))
        return Counted("external", DAY, first, then, kept)

    cases = [*[case(7, 95, ONE)] * 6, *[case(8, None, None)] * 7]
    soon = tallied(cases, DAY + timedelta(days=20))
    assert soon["acknowledged"] == {"in-time": 6, "late": 7}
    assert soon["feedback"] == {"in-time": 6, "not-yet": 7}
    assert soon["wrong"] == {"people": 6, "not-kept": 7} and soon["outcome"] == {"open": 6, "not-kept": 7}
    assert tallied(cases, DAY + timedelta(days=200))["feedback"] == {"in-time": 6, "late": 7}


def test_the_last_record_counts_and_what_is_none_is_passed_over() -> None:
    def entry(body: object, kind: Kind = Kind.DECISION) -> Entry:
        return Entry(kind, bytes(32), DAY, FIRST, body)  # type: ignore[arg-type]  # malformed on purpose

    later = Record(Wrong.LAW, Place.UNKNOWN, Outcome.PARTLY)
    malformed = [entry("x"), entry({"format": "duecare/statistics/2"}), entry({**ONE.plain(), "place": "France"})]  # type: ignore[dict-item]  # a mapping
    assert last([entry(ONE.plain()), entry(later.plain()), *malformed, entry(ONE.plain(), Kind.NOTE)]) == later
    assert last(malformed) is None and record(later.plain()) == later
    with pytest.raises(ValueError, match="no record"):
        record({"format": "duecare/statistics/1"})
