"""Days of runs, what a scope may hold, what a signed text says: no database."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from duecare.adapters.signing import create_key, open_token, token
from duecare.apps.entitlements.rules.changing import CODES, check_change, due_day, next_run
from duecare.apps.entitlements.rules.scope import Decided, Scope, checked, within
from duecare.apps.entitlements.rules.signed import file_payload, read_statement, state_payload
from duecare.apps.entitlements.rules.states import ENTITLEMENT, shown
from duecare.kernel.errors import BadInput, Denied
from duecare.kernel.states import unreachable

DAY = date(2026, 11, 23)
SCOPE = Scope((" Unlock ", "Extract", "Extract"), 5, ("THA", "THA"), DAY, DAY + timedelta(days=365))
ROW = {
    "entitlement": "E-2026-001", "serial": 2, "customer": "C-2026-001 Unit", "product": "NL-1 One",
    "product_version": "", "functions": ["Unlock"], "numbers": 5, "places": ["THA"], "from": "2026-11-23",
    "until": "2027-11-22", "state": "in_force", "code": "", "since": "2026-11-23",
}  # fmt: skip
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "due", "following"),
    [
        ("2026-11-23T02:59:59+00:00", "UTC", "2026-11-22", "2026-11-23"),
        ("2026-11-23T03:00:00+00:00", "UTC", "2026-11-23", "2026-11-24"),
        ("2026-11-23T23:59:59+00:00", "UTC", "2026-11-23", "2026-11-24"),
        ("2026-11-24T00:00:00+00:00", "UTC", "2026-11-23", "2026-11-24"),
        ("2026-11-23T20:00:00+00:00", "Asia/Bangkok", "2026-11-24", "2026-11-25"),
        ("2026-11-23T19:59:59+00:00", "Asia/Bangkok", "2026-11-23", "2026-11-24"),
    ],
)
def test_a_run_belongs_to_its_day_whatever_midnight_says(moment: str, zone: str, due: str, following: str) -> None:
    now = datetime.fromisoformat(moment)
    assert due_day(now, zone).isoformat() == due
    assert next_run(now, zone).isoformat() == following


def test_what_is_asked_a_moment_before_the_run_and_a_moment_after_it_are_a_day_apart() -> None:
    hour = datetime(2026, 11, 23, 3, tzinfo=UTC)
    assert next_run(hour - timedelta(microseconds=1), "UTC") + timedelta(days=1) == next_run(hour, "UTC")


def test_a_change_has_a_code_from_its_closed_list_and_no_other() -> None:
    for change, codes in CODES.items():
        for code in codes:
            check_change(change, code)
    for change, code in (("delete", "review"), ("suspend", "contract_over"), ("suspend", "misuse"), ("end", "review")):
        with pytest.raises(BadInput):
            check_change(change, code)
    assert set(CODES["suspend"]) >= {"review", "renewal_due", "committee_office"}, "also of ordinary reviews"


def test_a_scope_is_kept_in_one_form() -> None:
    kept = checked(SCOPE, DAY)
    assert (kept.functions, kept.places) == (("Extract", "Unlock"), ("THA",))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"functions": (" ",)}, "functions"),
        ({"functions": tuple(str(n) for n in range(51))}, "functions"),
        ({"functions": ("x" * 81,)}, "functions"),
        ({"functions": ("a\u202eb",)}, "functions"),
        ({"numbers": 0}, "numbers"),
        ({"numbers": 1_000_000}, "numbers"),
        ({"places": ()}, "places"),
        ({"places": ("XXX",)}, "places"),
        ({"ends_on": DAY - timedelta(days=1)}, "ends_on"),
        ({"starts_on": DAY - timedelta(days=9), "ends_on": DAY - timedelta(days=1)}, "ends_on"),
        ({"ends_on": DAY + timedelta(days=732)}, "ends_on"),
    ],
)
def test_a_scope_that_permits_nothing_or_too_long_is_refused_by_its_field(more: dict[str, object], field: str) -> None:
    with pytest.raises(BadInput) as refused:
        checked(replace(SCOPE, **more), DAY)  # type: ignore[arg-type]  # fields of a scope
    assert refused.value.field == field


def test_only_what_was_decided_needs_no_second_person_and_unknown_is_never_within() -> None:
    one = checked(SCOPE, DAY)
    assert within(one, Decided("D-1", 5, "THA"))
    assert not within(one, None)
    assert not within(one, Decided("D-1", None, "THA"))
    assert not within(one, Decided("D-1", 5, ""))
    assert not within(one, Decided("D-1", 4, "THA"))
    assert not within(replace(one, places=("KHM", "THA")), Decided("D-1", 5, "THA"))


def test_days_move_the_state_and_a_suspended_one_is_not_waited_out() -> None:
    start, end = DAY, DAY + timedelta(days=1)
    told = [shown("in_force", start, end, DAY + timedelta(days=n)) for n in (-1, 0, 1, 2)]
    assert told == ["not_yet", "in_force", "in_force", "expired"]
    assert shown("suspended", start, end, DAY + timedelta(days=9)) == "suspended"


def test_every_state_is_reached() -> None:
    assert not unreachable(ENTITLEMENT)


def test_a_file_says_what_is_permitted_and_an_answer_only_the_state(tmp_path: object) -> None:
    found = read_statement(file_payload(ROW), NOW)
    assert (found.entitlement, found.serial, found.permits["numbers"], found.expires) == ("E-2026-001", 2, 5, None)
    assert found.permitted(DAY) and found.permitted(date(2027, 11, 22)) and not found.permitted(date(2027, 11, 23))
    answer = read_statement(state_payload(ROW, NOW), NOW)
    assert answer.permits == {} and answer.expires == NOW + timedelta(hours=24)
    assert not {"functions", "customer", "product", "reason"} & set(json.loads(state_payload(ROW, NOW)))
    assert not read_statement(file_payload(ROW | {"state": "suspended"}), NOW).permitted(DAY)


@pytest.mark.parametrize("hours", [-1, 24, 48])
def test_an_answer_is_good_for_a_day(hours: int) -> None:
    read_statement(state_payload(ROW, NOW), NOW + timedelta(hours=23, minutes=59))
    with pytest.raises(Denied):
        read_statement(state_payload(ROW, NOW), NOW + timedelta(hours=hours))


@pytest.mark.parametrize(
    "payload", [None, b"", b"{}", b"[]", b'{"v":"duecare/gate/1"}', b'{"v":"duecare/entitlement/1"}']
)
def test_anything_else_entitles_to_nothing(payload: bytes | None) -> None:
    with pytest.raises(Denied):
        read_statement(payload, NOW)


def test_one_changed_letter_is_found(tmp_path: object) -> None:
    from pathlib import Path

    key = create_key(Path(str(tmp_path)) / "key.pem")
    text = token(key, file_payload(ROW))
    assert open_token(key.public, text) == file_payload(ROW)
    for place in (3, len(text) // 2, len(text) - 5):
        other = text[:place] + ("A" if text[place] != "A" else "B") + text[place + 1 :]
        with pytest.raises(Denied):
            read_statement(open_token(key.public, other), NOW)
