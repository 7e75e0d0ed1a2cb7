"""Jobs of this app: parties compared with the lists in force, parties entered or corrected taken up."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from duecare.kernel.errors import Conflict

from . import actions


@task()
def screen_parties(run_id: str) -> int:
    """Compare every party that is due; how many were. Killed, it goes on where it was."""
    return actions.carry_out_run(run_id=UUID(run_id))


@task()
def import_asked(asked_id: str) -> None:
    """Read and import what somebody uploaded. Killed, it is done anew."""
    actions.import_asked(asked_id=UUID(asked_id))


@task()
def follow_parties() -> int:
    """Take up parties entered or corrected since the log was last read; how many."""
    try:
        return actions.follow_parties()
    except Conflict:  # another worker took them up a moment ago
        return 0


@task()
def catch_up() -> int:
    """Compare whoever is due without a run; how many were."""
    try:
        return actions.catch_up()
    except Conflict:
        return 0
