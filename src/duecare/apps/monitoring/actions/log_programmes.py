"""Adopting a programme of log requests: one person proposes it, another one answers."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.monitoring.models import LogProgramme
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.log_programme import Programme, check_programme
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound


@action(acts.PROPOSE_PROGRAMME)
def propose_programme(*, by: Actor, given: Programme) -> Recorded[UUID]:
    """Propose a programme; nothing changes until a second person adopts it.

    Raises:
        BadInput: see `rules.log_programme.check_programme`. Conflict: another one waits.
    """
    told = check_programme(given)
    if LogProgramme.objects.select_for_update().filter(state="proposed").exists():
        raise Conflict("A programme waits for a second person.", "Nothing was changed.", "Answer it first.")
    row = LogProgramme.objects.create(
        per_year=told.per_year, days=told.days, channel=told.channel, text=told.text,
        former_months=told.former_months, proposed_by=by.id, proposed_at=clock.now(),
    )  # fmt: skip
    return Recorded(row.id, _about(row), _facts(row))


@action(acts.ADOPT_PROGRAMME)
def adopt_programme(*, by: Actor, programme_id: UUID) -> Recorded[None]:
    """Adopt it as the second person; the one before is replaced, and the next run follows this one.

    Raises:
        NotFound. Denied: one's own. Conflict: answered already.
    """
    row = _answered(by, programme_id)
    LogProgramme.objects.filter(state="in_force").update(state="replaced")
    row.state = "in_force"
    row.save()
    return Recorded(None, _about(row), _facts(row))


@action(acts.REFUSE_PROGRAMME)
def refuse_programme(*, by: Actor, programme_id: UUID, reason: str) -> Recorded[None]:
    """Refuse it as the second person; what is in force goes on.

    Raises:
        NotFound. BadInput: no reason. Denied: one's own. Conflict: answered already.
    """
    row = _answered(by, programme_id)
    if not reason.strip():
        raise BadInput("say why.", field="reason")
    row.state, row.answer = "refused", reason.strip()
    row.save()
    return Recorded(None, _about(row), {}, {"reason": row.answer})


def _answered(by: Actor, programme_id: UUID) -> LogProgramme:
    row = LogProgramme.objects.select_for_update().filter(id=programme_id).first()
    if row is None:
        raise NotFound("programme")
    if row.state != "proposed":
        raise Conflict("This was answered already.", "Nothing was changed.", "Reload the page.")
    if row.proposed_by == by.id:
        raise Denied("It takes a second person.", "Nothing was changed.", "Ask a colleague.")
    row.answered_by, row.answered_at = by.id, clock.now()
    return row


def _facts(row: LogProgramme) -> dict[str, JSON]:
    return {
        "per_year": row.per_year, "days": row.days, "channel": row.channel, "text": row.text,
        "former_months": row.former_months,
    }  # fmt: skip


def _about(row: LogProgramme) -> Subject:
    return Subject("log_programme", row.id, f"{row.per_year} a year")
