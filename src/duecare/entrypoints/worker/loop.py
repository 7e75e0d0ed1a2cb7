"""The worker's loop: outbox to tasks, tasks to actions, again."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from types import FrameType

from django.conf import settings
from django.db import close_old_connections, transaction

from duecare.adapters import clock, jobs
from duecare.apps.audit.actions import take_jobs
from duecare.apps.screening.queries import anything_changed

from .daily import due_day

FOLLOW = "duecare.apps.screening.tasks.follow_parties"
"""Takes up parties that were entered or corrected; enqueued within a second of it."""
PAUSE = 1.0
"""Seconds between looks at an empty outbox."""

TICK = "duecare.entrypoints.worker.tasks.daily_tick"
"""At a fixed hour; and every hour, for a worker that starts behind it or was refused something. It does a day once."""
RUN = "duecare.apps.entitlements.tasks.carry_out_changes"
"""The daily run of entitlements, at the same hour and in the same way."""
LOGS = "duecare.apps.monitoring.tasks.ask_for_logs"
"""Log requests, on the same run."""

HOURLY = (
    "duecare.apps.governance.tasks.lapse_unratified",
    "duecare.apps.assessments.tasks.follow_class_overrides",
    "duecare.apps.assessments.tasks.queue_reassessments",
    "duecare.apps.risk.tasks.publish_statements",
    "duecare.apps.screening.tasks.catch_up",
    "duecare.apps.mitigation.tasks.reopen_changed_files",
    "duecare.apps.mitigation.tasks.settle_decisions",
    "duecare.entrypoints.worker.tasks.catch_up_checkpoint",
    TICK,
    RUN,
    LOGS,
)
"""Tasks that look for days that have passed, and for files that changed. Run twice, one does nothing more."""
DAILY = ("duecare.entrypoints.worker.tasks.sweep_files", "duecare.entrypoints.worker.tasks.verify_log")
"""Tasks once a day, and when a worker starts."""
_DUE = ((timedelta(hours=1), HOURLY), (timedelta(days=1), DAILY))


def carry_out() -> int:
    """Take promised jobs, enqueue and run them until none is left; returns how many were taken."""
    jobs.take_back(clock.now())
    taken = 0
    while True:
        with transaction.atomic():
            count = jobs.enqueue(take_jobs())
        taken += count
        jobs.carry_out_ready()
        if not count:
            return taken


def keep_going(stop: threading.Event | None = None) -> None:
    """Carry out jobs until SIGTERM, SIGINT or `stop`; the task under way is finished first."""
    wanted = stop or threading.Event()
    last: dict[timedelta, datetime] = {}
    read, ticked = 0, due_day(clock.now(), settings.DUECARE.time_zone)
    with _finishing(wanted):
        while not wanted.is_set():
            close_old_connections()
            enqueue_due(last)
            ticked = enqueue_tick(ticked)
            read = follow_log(read)
            carry_out()
            wanted.wait(PAUSE)


def enqueue_due(last: dict[timedelta, datetime]) -> None:
    """Enqueue the tasks whose hour or day has passed, and note in `last` that they were."""
    now = clock.now()
    for every, tasks in _DUE:
        if every not in last or now - last[every] >= every:
            last[every] = now
            jobs.enqueue((task, {}) for task in tasks)


def enqueue_tick(ticked: date) -> date:
    """Enqueue the daily tick and run at their hour of a day behind `ticked`; returns the newest day that was due."""
    day = due_day(clock.now(), settings.DUECARE.time_zone)
    if day > ticked:
        jobs.enqueue(((TICK, {}), (RUN, {}), (LOGS, {})))
    return max(day, ticked)


def follow_log(read: int) -> int:
    """Enqueue what reacts to entries of the log after `read`; returns how far it was read now."""
    changed, end = anything_changed(read)
    if changed:
        jobs.enqueue(((FOLLOW, {}),))
    return end


@contextmanager
def _finishing(wanted: threading.Event) -> Iterator[None]:
    """A signal asks to finish, as long as the loop runs."""

    def finish(signum: int, frame: FrameType | None) -> None:
        wanted.set()

    asked = (signal.SIGTERM, signal.SIGINT) if threading.current_thread() is threading.main_thread() else ()
    before = {number: signal.signal(number, finish) for number in asked}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)
