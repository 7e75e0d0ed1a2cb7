"""Dates of birth as far as they are known: a year, a month or a day."""

from __future__ import annotations

import re
from datetime import date

from duecare.kernel.errors import BadInput

_FORM = re.compile(r"[0-9]{4}(-[0-9]{2}){0,2}")


def check_birth(kind: str, birth: str) -> None:
    """Refuse a date of birth that is none, or that somebody gave a body which was never born.

    Raises:
        BadInput: names the field.
    """
    if not birth:
        return
    if kind != "person":
        raise BadInput("only a person has a date of birth.", field="birth", value=birth)
    try:
        known = _FORM.fullmatch(birth) and date.fromisoformat(f"{birth}-01-01"[:10])
    except ValueError:
        known = None
    if not known:
        raise BadInput(
            "this is no date of birth.", field="birth", value=birth, todo="Write 1960, 1960-05 or 1960-05-12."
        )
