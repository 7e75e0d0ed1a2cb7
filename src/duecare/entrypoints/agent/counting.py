"""Figures, asked of an open vault: from the key-ring's lines, so that nothing is opened for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duecare.apps.intake.actions import handling
from duecare.apps.intake.queries.opening import read
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import desk_statistics as desk
from duecare.apps.intake.rules import statistics
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.statistics import LEAST, Outcome, Place, Wrong, tallied

from . import shown
from .held import Held
from .setting import Setting
from .typed import code


def tally(held: Held, site: Site, setting: Setting, asks: desk.Tally) -> desk.Tallied:
    """Sums over every case of this vault."""
    shelf = held.shelf
    shelf.survey(site)
    shelf.settle(site, shown.AT_ONCE)
    cases = [row.outline.counted() for row in shelf.rows()]
    found = tallied(cases, site.today)
    sums = tuple(
        desk.Sum(name, tuple(desk.Cell(word, number) for word, number in cells.items()))
        for name, cells in found.items()
    )
    return desk.Tallied(len(cases) if found else None, LEAST, shelf.pending(), sums)


def recorded(held: Held, site: Site, setting: Setting, asks: desk.Recorded) -> desk.Record:
    """What is counted of a case."""
    case = held.case(site, asks.reference)
    if Compartment.STATS not in case.bundle.seeds:
        return desk.Record("", "", "", False)
    one = statistics.last(entry for _, entry in read(site, case, Compartment.STATS).entries)
    if one is None:
        return desk.Record("", "", "", True)
    return desk.Record(one.wrong.value, one.place.value, one.outcome.value, True)


def count(held: Held, site: Site, setting: Setting, asks: desk.Count) -> Done:
    """Keep a record."""
    record = statistics.Record(
        code(Wrong, asks.wrong, "wrong"), code(Place, asks.place, "place"), code(Outcome, asks.outcome, "outcome")
    )
    handling.count(by=held.case(site, asks.reference), site=site, record=record)
    return Done()


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.Tally: tally, desk.Recorded: recorded, desk.Count: count,
}  # fmt: skip
