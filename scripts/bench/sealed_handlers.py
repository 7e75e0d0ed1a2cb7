"""Two hundred handlers and ten thousand cases: a handler's list, search in own cases, one case page after the other.

Through every layer of the staff application, with the agent in a process of its own. Between any two pages somebody
else writes something, as in a house of two hundred: nothing that is kept until the next write makes a page look fast.
"""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from .measuring import Figure, Spread, spread
from .part import Order, ready

if TYPE_CHECKING:
    from tests.entrypoints.sealed.browsing import Browser

    from .sealed_thousands import Staffed

HANDLERS = 200
OWN = (300, 100, 100)
"""Cases of the three handlers who are measured: ten thousand with two handlers each are a hundred for everybody, and
one has thrice as many. The officer is in all of them, since every report comes to intake first."""
LISTS = 40
OPENED = 55
"""Different cases that each of the three reads; the agent opens sixty in an hour."""


def measure(order: Order) -> Sequence[Figure]:
    """Prepared, unlocked, looked through; then measured."""
    ready()
    from django.conf import settings

    from .sealed_thousands import staffed

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    cases = max(100, order.customers // 10)
    own = [max(4, one * cases // 10_000) for one in OWN]
    begun = time.perf_counter()
    here = staffed(order.room / "company", cases, own, HANDLERS)
    print(f"  prepared in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
    return _measured(order, here, own, cases)


def _measured(order: Order, here: Staffed, own: Sequence[int], cases: int) -> Sequence[Figure]:
    from django.conf import settings

    from tests.entrypoints.agent.running import running

    house = here.here
    settings.DUECARE = replace(settings.DUECARE, home=house.home, agent=str(house.agent), officers=house.pins)
    with running(house):
        people = _people(here, len(own))
        officer, handlers = people[0], people[1:]
        found = [*_lists(order, here, officer, cases)]
        for browser, number in zip(handlers[:2], own, strict=False):
            found += _lists(order, here, browser, number)
        return [*found, *_pages(order, here, handlers)]


def _people(here: Staffed, own: int) -> list[Browser]:
    """Everybody has an account and a vault of it; the officer and the handlers who are measured open theirs."""
    from duecare.adapters.sealed import vault_owner
    from duecare.kernel.actor import Role
    from tests.entrypoints.sealed.browsing import Browser
    from tests.permissions.signed_in import known

    for number, person in enumerate(here.handlers[own:]):
        account = known(Role.COUNSEL, name=f"handler {number} of the bench")
        vault_owner.bind(here.here.agent, person, account.id)
    made = []
    for name, person in zip(("officer", "first", "second", "third"), (here.officer, *here.handlers[:own]), strict=True):
        browser = Browser.of(here.here, Role.COUNSEL, name=f"{name} of the bench").unlock(person)
        end = time.monotonic() + 120
        while "looked through" in browser.page():  # what is behind the list comes to its end
            time.sleep(0.2)
            if time.monotonic() > end:
                raise SystemExit("the agent did not come to an end")
        made.append(browser)
    return made


def _lists(order: Order, here: Staffed, who: Browser, cases: int) -> list[Figure]:
    pages = max(1, -(-cases // 100))
    first = who.page()
    if f"{cases:,}" not in first and str(cases) not in first:
        raise SystemExit(f"the list does not say that it holds {cases}, no figure")
    listed = _spread(here, lambda turn: _post(who, page=1 + turn % pages), LISTS)
    sought = _spread(here, lambda turn: _post(who, words=f"case {turn}"), LISTS)
    return [
        Figure(order.part, f"list of {cases:,} own cases, 95 of 100", listed.p95 / 1000, 1.0, "s", _note(listed)),
        Figure(order.part, f"search in {cases:,} own cases, 95 of 100", sought.p95 / 1000, 1.0, "s", _note(sought)),
    ]


def _pages(order: Order, here: Staffed, handlers: Sequence[Browser]) -> list[Figure]:
    """First of a day, when the reading is written down, then again, then the investigation."""
    cases = [(who, one) for who in handlers for one in who.cases()[:OPENED]]
    if len(cases) < len(handlers) * 4:
        raise SystemExit("too few cases in the list, no figure")
    found = []
    for what, behind in (("case page, first of the day", ""), ("case page", ""), ("investigation", "investigation/")):
        took = _spread(here, lambda turn, behind=behind: _get(*cases[turn], behind), len(cases))  # type: ignore[misc]  # bound per kind of page
        note = f"{len(cases)} cases of 60 to 150 entries of three handlers; {_note(took)}"
        found.append(Figure(order.part, f"{what}, 95 of 100", took.p95, 150.0, "ms", note))
    return found


def _get(who: Browser, case: str, behind: str) -> None:
    who.page(case + behind)


def _post(who: Browser, **data: object) -> None:
    if who.client.post("/sealed/", data).status_code != 200:
        raise SystemExit("the list was not shown, no figure")


def _spread(here: Staffed, act: Callable[[int], object], times: int) -> Spread:
    """As `measuring.spread`, with somebody else's entry before each."""
    took, busy = list[float](), list[float]()
    for turn in range(times):
        _somebody_writes(here)
        one = spread(act_at(act, turn), 1, warm=0)
        took.append(one.p50)
        busy.append(one.busy)
    took.sort()
    busy.sort()
    at95 = took[min(len(took) - 1, int(len(took) * 0.95))]
    return Spread(took[len(took) // 2], at95, took[-1], len(took), busy[len(busy) // 2])


def act_at(act: Callable[[int], object], turn: int) -> Callable[[int], object]:
    """`act` of one turn, whatever number it is called with."""
    return lambda _: act(turn)


def _somebody_writes(here: Staffed) -> None:
    with here.here.site() as site:
        site.store.put_object(secrets.token_bytes(16), secrets.token_bytes(4096), date(2199, 1, 1))


def _note(took: Spread) -> str:
    said = f"median {took.p50:.0f} ms, {took.busy:.0f} of it here, slowest {took.slowest:.0f} of {took.times}"
    return f"{said}; somebody writes before each"


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"sealed-handlers": measure}
