"""The company's calendar."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from django.conf import settings

from duecare.adapters import clock


def today() -> date:
    """Today in the company's own calendar: validity and deadlines are counted in its days."""
    return clock.now().astimezone(ZoneInfo(settings.DUECARE.time_zone)).date()
