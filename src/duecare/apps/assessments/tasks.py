"""Jobs of this app: overrides that ended by themselves, classes whose figures changed, methods simulated."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from . import actions


@task()
def follow_class_overrides() -> int:
    """Bring lists in step with overrides that began or ended; how many deployments moved.

    Only copies lag until then: gate, paper and file work the class out when they are read.
    """
    return actions.follow_overrides()


@task()
def queue_reassessments() -> int:
    """Queue every class that rests on figures or a method of before; how many. The gate has closed before this ran."""
    return actions.queue_reassessments()


@task()
def simulate_method(simulation_id: str) -> bool:
    """Run a draft of a method beside a released one; True when it had not been done."""
    return actions.run_simulation(simulation_id=UUID(simulation_id))
