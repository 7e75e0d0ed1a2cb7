"""The company's own calendar: deadlines are counted in its days."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from duecare.adapters import clock


def zone() -> ZoneInfo:
    """The company's time zone."""
    return ZoneInfo(settings.DUECARE.time_zone)


def today() -> date:
    """Today in the company's time zone."""
    return clock.today(settings.DUECARE.time_zone)
