"""Where a hit stands is kept beside it for the queue; after every act it is what words, party and entry say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from duecare.apps.parties import actions as parties
from duecare.apps.parties.actions import BodyChange
from duecare.apps.screening import actions, queries
from duecare.apps.screening.models import Hit
from duecare.apps.screening.queries import HitListQuery
from duecare.apps.screening.rules.dispositions import STANDINGS, UNSETTLED
from duecare.apps.screening.rules.entries import Name
from duecare.kernel.actor import Role
from tests.apps.screening.lists import FOUR, taken_in
from tests.apps.screening.test_judging import NAME, OFFICER, SECOND, cleared, listed_anew, say, struck
from tests.apps.screening.test_outside import imported, line, look, results
from tests.apps.screening.working import carry_out, follow
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
RENAMED = replace(FOUR[0], names=(Name(NAME), Name("Blackthorn Group", "alias")))


def check(*expected: str) -> None:
    """What is kept is what is computed, the queue finds each hit in its state alone, and counts those to judge."""
    stand = {row.id: queries.hit(row.id).row.standing.state for row in Hit.objects.all()}
    assert sorted(stand.values()) == sorted(expected)
    kept = Hit.objects.values_list("id", "standing", "to_judge")
    assert {one: (state, asks) for one, state, asks in kept} == {
        one: (state, state in UNSETTLED) for one, state in stand.items()
    }
    for state in STANDINGS:
        found = queries.hit_list(HitListQuery(state=state))
        assert {row.id for row in found.rows} == {one for one, now in stand.items() if now == state}, state
        assert found.total == len(found.rows)
    asked = queries.hit_list(HitListQuery())
    assert {row.id for row in asked.rows} == {one for one, now in stand.items() if now in UNSETTLED}
    assert asked.total == sum(asked.counts.values()) == sum(asked.lists.values()) == len(asked.rows)


def the_hit() -> Hit:
    return Hit.objects.get()


def agree(made: Any) -> None:
    actions.confirm_clearance(by=SECOND, disposition_id=made, seen=queries.hit(the_hit().id).seen)


def correct(**changes: Any) -> None:
    body = the_hit().body
    parties.correct_body(by=OFFICER, body_id=body.id, seen_version=body.version, changes=BodyChange(**changes))
    follow()


def test_judging() -> None:
    hit = struck()
    check("open")
    say(hit, "ask")
    check("asked")
    made = say(hit)
    check("waiting")
    actions.return_clearance(by=SECOND, disposition_id=made, reason="The seat was not looked up")
    check("asked")
    agree(say(hit))
    check("cleared")
    say(hit, "confirmed")
    check("confirmed")
    made = say(hit)
    check("confirmed")  # one person's clearance of what was confirmed
    agree(made)
    check("cleared")
    actions.assign_hit(by=OFFICER, hit_id=hit.id, person_id=None)
    check("cleared")


def test_lists_that_change() -> None:
    cleared()
    listed_anew(replace(FOUR[0], remarks="See note"), *FOUR[1:])
    check("cleared")
    listed_anew(RENAMED, *FOUR[1:])
    check("lapsed")
    made = say(the_hit())
    check("waiting")
    agree(made)
    check("cleared")
    listed_anew(*FOUR[1:])
    check("gone")
    listed_anew(RENAMED, *FOUR[1:])
    check("cleared")
    say(the_hit(), "confirmed")
    listed_anew(*FOUR[1:])
    check("delisted")
    listed_anew(RENAMED, *FOUR[1:])
    check("confirmed")


def test_parties_that_change() -> None:
    cleared()
    correct(native_name="แบล็กธอร์น")
    check("lapsed")
    agree(say(the_hit()))
    check("cleared")
    correct(name="Harbour Bakery", native_name="")
    check("gone")
    correct(name=NAME)
    check("lapsed")


@pytest.mark.parametrize(("verdict", "after"), [("confirmed", "delisted"), ("ask", "gone"), ("", "gone")])
def test_a_list_that_is_withdrawn(verdict: str, after: str) -> None:
    hit = struck()
    if verdict:
        say(hit, verdict)
    asked = actions.ask_withdrawal(by=OFFICER, code=hit.list_code, reason="A test file")
    check({"confirmed": "confirmed", "ask": "asked", "": "open"}[verdict])
    actions.withdraw_list(by=SECOND, withdrawal_id=asked)
    check(after)
    carry_out()
    check(after)


def test_a_result_from_elsewhere_that_holds() -> None:
    hit = struck()
    actions.draw_results(by=OFFICER, import_id=imported(line(hit.body_id)), seed="seven", size=1)
    look(results()[0].id)
    check("waiting")


def _gone() -> None:
    cleared()
    listed_anew(*FOUR[1:])


def _delisted() -> None:
    say(struck(), "confirmed")
    listed_anew(*FOUR[1:])


def _lapsed() -> None:
    cleared()
    listed_anew(RENAMED, *FOUR[1:])


@pytest.mark.parametrize(
    ("state", "made"),
    [("open", struck), ("cleared", cleared), ("gone", _gone), ("delisted", _delisted), ("lapsed", _lapsed),
     ("waiting", lambda: say(struck())), ("asked", lambda: say(struck(), "ask"))],
)  # fmt: skip
def test_hits_of_before_are_written_down_when_the_database_is_brought_up_to_date(
    state: str, made: Callable[[], object]
) -> None:
    made()
    Hit.objects.update(standing="open", to_judge=True)
    import_module("duecare.apps.screening.migrations.0006_standing_of_hits").write_where_hits_stand(apps, connection)
    check(state)


def test_the_database_refuses_a_hit_that_stands_settled_and_waits() -> None:
    struck()
    with pytest.raises(IntegrityError), transaction.atomic():
        Hit.objects.update(standing="cleared", to_judge=True)


def test_each_party_has_its_own() -> None:
    say(struck(), "confirmed")
    parties.enter_body(by=person(Role.SALES), name=NAME, kind="company", country="MYS")
    follow()
    check("confirmed", "open")
    taken_in(FOUR[1:])
    carry_out()
    check("delisted", "gone")
