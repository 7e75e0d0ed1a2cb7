"""A day as somebody types it."""

from __future__ import annotations

from datetime import date

from duecare.adapters import clock
from duecare.kernel.errors import BadInput


def day_asked(text: str) -> date:
    """The day written as YYYY-MM-DD; today where none is.

    Raises:
        BadInput: it is no day.
    """
    if not text:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise BadInput("is not a day", field="--as-of", value=text, todo="Write YYYY-MM-DD.") from fault
