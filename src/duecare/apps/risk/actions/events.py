"""Recording what happened in a country before any index shows it, that it is over, and withdrawing what was wrong."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Job, Subject
from duecare.apps.risk.models import CountryEvent
from duecare.apps.risk.queries.events import company_day
from duecare.apps.risk.rules import acts
from duecare.apps.risk.rules.events import LASTING, check_end, check_event
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound

LOOK_AGAIN = Job("duecare.apps.assessments.tasks.queue_reassessments")
"""Promised by its path: nothing here knows what a class is, and the worker looks every hour in any case."""


@action(acts.RECORD_EVENT)
def record_event(
    *, by: Actor, country: str, kind: str, happened_on: date, words: str, source: str, ended_on: date | None = None
) -> Recorded[UUID]:
    """Record an event; every class that rests on the country is looked at again. No score moves.

    Raises:
        BadInput: see `rules.events.check_event`.
        Conflict: the same place, kind and day stands on record.
    """
    check_event(
        country=country, kind=kind, happened_on=happened_on, ended_on=ended_on, words=words, source=source,
        today=company_day(),
    )  # fmt: skip
    row = CountryEvent(
        country=country, kind=kind, happened_on=happened_on, ended_on=ended_on, words=words.strip(),
        source=source.strip(), recorded_at=clock.now(), recorded_by=by.id,
    )  # fmt: skip
    same = CountryEvent.objects.filter(country=country, kind=kind, happened_on=happened_on, withdrawn_at=None)
    if same.exists():
        raise _stands()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as fault:  # somebody else recorded it after we looked
        raise _stands() from fault
    facts = _facts(row) | {"ended_on": ended_on.isoformat() if ended_on else None}
    return Recorded(row.id, _about(row), facts, {"words": row.words, "source": row.source}, jobs=(LOOK_AGAIN,))


@action(acts.END_EVENT)
def end_event(*, by: Actor, event_id: UUID, ended_on: date, source: str) -> Recorded[None]:
    """Record the last day of an event that goes on; it counts for five more years from that day.

    Which events count stays the same at once, unless the last day is more than five years ago: then it leaves, and
    what rests on it is looked at again. The worker compares that, in one place; so the new look is promised always
    and finds nothing to queue where nothing left.

    Raises:
        NotFound. BadInput: see `rules.events.check_end`. Conflict: withdrawn, ended, or over on the day it happened.
    """
    row = _held(event_id)
    _refuse_what_is_over(row)
    check_end(happened_on=row.happened_on, ended_on=ended_on, source=source, today=company_day())
    row.ended_on, row.ended_at, row.ended_by, row.ended_source = ended_on, clock.now(), by.id, source.strip()
    row.save(update_fields=["ended_on", "ended_at", "ended_by", "ended_source"])
    facts = _facts(row) | {"ended_on": ended_on.isoformat()}
    return Recorded(None, _about(row), facts, {"source": row.ended_source}, jobs=(LOOK_AGAIN,))


@action(acts.WITHDRAW_EVENT)
def withdraw_event(*, by: Actor, event_id: UUID, reason: str) -> Recorded[None]:
    """Let an event that was wrong count no longer; it stays on record with the reason.

    Raises:
        NotFound. BadInput: no reason. Conflict: it was withdrawn already.
    """
    row = _held(event_id)
    if not reason.strip():
        raise BadInput("say why it is withdrawn.", field="reason", todo="A sentence; it stays in the record.")
    if row.withdrawn_at is not None:
        raise Conflict("This event was withdrawn already.", "Nothing was changed.", "Reload the page.")
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = clock.now(), by.id, reason.strip()
    row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    return Recorded(None, _about(row), _facts(row), {"reason": row.withdrawn_because}, jobs=(LOOK_AGAIN,))


def _held(event_id: UUID) -> CountryEvent:
    """The row, locked: who ends and who withdraws at the same moment are served one after the other."""
    row = CountryEvent.objects.select_for_update().filter(id=event_id).first()
    if row is None:
        raise NotFound("event")
    return row


def _refuse_what_is_over(row: CountryEvent) -> None:
    """Only what stands and goes on can end."""
    if row.withdrawn_at is not None:
        raise Conflict(
            "This event was withdrawn already.", "Nothing was changed.", "Record it anew if it is right after all."
        )
    if row.ended_on is not None:
        raise Conflict(
            "This event has an end already.",
            "Nothing was changed.",
            "If that day is wrong, withdraw the event and record it anew with both days.",
        )
    if row.kind not in LASTING:
        raise Conflict(
            "An event of this kind is over on the day it happens.",
            "Nothing was changed.",
            "If it lasted longer, withdraw it and record it anew with both days.",
        )


def _stands() -> Conflict:
    return Conflict(
        "This event stands on record already.",
        "Nothing was recorded twice.",
        "Withdraw the other one first if it is wrong.",
    )


def _facts(row: CountryEvent) -> dict[str, JSON]:
    return {"country": row.country, "kind": row.kind, "happened_on": row.happened_on.isoformat()}


def _about(row: CountryEvent) -> Subject:
    return Subject("country_event", row.id, f"{row.country}, {row.kind.replace('_', ' ')}, {row.happened_on}")
