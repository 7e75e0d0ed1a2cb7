"""Jobs of this app: what is said in public follows what is in force."""

from __future__ import annotations

from django.db import IntegrityError
from django_tasks import task

from . import actions


@task()
def publish_statements() -> int:
    """Publish a signed statement for each day on which the method or what it rests on changed; how many."""
    try:
        return actions.publish_statements()
    except IntegrityError:  # another worker said it a moment ago
        return 0
