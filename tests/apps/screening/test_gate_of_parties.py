"""What screening does to a file: its gate closes at once, its facts follow, and owners count."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from duecare.adapters import clock
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries.gate import screening_stage
from duecare.apps.assessments.rules.gate import StageState
from duecare.apps.parties import actions as parties
from duecare.apps.parties import queries as party_queries
from duecare.apps.parties.actions import BodyChange
from duecare.apps.screening import actions, queries
from duecare.apps.screening.models import Hit
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, COUNSEL, DAY, OFFICER
from tests.apps.screening.lists import FOUR, entry, taken_in
from tests.apps.screening.working import carry_out, follow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
UNIT = "Cyber Unit of Examplia"
SOMEBODY = entry("9", UNIT, schema="PublicBody")


def stage(deal_id: UUID) -> tuple[StageState, str]:
    (found,) = screening_stage(assessments.read_file(deal_id, clock.today()))
    return found.state, " ".join((found.detail, *found.missing))


def facts(deal_id: UUID) -> object:
    deployment = assessments.read_file(deal_id, clock.today()).deal.deployments[0].id
    return assessments.facts_of(deployment, clock.today())["parties.denied"].value


def unit(deal_id: UUID) -> UUID:
    using = assessments.read_file(deal_id, clock.today()).deal.deployments[0].using_body
    assert using is not None
    return using.id


def by_hand(body_id: UUID, result: str = "none") -> None:
    made = parties.record_screening(
        by=OFFICER, body_id=body_id, tool="by hand", list_date=DAY, result=result, note="Looked"
    )
    seen = party_queries.body(body_id).content_sha256
    parties.confirm_screening(by=ANALYST, screening_id=made, seen_sha256=seen)


def say(hit: Hit, verdict: str) -> UUID:
    seen = queries.hit(hit.id).seen
    return actions.dispose(by=OFFICER, hit_id=hit.id, verdict=verdict, reason="Looked up", seen=seen)


def test_without_any_list_the_record_by_hand_stands_alone() -> None:
    deal = deals.filed()
    assert stage(deal)[0] is StageState.OPEN
    by_hand(unit(deal))
    assert stage(deal)[0] is StageState.CLEARED and facts(deal) == "none"


def test_an_imported_list_closes_the_gate_until_the_parties_are_compared() -> None:
    deal = deals.filed()
    by_hand(unit(deal))
    taken_in(FOUR)
    state, said = stage(deal)
    assert state is StageState.OPEN and "Not yet compared" in said
    carry_out()
    assert stage(deal)[0] is StageState.CLEARED and facts(deal) == "none"


def test_the_comparison_counts_without_any_record_by_hand() -> None:
    deal = deals.filed()
    taken_in(FOUR)
    carry_out()
    assert stage(deal)[0] is StageState.CLEARED


def test_a_new_edition_that_changes_something_closes_at_once_and_one_that_does_not_closes_nothing() -> None:
    deal = deals.filed()
    taken_in(FOUR)
    carry_out()
    taken_in(FOUR, published=DAY)
    assert stage(deal)[0] is StageState.CLEARED
    taken_in((*FOUR, entry("5", "Newly Listed Works")), published=DAY)
    state, said = stage(deal)
    assert state is StageState.OPEN and "new edition of invented_list" in said
    carry_out()
    assert stage(deal)[0] is StageState.CLEARED


def test_a_changed_party_closes_at_once() -> None:
    deal = deals.filed()
    taken_in(FOUR)
    carry_out()
    parties.correct_body(
        by=OFFICER, body_id=unit(deal), seen_version=1, changes=BodyChange(aliases=("Quillmark Defence Works",))
    )
    state, said = stage(deal)
    assert state is StageState.OPEN and "particulars changed" in said
    follow()
    state, said = stage(deal)
    assert state is StageState.OPEN and "A hit is not judged" in said and facts(deal) == "possible"


def test_a_confirmed_hit_freezes_the_gate_and_a_clearance_opens_it() -> None:
    deal = deals.filed()
    taken_in((SOMEBODY, *FOUR))
    carry_out()
    hit = Hit.objects.get()
    assert stage(deal)[0] is StageState.OPEN
    say(hit, "confirmed")
    state, said = stage(deal)
    assert state is StageState.BLOCKED and "listed" in said and facts(deal) == "confirmed"
    made = say(hit, "cleared")
    assert stage(deal)[0] is StageState.BLOCKED, "until a second person agrees"
    actions.confirm_clearance(by=COUNSEL, disposition_id=made, seen=queries.hit(hit.id).seen)
    assert stage(deal)[0] is StageState.CLEARED and facts(deal) == "none"
    taken_in((replace(SOMEBODY, births=("1999",)), *FOUR))
    carry_out()
    state, said = stage(deal)
    assert state is StageState.OPEN and "dates of birth" in said


@pytest.mark.parametrize(("result", "expected"), [("confirmed", StageState.BLOCKED), ("possible", StageState.OPEN)])
def test_of_two_findings_the_worse_counts(result: str, expected: StageState) -> None:
    deal = deals.filed()
    taken_in(FOUR)
    carry_out()
    by_hand(unit(deal), result)
    assert stage(deal)[0] is expected and facts(deal) == result


def test_a_record_by_hand_takes_no_hit_away() -> None:
    deal = deals.filed()
    taken_in((SOMEBODY, *FOUR))
    carry_out()
    by_hand(unit(deal), "none")
    assert stage(deal)[0] is StageState.OPEN and facts(deal) == "possible"


def test_a_record_by_hand_that_is_too_old_is_not_missed_once_lists_are_read() -> None:
    deal = deals.filed()
    by_hand(unit(deal))
    with clock.at(clock.now() + timedelta(days=120)):
        assert stage(deal)[0] is StageState.OPEN
        taken_in(FOUR)
        carry_out()
        assert stage(deal)[0] is StageState.CLEARED


def test_owners_and_what_stands_above_are_parties_however_small_the_share() -> None:
    deal = deals.filed()
    taken_in(FOUR)
    carry_out()
    holder = parties.enter_body(by=OFFICER, name="Harbour Holding", kind="company", country="FRA")
    behind = parties.enter_body(by=OFFICER, name="Quillmark Defence Works", kind="company", country="THA")
    parties.record_ownership(by=ANALYST, owner_id=holder, owned_id=unit(deal), share=Decimal(60), start=DAY)
    parties.record_ownership(by=ANALYST, owner_id=behind, owned_id=holder, share=Decimal(2), start=DAY)
    state, said = stage(deal)
    assert state is StageState.OPEN and "Harbour Holding (above or owner): Not yet compared" in said
    follow()
    state, said = stage(deal)
    assert state is StageState.OPEN and said.count("(above or owner)") == 1 and "Quillmark" in said
    say(Hit.objects.get(), "confirmed")
    assert stage(deal)[0] is StageState.BLOCKED and facts(deal) == "confirmed"


def test_a_day_before_the_first_list_is_judged_without_it() -> None:
    with clock.at(clock.now() - timedelta(days=10)):
        deal = deals.filed()
    taken_in((SOMEBODY, *FOUR))
    carry_out()
    before = clock.today() - timedelta(days=5)
    found = assessments.read_file(deal, before)
    assert {state.why for state in found.screening().values()} == {"Not screened."}


def test_the_state_of_a_party_alone() -> None:
    deal = deals.filed()
    taken_in((SOMEBODY, *FOUR))
    carry_out()
    assert queries.party_states((unit(deal),), clock.today())[unit(deal)].state == "possible"
