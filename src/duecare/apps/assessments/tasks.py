"""Jobs of this app: following overrides that ended by themselves."""

from __future__ import annotations

from django_tasks import task

from .actions import follow_overrides


@task()
def follow_class_overrides() -> int:
    """Bring lists in step with overrides that began or ended; how many deployments moved.

    Only copies lag until then: gate, paper and file work the class out when they are read.
    """
    return follow_overrides()
