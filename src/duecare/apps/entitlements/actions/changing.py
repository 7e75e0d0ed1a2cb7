"""What is put down for the daily run. The log says that somebody did, and not of what, nor which way."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.conf import settings

from duecare.adapters import clock
from duecare.apps.assessments.queries import may_see_customer
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.entitlements.models import Change
from duecare.apps.entitlements.rules import acts
from duecare.apps.entitlements.rules.changing import ALONE, check_change, next_run
from duecare.apps.entitlements.rules.states import ENTITLEMENT
from duecare.kernel.actor import Actor
from duecare.kernel.errors import Conflict, Denied, NotFound

from .rows import locked, nothing_waits


@action(acts.ASK)
def ask_change(*, by: Actor, entitlement_id: UUID, change: str, code: str) -> Recorded[UUID]:
    """Put a change down for the next daily run. A suspension takes one person, everything else two.

    Args:
        change: "suspend", "reinstate" or "end"; code: see `rules.changing.CODES`.

    Raises:
        NotFound. BadInput: no such change or code. Conflict: one waits, or the state does not allow it.
    """
    check_change(change, code)
    row = locked(by, entitlement_id)
    nothing_waits(row)
    if not any(move.verb == change and row.state in move.sources for move in ENTITLEMENT.moves):
        raise Conflict(
            f"This cannot be asked for: the entitlement is {row.state.replace('_', ' ')}.", "Nothing was changed.",
            "Reload the page.",
        )  # fmt: skip
    made = Change.objects.create(
        entitlement=row, change=change, code=code, due_on=_next(), asked_by=by.id,
    )  # fmt: skip
    return Recorded(made.id, _about(made))


@action(acts.AGREE)
def agree_to_change(*, by: Actor, change_id: UUID) -> Recorded[None]:
    """Agree as the second person; it is carried out on the next run.

    Raises:
        NotFound. Denied: one's own. Conflict: carried out, taken back or agreed already, or one person is enough.
    """
    row = _waiting(by, change_id)
    if row.change in ALONE or row.agreed_by is not None:
        raise Conflict("Nobody has to agree to this.", "Nothing was changed.", "It waits for the daily run.")
    if row.asked_by == by.id:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask a colleague.")
    row.agreed_by, row.due_on = by.id, _next()
    row.save()
    return Recorded(None, _about(row))


@action(acts.TAKE_BACK)
def take_back_change(*, by: Actor, change_id: UUID) -> Recorded[None]:
    """Take a change off the run before it is carried out. Raises NotFound; Conflict: carried out or taken back."""
    row = _waiting(by, change_id)
    row.state = "taken_back"
    row.save()
    return Recorded(None, _about(row))


def _next() -> date:
    return next_run(clock.now(), settings.DUECARE.time_zone)


def _waiting(by: Actor, change_id: UUID) -> Change:
    rows = Change.objects.select_for_update(of=("self",)).select_related("entitlement")
    row = rows.filter(id=change_id).first()
    if row is None or not may_see_customer(by, row.entitlement.customer_id):
        raise NotFound("change")
    if row.state != "waiting":
        raise Conflict("This no longer waits.", "Nothing was changed.", "Reload the page.")
    return row


def _about(row: Change) -> Subject:
    """On no customer's timeline: what was asked for shows when it is done."""
    return Subject("entitlement_change", row.id, "a change")
