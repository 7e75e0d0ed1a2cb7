"""Two people at one event at the same moment: one after the other, on both databases, and nobody's words are lost."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import partial
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from duecare.adapters import clock
from duecare.apps.audit.queries import entries, prove
from duecare.apps.risk import actions, queries
from duecare.kernel.actor import Role
from duecare.kernel.errors import DuecareError
from tests.conftest import person

pytestmark = [pytest.mark.django_db(transaction=True)]

ANALYST, OFFICER = person(Role.ANALYST, name="anna analyst"), person(Role.COMPLIANCE_OFFICER, name="olga officer")


@pytest.fixture
def emergency(frozen: datetime) -> UUID:
    return actions.record_event(
        by=ANALYST, country="THA", kind="emergency", happened_on=date(2026, 11, 3), words="A curfew.", source="A paper"
    )


def at_once(now: datetime, *acts: Callable[[], object]) -> list[str]:
    """Each act in a thread and a connection of its own; "done" or the sentence it was refused with."""
    ready = Barrier(len(acts))

    def met(act: Callable[[], object]) -> str:
        try:
            with clock.at(now):
                ready.wait(10)
                act()
            return "done"
        except DuecareError as fault:
            return fault.happened
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(met, acts))


def end(event: UUID, day: int, source: str) -> Callable[[], object]:
    return partial(actions.end_event, by=OFFICER, event_id=event, ended_on=date(2026, 11, day), source=source)


def test_of_two_who_end_it_at_once_one_is_told_and_the_other_stands(frozen: datetime, emergency: UUID) -> None:
    told = at_once(frozen, end(emergency, 20, "The gazette"), end(emergency, 21, "A paper"))
    assert sorted(told) == ["This event has an end already.", "done"]
    row, first = queries.event(emergency), told.index("done")
    assert (row.ended_on, row.ended_source) == (date(2026, 11, 20 + first), ("The gazette", "A paper")[first])
    assert [one.act for one in entries()] == ["country_event.end", "country_event.record"] and prove().sound


def test_ended_and_withdrawn_at_once_neither_is_lost(frozen: datetime, emergency: UUID) -> None:
    withdraw = partial(actions.withdraw_event, by=ANALYST, event_id=emergency, reason="A rumour.")
    ended, withdrawn = at_once(frozen, end(emergency, 20, "The gazette"), withdraw)
    row = queries.event(emergency)
    assert withdrawn == "done" and row.withdrawn_because == "A rumour."
    if ended == "done":
        assert (row.ended_on, row.ended_source) == (date(2026, 11, 20), "The gazette")
    else:
        assert ended == "This event was withdrawn already." and row.ended_on is None
    assert prove().sound
