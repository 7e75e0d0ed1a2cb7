"""What is due when, and what the open chain learns of sealed work."""

from __future__ import annotations

from datetime import date

import pytest

from duecare.apps.intake.rules.batches import BATCH, batch
from duecare.apps.intake.rules.clocks import check_ins, due, months_after, progress

pytestmark = pytest.mark.once


def test_feedback_is_counted_from_the_acknowledgement_or_from_the_end_of_seven_days() -> None:
    received = date(2026, 11, 24)
    assert due(received) == due(received, date(2027, 1, 1))
    assert due(received).acknowledge == date(2026, 12, 1) and due(received).feedback == date(2027, 3, 1)
    assert due(received, date(2026, 11, 30)).feedback == date(2027, 2, 28)
    assert due(received).triage == date(2026, 12, 8) and progress(received) == date(2026, 12, 24)


def test_months_end_where_the_month_ends() -> None:
    assert months_after(date(2027, 11, 30), 3) == date(2028, 2, 29)
    assert check_ins(date(2026, 8, 31)) == (
        date(2026, 8, 31), date(2026, 9, 30), date(2026, 11, 30), date(2027, 2, 28), date(2027, 8, 31),
    )  # fmt: skip


def test_every_day_as_many_hashes_enter_the_open_chain() -> None:
    noise = [bytes([1, n % 256, n // 256]).ljust(32, b"n") for n in range(BATCH)]
    true = [bytes([2, n % 256, n // 256]).ljust(32, b"t") for n in range(BATCH + 3)]
    for waiting in ([], true[:5], true):
        today, later = batch(waiting, noise)
        assert len(today) == BATCH and list(today) == sorted(today) and set(waiting[:BATCH]) <= set(today)
        assert list(later) == waiting[BATCH:]
    with pytest.raises(ValueError, match="256"):
        batch([], noise[:-1])
    with pytest.raises(ValueError):
        batch([b"short"], noise)
