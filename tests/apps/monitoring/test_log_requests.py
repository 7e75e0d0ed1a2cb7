"""Routine log requests: adopted by two, drawn on the day, sent in one name, answered, and what follows from silence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest
from django_tasks_db.models import DBTaskResult

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.audit.models import Entry
from duecare.apps.audit.queries import prove
from duecare.apps.engagement import queries as letters
from duecare.apps.entitlements import actions as entitlements
from duecare.apps.entitlements.models import Change
from duecare.apps.entitlements.queries import entitlement, entitlements_of
from duecare.apps.entitlements.rules.changing import COMMITTEE_OFFICE
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.models import LogAsk, LogProgramme, LogRequest, LogRun
from duecare.apps.monitoring.queries import LogRequestQuery
from duecare.apps.monitoring.tasks import ask_for_logs
from duecare.entrypoints.worker.loop import HOURLY, LOGS, enqueue_tick
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied
from tests.apps.entitlements.issued import another, asked, issued
from tests.conftest import person

from .asked_for_logs import ANALYST, COUNSEL, GIVEN, MEMBER, OFFICER, adopted, supplied, waiting

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@contextmanager
def on(days: float) -> Iterator[None]:
    with clock.at(NOON + timedelta(days=days)):
        yield


def nobody() -> object:
    """Chance takes nobody whom it does not have to take."""
    return patch("secrets.randbelow", lambda of: of - 1)


def everybody() -> object:
    return patch("secrets.randbelow", lambda of: 0)


def two() -> tuple[UUID, UUID]:
    """Two customers, in the order of their references."""
    rows = [entitlement(OFFICER, issued(another(code))) for code in ("NL-ONE", "NL-TWO")]
    return rows[0].customer_id, rows[1].customer_id


def test_a_programme_takes_two_persons_and_one_is_in_force_at_a_time() -> None:
    first = waiting()
    with pytest.raises(Conflict, match="waits for a second person"):
        waiting()
    with pytest.raises(Denied, match="second person"):
        actions.adopt_programme(by=OFFICER, programme_id=first)
    actions.adopt_programme(by=MEMBER, programme_id=first)
    second = waiting(per_year=4)
    actions.refuse_programme(by=COUNSEL, programme_id=second, reason="Twice is enough")
    third = adopted(per_year=12)
    assert {row.id: row.state for row in queries.programmes()} == {
        first: "replaced", second: "refused", third: "in_force",
    }  # fmt: skip
    with pytest.raises(Conflict, match="answered already"):
        actions.refuse_programme(by=COUNSEL, programme_id=third, reason="Late")


@pytest.mark.parametrize(
    ("field", "value"), [("per_year", 5), ("days", 4), ("days", 61), ("channel", "pigeon"), ("text", "  ")]
)
def test_a_programme_that_says_too_little_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(BadInput) as told:
        waiting(**{field: value})
    assert told.value.field == field and not LogProgramme.objects.exists()


def test_without_a_programme_nobody_is_asked_and_nobody_can_be_put_down() -> None:
    with on(0):
        customer = supplied()
        with pytest.raises(Conflict, match="No programme"):
            actions.ask_for_log(by=OFFICER, customer_id=customer)
    with on(1), everybody():
        assert actions.ask_due() == 0 and not LogRun.objects.exists()


def test_every_customer_by_the_last_day_though_chance_takes_nobody_and_nobody_twice() -> None:
    with on(0):
        adopted(per_year=12)
        customers = two()
    with nobody():
        with on(6):  # 29 November: the run of that day
            assert actions.ask_due() == 0
        with on(7):
            assert (ask_for_logs.call(), ask_for_logs.call()) == (2, 0)
        with on(8):
            assert actions.ask_due() == 0
    assert {row.customer_id for row in LogRequest.objects.all()} == set(customers)
    assert {row.day.isoformat() for row in LogRequest.objects.all()} == {"2026-11-30"}
    assert prove().sound


def test_days_without_a_run_are_made_up_for_across_the_end_of_a_period() -> None:
    with on(0):
        adopted(per_year=12)
        supplied()
    with nobody():
        with on(1):
            actions.ask_due()
        with on(12):  # 5 December: the last of November had no run
            assert actions.ask_due() == 1
        with on(37):  # 30 December
            assert actions.ask_due() == 0
        with on(38):
            assert actions.ask_due() == 1, "the late one counted for November"
    late, december = LogRequest.objects.order_by("day")
    assert (late.day.isoformat(), late.period_from.isoformat()) == ("2026-12-05", "2026-11-01")
    assert december.period_from.isoformat() == "2026-12-01"


def test_whoever_is_supplied_no_longer_is_asked_no_longer_and_whoever_is_suspended_still_is() -> None:
    with on(0):
        adopted(per_year=12)
        gone, kept = two()
        [one] = entitlements_of(OFFICER, gone)
        [other] = entitlements_of(OFFICER, kept)
        actions.ask_for_log(by=MEMBER, customer_id=gone)
        asked(one.id, "end", "contract_over")
        asked(other.id)
    with on(1):
        assert entitlements.carry_out_due() == 2
    with on(2), everybody():
        assert actions.ask_due() == 1
    assert LogRequest.objects.get().customer_id == kept and not LogAsk.objects.exists()
    with on(2), pytest.raises(Conflict, match="Nothing is supplied"):
        actions.ask_for_log(by=MEMBER, customer_id=gone)


def test_a_request_goes_out_as_a_letter_in_one_text_with_one_deadline() -> None:
    with on(0):
        adopted()
        two()
    with on(1), everybody():
        assert actions.ask_due() == 2
    rows = queries.log_requests(LogRequestQuery()).rows
    texts = []
    for row in rows:
        assert row.letter_id is not None and row.state == "sent" and (row.due_on - row.day).days == GIVEN.days
        letter = letters.letter(row.letter_id)
        assert (letter.direction, letter.other, letter.channel) == ("out", row.customer_name, "post")
        assert row.reference in letter.subject and letter.recorder != OFFICER.name
        [document] = letter.documents
        text = evidence().open(document.sha256).decode()
        assert GIVEN.text in text and row.due_on.isoformat() in text
        texts.append(text.replace(row.reference, "").replace(row.customer_name, ""))
    assert len(set(texts)) == 1, "nothing else differs"


def test_whoever_was_put_down_looks_like_whoever_was_drawn() -> None:
    with on(0):
        adopted()
        first, second = two()
        actions.ask_for_log(by=MEMBER, customer_id=second)
    with on(1), patch("secrets.randbelow", lambda of: 0 if of <= 5 else of - 1):  # the five runs, and no draw
        assert actions.ask_due() == 1
    with on(2), patch("secrets.randbelow", lambda of: 0):
        actions.ask_due()
    put_down = LogRequest.objects.filter(customer_id=second).order_by("day").first()
    by_chance = LogRequest.objects.get(customer_id=first)
    assert put_down is not None and not LogAsk.objects.exists()
    alike = [one.attname for one in LogRequest._meta.get_fields() if one.concrete]
    differ = {name for name in alike if getattr(put_down, name) != getattr(by_chance, name)}
    assert differ == {"id", "reference", "customer_id", "customer_name", "folded", "day", "due_on", "letter_id"}

    def said(row: LogRequest) -> list[tuple[str, UUID]]:
        return [(one.act, one.actor_id) for one in Entry.objects.filter(about_id=row.id).order_by("seq")]

    assert said(put_down) == said(by_chance) == [("log_request.send", COMMITTEE_OFFICE.id)]


def test_asking_says_that_somebody_did_and_not_of_whom_and_twice_is_told_like_once() -> None:
    with on(0):
        adopted()
        customer = supplied()
        actions.ask_for_log(by=MEMBER, customer_id=customer)
    with on(1):
        actions.ask_for_log(by=COUNSEL, customer_id=customer)
    fields = {one.attname for one in LogAsk._meta.get_fields() if one.concrete}
    assert fields == {"customer_id", "until"}, "no person, no moment, no words"
    assert LogAsk.objects.get().until.isoformat() == "2026-11-28", "the earlier one stays"
    entries = Entry.objects.filter(act="log_request.ask")
    assert len(entries) == 2
    for one in entries:
        assert one.customer_id is None and one.about_id != customer and str(customer) not in one.body
    assert queries.log_requests(LogRequestQuery()).total == 0


def test_whoever_was_put_down_is_asked_by_the_fifth_run_though_chance_takes_nobody() -> None:
    with on(0):
        adopted()
        actions.ask_for_log(by=MEMBER, customer_id=supplied())
    with nobody():
        for days in range(1, 5):
            with on(days):
                assert actions.ask_due() == 0
        with on(5):
            assert actions.ask_due() == 1


def test_a_run_that_was_cut_off_behind_the_draw_is_finished_by_the_next() -> None:
    with on(0):
        adopted()
        supplied()
    with on(1), everybody():
        actions.draw_requests(by=COMMITTEE_OFFICE, day=clock.today())
    with on(3), nobody():
        assert actions.ask_due() == 1
    row = LogRequest.objects.get()
    assert (row.day.isoformat(), row.due_on.isoformat()) == ("2026-11-26", "2026-12-10")


def test_silence_is_seen_by_the_run_and_a_suspension_is_proposed_and_put_down() -> None:
    with on(0):
        adopted()
        customer = supplied()
    with on(1), everybody():
        actions.ask_due()
    row = LogRequest.objects.get().id
    with nobody():
        with on(15):  # its last day
            actions.ask_due()
            assert queries.log_request(row).state == "sent"
        with on(16):
            actions.ask_due()
    told = queries.log_request(row)
    assert (told.state, told.suspension, told.answerer) == ("silent", "proposed", "Committee office")
    assert queries.log_requests(LogRequestQuery(state="proposed")).proposed == 1
    with on(16):
        assert actions.follow_proposal(by=MEMBER, request_id=row) == 1
        with pytest.raises(Conflict, match="No suspension is proposed"):
            actions.leave_proposal(by=MEMBER, request_id=row, reason="They called")
    [change] = Change.objects.all()
    assert (change.change, change.code) == ("suspend", "information_outstanding")
    with on(17):
        entitlements.carry_out_due()
    [one] = entitlements_of(OFFICER, customer)
    assert one.state == "suspended"


def test_a_refusal_proposes_a_log_that_comes_after_all_takes_it_back_and_leaving_takes_another_person() -> None:
    with on(0):
        adopted()
        supplied()
    with on(1), everybody():
        actions.ask_due()
        row = LogRequest.objects.get().id
        actions.record_log_answer(by=ANALYST, request_id=row, answer="refused", day=clock.today())
        assert queries.log_request(row).suspension == "proposed"
        with pytest.raises(Conflict):
            actions.record_log_answer(by=ANALYST, request_id=row, answer="refused", day=clock.today())
        actions.record_log_answer(by=ANALYST, request_id=row, answer="partly", day=clock.today())
        assert queries.log_request(row).suspension == ""
        actions.record_log_answer(by=OFFICER, request_id=row, answer="refused", day=clock.today())
        with pytest.raises(Denied, match="second person"):
            actions.leave_proposal(by=OFFICER, request_id=row, reason="They are friends")
        with pytest.raises(BadInput):
            actions.leave_proposal(by=MEMBER, request_id=row, reason=" ")
        actions.leave_proposal(by=MEMBER, request_id=row, reason="A court forbids it; counsel has the order")
    told = queries.log_request(row)
    assert told.suspension == "left" and "court" in told.decided_because and not Change.objects.exists()


def test_an_answer_and_a_check_say_enough_or_are_refused() -> None:
    with on(0):
        adopted()
        supplied()
    with on(1), everybody():
        actions.ask_due()
        row, today = LogRequest.objects.get().id, clock.today()
        for answer, day, field in (
            ("maybe", today, "answer"), ("granted", today + timedelta(days=1), "day"),
            ("granted", today - timedelta(days=1), "day"), ("impossible", today, "note"),
        ):  # fmt: skip
            with pytest.raises(BadInput) as told:
                actions.record_log_answer(by=ANALYST, request_id=row, answer=answer, day=day)
            assert told.value.field == field
        with pytest.raises(Conflict, match="No log was given"):
            actions.record_log_check(by=ANALYST, request_id=row, result="unreadable", note="Empty")
        actions.record_log_answer(by=ANALYST, request_id=row, answer="granted", day=today)
        with pytest.raises(BadInput) as told:
            actions.record_log_check(by=ANALYST, request_id=row, result="sound")
        assert told.value.field == "head"
        actions.record_log_check(by=ANALYST, request_id=row, result="sound", head="ab" * 32, entries=12)
        with pytest.raises(BadInput) as told:
            actions.record_log_check(by=ANALYST, request_id=row, result="faults")
        assert told.value.field == "note"
    assert queries.log_request(row).check_entries == 12


def test_nobody_signed_in_draws_sends_or_notes_silence_and_sales_puts_nobody_down() -> None:
    adopted()
    seller = person(Role.SALES, name="sam seller")
    for by in (OFFICER, seller):
        with pytest.raises(Denied):
            actions.draw_requests(by=replace(by), day=clock.today())
    with pytest.raises(Denied):
        actions.ask_for_log(by=seller, customer_id=supplied())


def test_the_worker_asks_on_the_run_at_its_hour_and_every_hour_behind_it() -> None:
    assert LOGS in HOURLY
    with clock.at(datetime(2026, 11, 24, 2, 59, tzinfo=UTC)):
        before = enqueue_tick((NOON - timedelta(days=1)).date())
    DBTaskResult.objects.all().delete()
    with clock.at(datetime(2026, 11, 24, 3, 0, tzinfo=UTC)):
        enqueue_tick(before)
    assert LOGS in {row.task_path for row in DBTaskResult.objects.all()}
