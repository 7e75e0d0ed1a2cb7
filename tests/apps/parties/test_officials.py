"""Named officials and signatories: recorded, ended, refused, and erasable."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from duecare.apps.audit.models import Entry, PersonalValue
from duecare.apps.parties import actions, queries
from duecare.kernel.errors import BadInput, Conflict, NotFound
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST

pytestmark = pytest.mark.django_db
START = date(2024, 1, 1)


def somebody(birth: str = "1970-02-11") -> UUID:
    return actions.enter_body(by=ANALYST, name="Ludo Quaver", kind="person", country="THA", birth=birth)


def record(body: UUID, person: UUID, function: str = "Director", start: date = START, **more: object) -> UUID:
    return actions.record_official(
        by=ANALYST, body_id=body, person_id=person, function=function, start=start, **more  # type: ignore[arg-type]  # keywords by name
    )  # fmt: skip


def test_an_official_is_recorded_shown_and_ended() -> None:
    body, person = deals.body(), somebody()
    made = record(body, person, signs=True, source="Gazette 5")
    (row,) = queries.officials_of(body)
    assert (row.id, row.person.id, row.person.birth, row.function, row.signs) == (
        made, person, "1970-02-11", "Director", True,
    )  # fmt: skip
    assert queries.speaking_for((body, person), START) == {body: {person}}
    actions.end_official(by=ANALYST, official_id=made, until=date(2025, 1, 1))
    assert queries.officials_of(body, date(2024, 12, 31)) and not queries.officials_of(body, date(2025, 1, 1))
    assert queries.speaking_for((body,), date(2025, 1, 1)) == {}
    with pytest.raises(Conflict, match="ended already"):
        actions.end_official(by=ANALYST, official_id=made, until=date(2026, 1, 1))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"function": "  "}, "name the function"),
        ({"function": "x" * 121}, "longer than 120"),
        ({"until": START - timedelta(days=400)}, "ends before it starts"),
        ({"start": START + timedelta(days=9)}, "recorded already"),
    ],
)
def test_what_cannot_be_true_is_refused(change: dict[str, object], fault: str) -> None:
    body, person = deals.body(), somebody()
    record(body, person)
    given: dict[str, object] = {"function": "Director", "start": START - timedelta(days=400), **change}
    with pytest.raises(BadInput, match=fault):
        record(body, person, **given)  # type: ignore[arg-type]  # keywords by name


def test_the_same_function_may_return_after_it_ended() -> None:
    body, person = deals.body(), somebody()
    record(body, person, until=START + timedelta(days=10))
    record(body, person, start=START + timedelta(days=10))
    assert len(queries.officials_of(body)) == 2


def test_only_persons_that_exist_speak_for_a_body() -> None:
    body = deals.body()
    with pytest.raises(BadInput, match="an official is a person"):
        record(body, deals.body("Fund of Examplia"))
    with pytest.raises(NotFound):
        record(body, new_id())
    with pytest.raises(NotFound):
        actions.end_official(by=ANALYST, official_id=new_id(), until=START)


def test_the_log_holds_neither_name_nor_birth_nor_function() -> None:
    body, person = deals.body(), somebody()
    record(body, person, function="Director of Cyber Purchases")
    for entry in Entry.objects.filter(act__in=("body.enter", "official.record")):
        told = str(entry.body)
        assert "Quaver" not in told and "1970" not in told and "Cyber Purchases" not in told
    kept = set(PersonalValue.objects.values_list("key", "value"))
    assert {("birth", "1970-02-11"), ("function", "Director of Cyber Purchases")} <= kept, "erasable, beside the chain"


@pytest.mark.parametrize("birth", ["1970-13", "70", "11.02.1970", "1970-02-30", "1970-02-11T00:00"])
def test_a_birth_that_is_no_date_is_refused(birth: str) -> None:
    with pytest.raises(BadInput, match="no date of birth"):
        somebody(birth)


def test_only_a_person_was_born() -> None:
    with pytest.raises(BadInput, match="only a person"):
        actions.enter_body(by=ANALYST, name="Fund", kind="company", country="THA", birth="1970")
