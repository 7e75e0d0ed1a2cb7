"""Two persons let a product work, or one person what was decided; nothing is let work where the gate is blocked."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from duecare.adapters import clock
from duecare.apps.assessments import actions as assessments
from duecare.apps.assessments import queries as files
from duecare.apps.audit.queries import entries, prove
from duecare.apps.entitlements import actions, queries
from duecare.apps.entitlements.models import Entitlement
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.parties import actions as parties
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from tests.apps.assessments import deals
from tests.apps.mitigation import figures, ready

from .issued import MEMBER, OFFICER, SCOPE, SECURITY, another, asked, deployment_of, issued, proposed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


def state(row: object) -> str:
    return Entitlement.objects.get(id=row).state


def test_two_persons_issue_it_and_neither_twice() -> None:
    row = proposed()
    assert state(row) == "proposed"
    with pytest.raises(Conflict, match="was not issued"):
        queries.file_text(queries.entitlement(OFFICER, row), None)  # type: ignore[arg-type]  # refused before the key
    same = replace(OFFICER, id=SECURITY.id)
    with pytest.raises(Denied, match="second person"):
        actions.issue_entitlement(by=same, entitlement_id=row)
    actions.issue_entitlement(by=OFFICER, entitlement_id=row)
    found = queries.entitlement(OFFICER, row)
    assert (found.state, found.reference, found.decision, found.since) == ("in_force", "E-2026-001", "", deals.DAY)
    with pytest.raises(Conflict):
        actions.issue_entitlement(by=MEMBER, entitlement_id=row)
    assert [one.act for one in entries()][:2] == ["entitlement.issue", "entitlement.propose"]
    assert prove().sound


def test_a_refusal_keeps_its_reason_and_makes_room_for_another() -> None:
    made = deals.filed()
    row = proposed(made)
    with pytest.raises(BadInput):
        actions.refuse_entitlement(by=OFFICER, entitlement_id=row, reason=" ")
    actions.refuse_entitlement(by=OFFICER, entitlement_id=row, reason="Too many seats")
    assert (state(row), queries.entitlement(OFFICER, row).answer) == ("refused", "Too many seats")
    assert state(proposed(made)) == "proposed"


def test_what_a_decision_permits_takes_one_person_and_whatever_goes_beyond_it_two() -> None:
    figures.held()
    made = ready.approved()
    place = deployment_of(made)
    beyond = actions.propose_entitlement(by=SECURITY, deployment_id=place, given=SCOPE)
    assert state(beyond) == "proposed", "conditions before delivery are not verified yet"
    actions.refuse_entitlement(by=OFFICER, entitlement_id=beyond, reason="Not yet")
    ready.verified(made)
    assert mitigation.gate(made).verdict("delivery").permitted
    more = actions.propose_entitlement(by=SECURITY, deployment_id=place, given=replace(SCOPE, numbers=6))
    assert state(more) == "proposed"
    actions.refuse_entitlement(by=OFFICER, entitlement_id=more, reason="Five were decided")
    one = actions.propose_entitlement(by=SECURITY, deployment_id=place, given=SCOPE)
    found = queries.entitlement(OFFICER, one)
    assert (found.state, found.decision[:2], found.answerer) == ("in_force", "D-", "")


def test_a_deployment_has_one_and_a_renewal_takes_its_place() -> None:
    made = deals.filed()
    first = issued(made)
    with pytest.raises(Conflict, match="has an entitlement already: E-2026-001"):
        proposed(made)
    place = deployment_of(made)
    longer = replace(SCOPE, ends_on=SCOPE.ends_on + timedelta(days=200))
    with pytest.raises(NotFound):
        actions.propose_entitlement(by=SECURITY, deployment_id=place, given=longer, renews_id=deals.body("X"))
    second = actions.propose_entitlement(by=SECURITY, deployment_id=place, given=longer, renews_id=first)
    assert state(first) == "in_force", "goes on until the other is issued"
    actions.issue_entitlement(by=OFFICER, entitlement_id=second)
    assert (state(first), state(second)) == ("replaced", "in_force")
    assert queries.entitlement(OFFICER, first).serial == 2, "its old file is an old file"
    with pytest.raises(Conflict, match="Only an entitlement in force is renewed"):
        actions.propose_entitlement(by=SECURITY, deployment_id=place, given=longer, renews_id=first)


def test_nothing_is_renewed_over_a_change_that_waits_for_the_run() -> None:
    made = deals.filed()
    first = issued(made)
    renewal = actions.propose_entitlement(by=SECURITY, deployment_id=deployment_of(made), given=SCOPE, renews_id=first)
    asked(first)
    with pytest.raises(Conflict, match="waits for the daily run"):
        actions.issue_entitlement(by=OFFICER, entitlement_id=renewal)
    assert (state(first), state(renewal)) == ("in_force", "proposed")


def test_a_blocked_gate_lets_nothing_work() -> None:
    made = deals.filed()
    waiting = proposed(made)
    parties.enter_no_go(by=OFFICER, country="THA", reason="Torture in custody")
    with pytest.raises(Conflict, match="blocked"):
        actions.issue_entitlement(by=OFFICER, entitlement_id=waiting)
    actions.refuse_entitlement(by=OFFICER, entitlement_id=waiting, reason="No-go")
    with pytest.raises(Conflict, match="blocked"):
        proposed(made)


def test_a_draft_and_a_deal_that_is_over_get_none_and_whoever_has_it_in_hand_does_not_release_it() -> None:
    with pytest.raises(Conflict, match="The opportunity is draft"):
        proposed(deals.draft())
    made = another()
    assessments.withdraw_opportunity(by=deals.SALES, opportunity_id=made, reason="Given up")
    with pytest.raises(Conflict, match="withdrawn"):
        proposed(made)
    other = another("NL-THIRD")
    row = proposed(other)
    seller = replace(OFFICER, id=files.deal(other).account_team[0])
    with pytest.raises(Denied, match="in hand"):
        actions.issue_entitlement(by=seller, entitlement_id=row)


def test_its_days_end_by_the_clock() -> None:
    with clock.at(clock.now()):
        row = issued()
    with clock.at(clock.now() + timedelta(days=364)):
        assert queries.entitlement(OFFICER, row).state == "in_force"
    with clock.at(clock.now() + timedelta(days=365)):
        assert queries.entitlement(OFFICER, row).state == "expired"
        page = queries.entitlement_list(OFFICER, queries.EntitlementQuery(state="expired"))
        assert [one.id for one in page.rows] == [row]
        assert not queries.entitlement_list(OFFICER, queries.EntitlementQuery(state="in_force")).rows


def test_sales_sees_those_of_its_own_customers_and_nobody_elses() -> None:
    row = issued()
    assert queries.entitlement(deals.SALES, row).id == row
    with pytest.raises(NotFound):
        queries.entitlement(deals.OTHER_SALES, row)
    assert not queries.entitlement_list(deals.OTHER_SALES, queries.EntitlementQuery()).rows
