"""How long a vault stays open, how often it may be tried, and how much may be opened in an hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.entrypoints.agent.leases import HOUR, IDLE, LONGEST, WAITS, Lease, Openings, Patience

pytestmark = pytest.mark.once
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_a_lease_ends_after_fifteen_idle_minutes_and_after_eight_hours() -> None:
    lease = Lease(NOW, NOW)
    assert not lease.over(NOW + IDLE - SECOND) and lease.over(NOW + IDLE)
    used = lease.used(NOW + LONGEST - SECOND)
    assert not used.over(NOW + LONGEST - SECOND) and used.over(NOW + LONGEST)


@given(st.integers(0, 200))
def test_waiting_grows_and_ends(wrong: int) -> None:
    patience, now = Patience(), NOW
    waits = []
    for _ in range(wrong):
        patience.failed(now)
        waits.append(patience.wait(now))
        now += timedelta(seconds=waits[-1])
        assert patience.wait(now) == 0, "nobody is locked out for ever"
    assert waits == sorted(waits) and max(waits, default=0) <= WAITS[-1] == 900


def test_so_much_is_opened_in_an_hour_and_the_same_again_costs_nothing() -> None:
    opened = Openings(3, [NOW - HOUR + 10 * SECOND])
    assert [opened.take(name, NOW) for name in (b"a", b"b", b"a")] == [True, True, False]
    assert opened.take(b"c", NOW) is None and not opened.room(b"c", NOW) and opened.room(b"a", NOW)
    later = NOW + 11 * SECOND
    assert opened.room(b"c", later) and opened.take(b"c", later), "what was opened before counts for an hour"
    assert opened.take(b"d", later) is None
    assert opened.take(b"d", NOW + HOUR) is True
