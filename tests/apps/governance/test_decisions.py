"""A decision from its opening to its signed record."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.conf import settings as configured
from django.db import IntegrityError, transaction

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.adapters.signing import verifies
from duecare.apps.audit.queries import entries, prove
from duecare.apps.governance import actions, queries
from duecare.apps.governance.models import Vote
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.apps.governance.tasks import lapse_unratified
from duecare.kernel.actor import SYSTEM
from duecare.kernel.errors import BadInput, Conflict, Denied

from .people import (
    LOG_ACCESS,
    MOMENT,
    TODAY,
    Body,
    found,
    in_meeting,
    officer,
    opened,
    paper,
    state,
    vote,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


def test_a_meeting_approves_with_the_conditions_of_plan_and_votes(body: Body) -> None:
    plan = ProposedCondition("Operators are trained.", "M-11", precedent=False)
    file = paper(conditions=(plan,))
    decision = opened(body, file)
    vote(decision, body.chair, "for", file.sha256)
    vote(decision, body.independent, "for_with_conditions", file.sha256, LOG_ACCESS)
    vote(decision, body.first, "against", file.sha256)
    assert actions.close_decision(by=officer(), decision_id=decision, seen_votes=3) == "approved_with_conditions"
    force = queries.decision_in_force(file.subject_id, file.sha256)
    assert force is not None and not force.provisional
    assert force.conditions == (plan, LOG_ACCESS)
    assert queries.decision_in_force(file.subject_id, "0" * 64) is None
    assert prove().sound


def test_the_record_is_signed_and_says_what_was_decided_by_whom_on_what(body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    for member, choice in zip(body.all(), ("for", "for", "against", "for"), strict=True):
        vote(decision, member, choice, file.sha256)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
    actions.write_dissent(by=body.first, decision_id=decision, text="The covert mode cannot be audited.")
    first, second = queries.records(decision)
    for record in (first, second):
        assert verifies(audit_key().public, record.body.encode(), base64.b64decode(record.signature))
    told, later = json.loads(first.body), json.loads(second.body)
    assert told["paper"]["sha256"] == file.sha256
    assert [one["choice"] for one in told["votes"]] == ["for", "for", "against", "for"]
    assert {one["seen_sha256"] for one in told["votes"]} == {file.sha256}
    assert told["votes"][1]["independent"] is True
    assert told["outcome"]["for"] == 3 and told["authority"]["row"]["class"] == "elevated"
    before_closing = next(entry for entry in entries() if entry.act == "decision.vote")
    assert told["audit_chain"] == {"seq": before_closing.seq, "head": before_closing.head}
    assert told["dissents"] == [] and later["dissents"][0]["text"] == "The covert mode cannot be audited."
    assert (told["occasion"], later["occasion"], later["version"]) == ("closed", "dissent", 2)


def test_a_vote_is_given_once_and_on_the_paper_that_was_read(body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    with pytest.raises(Conflict, match="paper you read"):
        vote(decision, body.chair, "for", "0" * 64)
    vote(decision, body.chair, "for", file.sha256)
    with pytest.raises(Conflict, match="voted already"):
        vote(decision, body.chair, "against", file.sha256)
    assert queries.decision(officer(), decision).votes[0].choice == "for"
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(
            decision_id=decision,
            position=9,
            person_id=body.chair.id,
            choice="for",
            reason="again",
            independent=False,
            chair=True,
            seen_sha256=file.sha256,
            at=MOMENT,
        )


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_vote_without_a_reason_or_conditions_is_refused(body: Body, reason: str) -> None:
    file = paper()
    decision = opened(body, file)
    with pytest.raises(BadInput, match="reason"):
        actions.cast_vote(by=body.chair, decision_id=decision, choice="for", reason=reason, seen_sha256=file.sha256)
    with pytest.raises(BadInput, match="conditions"):
        vote(decision, body.chair, "for_with_conditions", file.sha256)
    with pytest.raises(BadInput, match="conditional"):
        vote(decision, body.chair, "against", file.sha256, LOG_ACCESS)


def test_the_requester_and_the_account_team_never_vote_or_close(body: Body) -> None:
    file = paper(requester=body.first.id, team=(officer("team officer").id,))
    decision = opened(body, file)
    with pytest.raises(Denied, match="does not decide"):
        vote(decision, body.first, "for", file.sha256)
    for member in (body.chair, body.independent):
        vote(decision, member, "for", file.sha256)
    with pytest.raises(Conflict, match="quorum"):
        actions.close_decision(by=officer(), decision_id=decision, seen_votes=2)
    vote(decision, body.second, "for", file.sha256)
    with pytest.raises(Denied, match="does not decide"):
        actions.close_decision(by=officer("team officer"), decision_id=decision, seen_votes=3)
    with pytest.raises(Conflict, match="2 members may vote, 3 are needed"):
        actions.open_decision(by=officer(), paper=paper(requester=body.first.id, team=(body.second.id,)))


def test_a_bench_that_could_never_decide_is_told_at_once(body: Body) -> None:
    actions.declare_conflict(
        by=body.independent,
        person_id=body.independent.id,
        kind="country",
        ref="THA",
        label="Thailand",
        reason="Family there",
        start=TODAY,
    )
    with pytest.raises(Conflict, match="independent"):
        actions.open_decision(by=officer(), paper=paper())
    assert actions.open_decision(by=officer(), paper=paper(countries=("DEU",)))
    assert actions.open_decision(by=officer(), paper=paper("moderate"))


def test_a_conflict_declared_after_the_vote_takes_the_vote_out(body: Body) -> None:
    file = paper("moderate")
    decision = opened(body, file)
    for member in (body.chair, body.first, body.second):
        vote(decision, member, "for", file.sha256)
    actions.recuse(by=body.second, decision_id=decision, reason="My brother was hired by the agency.")
    with pytest.raises(Conflict, match="2 of 3"):
        actions.close_decision(by=officer(), decision_id=decision, seen_votes=3)
    vote(decision, body.independent, "for", file.sha256)
    assert actions.close_decision(by=body.chair, decision_id=decision, seen_votes=4) == "approved"
    aside = queries.decision(officer(), decision).aside
    assert [one.name for one in aside] == [body.second.name]


def test_a_new_vote_stops_whoever_closes(body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    for member in (body.chair, body.independent, body.first):
        vote(decision, member, "for", file.sha256)
    with pytest.raises(Conflict, match="You saw 2 votes; there are 3"):
        actions.close_decision(by=officer(), decision_id=decision, seen_votes=2)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=3)
    with pytest.raises(Conflict, match="approved"):
        actions.close_decision(by=body.chair, decision_id=decision, seen_votes=3)
    with pytest.raises(Conflict):
        vote(decision, body.second, "against", file.sha256)


def test_a_meeting_to_come_or_without_agenda_decides_nothing(body: Body) -> None:
    file = paper("moderate")
    decision = actions.open_decision(by=officer(), paper=file)
    for member in body.all():
        vote(decision, member, "for", file.sha256)
    with pytest.raises(Conflict, match="no meeting"):
        actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
    meeting = actions.plan_meeting(by=officer(), committee_id=body.id, held_on=TODAY + timedelta(days=2))
    actions.put_on_agenda(by=body.chair, meeting_id=meeting, decision_id=decision)
    with pytest.raises(Conflict, match="2026-11-25"):
        actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
    with clock.at(MOMENT + timedelta(days=2)):
        assert actions.close_decision(by=officer(), decision_id=decision, seen_votes=4) == "approved"


def at_local(text: str) -> datetime:
    return datetime.fromisoformat(text)


def test_written_procedure_ends_at_midnight_of_the_companys_own_day(
    body: Body, settings: pytest.FixtureRequest
) -> None:
    settings.DUECARE = replace(configured.DUECARE, time_zone="Asia/Bangkok")  # type: ignore[attr-defined]  # pytest-django's fixture takes any name
    file = paper()
    decision = actions.open_decision(by=officer(), paper=file, procedure="written", closes_on=date(2026, 11, 27))
    with clock.at(at_local("2026-11-27T23:59:59.999999+07:00")):
        for member in (body.chair, body.independent, body.first):
            vote(decision, member, "for", file.sha256)
        with pytest.raises(Conflict, match="still open"):
            actions.close_decision(by=officer(), decision_id=decision, seen_votes=3)
    with clock.at(at_local("2026-11-28T00:00:00+07:00")):
        with pytest.raises(Conflict, match="has closed"):
            vote(decision, body.second, "against", file.sha256)
        assert actions.close_decision(by=officer(), decision_id=decision, seen_votes=3) == "approved"


def test_written_procedure_closes_early_when_all_have_voted(body: Body) -> None:
    file = paper()
    decision = opened(body, file, "written")
    for member in body.all():
        vote(decision, member, "for", file.sha256)
    assert actions.close_decision(by=officer(), decision_id=decision, seen_votes=4) == "approved"


def test_one_objection_takes_a_written_procedure_to_a_meeting(body: Body) -> None:
    file = paper()
    decision = opened(body, file, "written")
    for member in body.all()[:3]:
        vote(decision, member, "for", file.sha256)
    actions.object_to_written(by=body.second, decision_id=decision, reason="The oversight body was dissolved.")
    with clock.at(MOMENT + timedelta(days=9)), pytest.raises(Conflict, match="no meeting"):
        actions.close_decision(by=officer(), decision_id=decision, seen_votes=3)
    page = queries.decision(officer(), decision)
    assert (page.procedure, page.objection, page.total_votes) == ("meeting", "The oversight body was dissolved.", 3)


def test_without_quorum_on_the_closing_day_it_goes_to_a_meeting(body: Body) -> None:
    file = paper()
    decision = opened(body, file, "written")
    vote(decision, body.chair, "for", file.sha256)
    with clock.at(MOMENT + timedelta(days=6)):
        assert actions.close_decision(by=officer(), decision_id=decision, seen_votes=1) == "open"
        assert queries.decision(officer(), decision).procedure == "meeting"
        in_meeting(decision, body, officer())
        with pytest.raises(Conflict, match="quorum"):
            actions.close_decision(by=officer(), decision_id=decision, seen_votes=1)


def test_haste_counts_at_once_and_lapses_without_ratification(body: Body) -> None:
    file = paper(conditions=(LOG_ACCESS,))
    decision = opened(body, file, "urgent")
    vote(decision, body.first, "for", file.sha256)
    with pytest.raises(Conflict, match="two persons"):
        actions.close_decision(by=officer(), decision_id=decision, seen_votes=1)
    vote(decision, body.independent, "for", file.sha256)
    with pytest.raises(Conflict, match="Two persons have voted"):
        vote(decision, body.chair, "for", file.sha256)
    assert actions.close_decision(by=officer(), decision_id=decision, seen_votes=2) == "awaiting_ratification"
    force = queries.decision_in_force(file.subject_id, file.sha256)
    assert force is not None and force.provisional and force.conditions == (LOG_ACCESS,)
    with pytest.raises(Conflict, match="may still be ratified"):
        actions.lapse(by=SYSTEM, decision_id=decision)
    assert force.ratify_by is not None
    with clock.at(force.ratify_by - timedelta(microseconds=1)):
        assert queries.decision_in_force(file.subject_id, file.sha256) is not None
        assert lapse_unratified.func() == 0
    with clock.at(force.ratify_by):
        assert queries.decision_in_force(file.subject_id, file.sha256) is None, "not even before the job has run"
        with pytest.raises(Conflict, match="passed"):
            actions.ratify(by=officer(), decision_id=decision, seen_votes=2)
        assert lapse_unratified.func() == 1
        assert state(decision) == "lapsed"
        assert not [one for one in queries.decision(officer(), decision).conditions if one.adopted]


def test_haste_ratified_by_the_committee_stands(body: Body) -> None:
    file = paper()
    decision = opened(body, file, "urgent")
    for member in (body.first, body.independent):
        vote(decision, member, "for", file.sha256)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=2)
    with pytest.raises(Conflict, match="quorum"):
        actions.ratify(by=officer(), decision_id=decision, seen_votes=2)
    vote(decision, body.chair, "for", file.sha256)
    assert actions.ratify(by=officer(), decision_id=decision, seen_votes=3) == "approved"
    force = queries.decision_in_force(file.subject_id, file.sha256)
    assert force is not None and not force.provisional


def test_two_in_haste_who_disagree_leave_it_to_the_meeting(body: Body) -> None:
    file = paper()
    decision = opened(body, file, "urgent")
    vote(decision, body.first, "for", file.sha256)
    vote(decision, body.second, "for", file.sha256)  # neither is independent, and elevated asks for one
    assert actions.close_decision(by=officer(), decision_id=decision, seen_votes=2) == "open"
    page = queries.decision(officer(), decision)
    assert page.procedure == "meeting" and "independent" in page.objection
    assert queries.decision_in_force(file.subject_id, file.sha256) is None


def test_one_officer_alone_decides_low_but_never_their_own_request(body: Body) -> None:
    me = officer("asking officer")
    own = paper("low", requester=me.id)
    decision = actions.open_decision(by=me, paper=own, procedure="single")
    with pytest.raises(Denied):
        vote(decision, me, "for", own.sha256)
    with pytest.raises(Denied):
        vote(decision, body.chair, "for", own.sha256)
    vote(decision, officer(), "for", own.sha256)
    assert actions.close_decision(by=officer(), decision_id=decision, seen_votes=1) == "approved"
    with pytest.raises(BadInput, match="alone"):
        actions.open_decision(by=me, paper=paper("moderate"), procedure="single")


def test_what_the_board_decides_is_not_the_committees(body: Body) -> None:
    large = paper("high", value="9000000")
    with pytest.raises(BadInput, match="board"):
        actions.open_decision(by=officer(), paper=large)
    board = found("board", "Board")
    decision = actions.open_decision(by=officer(), paper=large)
    with pytest.raises(Denied, match="no seat"):
        vote(decision, body.chair, "for", large.sha256)
    vote(decision, board.chair, "for", large.sha256)
