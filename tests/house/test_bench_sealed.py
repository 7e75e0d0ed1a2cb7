"""The bench of sealed reporting at a small size: it measures what it says and calls nothing shown that is not."""

from __future__ import annotations

import math
import os
from pathlib import Path

import pytest

from scripts.bench.attachments_member import added
from scripts.bench.part import MODULES, Order
from scripts.bench.sealed_times import PAIRS, difference, interleaved

pytestmark = pytest.mark.once


def test_as_many_of_each_and_in_no_fixed_order() -> None:
    called: list[str] = []
    took = interleaved({"a": lambda: called.append("a"), "b": lambda: called.append("b")}, pairs=200)
    assert len(took["a"]) == len(took["b"]) == 200 and called.count("a") == called.count("b") == 201
    assert {called[at : at + 2][0] for at in range(2, 402, 2)} == {"a", "b"}


def test_two_that_differ_and_too_few_pairs_are_not_shown_to_be_alike() -> None:
    alike = difference([1.0, 1.1] * PAIRS, [1.1, 1.0] * PAIRS)
    later = difference([3.0, 3.1] * PAIRS, [1.1, 1.0] * PAIRS)
    few = difference([1.0, 1.1] * 20, [1.1, 1.0] * 20)
    wide = difference([0.0, 400.0] * (PAIRS // 2), [400.0, 0.0] * (PAIRS // 2))
    assert alike.shown and abs(alike.mean) < 0.01
    assert not later.shown and later.mean == pytest.approx(2.0)
    assert not few.shown and not wide.shown and wide.half > 1
    assert difference([1.0], [1.0]).half == math.inf


def test_every_part_of_it_is_there() -> None:
    for part in ("sealed-vaults", "sealed-reports", "sealed-times", "sealed-handlers"):
        module = __import__(MODULES[part], fromlist=["PARTS"])
        assert part in module.PARTS


@pytest.mark.django_db
def test_what_a_member_adds_comes_back_whole(duecare_home: Path, tmp_path: Path, settings: object) -> None:
    settings.DUECARE = settings.DUECARE  # type: ignore[attr-defined]  # what the bench sets goes with the test
    order = Order("attachments", tmp_path, tmp_path)
    into, out = added(order, 20 * 1024 * 1024, b"\0" + os.urandom(1024 * 1024 - 1))
    assert into.value > 0 and out.value > 0 and into.part == out.part == order.part
