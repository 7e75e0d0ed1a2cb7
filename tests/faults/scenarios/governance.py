"""Scenarios of committees, decisions and overrides."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from duecare.apps.governance import actions
from duecare.apps.governance.rules.papers import FrozenPaper
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.ids import new_id
from tests.apps.governance.people import LOG_ACCESS, TODAY, Body, in_meeting, known, officer, paper, seller, vote

from .stages import Scenario

NEXT_WEEK = TODAY + timedelta(days=7)


def _open(body: Body, procedure: str = "meeting") -> tuple[UUID, FrozenPaper]:
    file = paper()
    closes = NEXT_WEEK if procedure == "written" else None
    urgency = "the flood" if procedure == "urgent" else ""
    made = actions.open_decision(by=officer(), paper=file, procedure=procedure, closes_on=closes, urgency=urgency)
    if procedure == "meeting":
        in_meeting(made, body, officer())
    return made, file


def _voted(body: Body, choice: str = "for") -> UUID:
    made, file = _open(body)
    for member in body.all():
        vote(made, member, choice, file.sha256)
    return made


def _hasty(body: Body) -> tuple[UUID, FrozenPaper]:
    made, file = _open(body, "urgent")
    for member in (body.first, body.independent):
        vote(made, member, "for", file.sha256)
    actions.close_decision(by=officer(), decision_id=made, seen_votes=2)
    return made, file


def _ratifiable(body: Body) -> Mapping[str, object]:
    made, file = _hasty(body)
    vote(made, body.chair, "for", file.sha256)
    return {"by": officer(), "decision_id": made, "seen_votes": 3}


def _ballot(body: Body) -> Mapping[str, object]:
    made, file = _open(body)
    return {
        "by": body.chair, "decision_id": made, "choice": "for_with_conditions", "reason": "Read",
        "seen_sha256": file.sha256, "conditions": (LOG_ACCESS,),
    }  # fmt: skip


def _standing(body: Body) -> Mapping[str, object]:
    made, file = _open(body)
    for member in body.all():
        vote(made, member, "for", file.sha256)
    actions.close_decision(by=officer(), decision_id=made, seen_votes=4)
    return {"by": SYSTEM, "subject_id": file.subject_id, "new_sha256": "0" * 64, "changed": ("The term is longer.",)}


def _refused(body: Body) -> UUID:
    made = _voted(body, "against")
    actions.close_decision(by=officer(), decision_id=made, seen_votes=4)
    return made


def _request(body: Body) -> UUID:
    return actions.request_reconsideration(by=seller(), decision_id=_refused(body), new_facts=("A judge signs.",))


def _override() -> Mapping[str, object]:
    return {
        "by": officer("officer two"), "kind": "class", "subject_id": new_id(), "customer_id": None,
        "label": "C-2026-001", "from_value": "high", "to_value": "elevated", "reason": "The unit was split.",
        "expires_on": NEXT_WEEK,
    }  # fmt: skip


def _proposed() -> UUID:
    return actions.propose_override(**_override())  # type: ignore[arg-type]  # keywords as the action takes them


def _confirmed() -> UUID:
    made = _proposed()
    actions.confirm_override(by=officer("officer three"), override_id=made, reason="Read the decree.")
    return made


def _interest(body: Body) -> Mapping[str, object]:
    return {
        "by": body.chair, "person_id": body.chair.id, "kind": "country", "ref": "NOR", "label": "Norway",
        "reason": "Family there", "start": TODAY,
    }  # fmt: skip


def _declared(body: Body) -> Mapping[str, object]:
    made = actions.declare_conflict(**_interest(body))  # type: ignore[arg-type]  # keywords as the action takes them
    return {"by": officer(), "declaration_id": made, "until": NEXT_WEEK, "reason": "Moved"}


def _seat(body: Body) -> Mapping[str, object]:
    member = known(Role.COMMITTEE_MEMBER, name="fifth member")
    return {"by": officer(), "committee_id": body.id, "person_id": member.id, "start": TODAY}


def _seated(body: Body) -> Mapping[str, object]:
    made = actions.appoint_member(**_seat(body))  # type: ignore[arg-type]  # keywords as the action takes them
    return {"by": officer(), "membership_id": made, "end": NEXT_WEEK, "reason": "Term over"}


def _meeting(body: Body) -> UUID:
    return actions.plan_meeting(by=officer(), committee_id=body.id, held_on=TODAY)


def _agenda(body: Body) -> Mapping[str, object]:
    made = actions.open_decision(by=officer(), paper=paper())
    return {"by": officer(), "meeting_id": _meeting(body), "decision_id": made}


def _dissenting(body: Body) -> Mapping[str, object]:
    return {"by": body.first, "decision_id": _voted(body), "text": "The covert mode cannot be audited."}


SCENARIOS: dict[str, Scenario] = {
    "committees.found_committee": Scenario("empty", lambda _: {"by": officer(), "name": "Board", "kind": "board"}),
    "committees.appoint_member": Scenario("bench", _seat),
    "committees.end_membership": Scenario("bench", _seated),
    "committees.declare_conflict": Scenario("bench", _interest),
    "committees.end_conflict": Scenario("bench", _declared),
    "committees.adopt_authority": Scenario("empty", lambda _: {"by": officer(), "code": "default", "start": TODAY}),
    "meetings.plan_meeting": Scenario(
        "bench", lambda body: {"by": officer(), "committee_id": body.id, "held_on": NEXT_WEEK}
    ),
    "meetings.put_on_agenda": Scenario("bench", _agenda),
    "meetings.adopt_minutes": Scenario(
        "bench", lambda body: {"by": officer(), "meeting_id": _meeting(body), "text": "Nothing was discussed."}
    ),
    "opening.open_decision": Scenario(
        "bench", lambda body: {"by": officer(), "paper": paper(conditions=(LOG_ACCESS,)), "committee_id": body.id}
    ),
    "opening.withdraw": Scenario(
        "bench", lambda body: {"by": officer(), "decision_id": _open(body)[0], "reason": "Wrong value"}
    ),
    "opening.reopen": Scenario("bench", _standing),
    "voting.cast_vote": Scenario("bench", _ballot),
    "voting.recuse": Scenario(
        "bench", lambda body: {"by": body.second, "decision_id": _open(body)[0], "reason": "My brother works there"}
    ),
    "voting.object_to_written": Scenario(
        "bench",
        lambda body: {"by": body.second, "decision_id": _open(body, "written")[0], "reason": "Needs discussion"},
    ),
    "voting.write_dissent": Scenario("bench", _dissenting),
    "closing.close_decision": Scenario(
        "bench", lambda body: {"by": officer(), "decision_id": _voted(body), "seen_votes": 4}
    ),
    "closing.ratify": Scenario("bench", _ratifiable),
    "closing.lapse": Scenario("bench", lambda body: {"by": SYSTEM, "decision_id": _hasty(body)[0]}, days=60),
    "reconsidering.request_reconsideration": Scenario(
        "bench", lambda body: {"by": seller(), "decision_id": _refused(body), "new_facts": ("A judge signs.",)}
    ),
    "reconsidering.answer_reconsideration": Scenario(
        "bench",
        lambda body: {"by": officer("officer four"), "request_id": _request(body), "admit": True, "reason": "New"},
    ),
    "overrides.propose_override": Scenario("empty", lambda _: _override()),
    "overrides.confirm_override": Scenario(
        "empty", lambda _: {"by": officer("officer three"), "override_id": _proposed(), "reason": "Read the decree."}
    ),
    "overrides.refuse_override": Scenario(
        "empty", lambda _: {"by": officer("officer three"), "override_id": _proposed(), "reason": "Not so."}
    ),
    "overrides.record_outcome": Scenario(
        "empty", lambda _: {"by": officer(), "override_id": _confirmed(), "outcome": "It held."}
    ),
}
