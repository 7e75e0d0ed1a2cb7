"""Committees, conflicts, meetings, overrides, the adopted matrix."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from duecare.adapters import clock
from duecare.apps.governance import actions, queries
from duecare.apps.governance.models import AuthorityAdoption, Override
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied, DuecareError, NotFound

from .people import LOG_ACCESS, MOMENT, START, TODAY, found, in_meeting, known, officer, paper, vote

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _frozen(frozen: datetime) -> None:
    """Every test starts at the same moment."""


def test_independence_is_a_fact_about_roles() -> None:
    body = found()
    insider = known(Role.COMMITTEE_MEMBER, Role.COUNSEL, name="counsel five")
    with pytest.raises(Denied, match="independent"):
        actions.appoint_member(by=officer(), committee_id=body.id, person_id=insider.id, start=START, independent=True)
    actions.appoint_member(by=officer(), committee_id=body.id, person_id=insider.id, start=START)
    (row,) = queries.committees()
    assert row.independents == 1 and len(row.seats) == 5


@pytest.mark.parametrize("roles", [(Role.COUNSEL,), (Role.SALES, Role.COMMITTEE_MEMBER)])
def test_who_may_not_be_appointed(roles: tuple[Role, ...]) -> None:
    body = found()
    other = known(*roles, name="somebody else")
    with pytest.raises(Denied):
        actions.appoint_member(by=officer(), committee_id=body.id, person_id=other.id, start=START)
    with pytest.raises(NotFound):
        actions.appoint_member(by=officer(), committee_id=body.id, person_id=uuid4(), start=START)


def test_nobody_appoints_themself_and_there_is_one_chair() -> None:
    body = found()
    both = known(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER, name="officer and member")
    with pytest.raises(Denied, match="themself"):
        actions.appoint_member(by=both, committee_id=body.id, person_id=both.id, start=START)
    with pytest.raises(Conflict, match="chair"):
        actions.appoint_member(by=officer(), committee_id=body.id, person_id=both.id, start=START, chair=True)
    with pytest.raises(Conflict, match="seat"):
        actions.appoint_member(by=officer(), committee_id=body.id, person_id=body.first.id, start=START)


def test_a_seat_that_ended_votes_no_more() -> None:
    body = found()
    file = paper("moderate")
    decision = actions.open_decision(by=officer(), paper=file)
    seat = next(seat for seat in queries.committee(body.id).committee.seats if seat.person_id == body.first.id)
    actions.end_membership(by=officer(), membership_id=seat.id, end=TODAY, reason="Left the company.")
    with pytest.raises(Denied, match="no seat"):
        vote(decision, body.first, "for", file.sha256)
    with pytest.raises(Conflict):
        actions.end_membership(by=officer(), membership_id=seat.id, end=TODAY, reason="Again.")
    assert [row.name for row in queries.committee(body.id).former] == [body.first.name]


def test_nobody_ends_their_own_conflict() -> None:
    body = found()
    declaration = actions.declare_conflict(
        by=officer(), person_id=officer().id, kind="country", ref="THA", label="Thailand", reason="Family", start=START
    )
    with pytest.raises(Denied, match="own"):
        actions.end_conflict(by=officer(), declaration_id=declaration, until=TODAY, reason="Moved.")
    actions.end_conflict(by=officer("officer two"), declaration_id=declaration, until=TODAY, reason="Moved.")
    with pytest.raises(Denied, match="your own"):
        actions.declare_conflict(
            by=body.chair, person_id=body.first.id, kind="country", ref="THA", label="", reason="Gossip", start=START
        )
    with pytest.raises(BadInput):
        actions.declare_conflict(
            by=body.chair, person_id=body.chair.id, kind="mood", ref="THA", label="", reason="x", start=START
        )


def test_minutes_are_drafted_from_the_record_and_adopted_once() -> None:
    body = found()
    file = paper()
    decision = actions.open_decision(by=officer(), paper=file)
    meeting = in_meeting(decision, body, officer())
    actions.put_on_agenda(by=body.chair, meeting_id=meeting, title="Training of operators")
    actions.recuse(by=body.second, decision_id=decision, reason="A cousin works there.")
    vote(decision, body.chair, "for", file.sha256)
    vote(decision, body.independent, "for_with_conditions", file.sha256, LOG_ACCESS)
    vote(decision, body.first, "against", file.sha256)
    actions.write_dissent(by=body.first, decision_id=decision, text="Oversight is on paper only.")
    actions.close_decision(by=body.chair, decision_id=decision, seen_votes=3)
    draft = queries.meeting(meeting).draft
    for words in (
        "1. Harbour Police of Northland (invented): new deployment (D-2026-001)",
        f"{body.second.name} stood aside: A cousin works there.",
        f"{body.independent.name}: for, with conditions.",
        "Condition: The customer opens its access log on request.",
        f"Dissent of {body.first.name}: Oversight is on paper only.",
        "Result: approved with conditions.",
        "2. Training of operators",
    ):
        assert words in draft
    actions.adopt_minutes(by=body.chair, meeting_id=meeting, text=draft)
    assert queries.meeting(meeting).minutes == draft
    with pytest.raises(Conflict):
        actions.adopt_minutes(by=officer(), meeting_id=meeting, text="Other words.")
    with pytest.raises(Conflict, match="minutes"):
        actions.put_on_agenda(by=officer(), meeting_id=meeting, title="Late")


def test_another_committees_paper_is_not_on_this_agenda() -> None:
    body, board = found(), found("board", "Board")
    decision = actions.open_decision(by=officer(), paper=paper())
    meeting = actions.plan_meeting(by=officer(), committee_id=board.id, held_on=TODAY)
    with pytest.raises(BadInput, match="another committee"):
        actions.put_on_agenda(by=officer(), meeting_id=meeting, decision_id=decision)
    with pytest.raises(Denied, match="no seat"):
        actions.put_on_agenda(by=body.chair, meeting_id=meeting, title="Mine")
    with pytest.raises(BadInput):
        actions.plan_meeting(by=officer(), committee_id=board.id, held_on=TODAY - timedelta(days=1))


def test_an_override_takes_a_second_person_and_ends_by_itself() -> None:
    subject = uuid4()
    expires = TODAY + timedelta(days=90)

    def propose() -> object:
        return actions.propose_override(
            by=officer(),
            kind="class",
            subject_id=subject,
            customer_id=None,
            label="C-2026-001",
            from_value="high",
            to_value="elevated",
            reason="The unit was split; only the rescue service remains.",
            expires_on=expires,
        )

    propose()
    with pytest.raises(Conflict, match="second person"):
        propose()
    (row,) = queries.overrides()
    assert queries.override_in_force(subject, "class", TODAY) is None, "a proposal changes nothing"
    with pytest.raises(Denied, match="second person"):
        actions.confirm_override(by=officer(), override_id=row.id, reason="Yes.")
    with pytest.raises(IntegrityError), transaction.atomic():
        Override.objects.filter(id=row.id).update(state="confirmed", answered_by=officer().id)
    actions.confirm_override(by=officer("officer two"), override_id=row.id, reason="Read the decree.")
    assert queries.override_in_force(subject, "class", TODAY) is not None
    assert queries.override_in_force(subject, "class", expires) is None
    with pytest.raises(Conflict):
        actions.refuse_override(by=officer("officer two"), override_id=row.id, reason="No.")
    actions.record_outcome(by=officer(), override_id=row.id, outcome="No allegation in the period.")
    assert queries.overrides()[0].outcome == "No allegation in the period."
    with pytest.raises(Conflict):
        actions.record_outcome(by=officer(), override_id=row.id, outcome="Better words.")


def test_an_altered_matrix_decides_nothing() -> None:
    found()
    actions.adopt_authority(by=officer(), code="default", start=TODAY)
    assert queries.matrix(TODAY).code == "default" and queries.adopted(TODAY)
    AuthorityAdoption.objects.update(sha256="0" * 64)
    with pytest.raises(DuecareError, match="altered"):
        actions.open_decision(by=officer(), paper=paper())
    with pytest.raises(NotFound):
        actions.adopt_authority(by=officer(), code="none-such", start=TODAY)


def test_seats_count_from_their_first_day() -> None:
    body = found()
    late = known(Role.COMMITTEE_MEMBER, name="late member")
    actions.appoint_member(
        by=officer(), committee_id=body.id, person_id=late.id, start=TODAY + timedelta(days=1), independent=True
    )
    file = paper()
    decision = actions.open_decision(by=officer(), paper=file)
    with pytest.raises(Denied, match="no seat"):
        vote(decision, late, "for", file.sha256)
    with clock.at(MOMENT + timedelta(days=1)):
        vote(decision, late, "for", file.sha256)


def test_minutes_name_who_sat_there_on_the_day_of_the_meeting() -> None:
    body = found()
    meeting = actions.plan_meeting(by=officer(), committee_id=body.id, held_on=TODAY)
    late = known(Role.COMMITTEE_MEMBER, name="late member")
    actions.appoint_member(by=officer(), committee_id=body.id, person_id=late.id, start=TODAY + timedelta(days=1))
    (seat,) = (one for one in queries.committee(body.id).committee.seats if one.person_id == body.second.id)
    actions.end_membership(by=officer(), membership_id=seat.id, end=TODAY + timedelta(days=1), reason="Moved away.")
    with clock.at(MOMENT + timedelta(days=2)):
        draft = queries.meeting(meeting).draft
    assert body.second.name in draft and late.name not in draft
