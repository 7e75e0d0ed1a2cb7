"""Several people open the first pages of a process at once: what they all need is read once."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

import pytest

from duecare.apps.risk.queries import panels


def test_whoever_asks_while_another_reads_waits_for_that(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []

    @lru_cache
    def slowly(editions: object) -> object:
        read.append(editions)
        time.sleep(0.05)
        return object()

    monkeypatch.setattr(panels, "_panel", slowly)
    with ThreadPoolExecutor(4) as people:
        seen = set(people.map(lambda _: id(panels.panel_holding(())), range(4)))
    assert len(read) == 1 and len(seen) == 1
