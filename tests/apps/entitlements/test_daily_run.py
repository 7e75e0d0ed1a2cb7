"""Asked for at any time, carried out on one run a day; neither moment, name nor code says anything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from duecare.adapters import clock
from duecare.apps.assessments import queries as files
from duecare.apps.audit.models import Entry
from duecare.apps.audit.queries import Filter, entries, prove
from duecare.apps.entitlements import actions, queries
from duecare.apps.entitlements.models import Change, Entitlement
from duecare.apps.entitlements.rules.changing import COMMITTEE_OFFICE
from duecare.apps.entitlements.tasks import carry_out_changes
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.parties import queries as parties
from duecare.entrypoints.worker.loop import HOURLY, RUN, enqueue_tick
from duecare.kernel.errors import BadInput, Conflict, Denied
from tests.apps.assessments import deals

from .issued import MEMBER, OFFICER, another, asked, issued

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""Fifteen hours before the next run."""


@contextmanager
def at(hours: float) -> Iterator[None]:
    with clock.at(NOON + timedelta(hours=hours)):
        yield


def state(row: object) -> str:
    return Entitlement.objects.get(id=row).state


def test_nothing_happens_before_the_run_everything_on_it_and_nothing_twice() -> None:
    with at(0):
        row = issued()
        asked(row)
        assert actions.carry_out_due() == 0
    with at(13):
        assert actions.carry_out_due() == 0, "the day is another, and its run is not due yet"
        assert state(row) == "in_force"
    with at(16):
        assert (carry_out_changes.call(), carry_out_changes.call()) == (1, 0)
    found = queries.entitlement(OFFICER, row)
    assert (found.state, found.code, found.serial) == ("suspended", "review", 2)
    assert found.since.isoformat() == "2026-11-24"
    assert prove().sound


def test_days_without_a_run_are_made_up_for_and_the_day_is_that_of_the_run() -> None:
    with at(0):
        row = issued()
        asked(row)
    with at(24 * 9):
        assert actions.carry_out_due() == 1
    assert queries.entitlement(OFFICER, row).since.isoformat() == "2026-12-02"


def test_it_is_done_in_the_name_of_the_committee_office_and_asking_says_nothing() -> None:
    with at(0):
        row = issued()
        asked(row, code="information_outstanding")
    with at(16):
        actions.carry_out_due()
    done = Entry.objects.filter(act="entitlement.carry_out").get()
    assert done.actor_id == COMMITTEE_OFFICE.id and str(OFFICER.id) not in done.body
    [put_down] = Entry.objects.filter(act="entitlement.ask")
    assert put_down.customer_id is None
    said = put_down.body
    assert not any(word in said for word in (str(row), "E-2026-001", "suspend", "information_outstanding"))
    customer = queries.entitlement(OFFICER, row).customer_id
    timeline = [one.act for one in entries(Filter(customer_id=customer), 50)]
    assert "entitlement.ask" not in timeline and "entitlement.carry_out" in timeline


def test_what_waits_shows_neither_who_asked_nor_when_and_has_no_words() -> None:
    fields = {one.name for one in Change._meta.get_fields()}
    assert fields == {"id", "entitlement", "change", "code", "due_on", "asked_by", "agreed_by", "state", "done_on"}
    with at(0):
        first, second = issued(deals.filed()), issued(another())
        asked(second)
    with at(1):
        asked(first)
        rows = queries.run_queue(MEMBER)
    assert [one.reference for one in rows] == ["E-2026-001", "E-2026-002"], "not in the order in which it was asked"
    assert not {"asked_by", "asked_at", "asker"} & set(type(rows[0]).__slots__)


def test_the_gate_says_suspended_and_no_more_to_every_deal_of_the_customer() -> None:
    with at(0):
        made = deals.filed()
        unit = files.deal(made).party("using")
        row = issued(made)
        asked(row)
        assert unit is not None

        def stage() -> tuple[bool, str, tuple[str, ...]]:
            one = next(one for one in mitigation.gate(made).requirements if one.code == "not_suspended")
            return one.met, one.sentence, one.missing

        assert stage()[0]
    with at(16):
        actions.carry_out_due()
        assert stage() == (False, "Suspended.", ())
        gate = mitigation.gate(made)
        assert all("not_suspended" in gate.verdict(act).open for act in ("quote", "contract", "delivery", "renewal"))
        with pytest.raises(Conflict, match="blocked"):
            issued(another(unit=unit.id))
        asked(row, "reinstate", "renewal_due")
    with at(40):
        actions.carry_out_due()
        assert stage()[0] and state(row) == "in_force"
        assert queries.entitlement(OFFICER, row).code == ""


def test_a_customer_stays_suspended_while_anything_supplied_to_it_is() -> None:
    with at(0):
        unit = deals.body()
        rows = [issued(another(code, unit)) for code in ("NL-ONE", "NL-TWO")]
        for row in rows:
            asked(row)
        customer = queries.entitlement(OFFICER, rows[0]).customer_id
        assert customer == queries.entitlement(OFFICER, rows[1]).customer_id
    with at(16):
        assert actions.carry_out_due() == 2
        asked(rows[0], "reinstate")
    with at(40):
        assert actions.carry_out_due() == 1
        assert parties.customer(customer).suspended
        asked(rows[1], "reinstate")
    with at(64):
        actions.carry_out_due()
        assert not parties.customer(customer).suspended


def test_a_suspension_takes_one_person_everything_else_two() -> None:
    with at(0):
        row = issued()
        end = actions.ask_change(by=OFFICER, entitlement_id=row, change="end", code="contract_over")
        with pytest.raises(Denied, match="second person"):
            actions.agree_to_change(by=OFFICER, change_id=end)
    with at(16):
        assert actions.carry_out_due() == 0, "nobody agreed"
        actions.agree_to_change(by=MEMBER, change_id=end)
        assert actions.carry_out_due() == 0, "agreed to after this run"
        with pytest.raises(Conflict):
            actions.agree_to_change(by=MEMBER, change_id=end)
    with at(40):
        assert actions.carry_out_due() == 1
    assert state(row) == "ended"


def test_one_change_waits_at_a_time_and_can_be_taken_back() -> None:
    with at(0):
        row = issued()
        made = asked(row)
        with pytest.raises(Conflict, match="waits for the daily run"):
            actions.ask_change(by=MEMBER, entitlement_id=row, change="suspend", code="review")
        actions.take_back_change(by=MEMBER, change_id=made)
        with pytest.raises(Conflict, match="no longer waits"):
            actions.take_back_change(by=MEMBER, change_id=made)
        again = asked(row)
    with at(16):
        assert actions.carry_out_due() == 1
    assert Change.objects.get(id=again).state == "done" and Change.objects.get(id=made).state == "taken_back"


def test_what_the_state_does_not_allow_cannot_be_asked_for() -> None:
    with at(0):
        row = issued()
        with pytest.raises(Conflict, match="the entitlement is in force"):
            actions.ask_change(by=OFFICER, entitlement_id=row, change="reinstate", code="review")
        with pytest.raises(BadInput):
            actions.ask_change(by=OFFICER, entitlement_id=row, change="suspend", code="because of the report")
        asked(row)
    with at(16):
        actions.carry_out_due()
        with pytest.raises(Conflict, match="suspended"):
            actions.ask_change(by=OFFICER, entitlement_id=row, change="end", code="contract_over")


def test_nobody_signed_in_carries_out_anything() -> None:
    with at(0):
        made = asked(issued())
    with at(16), pytest.raises(Denied):
        actions.carry_out(by=replace(OFFICER), change_id=made, day=mitigation.today())


def test_the_worker_does_the_run_at_its_hour_and_every_hour_behind_it() -> None:
    assert RUN in HOURLY
    with clock.at(datetime(2026, 11, 24, 2, 59, tzinfo=UTC)):
        before = enqueue_tick((NOON - timedelta(days=1)).date())
    DBTaskResult.objects.all().delete()
    with clock.at(datetime(2026, 11, 24, 3, 0, tzinfo=UTC)):
        assert enqueue_tick(before) > before
    assert RUN in {row.task_path for row in DBTaskResult.objects.all()}
