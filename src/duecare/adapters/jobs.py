"""Jobs: promised in the outbox by actions, enqueued by the worker, carried out by django-tasks.

The outbox row is marked and the task is stored in one transaction, so a crash leaves a job either
promised or enqueued, never neither. A task cut off by a crash is made ready again.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks.base import Task
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from duecare.kernel.canonical import JSON
from duecare.kernel.errors import DuecareError

ABANDONED = timedelta(hours=1)
"""After this long a task of another machine counts as cut off."""


def enqueue(jobs: Iterable[tuple[str, Mapping[str, JSON]]]) -> int:
    """Store each job as a task; call inside the transaction that takes them from the outbox.

    Raises:
        DuecareError: a path that leads to no task.
    """
    count = 0
    for path, arguments in jobs:
        try:
            task = import_string(path)
        except ImportError as fault:
            raise _no_task(path) from fault
        if not isinstance(task, Task):
            raise _no_task(path)
        task.enqueue(**arguments)
        count += 1
    return count


def carry_out_ready() -> None:
    """Run every task that is ready, in this process, until none is left."""
    Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id(),
        excluded_queue_names=[],
    ).run()


def worker_id() -> str:
    """Machine and process; tells later whether the worker still lives."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}"


def take_back(now: datetime) -> int:
    """Make ready again what a dead worker left running; returns how many.

    Each task calls one action, which is one transaction: what was cut off left nothing behind.
    """
    cut_off = [
        task.pk
        for task in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
        if not _alive(task.worker_ids[-1] if task.worker_ids else "", task.started_at, now)
    ]
    return DBTaskResult.objects.filter(pk__in=cut_off, status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )


def _alive(worker: str, started: datetime | None, now: datetime) -> bool:
    host, _, process = worker.rpartition(":")
    if host == socket.gethostname()[:40] and process.isdigit():
        return int(process) != os.getpid() and Path(f"/proc/{process}").exists()
    return started is not None and now - started < ABANDONED


def _no_task(path: str) -> DuecareError:
    return DuecareError(
        f"The promised job {path} leads to no task.",
        "It stays promised and nothing was lost.",
        "Upgrade the worker to the version of the web process, then start it again.",
    )
