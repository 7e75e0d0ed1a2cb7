"""Jobs of this app."""

from __future__ import annotations

from django_tasks import task

from . import actions


@task()
def carry_out_changes() -> int:
    """Carry out the changes whose run is due; how many. Nothing before its hour, and nothing twice."""
    return actions.carry_out_due()
