"""The only place that asks what time it is."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_fixed: ContextVar[datetime | None] = ContextVar("fixed_now", default=None)


def now() -> datetime:
    """This moment in UTC, or the moment set with `at`."""
    return _fixed.get() or datetime.now(UTC)  # noqa: TID251 - the one place where it is allowed


def today(zone: str = "UTC") -> date:
    """The calendar day in the company's time zone; deadlines are counted in these days."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock: for the deterministic demo company and for tests of midnight."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    token = _fixed.set(moment)
    try:
        yield
    finally:
        _fixed.reset(token)
