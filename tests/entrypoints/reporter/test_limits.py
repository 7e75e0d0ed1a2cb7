"""A flood of one kind stops no other kind, and of one sender no other sender."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from duecare.adapters import clock
from duecare.entrypoints.reporter.limits import Kind, Limiter

from .conftest import Site
from .visitor import Visitor, sent

pytestmark = pytest.mark.once


def test_a_budget_is_used_up_and_fills_again() -> None:
    began = clock.now()
    with clock.at(began):
        limiter = Limiter()
        rate, most = Kind.CODE.value
        assert sum(limiter.allows(Kind.CODE, "a") for _ in range(most + 50)) == most, "alone one may have all of it"
        assert limiter.allows(Kind.SEND, "a"), "sending a report has a budget of its own"
    with clock.at(began + timedelta(seconds=1)):
        assert sum(limiter.allows(Kind.CODE, "a") for _ in range(most)) == rate


def test_who_takes_far_more_than_others_waits_and_the_others_do_not() -> None:
    with clock.at(clock.now()):
        limiter = Limiter()
        flood = [limiter.allows(Kind.CODE, "flood") for _ in range(90)]
        assert all(flood) and limiter.allows(Kind.CODE, "one") and limiter.allows(Kind.CODE, "two")
        more = [limiter.allows(Kind.CODE, "flood") for _ in range(400)]
        assert more.count(True) < 20 and not more[-1]
        assert all(limiter.allows(Kind.CODE, f"person {number}") for number in range(50))


def test_an_address_is_kept_only_as_a_hash_under_the_key_of_the_day() -> None:
    limiter = Limiter()
    limiter.allows(Kind.CODE, "203.0.113.9")
    held = repr(vars(limiter))
    mark = next(iter(limiter._counts[Kind.CODE]))
    assert "203.0.113.9" not in held and len(mark) == 8
    with clock.at(clock.now() + timedelta(days=1)):
        limiter.allows(Kind.CODE, "203.0.113.9")
    assert list(limiter._counts[Kind.CODE]) != [mark] and len(limiter._counts[Kind.CODE]) == 1


def test_a_flood_of_bad_codes_does_not_stop_anybody_from_reporting_and_coming_back(site: Site) -> None:
    code, _ = sent(Visitor(site.port))
    flooding = Visitor(site.port)
    bad = {"code": "00000 00000 00000 00000 00000 00000 00000 00029"}
    end = time.monotonic() + 12

    def flood(_: int) -> set[int]:
        mine, statuses = Visitor(site.port, dict(flooding.jar)), set()
        while time.monotonic() < end:
            statuses.add(mine.post("/mailbox/", bad).status)
        return statuses

    with ThreadPoolExecutor(5) as pool:
        floods = pool.map(flood, range(4))
        time.sleep(1)
        began = time.monotonic()
        another, mailbox = sent(Visitor(site.port))
        assert "has arrived" in mailbox.text and another != code
        assert time.monotonic() - began < 10
        statuses = set().union(*floods)
    assert statuses <= {404, 429}
    for _ in range(20):
        back = Visitor(site.port).post("/mailbox/", {"code": code})
        if back.status == 200:
            break
        time.sleep(0.5)
    assert back.status == 200
