"""Jobs of this app: following overrides that ended by themselves, and simulating methods."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from .actions import follow_overrides, run_simulation


@task()
def follow_class_overrides() -> int:
    """Bring lists in step with overrides that began or ended; how many deployments moved.

    Only copies lag until then: gate, paper and file work the class out when they are read.
    """
    return follow_overrides()


@task()
def simulate_method(simulation_id: str) -> bool:
    """Run a draft of a method beside a released one; True when it had not been done."""
    return run_simulation(simulation_id=UUID(simulation_id))
