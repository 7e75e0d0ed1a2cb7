"""A promised job is carried out once, and none is lost in a crash."""

from __future__ import annotations

import os
import re
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

import duecare
from duecare.adapters import clock, jobs
from duecare.apps.audit.actions import Recorded, action, take_jobs
from duecare.apps.audit.rules.acts import act
from duecare.apps.audit.rules.entries import Job, Subject
from duecare.entrypoints.worker.loop import HOURLY, carry_out, keep_going
from duecare.kernel.actor import SYSTEM, Actor
from duecare.kernel.errors import DuecareError
from duecare.kernel.ids import new_id

pytestmark = pytest.mark.django_db(transaction=True)

PROMISE = act("test.promise", "{actor} promised work", system=True)
DONE: list[int] = []


@task()
def count(number: int) -> int:
    """Remember the number."""
    DONE.append(number)
    return number


@action(PROMISE)
def promise(*, by: Actor, path: str, number: int, then_fail: bool = False) -> Recorded[None]:
    """Promise a job; the entry and the promise stand or fall together."""
    if then_fail:
        raise RuntimeError("the machine stopped here")
    return Recorded(None, Subject("test", new_id(), "T-1"), jobs=(Job(path, {"number": number}),))


HERE = f"{__name__}.count"


@pytest.fixture(autouse=True)
def nothing_done() -> None:
    """Start from an empty list."""
    DONE.clear()


def test_a_promised_job_is_carried_out_once() -> None:
    promise(by=SYSTEM, path=HERE, number=7)
    assert carry_out() == 1
    assert carry_out() == 0
    assert DONE == [7]


def test_what_was_rolled_back_promises_nothing() -> None:
    with pytest.raises(RuntimeError):
        promise(by=SYSTEM, path=HERE, number=7, then_fail=True)
    assert carry_out() == 0


def test_a_job_without_its_task_stays_promised() -> None:
    promise(by=SYSTEM, path="duecare.nowhere.task", number=1)
    with pytest.raises(DuecareError, match="leads to no task"):
        carry_out()
    with transaction.atomic():
        assert [path for path, _ in take_jobs()] == ["duecare.nowhere.task"]


def test_a_path_to_something_else_than_a_task_is_refused() -> None:
    promise(by=SYSTEM, path="os.getcwd", number=1)
    with pytest.raises(DuecareError, match="leads to no task"):
        carry_out()


def test_every_path_that_the_source_promises_leads_to_a_task() -> None:
    """A job of an app above is promised by its name alone: a renamed task would be missed by no import."""
    source = Path(duecare.__file__).parent.rglob("*.py")
    named = {path for file in source for path in re.findall(r'"(duecare\.apps\.\w+\.tasks\.\w+)"', file.read_text())}
    assert len(named) >= 7
    assert [path for path in sorted(named) if not isinstance(import_string(path), Task)] == []


def running(worker: str, started: datetime) -> None:
    """A task that a worker took up and did not finish."""
    count.enqueue(number=3)
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, started_at=started, worker_ids=[worker])


def test_a_task_cut_off_on_this_machine_is_carried_out_again() -> None:
    running(f"{socket.gethostname()[:40]}:999999999", clock.now())
    carry_out()
    assert DONE == [3]


def test_a_task_of_a_living_worker_is_left_to_it() -> None:
    running(f"{socket.gethostname()[:40]}:{os.getppid()}", clock.now() - timedelta(days=1))
    carry_out()
    assert DONE == []


@pytest.mark.parametrize(("minutes", "taken"), [(59, 0), (60, 1)])
def test_a_task_of_another_machine_is_taken_back_after_an_hour(minutes: int, taken: int) -> None:
    started = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    running("elsewhere:12", started)
    assert jobs.take_back(started + timedelta(minutes=minutes)) == taken


def test_the_loop_stops_when_asked_and_has_looked_for_days_that_passed() -> None:
    stop = threading.Event()
    stop_soon = threading.Timer(0.5, stop.set)
    stop_soon.start()
    keep_going(stop)
    done = DBTaskResult.objects.filter(task_path__in=HOURLY)
    assert [row.status for row in done] == [TaskResultStatus.SUCCESSFUL] * len(HOURLY)
