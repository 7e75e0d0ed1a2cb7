"""Several stories on one calendar: in order, at their own moments, the same every time."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from duecare.adapters import clock
from duecare.entrypoints.demo.calendar import Calendar, Story, tell

MONDAY = date(2026, 11, 23)


def story(log: list[str], name: str, *moments: datetime) -> Story:
    """Writes down when each of its steps was taken."""
    for moment in moments:
        yield moment
        log.append(f"{name} {clock.now():%d %H:%M}")


def test_steps_of_all_stories_are_taken_in_the_order_of_their_moments() -> None:
    day, log = Calendar(MONDAY), list[str]()
    steps = tell([story(log, "late", day.at(3, 9), day.at(3, 11)), story(log, "early", day.at(4, 9), day.at(3, 10))])
    assert log == ["early 19 09:00", "late 20 09:00", "early 20 10:00", "late 20 11:00"]
    assert steps == 4


def test_two_steps_at_one_moment_are_a_minute_apart_and_keep_the_order_given() -> None:
    day, log = Calendar(MONDAY), list[str]()
    tell([story(log, "first", day.at(3, 9)), story(log, "second", day.at(3, 9))])
    assert log == ["first 20 09:00", "second 20 09:01"]


def test_a_story_that_looks_back_is_told_later_not_earlier() -> None:
    day, log = Calendar(MONDAY), list[str]()
    tell([story(log, "one", day.at(3, 12), day.at(4, 12))])
    assert log == ["one 20 12:00", "one 20 12:01"]


@pytest.mark.parametrize(("before", "day"), [(0, 23), (1, 20), (2, 20), (3, 20), (4, 19), (9, 13)])
def test_work_is_done_on_working_days(before: int, day: int) -> None:
    assert Calendar(MONDAY).at(before) == datetime(2026, 11, day, 9, tzinfo=UTC)
