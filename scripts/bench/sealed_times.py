"""Whether the time of an answer tells what stands behind it: pairs of requests, one after the other in changing order.

A pair counts as alike when the whole 95 % interval of the mean difference lies within ±1 ms. With too few pairs, or an
interval that reaches further, the figure says "not shown", whatever the mean is.
"""

from __future__ import annotations

import math
import secrets
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from statistics import fmean, stdev

from .measuring import Figure
from .part import Order, ready

PAIRS = 5_000
WITHIN = 1.0
"""Milliseconds."""
LONGEST = 75.0
"""Seconds for one site."""
Z = 1.96


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean difference in milliseconds, half of its 95 % interval, and from how many pairs."""

    mean: float
    half: float
    pairs: int

    @property
    def reach(self) -> float:
        """How far from nothing the interval reaches."""
        return abs(self.mean) + self.half

    @property
    def shown(self) -> bool:
        """Whether it is shown that the two take as long."""
        return self.pairs >= PAIRS and self.reach <= WITHIN


def difference(one: Sequence[float], other: Sequence[float]) -> Difference:
    """Of pairs, in milliseconds."""
    gaps = [a - b for a, b in zip(one, other, strict=True)]
    if len(gaps) < 2:
        return Difference(0.0, math.inf, len(gaps))
    return Difference(fmean(gaps), Z * stdev(gaps) / math.sqrt(len(gaps)), len(gaps))


def interleaved(
    acts: Mapping[str, Callable[[], object]], *, pairs: int = PAIRS, longest: float = LONGEST
) -> dict[str, list[float]]:
    """Each act as often as the others, in an order drawn anew every round; milliseconds."""
    took: dict[str, list[float]] = {name: [] for name in acts}
    order, dice, end = list(acts), secrets.SystemRandom(), time.perf_counter() + longest
    for act in acts.values():
        act()
    while len(took[order[0]]) < pairs and time.perf_counter() < end:
        dice.shuffle(order)
        for name in order:
            begun = time.perf_counter()
            acts[name]()
            took[name].append((time.perf_counter() - begun) * 1000)
    return took


def _figures(order: Order, where: str, took: Mapping[str, Sequence[float]]) -> list[Figure]:
    found = []
    for one, other in combinations(took, 2):
        gap = difference(took[one], took[other])
        note = f"{gap.mean:+.3f} ± {gap.half:.3f} ms in {gap.pairs:,} pairs" + ("" if gap.shown else ": not shown")
        value = gap.reach if gap.pairs >= PAIRS else math.inf
        found.append(Figure(order.part, f"{where}: {one} and {other}", min(value, 999.0), WITHIN, "ms", note))
    return found


def measure(order: Order) -> Sequence[Figure]:
    """Both sites, in this process, through every layer of the application."""
    ready()
    return [*_staff(order), *_reporter(order)]


def _staff(order: Order) -> list[Figure]:
    from django.conf import settings

    from duecare.apps.intake.rules.records import Office
    from duecare.kernel.actor import Role
    from tests.entrypoints.agent.running import house, running
    from tests.entrypoints.sealed.browsing import Browser

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    here = house(order.room / "company")
    settings.DUECARE = replace(settings.DUECARE, home=here.home, agent=str(here.agent), officers=here.pins)
    for number in range(5):
        here.report(f"Report {number}")
    with running(here):
        member = Browser.of(here, Role.COUNSEL, name="member").unlock(here.holder(Office.INTAKE_EXTERNAL))
        stranger = Browser.of(here, Role.COUNSEL, name="stranger").unlock(here.holder(Office.CASE_HANDLER))
        forbidden = member.cases()[0]
        stranger.page()
        acts = {
            "missing": _get(stranger, f"/sealed/cases/{secrets.token_hex(8)}/"),
            "forbidden": _get(stranger, forbidden),
            "malformed": _get(stranger, "/sealed/cases/x/"),
        }
        took = interleaved(acts)
    return _figures(order, "staff", took)


def _get(who: object, address: str) -> Callable[[], object]:
    from tests.entrypoints.sealed.browsing import Browser

    assert isinstance(who, Browser)

    def act() -> None:
        if who.client.get(address).status_code != 404:
            raise SystemExit(f"{address} was found")

    return act


def _reporter(order: Order) -> list[Figure]:
    """In a process of its own: it has settings of its own."""
    import json
    import os
    import subprocess

    from tests.entrypoints.reporter.conftest import founded

    home = founded(order.room / "site")
    env = {key: value for key, value in os.environ.items() if not key.startswith(("DUECARE_", "DJANGO_"))}
    env |= {"DUECARE_HOME": str(home), "DUECARE_REPORTER_DRAFTS": str(order.room / "drafts")}
    env["DJANGO_SETTINGS_MODULE"] = "duecare.config.settings_reporter"
    command = [sys.executable, "-m", "scripts.bench.sealed_codes"]
    done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
    took: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return _figures(order, "reporter", took)


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"sealed-times": measure}
