"""The read log, asked of an open vault by a member of the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duecare.apps.intake.queries import briefs
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.read_log import readings
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules import desk_readings as desk
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.read_log import LANES
from duecare.kernel.errors import NotFound

from . import shown
from .held import Held
from .setting import Setting


def state(held: Held, site: Site, setting: Setting, asks: desk.Readings) -> desk.ReadLog:
    """A page of it. Observers do not see who else reads: for them there is no such page."""
    case = held.case(site, asks.reference)
    if Compartment.WORK not in case.bundle.seeds:
        raise NotFound
    chains = [readings(site, case, one) for one in LANES if one in case.bundle.seeds]
    # Days are in order within a chain; of one day the later stands first.
    read = [
        desk.Opening(one.day, one.author.hex(), one.what.thing.value, one.what.which)
        for chain in chains
        for one in reversed(chain.read)
    ]
    every = sorted((*read, *_outside(site, case)), key=lambda one: one.day, reverse=True)
    pages = max(1, -(-len(every) // desk.PAGE))
    page = min(max(1, asks.page), pages)
    rows = every[(page - 1) * desk.PAGE : page * desk.PAGE]
    member = shown.member_of(held, site, setting, case.header.members)
    return desk.ReadLog(
        tuple(rows), tuple(member(bytes.fromhex(who), "") for who in dict.fromkeys(one.who for one in rows)),
        sum(chain.faults for chain in chains), len(every), page, pages,
    )  # fmt: skip


def _outside(site: Site, case: Case) -> list[desk.Opening]:
    """What advisers opened of what they were given, by the name of the file; they signed for it in its letter."""
    work = standing(site, case).work
    return [
        desk.Opening(one.day, one.author.hex(), "brief-file" if one.file else "brief", one.file)
        for one in (reversed([*briefs.readings(site, work)]) if work else ())
    ]


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {desk.Readings: state}
