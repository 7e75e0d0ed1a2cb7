"""The order in which things wait for a person. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

_RANK = {"prohibited": 0, "high": 1, "indeterminate": 1, "elevated": 2, "moderate": 3, "low": 4}


class Waits(Protocol):
    """Anything with a class, a last day and a label."""

    @property
    def risk_class(self) -> str: ...
    @property
    def due(self) -> date | None: ...
    @property
    def label(self) -> str: ...


W = TypeVar("W", bound=Waits)


def ordered(items: Iterable[W], today: date) -> tuple[W, ...]:
    """Late things first, then the worst class, then the nearest day; an unknown class counts as high."""

    def key(item: W) -> tuple[bool, int, bool, date, str]:
        late = item.due is not None and item.due < today
        return (not late, _RANK.get(item.risk_class, 1), item.due is None, item.due or today, item.label)

    return tuple(sorted(items, key=key))
