"""A check that records itself: once, at the request the log was given upon, and of no other log."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest

from duecare.adapters import clock
from duecare.apps.audit.models import Entry
from duecare.apps.audit.queries import prove
from duecare.apps.entitlements.queries import entitlement
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.models import LogRequest
from duecare.apps.monitoring.rules.log_copies import SHOWN, Copy
from duecare.kernel.actor import Role
from duecare.kernel.errors import Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from tests.apps.entitlements.issued import another, issued
from tests.conftest import person

from .asked_for_logs import ANALYST, OFFICER, adopted

pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
FOUND = Copy("ab" * 16, "cd" * 32, entries=412, sealed=409, head="ef" * 32, last=date(2026, 11, 25))
CUT = "entry 409, seen when the log was checked before, is gone"


@contextmanager
def on(days: float) -> Iterator[None]:
    with clock.at(NOON + timedelta(days=days)):
        yield


def given(*codes: str) -> list[UUID]:
    """Requests to as many customers, a log given upon each; it is the day after."""
    with on(0):
        adopted()
        customers = [entitlement(OFFICER, issued(another(code))).customer_id for code in codes]
    with on(1), patch("secrets.randbelow", lambda of: 0):
        actions.ask_due()
        rows = [LogRequest.objects.get(customer_id=one).id for one in customers]
        for row in rows:
            actions.record_log_answer(by=ANALYST, request_id=row, answer="granted", day=clock.today())
    return rows


def keep(row: UUID, copy: Copy = FOUND) -> None:
    with on(3):
        actions.record_checked_copy(by=ANALYST, request_id=row, copy=copy)


def test_it_is_recorded_in_one_entry_with_the_hash_of_the_file_and_once() -> None:
    [row] = given("NL-ONE")
    before = Entry.objects.count()
    keep(row)
    told = queries.log_request(row)
    assert (told.check_result, told.check_head, told.check_entries) == ("sound", "ef" * 32, 412)
    assert (told.check_log, told.check_file, told.checked_on) == ("ab" * 16, "cd" * 32, date(2026, 11, 26))
    entry = Entry.objects.order_by("-seq")[0]
    assert Entry.objects.count() == before + 1 and entry.act == "log_request.check" and entry.about_id == row
    assert "cd" * 32 in entry.body and "duecare usage-log check" in entry.body and prove().sound
    [seen] = queries.seen_of("ab" * 16)
    assert (seen.sealed, seen.head, seen.reference) == (409, "ef" * 32, told.reference)
    with pytest.raises(Conflict, match="recorded already"):
        keep(row)
    assert Entry.objects.count() == before + 1


def test_what_was_found_is_kept_in_words_and_no_head_of_a_log_that_does_not_hold() -> None:
    [row] = given("NL-ONE")
    faults = tuple(f"line {number}: it was altered" for number in range(SHOWN + 5))
    keep(row, replace(FOUND, faults=faults, more=7))
    told = queries.log_request(row)
    assert told.check_result == "faults" and told.check_head == "" and told.check_note.endswith("and 12 more")
    assert told.check_note.count("\n") == SHOWN


def test_a_file_in_which_nothing_is_readable_says_so() -> None:
    [row] = given("NL-ONE")
    keep(row, Copy("", "cd" * 32, 0, None, "", None, ("line 1: this is no entry",)))
    assert queries.log_request(row).check_result == "unreadable"
    assert queries.seen_of("") == (), "no number is no log"


@pytest.mark.parametrize(
    ("copy", "says"),
    [
        (replace(FOUND, foreign=True, faults=("line 1: another key",)), "another key than was agreed"),
        (replace(FOUND, last=date(2026, 11, 23)), "before the day of the request"),
    ],
)
def test_another_log_or_an_older_copy_is_refused_and_nothing_is_written(copy: Copy, says: str) -> None:
    [row] = given("NL-ONE")
    before = Entry.objects.count()
    with pytest.raises(Conflict, match=says) as told:
        keep(row, copy)
    assert told.value.todo and queries.log_request(row).check_result == "" and Entry.objects.count() == before


def test_the_log_of_another_customer_is_refused_whichever_came_first() -> None:
    one, other = given("NL-ONE", "NL-TWO")
    keep(one)
    with pytest.raises(Conflict, match="another customer"):
        keep(other)
    assert queries.log_request(other).check_result == ""
    keep(other, replace(FOUND, log="12" * 16))


def test_a_copy_that_ends_before_an_earlier_one_did_is_refused_and_a_longer_one_is_held_against_it() -> None:
    [row] = given("NL-ONE")
    keep(row)
    customer = LogRequest.objects.get().customer_id
    with on(4):
        actions.ask_for_log(by=OFFICER, customer_id=customer)
    with on(5), patch("secrets.randbelow", lambda of: 0):
        actions.ask_due()
        later = LogRequest.objects.exclude(id=row).get().id
        actions.record_log_answer(by=ANALYST, request_id=later, answer="granted", day=clock.today())
        with pytest.raises(Conflict, match="ends before an earlier one"):
            actions.record_checked_copy(
                by=ANALYST, request_id=later, copy=replace(FOUND, entries=300, last=date(2026, 11, 29), faults=(CUT,))
            )
        longer = replace(FOUND, entries=600, sealed=590, head="01" * 32, last=date(2026, 11, 29))
        actions.record_checked_copy(by=ANALYST, request_id=later, copy=longer)
    assert [one.sealed for one in queries.seen_of("ab" * 16)] == [409, 590]


def test_no_log_given_no_request_or_no_role_records_nothing() -> None:
    with on(0):
        adopted()
        entitlement(OFFICER, issued(another("NL-ONE")))
    with on(1), patch("secrets.randbelow", lambda of: 0):
        actions.ask_due()
    row = LogRequest.objects.get().id
    with pytest.raises(Conflict, match="No log was given"):
        keep(row)
    with pytest.raises(NotFound):
        keep(new_id())
    seller = person(Role.SALES, name="sam seller")
    with pytest.raises(Denied):
        actions.record_checked_copy(by=seller, request_id=row, copy=FOUND)


def test_a_check_by_hand_takes_its_place_and_names_no_file() -> None:
    [row] = given("NL-ONE")
    keep(row)
    with on(3):
        actions.record_log_check(by=ANALYST, request_id=row, result="unreadable", note="Another file was checked")
    told = queries.log_request(row)
    assert (told.check_result, told.check_log, told.check_file) == ("unreadable", "", "")
