"""The main job, whole: from publishers' files to a frozen decision, and what happens when a fact changes.

The figures are the shipped ones, imported as a newcomer imports them; bodies and persons are invented.
"""

from __future__ import annotations

import json
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.adapters.library import LIBRARY
from duecare.apps.assessments import queries as files
from duecare.apps.assessments.rules.gate import ACTS
from duecare.apps.audit.actions import catch_up
from duecare.apps.audit.queries import prove
from duecare.apps.governance import actions as governance_actions
from duecare.apps.governance import queries as governance
from duecare.apps.governance.rules.papers import decided_on
from duecare.apps.mitigation import actions, queries
from duecare.apps.mitigation.tasks import reopen_changed_files
from duecare.apps.risk import actions as risk
from duecare.apps.risk import queries as figures
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.canonical import canonical, digest
from tests.apps.assessments import deals
from tests.apps.assessments.file import filled
from tests.apps.governance.people import Body, found
from tests.apps.mitigation import ready
from tests.conftest import person
from tests.permissions.signed_in import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def import_figures() -> None:
    """Every shipped file, then the method that rests on them, by two persons."""
    for file in sorted((LIBRARY / "figures").glob("*.csv")):
        _, new = risk.import_edition(by=SYSTEM, data=file.read_bytes(), file_name=file.name)
        assert new
    first, second = (person(Role.COMPLIANCE_OFFICER, name=f"method {n}") for n in ("one", "two"))
    proposal = risk.propose_method(by=first, urn="open-2026", since=clock.today())
    risk.confirm_method(by=second, proposal_id=proposal)


def worked() -> UUID:
    """Sales files; the others screen, clear the export, fill the file, ask the expert, classify."""
    made = deals.filed()
    assert permitted(made) == []
    filled.complete(made)
    filled.sources(made)
    filled.consulted(made)
    filled.opinion(made)
    filled.confirmed(made)
    return made


def permitted(made: UUID) -> list[str]:
    gate = queries.gate(made)
    return [act for act in ACTS if gate.verdict(act).permitted]


def test_from_index_files_to_a_frozen_decision_and_back_when_a_fact_changes() -> None:
    import_figures()
    score = figures.scores(figures.method_in_force(ready.DAY), ready.DAY).of("THA")
    assert score is not None and score.score is not None

    made = worked()
    row = files.class_of(filled.deployment(made), ready.DAY)
    assert row is not None and (row.state, row.stale, row.provisional) == ("confirmed", False, False)
    assert row.cls in ("elevated", "high")
    assert permitted(made) == ["quote", "demo"]

    ready.planned(made)
    body = found()
    decision = ready.submitted(made, body)
    assert ready.state(made) == "submitted"
    ready.votes(decision, body, made)
    state = actions.close(by=body.chair, decision_id=decision, seen_votes=len(body.all()))
    assert state == "approved_with_conditions"
    assert ready.state(made) == "approved"

    frozen = governance.decision(ready.officer(), decision)
    assert digest(frozen.payload) == frozen.sha256
    assert digest(decided_on(frozen.payload)) == queries.current_paper(made).sha256
    record = json.loads(governance.records(decision)[-1].body)
    assert frozen.sha256 in canonical(record).decode()

    token = files.read_gate_token(audit_key().public, queries.gate_token(made, "contract"), clock.now())
    assert token.permitted and token.missing == ()
    token = files.read_gate_token(audit_key().public, queries.gate_token(made, "delivery"), clock.now())
    assert not token.permitted and token.missing == ("conditions_precedent",)
    ready.verified(made)
    assert set(permitted(made)) == set(ACTS)

    ready.change_a_fact(made)
    assert "contract" not in permitted(made), "closed at once, before any job has run"
    assert reopen_changed_files.func() == 1
    again = governance.decision(ready.officer(), decision)
    assert again.state == "reopened"
    assert any("question 1.2" in sentence for sentence in again.changed)
    assert ready.state(made) == "filed"

    filled.confirmed(made)
    actions.draft_plan(by=ready.officer(), opportunity_id=made)
    if ready.page(made).state == "draft":
        ready.assigned(made)
        actions.adopt_plan(by=ready.officer(), plan_id=ready.page(made).id, seen_version=ready.page(made).version)
    second = ready.submitted(made, body)
    ready.votes(second, body, made)
    actions.close(by=body.chair, decision_id=second, seen_votes=len(body.all()))
    assert governance.decision(ready.officer(), second).previous == (decision, again.reference)
    assert "contract" in permitted(made)
    catch_up()
    assert prove().sound


def vote_in_the_browser(client: Client, decision: UUID, body: Body) -> None:
    """Every member signs in, reads and votes."""
    for member in body.all():
        sign_in(client, *member.roles, name=member.name.lower())
        page = client.get(reverse("decision_vote", args=[decision]))
        sha = page.context["form"].initial["seen_sha256"]
        sent = client.post(
            reverse("decision_vote", args=[decision]), {"choice": "for", "reason": "Read it", "seen_sha256": sha}
        )
        assert sent.status_code == 302, sent.content.decode()[:2000]


def test_the_same_over_http(client: Client, frozen: datetime) -> None:
    import_figures()
    made = worked()
    body = found()
    sign_in(client, Role.COMPLIANCE_OFFICER, name="plan officer")
    assert client.post(reverse("plan_draft", args=[made])).status_code == 302
    for measure in ready.page(made).measures:
        owner = ready.owner(measure.owner_role)
        client.post(reverse("measure_owner", args=[measure.id]), {"person": str(owner.id)})
    assert client.post(reverse("plan_adopt", args=[made]), {"version": 1}).status_code == 302
    sent = client.post(reverse("plan_submit", args=[made]), {"procedure": "meeting", "committee": str(body.id)})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    latest = governance.latest_for(made)
    assert latest is not None and sent["Location"] == reverse("decision", args=[latest.id])
    meeting = governance_actions.plan_meeting(by=ready.officer(), committee_id=body.id, held_on=clock.today())
    governance_actions.put_on_agenda(by=ready.officer(), meeting_id=meeting, decision_id=latest.id)

    vote_in_the_browser(client, latest.id, body)
    sign_in(client, *body.chair.roles, name=body.chair.name.lower())
    closed = client.post(reverse("decision_close", args=[latest.id]), {"seen_votes": len(body.all())})
    assert closed.status_code == 302
    page = client.get(reverse("decision", args=[latest.id])).content.decode()
    assert "approved with conditions" in page and latest.reference in page
    assert "Sale permitted" in client.get(reverse("plan", args=[made])).content.decode()

    ready.change_a_fact(made)
    page = client.get(reverse("plan", args=[made])).content.decode()
    assert "Sale not permitted" in page and "question 1.2" in page
    assert reopen_changed_files.func() == 1
    assert "question 1.2" in client.get(reverse("decision", args=[latest.id])).content.decode()
