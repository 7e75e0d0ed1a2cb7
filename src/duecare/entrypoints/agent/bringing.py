"""Files that a member adds, asked of an open vault: they wait under a key of the vault until they are put in.

The process that takes files gets a ticket from here through the member's browser, and nothing of the vault. Whether
somebody may still write into the case is asked again when the files are put into it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from duecare.adapters.sealed import drawers
from duecare.adapters.sealed.drawers import Drawers
from duecare.adapters.sealed.files import Files
from duecare.apps.intake.actions import attaching, tickets, waiting_files
from duecare.apps.intake.actions.tickets import Leave
from duecare.apps.intake.actions.waiting_files import Bench
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules import desk_bringing as desk
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.files import LARGEST_ALLOWED, MANY
from duecare.apps.intake.rules.refusals import NotHeld
from duecare.kernel.errors import BadInput, Denied

from . import shown
from .held import Held
from .setting import Setting


def state(held: Held, site: Site, setting: Setting, asks: desk.Bringing) -> desk.BringingState:
    """What waits, and a ticket; the one before it is good for nothing any more."""
    case, bench, sent = *_place(held, site, setting, asks.reference), 0
    key, work = held.bringing_key(case.id), standing(site, case).work
    assert work is not None
    every = waiting_files.waiting(bench, key)
    withdraw(held, setting, case.id)
    ticket = b""
    if len(every) < MANY:
        sent = sum(one.what.file.told.size for one in work.files)
        ticket = tickets.issue(bench.drawers, Leave(key, asks.back, LARGEST_ALLOWED, sent))
        held.tickets[case.id] = ticket
    rows = tuple(
        desk.Waits(one.original.name.hex(), shown.paper(site.today, one.told, copy=one.copy is not None))
        for one in every
    )  # fmt: skip
    return desk.BringingState(rows, ticket.hex(), LARGEST_ALLOWED)


def bring(held: Held, site: Site, setting: Setting, asks: desk.Bring) -> Done:
    """Put all of them into the case."""
    case, bench = _place(held, site, setting, asks.reference)
    key = held.bringing_key(case.id)
    if not (every := waiting_files.waiting(bench, key)):
        raise BadInput("no file waits here", field="file")
    attaching.bring(by=case, site=site, files=every, source=asks.source)
    waiting_files.kept(bench, key, every)
    return Done()


def leave_out(held: Held, site: Site, setting: Setting, asks: desk.LeaveOut) -> Done:
    """Take one out; one that is not there changes nothing."""
    case, bench = _place(held, site, setting, asks.reference)
    try:
        name = bytes.fromhex(asks.mark)
    except ValueError:
        name = b""
    waiting_files.remove(bench, held.bringing_key(case.id), name)
    return Done()


def withdraw(held: Held, setting: Setting, *cases: bytes) -> None:
    """Tickets that were not used are good for nothing any more; all of them where no case is named."""
    for case in cases or tuple(held.tickets):
        if (ticket := held.tickets.pop(case, None)) is not None:
            tickets.withdraw(_drawers(setting), ticket)


def _place(held: Held, site: Site, setting: Setting, reference: str) -> tuple[Case, Bench]:
    case = held.case(site, reference)
    if standing(site, case).work is None:
        raise NotHeld("work")
    if not case.header.evidence:
        raise Denied("This case takes no files.", "Nothing was kept.", "Tell in a message what the file shows.")
    return case, Bench(_drawers(setting), Files(setting.home, site.installation))


def _drawers(setting: Setting) -> Drawers:
    """Opened anew each time: the reporter site empties them at its start, and an open file would be the old one."""
    return Drawers(drawers.folder(setting.home, setting.drafts))


ANSWERS: dict[type, Callable[[Held, Site, Setting, Any], object]] = {
    desk.Bringing: state, desk.Bring: bring, desk.LeaveOut: leave_out,
}  # fmt: skip
