"""Contracts: what has to be said when one is signed, changed, ended, and when one is over."""

from __future__ import annotations

from datetime import date

from duecare.kernel.errors import BadInput


def check_signed(number: str, title: str, signed_on: date, starts_on: date, ends_on: date | None, today: date) -> None:
    """Refuse a contract that cannot be one.

    Raises:
        BadInput: no number or title, signed on a day still to come, or an end before the start.
    """
    if not 0 < len(number.strip()) <= 40:
        raise BadInput("a contract has a number of at most 40 characters.", field="number", value=number)
    if not 0 < len(title.strip()) <= 160:
        raise BadInput("a contract has a title of at most 160 characters.", field="title", value=title)
    if signed_on > today:
        raise BadInput("this day is still to come.", field="signed_on", value=signed_on)
    check_term(starts_on, ends_on)


def check_term(starts_on: date, ends_on: date | None) -> None:
    """Raises BadInput: an end before the start."""
    if ends_on is not None and ends_on < starts_on:
        raise BadInput("a contract cannot end before it begins.", field="ends_on", value=ends_on)


def state_of(starts_on: date, ends_on: date | None, ended_on: date | None, on: date) -> str:
    """ahead, running, over (its term has passed and nobody ended or prolonged it) or ended."""
    if ended_on is not None and ended_on <= on:
        return "ended"
    if starts_on > on:
        return "ahead"
    # A term that has passed takes nothing out of anybody's hands: only an end that was recorded does.
    return "over" if ends_on is not None and ends_on < on else "running"
