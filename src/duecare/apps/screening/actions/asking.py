"""Asking for a run: every run brings all parties up to the lists in force, so one that waits is enough."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.rules.entries import Job
from duecare.apps.screening.models import ScreeningRun
from duecare.kernel.actor import Actor

TASK = "duecare.apps.screening.tasks.screen_parties"


def waiting_run(*, by: Actor, why: str) -> tuple[UUID, bool]:
    """The run that waits, and True when it was made now. Part of an action, never called alone."""
    waiting = ScreeningRun.objects.select_for_update().filter(state="waiting").first()
    if waiting is not None:
        return waiting.id, False
    return ScreeningRun.objects.create(why=why, asked_by=by.id, asked_at=clock.now()).id, True


def promised_run(*, by: Actor, why: str) -> tuple[Job, ...]:
    """A run and the job that carries it out. Also for one that waits: its job may be past what changed now."""
    run_id, _ = waiting_run(by=by, why=why)
    return (Job(TASK, {"run_id": str(run_id)}),)
