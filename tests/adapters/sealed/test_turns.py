"""Whoever came first is next, nobody waits for ever, and a turn is never lost."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest

from duecare.adapters.sealed.turns import Turns
from duecare.apps.intake.models import open_rows
from duecare.kernel.errors import Busy

pytestmark = pytest.mark.once
LONG = 30.0


def waiting(turns: Turns, count: int) -> None:
    """Until so many stand in the queue."""
    end = time.monotonic() + LONG
    while len(turns._waiting) < count:
        assert time.monotonic() < end
        time.sleep(0.001)


@pytest.mark.parametrize("at_once", [1, 3])
def test_the_longest_waiting_one_is_next_and_no_more_than_so_many_have_a_turn(at_once: int) -> None:
    turns, order, most = Turns(at_once), list[int](), [0, 0]
    own = threading.Lock()
    holding = [turns.turn(LONG) for _ in range(at_once)]
    for one in holding:
        one.__enter__()

    def act(number: int) -> None:
        with turns.turn(LONG):
            with own:
                order.append(number)
                most[0] += 1
                most[1] = max(most)
            time.sleep(0.001)
            with own:
                most[0] -= 1

    threads = []
    for number in range(20):
        threads.append(threading.Thread(target=act, args=(number,)))
        threads[-1].start()
        waiting(turns, number + 1)
    for one in holding:
        one.__exit__(None, None, None)
    for thread in threads:
        thread.join(LONG)
    assert most[0] == 0 and most[1] <= at_once and len(order) == 20
    assert order == list(range(20)) or at_once > 1
    with turns.turn(0.0):
        pass


def test_who_waits_too_long_is_told_and_takes_nobodys_turn() -> None:
    turns = Turns()
    with turns.turn(LONG):
        with pytest.raises(Busy), turns.turn(0.01):
            raise AssertionError("two had a turn")
        assert not turns._waiting
    with turns.turn(0.0):
        pass


def test_a_turn_in_which_something_fails_goes_to_the_next() -> None:
    turns = Turns()
    with pytest.raises(RuntimeError), turns.turn(LONG):
        raise RuntimeError
    with turns.turn(0.0):
        pass


def test_a_thread_that_waits_too_long_for_another_thread_is_told_that_it_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duecare.adapters.sealed.rows.WAIT", 0.05)
    told: list[BaseException] = []

    def write() -> None:
        rows = open_rows(tmp_path)
        try:
            rows.put_shred_key(b"n" * 32, b"k" * 32)
        except Exception as fault:
            told.append(fault)
        rows.close()

    first = open_rows(tmp_path)
    with first.transaction():
        other = threading.Thread(target=write)
        other.start()
        other.join(LONG)
    assert [type(one) for one in told] == [Busy] and first.shred_key(b"n" * 32) is None
    first.put_shred_key(b"n" * 32, b"k" * 32)
    first.close()
