"""The daily run: what was asked for before it is carried out, in one order and in one name, whoever asked and when."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.entitlements.models import Change, Entitlement
from duecare.apps.entitlements.queries.changes import due_changes
from duecare.apps.entitlements.rules import acts
from duecare.apps.entitlements.rules.changing import ALONE, COMMITTEE_OFFICE, LEADS_TO, due_day
from duecare.apps.entitlements.rules.states import ENTITLEMENT
from duecare.apps.parties import queries as parties
from duecare.apps.parties.actions import show_suspension
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Conflict, NotFound

from .rows import about


def carry_out_due() -> int:
    """Carry out everything that is due, days without a run among it; how many. Twice is as good as once."""
    day, done = due_day(clock.now(), settings.DUECARE.time_zone), 0
    for change_id in due_changes(day):
        try:
            carry_out(by=COMMITTEE_OFFICE, change_id=change_id, day=day)
            done += 1
        except Conflict:  # another run was here first, or somebody took it back between the reading and the lock
            continue
    return done


@action(acts.CARRY_OUT)
def carry_out(*, by: Actor, change_id: UUID, day: date) -> Recorded[None]:
    """Carry out one change on the run of a day.

    Raises:
        NotFound. Conflict: done or taken back; its run is a later one; nobody agreed; the state does not allow it.
    """
    asked = Change.objects.select_for_update(of=("self",)).filter(id=change_id).first()
    if asked is None:
        raise NotFound("change")
    row = Entitlement.objects.select_for_update(of=("self",)).get(id=asked.entitlement_id)
    ready = asked.state == "waiting" and asked.due_on <= day and (asked.change in ALONE or asked.agreed_by is not None)
    if not ready or not any(move.verb == asked.change and row.state in move.sources for move in ENTITLEMENT.moves):
        raise Conflict("This is not due on this run.", "Nothing was changed.", "")
    asked.state, asked.done_on = "done", day
    asked.save()
    row.state, row.since, row.serial = LEADS_TO[asked.change], day, row.serial + 1
    row.code = "" if row.state == "in_force" else asked.code
    row.save()
    suspended = Entitlement.objects.filter(customer_id=row.customer_id, state="suspended").exists()
    if parties.customer(row.customer_id).suspended != suspended:
        show_suspension(by=by, customer_id=row.customer_id, suspended=suspended)
    facts: dict[str, JSON] = {
        "day": day.isoformat(), "state": row.state, "code": asked.code, "serial": row.serial,
    }  # fmt: skip
    return Recorded(None, about(row), facts)
