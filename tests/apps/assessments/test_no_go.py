"""The no-go register and a deal: refused at once with the reason, closed at once, never lifted by a deal."""

from __future__ import annotations

from uuid import UUID

import pytest

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.rules.changes import changes
from duecare.apps.assessments.rules.gate import ACTS, StageState
from duecare.apps.parties import actions as parties
from duecare.kernel.errors import Conflict, DuecareError

from . import deals
from .deals import DAY, MEMBER, OFFICER, SALES
from .file import filled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


def stage(made: UUID) -> tuple[StageState, str]:
    found = next(one for one in queries.gate(made, DAY).requirements if one.code == "no_go")
    return found.state, found.sentence


def lift(entry: UUID) -> None:
    parties.propose_lifting(by=OFFICER, no_go_id=entry, reason="A new law")
    parties.lift_no_go(by=MEMBER, no_go_id=entry, reason="I read it")


def test_filing_is_refused_at_once_with_the_reason_and_possible_again_once_two_persons_lifted_it() -> None:
    made = deals.draft()
    entry = parties.enter_no_go(by=OFFICER, country="THA", reason="Torture in custody")
    with pytest.raises(Conflict) as refused:
        actions.file_opportunity(by=SALES, opportunity_id=made, seen_version=1)
    assert "Thailand is on the no-go register (N-2026-001): Torture in custody" in str(refused.value)
    found = queries.deal(made)
    assert (found.state, found.customer_id, found.version) == ("draft", None, 1), "nothing half-done"
    lift(entry)
    actions.file_opportunity(by=SALES, opportunity_id=made, seen_version=1)
    assert queries.deal(made).state == "filed"


@pytest.mark.parametrize("role", ["owner", "intermediary", "consignee", "end_user"])
def test_it_matters_in_whatever_role_the_body_appears(role: str) -> None:
    made = deals.draft()
    fund = deals.body("Fund of Examplia", country="KEN")
    actions.add_party(by=SALES, opportunity_id=made, body_id=fund, role=role)
    parties.enter_no_go(by=OFFICER, body_id=fund, reason="Abuses")
    assert stage(made)[0] is StageState.BLOCKED


@pytest.mark.parametrize("role", ["intermediary", "consignee", "end_user"])
def test_the_country_of_a_body_matters_in_whatever_role(role: str) -> None:
    made = deals.draft()
    actions.add_party(by=SALES, opportunity_id=made, body_id=deals.body("Forwarder", country="KEN"), role=role)
    parties.enter_no_go(by=OFFICER, country="KEN", reason="Diversion")
    assert stage(made)[0] is StageState.BLOCKED


@pytest.mark.parametrize("field", ["place_of_use", "effective_authority"])
def test_the_place_of_use_and_who_holds_authority_in_fact_matter(field: str) -> None:
    made = deals.draft(**{field: "KEN"}, legal_basis="A treaty")
    parties.enter_no_go(by=OFFICER, country="KEN", reason="Diversion")
    assert stage(made)[0] is StageState.BLOCKED


def test_a_unit_below_a_ministry_on_the_register_is_refused_too() -> None:
    ministry = deals.body("Ministry of Examplia")
    unit = deals.body("Unit of Examplia", parent=ministry)
    made = actions.open_opportunity(by=SALES, intake=deals.intake(unit, deals.product()))
    parties.enter_no_go(by=MEMBER, body_id=ministry, reason="Abuses")
    with pytest.raises(Conflict, match="Ministry of Examplia is on the no-go register"):
        actions.file_opportunity(by=SALES, opportunity_id=made, seen_version=1)


def test_an_entry_closes_the_gate_of_a_file_under_way_and_no_override_lowers_the_class() -> None:
    made = deals.filed()
    filled.complete(made)
    filled.sources(made)
    filled.consulted(made)
    filled.opinion(made)
    filled.confirmed(made)
    one = queries.deal(made).deployments[0].id
    before = queries.snapshot(made)
    assert stage(made) == (StageState.CLEARED, stage(made)[1])
    entry = parties.enter_no_go(by=MEMBER, country="THA", reason="A coup")
    found = queries.gate(made, DAY)
    assert stage(made)[0] is StageState.BLOCKED and "A coup" in stage(made)[1]
    assert not any(found.verdict(act).permitted for act in ACTS)
    assert all("no_go" in found.verdict(act).open for act in ACTS)
    [said] = [line for line in changes(before, queries.snapshot(made)) if "No-go" in line]
    assert said == "No-go entry Thailand was added."
    result = queries.compute(queries.read_file(made, DAY), one).result
    assert (result.cls, result.hard_stop) == ("prohibited", True)
    assert "R-41" in result.blocks
    filled.confirmed(made)
    assert queries.deal(made).deployments[0].risk_class == "prohibited"
    with pytest.raises(DuecareError):
        actions.propose_class_override(
            by=OFFICER, deployment_id=one, to_value="high", reason="Big sale", expires_on=DAY.replace(year=2027)
        )
    lift(entry)
    assert stage(made)[0] is StageState.CLEARED
    assert queries.deal(made).deployments[0].risk_class == "prohibited", "the class follows when it is confirmed anew"
