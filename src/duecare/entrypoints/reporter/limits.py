"""How much is done for everybody together, per kind of step, so that a flood of one leaves room for the others.

There is no ban: nobody is refused for what they did, only while a budget runs low and they take far more of it than
others. To tell who takes how much, a request's address is hashed with a key that lives in memory for one day; neither
outlives the process, and counts go after a minute.
"""

from __future__ import annotations

import hmac
import secrets
import threading
from collections import Counter
from dataclasses import dataclass
from enum import Enum

from django.http import HttpRequest

from duecare.adapters import clock

WINDOW = 60
"""Seconds over which shares are compared."""
MOST_SOURCES = 10_000
"""Remembered at once; after that shares are counted anew."""


class Kind(Enum):
    """(steps a second, steps at once). Sending a report has a budget of its own, which nothing else can use up."""

    BEGIN = (50, 500)
    KEEP = (100, 1000)
    SEND = (60, 600)
    CODE = (20, 200)
    MAILBOX = (40, 400)
    FILE = (40, 400)
    CASE_FILE = (10, 100)
    GIVEN = (10, 100)


@dataclass(slots=True)
class _Budget:
    left: float
    at: float


class Limiter:
    """For one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._budgets = {kind: _Budget(kind.value[1], _now()) for kind in Kind}
        self._day, self._key = clock.today(), secrets.token_bytes(32)
        self._counts: dict[Kind, Counter[bytes]] = {}
        self._began = 0.0

    def allows(self, kind: Kind, address: str) -> bool:
        """Take one step from the budget; False when there is none for this source at the moment."""
        with self._lock:
            now, (rate, most) = _now(), kind.value
            budget = self._budgets[kind]
            budget.left = min(most, budget.left + (now - budget.at) * rate)
            budget.at = now
            taken = self._taken(kind, address, now)
            total, sources = sum(taken.values()), len(taken)
            greedy = sources > 1 and taken[self._mark(address)] > 2 * total / sources
            if budget.left < 1 or (budget.left < most / 2 and greedy):
                return False
            budget.left -= 1
            return True

    def _taken(self, kind: Kind, address: str, now: float) -> Counter[bytes]:
        if self._day != clock.today():
            self._day, self._key, self._counts = clock.today(), secrets.token_bytes(32), {}
        if now - self._began > WINDOW or sum(map(len, self._counts.values())) > MOST_SOURCES:
            self._counts, self._began = {}, now
        taken = self._counts.setdefault(kind, Counter())
        taken[self._mark(address)] += 1
        return taken

    def _mark(self, address: str) -> bytes:
        return hmac.digest(self._key, address.encode(), "sha256")[:8]


def room(request: HttpRequest, kind: Kind) -> bool:
    """Whether there is room for this step now."""
    return LIMITER.allows(kind, request.META.get("REMOTE_ADDR", ""))


def _now() -> float:
    return clock.now().timestamp()


LIMITER = Limiter()
