"""Contracts of a customer: signed through the gate, amended, ended; the class follows what is in use."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from django.db import transaction

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import DeploymentInput
from duecare.apps.assessments.models import Deployment
from duecare.apps.assessments.rules.contracts import state_of
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.parties import queries as parties
from duecare.apps.parties.actions import register_customer
from duecare.kernel.errors import BadInput, Conflict, NotFound
from tests.apps.mitigation import figures, ready

from . import deals
from .contracts import contract_of
from .deals import COUNSEL, DAY, OFFICER, OTHER_SALES, SALES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]
SIGNED = {"number": "K-1", "title": "Laboratory", "signed_on": DAY, "starts_on": DAY}


def _sellable() -> UUID:
    figures.held()
    made = ready.classified()
    ready.planned(made)
    ready.decided(made)
    ready.verified(made)
    return made


def _sign(made: UUID, **more: object) -> UUID:
    gate = mitigation.gate(made)
    return actions.sign_contract(by=SALES, opportunity_id=made, gate=gate, **{**SIGNED, **more})  # type: ignore[arg-type]  # keywords


def _carry(deployment_id: UUID, cls: str, provisional: bool = False) -> None:
    with transaction.atomic():
        actions.carry_class(deployment_id=deployment_id, cls=cls, provisional=provisional)


def test_no_contract_is_recorded_while_the_gate_forbids_the_sale() -> None:
    made = deals.filed()
    with pytest.raises(Conflict) as refused:
        _sign(made)
    assert "Sale" in str(refused.value)
    customer = queries.deal(made).customer_id
    assert customer and queries.sold_to(OFFICER, customer).contracts == ()


def test_what_is_sold_stands_under_its_contract_and_a_number_is_used_once() -> None:
    made = _sellable()
    one = _sign(made, ends_on=date(2028, 1, 1))
    row = queries.contract(OFFICER, one)
    assert (row.number, row.state, [used.opportunity_id for used in row.deployments]) == ("K-1", "running", [made])
    assert queries.sold_to(OFFICER, row.customer_id).without == ()
    for number in ("K-1", "K-9"):
        with pytest.raises(Conflict):
            _sign(made, number=number)
    with pytest.raises(BadInput):
        _sign(made, starts_on=DAY, ends_on=date(2020, 1, 1))


def test_amendments_are_kept_and_a_stale_page_changes_nothing() -> None:
    one = _sign(_sellable())
    more = {"by": SALES, "contract_id": one, "signed_on": DAY, "what": "Two years more", "ends_on": date(2030, 1, 1)}
    assert actions.amend_contract(seen_version=1, **more) == 1  # type: ignore[arg-type]  # keywords
    with pytest.raises(Conflict):
        actions.amend_contract(seen_version=1, **more)  # type: ignore[arg-type]  # keywords
    row = queries.contract(SALES, one)
    assert (row.ends_on, row.version) == (date(2030, 1, 1), 2)
    assert [(a.number, a.what) for a in row.amendments] == [(1, "Two years more")]
    with pytest.raises(NotFound):
        actions.amend_contract(**{**more, "by": OTHER_SALES}, seen_version=2)  # type: ignore[arg-type]  # keywords
    with pytest.raises(NotFound):
        queries.contract(OTHER_SALES, one)


def test_the_class_follows_what_is_in_use_through_three_contracts_and_five_deployments() -> None:
    first = deals.filed()
    deal = queries.deal(first)
    using, customer = deal.party("using"), deal.customer_id
    assert using and customer
    given = DeploymentInput(deals.product("NL-DRONE"), using.id, 2, "THA", product_version="4.1")
    second = actions.add_deployment(by=SALES, opportunity_id=first, given=given)
    later = actions.open_opportunity(by=SALES, intake=deals.intake(using.id, deals.product("NL-NEXT")))
    actions.file_opportunity(by=SALES, opportunity_id=later, seen_version=1)
    third = actions.add_deployment(by=SALES, opportunity_id=later, given=given)
    fourth = actions.add_deployment(by=SALES, opportunity_id=later, given=given)
    five = [deal.deployments[0].id, second, queries.deal(later).deployments[0].id, third, fourth]
    contracts = [contract_of(customer, f"K-{number}") for number in (1, 2, 3)]
    _hang(dict(zip(five, (0, 0, 1, 2, 2), strict=True)), contracts)
    for deployment, cls in zip(five, ("low", "elevated", "moderate", "high", ""), strict=True):
        if cls:
            _carry(deployment, cls)
    shown = parties.customer(customer)
    assert (shown.worst_class, shown.provisional) == ("high", True), "open while one has none"
    _carry(fourth, "moderate")
    assert not parties.customer(customer).provisional
    sold = queries.sold_to(SALES, customer)
    assert [len(one.deployments) for one in sorted(sold.contracts, key=lambda row: row.number)] == [2, 1, 2]
    ended = {"by": COUNSEL, "contract_id": contracts[2], "seen_version": 1, "ended_on": DAY, "reason": "Closed"}
    actions.end_contract(**ended)  # type: ignore[arg-type]  # keywords
    assert parties.customer(customer).worst_class == "elevated"
    gate = mitigation.gate(first)
    with pytest.raises(Conflict, match="ended"):
        actions.move_deployment(by=COUNSEL, deployment_id=second, contract_id=contracts[2], gate=gate, reason="no")
    actions.move_deployment(by=COUNSEL, deployment_id=second, contract_id=contracts[1], gate=gate, reason="Frame")
    assert {one.number for one in queries.sold_to(SALES, customer).contracts if len(one.deployments) == 2} == {
        "K-2", "K-3",
    }  # fmt: skip
    assert queries.deal(first).deployments[1].product_version == "4.1"


def test_a_deployment_never_crosses_to_another_customer_nor_past_the_gate() -> None:
    made = deals.filed()
    stranger = register_customer(by=SALES, body_id=deals.body("Border Unit"))
    one, gate = queries.deal(made).deployments[0].id, mitigation.gate(made)
    elsewhere = contract_of(stranger)
    with pytest.raises((Conflict, NotFound)):
        actions.move_deployment(by=COUNSEL, deployment_id=one, contract_id=elsewhere, gate=gate, reason="x")
    customer = queries.deal(made).customer_id
    assert customer
    with pytest.raises(Conflict, match="Sale"):
        actions.move_deployment(by=COUNSEL, deployment_id=one, contract_id=contract_of(customer), gate=gate, reason="x")


def test_a_new_version_opens_again_what_rests_on_the_product() -> None:
    made = deals.filed()
    deal = queries.deal(made)
    one = deal.deployments[0]
    assert one.product and one.using_body
    new = DeploymentInput(one.product.id, one.using_body.id, one.seats, one.place_of_use, product_version="5.0")
    fields = actions.change_deployment(by=SALES, deployment_id=one.id, seen_version=deal.version, given=new)
    assert fields == ("product_version",)


def test_a_term_that_passed_is_over_and_only_an_end_on_record_ends_it() -> None:
    start, day = date(2025, 1, 1), date(2026, 1, 1)
    assert state_of(date(2027, 1, 1), None, None, day) == "ahead"
    assert state_of(start, None, None, day) == "running"
    assert state_of(start, day, None, day) == "running"
    assert state_of(start, date(2025, 12, 31), None, day) == "over"
    assert state_of(start, date(2025, 12, 31), date(2025, 12, 31), day) == "ended"


def _hang(under: dict[UUID, int], contracts: list[UUID]) -> None:
    """As after five sales: each deployment under its contract."""
    for deployment, number in under.items():
        Deployment.objects.filter(id=deployment).update(contract=contracts[number])
