"""Days as the company counts them: a deadline is over at the end of a day in its own time zone."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings

from duecare.apps.governance.queries import today

__all__ = ["day_of", "today"]


def day_of(moment: datetime) -> date:
    """The day a moment falls on in the company's time zone."""
    return moment.astimezone(ZoneInfo(settings.DUECARE.time_zone)).date()
