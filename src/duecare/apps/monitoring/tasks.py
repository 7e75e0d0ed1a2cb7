"""Jobs of this app."""

from __future__ import annotations

from django_tasks import task

from . import actions


@task()
def ask_for_logs() -> int:
    """Draw who is asked for a log and write the letters; how many. Nothing before its hour, and nothing twice."""
    return actions.ask_due()
