"""Jobs of this app: reopening what no longer fits its file, and following decisions taken elsewhere."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from duecare.kernel.actor import SYSTEM
from duecare.kernel.errors import Conflict

from .actions import reopen_changed, settle
from .queries import to_compare, to_settle


@task()
def reopen_changed_files() -> int:
    """Reopen every decision whose file changed since it was frozen; how many. The gate has closed before this ran."""
    return sum(_one(opportunity_id) for opportunity_id in to_compare())


@task()
def settle_decisions() -> int:
    """Follow every decision that nobody has followed yet, such as one that lapsed overnight; how many."""
    done = 0
    for opportunity_id in to_settle():
        try:
            done += settle(by=SYSTEM, opportunity_id=opportunity_id)
        except Conflict:  # settled between the reading and the lock: nothing to do
            continue
    return done


def _one(opportunity_id: UUID) -> bool:
    try:
        return reopen_changed(by=SYSTEM, opportunity_id=opportunity_id) is not None
    except Conflict:  # reopened between the reading and the lock
        return False
