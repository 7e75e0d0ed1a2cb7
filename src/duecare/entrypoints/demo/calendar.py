"""Several stories told at once, each step at its own moment, so that the log reads like a company's life.

A story is a generator: it yields the moment of its next step and is resumed with the clock held
there. The steps of all stories are taken in the order of their moments; equal moments keep the
order in which the stories were given. Each story counts its own ids, so that a build gives the same
ones every time and one story more leaves those of the stories before it alone. The calendar ends on
the day of loading, because a company whose every answer expired years ago shows nothing.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from duecare.adapters import clock
from duecare.kernel import ids

Story = Generator[datetime, None, None]

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Moments counted back from `today`, in working hours (UTC) of working days."""

    today: date

    def day(self, before: int) -> date:
        """The working day `before` days ago; a weekend's work was done on the Friday."""
        day = self.today - timedelta(days=before)
        return day - timedelta(days=max(0, day.weekday() - 4)) if before > 0 else day

    def at(self, before: int, hour: int = 9, minute: int = 0) -> datetime:
        """A moment of that day."""
        return datetime.combine(self.day(before), time(hour, minute), tzinfo=UTC)


def tell(
    stories: Sequence[Story],
    step: Callable[[int], object] | None = None,
    together: Callable[[], AbstractContextManager[object]] = nullcontext,
) -> int:
    """Tell all stories to their end; returns the number of steps.

    Args:
        step: called after each step with the count.
        together: what each step is wrapped in, such as one transaction for its many acts.

    A step never lies before the one before it: a moment already passed is taken a minute later.
    """
    waiting: list[tuple[datetime, int]] = []
    numbered = [ids.counted(f"fictional company, story {place}") for place in range(len(stories))]
    for place, story in enumerate(stories):
        if (first := next(story, None)) is not None:
            heapq.heappush(waiting, (first, place))
    steps, now = 0, datetime.min.replace(tzinfo=UTC)
    while waiting:
        moment, place = heapq.heappop(waiting)
        now = moment if moment > now else now + _MINUTE
        with clock.at(now), ids.taken_from(numbered[place]), together():
            following = next(stories[place], None)
        if following is not None:
            heapq.heappush(waiting, (following, place))
        steps += 1
        if step:
            step(steps)
    return steps
