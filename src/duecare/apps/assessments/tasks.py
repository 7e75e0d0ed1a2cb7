"""Jobs of this app: following overrides that ended by themselves, and queueing classes whose figures changed."""

from __future__ import annotations

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
