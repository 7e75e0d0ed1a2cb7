"""Advice of counsel, asked of an open vault. To whom its compartment is closed, there is no such page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duecare.apps.intake.actions import counselling, handling
from duecare.apps.intake.queries.opening import Case, read
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import counsel, succession
from duecare.apps.intake.rules import desk_counsel as desk
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.read_log import Reading, Thing
from duecare.kernel.errors import NotFound

from . import shown
from .held import Held
from .setting import Setting
from .typed import code, keys_of


def state(held: Held, site: Site, setting: Setting, asks: desk.Counselling) -> desk.CounselFile:
    """All of it. That it was opened stands in the read log before anything is shown."""
    case = _case(held, site, asks.reference)
    held.note(site, case, Reading(Thing.COUNSEL))
    found = read(site, case, Compartment.PRIVILEGE)
    every = list(counsel.said(entry for _at, entry in found.entries))
    told = [one for one in every if one is not None]
    members = case.header.members
    member = shown.member_of(held, site, setting, members)
    inside = {who: Compartment.PRIVILEGE in parts for who, parts in members.items() if Compartment.WORK in parts}
    return desk.CounselFile(
        rows=tuple(desk.CounselRow(one.day, one.author.hex(), one.what.about, one.what.text) for one in reversed(told)),
        readers=tuple(member(who, "member") for who, reads in inside.items() if reads),
        others=tuple(member(who, "member") for who, reads in inside.items() if not reads),
        authors=tuple(member(who, "") for who in dict.fromkeys(one.author for one in told)),
        faults=len(found.faults), unread=len(every) - len(told),
        leads=not succession.lacking(case.header, case.keys.fingerprint),
    )  # fmt: skip


def advise(held: Held, site: Site, setting: Setting, asks: desk.TellCounsel) -> Done:
    """Keep an entry."""
    about = code(counsel.About, asks.about, "about")
    handling.advise(by=_case(held, site, asks.reference), site=site, entry=counsel.Counsel(about, asks.text))
    return Done()


def open_advice(held: Held, site: Site, setting: Setting, asks: desk.OpenAdvice) -> Done:
    """To one more member, or to one less."""
    case, who = _case(held, site, asks.reference), keys_of(asks.who)
    (counselling.open_advice if asks.reads else counselling.close_advice)(by=case, site=site, who=who)
    return Done()


def _case(held: Held, site: Site, reference: str) -> Case:
    case = held.case(site, reference)
    if Compartment.PRIVILEGE not in case.bundle.seeds:
        raise NotFound
    return case


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.Counselling: state, desk.TellCounsel: advise, desk.OpenAdvice: open_advice,
}  # fmt: skip
