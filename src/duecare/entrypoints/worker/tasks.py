"""Jobs that belong to no app: what the installation does for itself."""

from __future__ import annotations

from django_tasks import task

from duecare.adapters import clock, stored_files
from duecare.apps.audit.actions import catch_up, record_sweep, record_verification
from duecare.apps.audit.queries import prove
from duecare.kernel.actor import SYSTEM

from . import daily


@task()
def sweep_files() -> int:
    """Remove halves of uploads, and files whose record never came to be; how many."""
    gone = 0
    for found in stored_files.strays(clock.now()):
        record_sweep(by=SYSTEM, strays=found)
        gone += stored_files.remove(found, clock.now())
    return gone


@task()
def catch_up_checkpoint() -> bool:
    """Sign the end of the chain where a full disk prevented it; True when it was needed."""
    return catch_up()


@task()
def daily_tick() -> bool:
    """Everything sealed reporting does by itself, once a day and the same every day; True when this call did it.

    Without arguments and with a result that says nothing: what a job was given and gave back is kept in clear.
    """
    return daily.tick()


@task()
def verify_log() -> bool:
    """Walk the whole chain and record what came of it; True when it is sound."""
    report = prove()
    record_verification(by=SYSTEM, report=report)
    return report.sound
