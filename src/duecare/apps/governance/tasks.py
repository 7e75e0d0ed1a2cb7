"""Jobs of this app."""

from __future__ import annotations

from django_tasks import task

from duecare.kernel.actor import SYSTEM
from duecare.kernel.errors import Conflict

from .actions import lapse
from .queries import unratified


@task()
def lapse_unratified() -> int:
    """Let every decision in haste lapse whose days have passed; how many did."""
    done = 0
    for decision_id in unratified():
        try:
            lapse(by=SYSTEM, decision_id=decision_id)
        except Conflict:  # ratified between the reading and the lock: nothing to do
            continue
        done += 1
    return done
