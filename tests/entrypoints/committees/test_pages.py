"""Committees, seats, conflicts and meetings through their pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from duecare.adapters import clock
from duecare.apps.governance import actions, queries
from duecare.kernel.actor import Role
from tests.apps.governance.people import TODAY, found, in_meeting, known, officer, paper
from tests.permissions.signed_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _frozen(frozen: datetime) -> None:
    """Every test starts at the same moment."""


def shown(client: Client, route: str, *args: object) -> str:
    answer = client.get(reverse(route, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_committee_is_founded_and_filled(client: Client) -> None:
    sign_in(client, Role.COMPLIANCE_OFFICER, name="officer one")
    assert "There is no committee yet." in shown(client, "committees")
    client.post(reverse("committee_found"), {"name": "Human-rights committee", "kind": "human_rights"})
    (row,) = queries.committees()
    assert "Without an independent member" in shown(client, "committees")
    outsider = known(Role.COMMITTEE_MEMBER, name="outside member")
    insider = known(Role.COMMITTEE_MEMBER, Role.ANALYST, name="inside member")
    appoint = reverse("seat_appoint", args=[row.id])
    form = {"start": TODAY.isoformat(), "votes": "on", "independent": "on", "title": "professor"}
    refused = client.post(appoint, {**form, "person_id": str(insider.id)})
    assert refused.status_code == 200 and "no other role" in refused.content.decode()
    assert client.post(appoint, {**form, "person_id": str(outsider.id)}).status_code == 302
    page = shown(client, "committee", row.id)
    assert "Outside Member" in page and "1 independent member" in page
    seat = queries.committee(row.id).committee.seats[0]
    end = reverse("seat_end", args=[row.id, seat.id])
    client.post(end, {"day": TODAY.isoformat(), "reason": "Moved away."})
    assert not queries.committee(row.id).committee.seats
    assert client.get(reverse("committee", args=[uuid4()])).status_code == 404


def test_a_conflict_is_declared_by_oneself_and_ended_by_another(client: Client) -> None:
    body = found()
    sign_in(client, Role.COMMITTEE_MEMBER, Role.COUNSEL, name="human_rights chair")
    client.post(
        reverse("conflict_declare"),
        {"kind": "country", "ref": "THA", "label": "Thailand", "reason": "Family there", "start": TODAY.isoformat()},
    )
    (one,) = queries.committee(body.id).conflicts
    assert one.person_id == body.chair.id
    assert "Family there" in shown(client, "committee", body.id)
    sign_in(client, Role.COMPLIANCE_OFFICER, name="officer one")
    client.post(reverse("conflict_end", args=[body.id, one.id]), {"day": TODAY.isoformat(), "reason": "Moved."})
    assert queries.committee(body.id).conflicts[0].until == TODAY


def test_a_meeting_from_plan_to_minutes(client: Client) -> None:
    body = found()
    decision = actions.open_decision(by=officer(), paper=paper())
    sign_in(client, Role.COMMITTEE_MEMBER, Role.COUNSEL, name="human_rights chair")
    client.post(reverse("meeting_plan", args=[body.id]), {"held_on": TODAY.isoformat(), "place": "Room 4"})
    (line,) = queries.committee(body.id).meetings
    agenda = reverse("meeting_agenda", args=[line.id])
    assert client.post(agenda, {"decision_id": str(decision)}).status_code == 302
    refused = client.post(agenda, {"title": ""}).context["form"].errors["title"]
    assert refused == ["Say what is to be discussed. Nothing was changed."]  # no name of a column before it
    assert client.post(agenda, {"title": "Training"}).status_code == 302
    page = shown(client, "meeting", line.id)
    assert "D-2026-001" in page and "unknown" not in page  # a point without a paper has no state
    assert "no minutes yet" not in shown(client, "committee", body.id)
    minutes = reverse("meeting_minutes", args=[line.id])
    assert "2. Training" in shown(client, "meeting_minutes", line.id)
    assert client.post(minutes, {"text": "We met.\r\nWe adjourned."}).status_code == 302
    assert "We adjourned." in shown(client, "meeting", line.id)
    assert client.post(minutes, {"text": "Other words."}).status_code == 200


def test_a_meeting_that_is_over_and_without_minutes_is_marked(client: Client, frozen: datetime) -> None:
    body = found()
    in_meeting(actions.open_decision(by=officer(), paper=paper()), body, officer())
    with clock.at(frozen + timedelta(days=1)):
        sign_in(client, Role.COMPLIANCE_OFFICER, name="officer one")
        assert "no minutes yet" in shown(client, "committee", body.id)


def test_a_meeting_in_the_past_is_refused_in_the_form(client: Client) -> None:
    body = found()
    in_meeting(actions.open_decision(by=officer(), paper=paper()), body, officer())
    sign_in(client, Role.COMPLIANCE_OFFICER, name="officer one")
    answer = client.post(reverse("meeting_plan", args=[body.id]), {"held_on": "2020-01-01"})
    assert answer.status_code == 200 and "today or later" in answer.content.decode()
