"""Changes are asked for at any time and carried out on one run a day, in one order, in one name.

Neither the moment nor the name nor the code tells a review that anybody plans from one that must not be known:
all of them share the codes below, none of them has room for a word of its own, and what waits shows neither who
asked nor when.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from duecare.kernel.actor import Actor, Kind
from duecare.kernel.errors import BadInput

HOUR = 3
"""Of the company's time zone: the hour at which everything is done that is done by itself."""
COMMITTEE_OFFICE = Actor(Kind.SYSTEM, UUID("00000000-0000-4000-8000-000000000002"), "Committee office")
"""Whoever asked: this is the name under which it is carried out."""
_REVIEWING = ("review", "renewal_due", "information_outstanding", "committee_office")
CODES: Mapping[str, tuple[str, ...]] = {
    "suspend": _REVIEWING,
    "reinstate": _REVIEWING,
    "end": ("contract_over", "replaced_product", "committee_office"),
}
"""Change -> why, from a closed list."""
LEADS_TO: Mapping[str, str] = {"suspend": "suspended", "reinstate": "in_force", "end": "ended"}
ALONE = frozenset({"suspend"})
"""What one person may ask for alone: a delay harms people, and a mistake harms only a sale."""


def check_change(change: str, code: str) -> None:
    """Refuse a change or a code that is none.

    Raises:
        BadInput: names the field.
    """
    if change not in CODES:
        raise BadInput("there is no such change.", field="change", value=change)
    if code not in CODES[change]:
        raise BadInput("this is not one of the codes.", field="code", value=code)


def due_day(now: datetime, zone: str) -> date:
    """The newest day whose run is due."""
    return (now.astimezone(ZoneInfo(zone)) - timedelta(hours=HOUR)).date()


def next_run(now: datetime, zone: str) -> date:
    """The day of the first run that comes after this moment."""
    return due_day(now, zone) + timedelta(days=1)
