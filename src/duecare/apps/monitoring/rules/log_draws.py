"""The chance that a customer is asked for its log on a day. Pure: whoever draws brings the randomness.

No list of days to come exists, so that nobody can read, leak or be made to hand over one. On each day the chance is

- one in the days that are left of the period, today included, for a customer not yet asked in it: every day of the
  period is equally likely, and the last one is certain;
- one in all days of the period for a customer that was asked already. Without it the first request would buy quiet
  until the period is over, and a second one could only mean that something is suspected.

So no record of what was asked before makes a day impossible, and only one makes a day certain: that every other day of
the period went by.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from duecare.kernel.periods import add_months

RUNS = 5
"""Within so many runs somebody is asked whom anybody put down for "the next days"."""


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months of one year; both days included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Chance:
    """`hits` in `of`."""

    hits: int
    of: int

    @property
    def certain(self) -> bool:
        """True when no drawing is left to do."""
        return self.hits >= self.of


def period_of(day: date, per_year: int) -> Period:
    """The period that a day belongs to; `per_year` divides twelve months."""
    months = 12 // per_year
    begin = (day.month - 1) // months * months + 1
    end = begin + months - 1
    return Period(date(day.year, begin, 1), date(day.year, end, monthrange(day.year, end)[1]))


def chance(day: date, period: Period, asked: bool) -> Chance:
    """Of a customer on a day of the period; `asked`: whether it was asked in this period already."""
    return Chance(1, period.days if asked else (period.last - day).days + 1)


def in_reach(last: date, day: date, months: int) -> bool:
    """Whether a former customer is drawn on a day: supplied until `last`, and so many months on. With 0 nobody is.

    Drawn like everybody: who was supplied yesterday and is not today has the same chance as the day before.
    """
    return months > 0 and last < day <= add_months(last, months)


def reached_since(day: date, months: int) -> date:
    """No last day of supply before this one is in reach of `day`; a few behind it are not either."""
    return add_months(day, -months) - timedelta(days=3)


def put_down_until(next_run: date) -> date:
    """The last run on which somebody is asked who is put down now."""
    return next_run + timedelta(days=RUNS - 1)


def chance_put_down(day: date, until: date) -> Chance:
    """Of a customer that was put down: each of the runs that are left is equally likely."""
    return Chance(1, max(1, (until - day).days + 1))


def days_to_draw(last: date | None, day: date) -> tuple[date, ...]:
    """Days for which a run draws: its own, and those since the last run on which nobody drew. Oldest first."""
    if last is None:
        return (day,)
    return tuple(last + timedelta(days=n) for n in range(1, (day - last).days + 1))
