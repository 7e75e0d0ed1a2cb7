"""Scenarios of products, opportunities, deployments, their parties and export control."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import DeploymentInput
from duecare.apps.mitigation import queries as mitigation
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.apps.assessments.contracts import contract_of
from tests.apps.assessments.deals import ANALYST, COUNSEL, DAY, OFFICER, OTHER_SALES, SALES, SECURITY, SECURITY_TWO
from tests.apps.governance.people import known
from tests.apps.mitigation import ready

from .stages import Scenario

_SENSITIVITY = {
    "intrusive": True, "covert": False, "mass": False, "auditable": "yes", "export_category": "5A004",
    "reason": "Design review",
}  # fmt: skip


def _assessed() -> UUID:
    made = deals.product(assessed=False)
    return actions.assess_product(by=SECURITY, product_id=made, **_SENSITIVITY)  # type: ignore[arg-type]  # keywords as the action takes them


def _changed(made: UUID) -> Mapping[str, object]:
    deal = queries.deal(made)
    using, product = deal.bodies("using")[0], deal.deployments[0].product
    new = replace(deals.intake(using.id, product.id), term_months=36, place_of_use="KHM")
    return {"by": SALES, "opportunity_id": made, "seen_version": deal.version, "intake": new}


def _redeployed(made: UUID) -> Mapping[str, object]:
    deal = queries.deal(made)
    one = deal.deployments[0]
    given = DeploymentInput(one.product.id, deals.body("Border Unit"), 9, "THA")
    return {"by": SALES, "deployment_id": one.id, "seen_version": deal.version, "given": given}


def _deployed(made: UUID) -> Mapping[str, object]:
    given = DeploymentInput(deals.product("NL-DRONE"), deals.body("Border Unit"), 2, "THA")
    return {"by": SALES, "opportunity_id": made, "given": given}


def _reseller(made: UUID) -> Mapping[str, object]:
    return {"by": SALES, "opportunity_id": made, "body_id": deals.body("Reseller"), "role": "intermediary"}


def _named(made: UUID) -> Mapping[str, object]:
    party = actions.add_party(by=SALES, opportunity_id=made, body_id=deals.body("Fund of Examplia"), role="owner")
    return {"by": SALES, "opportunity_id": made, "party_id": party, "reason": "Sold its share"}


def _alike(made: UUID) -> Mapping[str, object]:
    deal = queries.deal(made)
    again = deals.intake(deal.bodies("using")[0].id, deal.deployments[0].product.id, title="Another name")
    other = actions.open_opportunity(by=OTHER_SALES, intake=again)
    return {"by": OTHER_SALES, "opportunity_id": other, "seen_version": 1}


def _noticed(made: UUID) -> Mapping[str, object]:
    filing = _alike(made)
    actions.file_opportunity(**filing)  # type: ignore[arg-type]  # keywords as the action takes them
    found = queries.resemblances_of(filing["opportunity_id"])  # type: ignore[arg-type]  # the id just filed
    return {"by": OFFICER, "resemblance_id": found[0].id, "verdict": "split", "reason": "One laboratory"}


def _deliverable(made: UUID) -> Mapping[str, object]:
    ready.verified(made)
    return {"by": OFFICER, "opportunity_id": made, "gate": mitigation.gate(made)}


CONTRACT = {
    "number": "K-1", "title": "Laboratory", "signed_on": DAY, "starts_on": DAY, "ends_on": None,
}  # fmt: skip


def _signable(made: UUID) -> Mapping[str, object]:
    ready.verified(made)
    return {"by": SALES, "opportunity_id": made, "gate": mitigation.gate(made), **CONTRACT}


def _signed(made: UUID) -> UUID:
    return actions.sign_contract(**_signable(made))  # type: ignore[arg-type]  # keywords as the action takes them


def _amended(made: UUID) -> Mapping[str, object]:
    told = {"seen_version": 1, "signed_on": DAY, "what": "Two more seats", "ends_on": date(2030, 1, 1)}
    return {"by": COUNSEL, "contract_id": _signed(made), **told}


def _contract_ended(made: UUID) -> Mapping[str, object]:
    told = {"seen_version": 1, "ended_on": DAY, "reason": "The laboratory closed"}
    return {"by": COUNSEL, "contract_id": _signed(made), **told}


def _contract_moved(made: UUID) -> Mapping[str, object]:
    first = _signed(made)
    deal = queries.deal(made)
    row = queries.contract(OFFICER, first)
    other = contract_of(row.customer_id)
    told = {"deployment_id": deal.deployments[0].id, "contract_id": other, "reason": "One frame contract from now on"}
    return {"by": COUNSEL, "gate": mitigation.gate(made), **told}


def _export(made: UUID) -> Mapping[str, object]:
    return {
        "by": COUNSEL, "deployment_id": queries.deal(made).deployments[0].id, "kind": "classification",
        "outcome": "not_listed", "reason": "Reviewed", "by_whom": "General counsel", "dated": DAY,
    }  # fmt: skip


SCENARIOS: dict[str, Scenario] = {
    "products.add_product": Scenario("empty", lambda _: {"by": SECURITY, "code": "NL-1", "name": "Northlight one"}),
    "products.assess_product": Scenario(
        "empty", lambda _: {"by": SECURITY, "product_id": deals.product(assessed=False), **_SENSITIVITY}
    ),
    "products.confirm_product": Scenario("empty", lambda _: {"by": SECURITY_TWO, "assessment_id": _assessed()}),
    "opportunities.open_opportunity": Scenario(
        "empty", lambda _: {"by": SALES, "intake": deals.intake(deals.body(), deals.product())}
    ),
    "opportunities.change_opportunity": Scenario("filed", _changed),
    "opportunities.hand_over": Scenario(
        "filed",
        lambda made: {"by": SALES, "opportunity_id": made, "to": known(Role.SALES, name="sam").id, "reason": "Leave"},
    ),
    "opportunities.withdraw_opportunity": Scenario(
        "filed", lambda made: {"by": SALES, "opportunity_id": made, "reason": "Client gave up"}
    ),
    "resubmission.file_opportunity": Scenario("filed", _alike),
    "resubmission.judge_resemblance": Scenario("filed", _noticed),
    "moves.move_opportunity": Scenario("filed", lambda made: {"by": ANALYST, "opportunity_id": made, "verb": "submit"}),
    "moves.go_live": Scenario("approved", _deliverable),
    "deployments.add_deployment": Scenario("filed", _deployed),
    "deployments.change_deployment": Scenario("filed", _redeployed),
    "parties_of.add_party": Scenario("filed", _reseller),
    "parties_of.remove_party": Scenario("filed", _named),
    "contracts.sign_contract": Scenario("approved", _signable),
    "contracts.amend_contract": Scenario("approved", _amended),
    "contracts.end_contract": Scenario("approved", _contract_ended),
    "contracts.move_deployment": Scenario("approved", _contract_moved),
    "export.record_export": Scenario("filed", _export),
}
