"""What the worker does with promised jobs, in the transaction of a test."""

from __future__ import annotations

from django.utils.module_loading import import_string

from duecare.apps.audit.actions import take_jobs
from duecare.apps.screening import actions


def carry_out() -> int:
    """Carry out what was promised until nothing is; how many jobs."""
    done = 0
    while jobs := take_jobs():
        for path, arguments in jobs:
            import_string(path).call(**arguments)
            done += 1
    return done


def follow() -> None:
    """What the worker does within a second of a party's entry or correction."""
    actions.follow_parties()
    carry_out()
