"""Days by which something is due, shown to the reporter as well. Calendar days in the site's time zone; no pausing."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

ACKNOWLEDGE = 7
"""Days to acknowledge receipt (Directive 2019/1937 art. 9(1)(b))."""
FEEDBACK = 3
"""Months to give feedback, from the acknowledgement or, if none was sent, from the end of the seven days
(art. 9(1)(f))."""
TRIAGE = 14
"""Days until two persons have held the report against the published rubric."""
INTERIM = 3
"""Days within which it is decided about stopping a product where life or freedom is at risk: 24 to 72 hours. A report
keeps no hour, so the third day is the last."""
PROGRESS = 30
"""Days between notes on progress."""
CHECK_INS = (0, 1, 3, 6, 12)
"""Months after close at which retaliation is asked about (art. 19)."""


@dataclass(frozen=True, slots=True)
class Due:
    """The clocks of one report."""

    acknowledge: date
    feedback: date
    triage: date


def due(received: date, acknowledged: date | None = None) -> Due:
    """When what is due. An acknowledgement after the seven days gives no longer for feedback than none at all."""
    last = received + timedelta(days=ACKNOWLEDGE)
    begins = last if acknowledged is None else min(acknowledged, last)
    return Due(last, months_after(begins, FEEDBACK), received + timedelta(days=TRIAGE))


def progress(since: date) -> date:
    """When the next note on progress is due, counted from the last word to the reporter."""
    return since + timedelta(days=PROGRESS)


def interim(received: date) -> date:
    """By when interim measures are decided on, where somebody is said to be in danger."""
    return received + timedelta(days=INTERIM)


def check_ins(closed: date) -> tuple[date, ...]:
    """When retaliation is asked about."""
    return tuple(months_after(closed, months) for months in CHECK_INS)


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the month's last where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
