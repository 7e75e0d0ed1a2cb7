"""Opportunities from intake to live, as sales and compliance meet them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from threading import Barrier, Thread
from uuid import UUID

import pytest
from django.db import connection, transaction

from duecare.adapters import clock
from duecare.apps.accounts.actions import create_ready_person
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import DeploymentInput, Intake
from duecare.apps.assessments.queries import OpportunityQuery
from duecare.apps.audit.queries import entries, prove
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, DuecareError, NotFound
from duecare.kernel.ids import new_id

from . import deals
from .deals import ADMINISTRATOR, ANALYST, AUDITOR, MEMBER, OFFICER, OTHER_SALES, SALES

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


def carry_class(deployment_id: UUID, cls: str, provisional: bool) -> None:
    """As the action that confirms a class does: inside its transaction."""
    with transaction.atomic():
        actions.carry_class(deployment_id=deployment_id, cls=cls, provisional=provisional)


def test_a_draft_may_have_gaps_and_filing_names_every_one() -> None:
    made = actions.open_opportunity(by=SALES, intake=Intake(title="Something for the police"))
    assert queries.opportunity(SALES, made).reference == "O-2026-001"
    with pytest.raises(BadInput) as fault:
        actions.file_opportunity(by=SALES, opportunity_id=made, seen_version=1)
    assert fault.value.field == "purpose"
    for word in ("the scope", "the term", "the using body", "the product", "whether anyone stands between"):
        assert word in str(fault.value)


def test_filing_registers_the_using_body_as_customer() -> None:
    made = deals.filed()
    deal = queries.opportunity(SALES, made)
    using = deal.party("using")
    assert deal.customer_id and using
    assert parties.customer(deal.customer_id).body.id == using.id
    assert deal.state == "filed"


def test_contracting_paying_and_using_body_may_differ() -> None:
    agency, ministry, fund = deals.body("Procurement Agency"), deals.body("Ministry"), deals.body("Fund", "DEU")
    given = replace(deals.intake(ministry, deals.product()), contracting_id=agency, paying_id=fund)
    deal = queries.opportunity(SALES, actions.open_opportunity(by=SALES, intake=given))
    found = {role: deal.party(role) for role in ("contracting", "paying", "using")}
    assert {role: body.name for role, body in found.items() if body} == {
        "contracting": "Procurement Agency", "paying": "Fund", "using": "Ministry",
    }  # fmt: skip
    assert {one.recognised for one in deal.standings()} == {"THA", "DEU"}


def test_another_salespersons_opportunity_does_not_exist_for_me() -> None:
    made = deals.filed()
    for somebody in (OTHER_SALES, ADMINISTRATOR):
        with pytest.raises(NotFound) as hidden:
            queries.opportunity(somebody, made)
        with pytest.raises(NotFound) as missing:
            queries.opportunity(somebody, new_id())
        assert str(hidden.value) == str(missing.value)
        assert queries.opportunity_list(somebody, OpportunityQuery()).total == 0
    with pytest.raises(NotFound):
        actions.withdraw_opportunity(by=OTHER_SALES, opportunity_id=made, reason="mine now")
    with pytest.raises(NotFound):
        actions.add_party(by=OTHER_SALES, opportunity_id=made, body_id=new_id(), role="owner")
    for reader in (OFFICER, ANALYST, MEMBER, AUDITOR):
        assert queries.opportunity(reader, made).id == made
    customer = queries.deal(made).customer_id
    assert customer
    assert queries.may_see_customer(SALES, customer)
    assert not queries.may_see_customer(OTHER_SALES, customer)
    assert queries.customer_ids_of(OFFICER) is None


def test_an_auditor_reads_and_writes_nothing() -> None:
    made = deals.filed()
    with pytest.raises(Denied):
        actions.withdraw_opportunity(by=AUDITOR, opportunity_id=made, reason="no")
    with pytest.raises(Denied):
        actions.open_opportunity(by=AUDITOR, intake=Intake(title="x"))


def test_a_handed_over_opportunity_opens_to_the_new_owner_and_both_are_the_team() -> None:
    made = deals.filed()
    colleague = create_ready_person(
        by=SYSTEM, name="Sam Example", email="sam@example.org", password="correct horse battery", roles=(Role.SALES,),
        totp_secret="JBSWY3DPEHPK3PXP",
    )  # fmt: skip
    with pytest.raises(BadInput):
        actions.hand_over(by=SALES, opportunity_id=made, to=new_id(), reason="leave")
    actions.hand_over(by=SALES, opportunity_id=made, to=colleague, reason="leave")
    assert set(queries.account_team(made)) == {SALES.id, colleague}
    mine = replace(SALES, id=colleague)
    assert queries.opportunity(mine, made).owner_id == colleague
    assert queries.opportunity(SALES, made).requester_id == SALES.id


def test_a_change_says_what_it_reopens_and_leaves_the_rest() -> None:
    made = deals.filed()
    deal = queries.deal(made)
    using, product = deal.party("using"), deal.deployments[0].product
    assert using and product
    same = deals.intake(using.id, product.id, title="A better title")
    assert actions.change_opportunity(by=SALES, opportunity_id=made, seen_version=2, intake=same) == ()
    moved = replace(same, place_of_use="KHM", legal_basis="Embassy laboratory")
    again = actions.change_opportunity(by=SALES, opportunity_id=made, seen_version=3, intake=moved)
    assert "country_rated" in again and "classified" in again
    assert "product_classified" not in again and "parties_screened" not in again
    assert entries()[0].facts["fields"] == "place of use"


def test_a_change_makes_the_class_provisional_again_up_to_the_customer() -> None:
    made = deals.filed()
    deal = queries.deal(made)
    using, product = deal.party("using"), deal.deployments[0].product
    assert using and product and deal.customer_id
    carry_class(deployment_id=deal.deployments[0].id, cls="elevated", provisional=False)
    shown = parties.customer(deal.customer_id)
    assert (shown.worst_class, shown.provisional) == ("elevated", False)
    new = deals.intake(using.id, product.id, purpose=deals.PURPOSE + " and of protest")
    actions.change_opportunity(by=SALES, opportunity_id=made, seen_version=2, intake=new)
    shown = parties.customer(deal.customer_id)
    assert (shown.worst_class, shown.provisional) == ("elevated", True)


def test_the_customer_shows_the_worst_of_its_deployments_and_open_while_one_has_none() -> None:
    made = deals.filed()
    deal = queries.deal(made)
    using = deal.party("using")
    assert using and deal.customer_id
    second = actions.add_deployment(
        by=SALES, opportunity_id=made,
        given=DeploymentInput(deals.product("NL-DRONE"), deals.body("Border Unit"), 2, "THA"),
    )  # fmt: skip
    carry_class(deployment_id=deal.deployments[0].id, cls="low", provisional=False)
    assert parties.customer(deal.customer_id).provisional
    carry_class(deployment_id=second, cls="high", provisional=False)
    shown = parties.customer(deal.customer_id)
    assert (shown.worst_class, shown.provisional) == ("high", False)
    assert {body.name for body in queries.deal(made).bodies("using")} == {"Cyber Unit of Examplia", "Border Unit"}
    actions.withdraw_opportunity(by=SALES, opportunity_id=made, reason="Client gave up")
    assert parties.customer(deal.customer_id).worst_class == ""


def test_a_filed_opportunity_cannot_lose_what_made_it_complete() -> None:
    made = deals.filed()
    deal = queries.deal(made)
    using, product = deal.party("using"), deal.deployments[0].product
    assert using and product
    with pytest.raises(BadInput, match="cannot lose the scope"):
        actions.change_opportunity(
            by=SALES, opportunity_id=made, seen_version=2, intake=deals.intake(using.id, product.id, scope="")
        )
    assert queries.deal(made).scope


def test_the_same_deal_again_is_noticed_and_judged_by_somebody_who_is_not_sales() -> None:
    first = deals.filed()
    deal = queries.deal(first)
    using, product = deal.party("using"), deal.deployments[0].product
    assert using and product
    again = actions.open_opportunity(by=OTHER_SALES, intake=deals.intake(using.id, product.id, title="Another name"))
    actions.file_opportunity(by=OTHER_SALES, opportunity_id=again, seen_version=1)
    found = queries.resemblances_of(again)
    assert [(one.other_id, one.kind) for one in found] == [(first, "splitting")]  # 2 × 180,000 pass 250,000 together
    with pytest.raises(Denied):
        actions.judge_resemblance(by=OTHER_SALES, resemblance_id=found[0].id, verdict="different", reason="is")
    actions.judge_resemblance(by=OFFICER, resemblance_id=found[0].id, verdict="split", reason="One laboratory")
    with pytest.raises(Conflict):
        actions.judge_resemblance(by=ANALYST, resemblance_id=found[0].id, verdict="different", reason="no")


def rejected() -> tuple[UUID, Intake]:
    first = deals.filed()
    actions.move_opportunity(by=ANALYST, opportunity_id=first, verb="submit")
    actions.move_opportunity(by=MEMBER, opportunity_id=first, verb="reject")
    deal = queries.deal(first)
    using, product = deal.party("using"), deal.deployments[0].product
    assert using and product
    return first, deals.intake(using.id, product.id)


def test_a_rejected_deal_comes_back_with_new_facts_only() -> None:
    _, given = rejected()
    again = actions.open_opportunity(by=SALES, intake=given)
    with pytest.raises(Conflict, match="rejected a short while ago") as fault:
        actions.file_opportunity(by=SALES, opportunity_id=again, seen_version=1, new_facts="we really want it")
    assert "O-2026" not in str(fault.value)
    with pytest.raises(Conflict):
        actions.file_opportunity(by=OFFICER, opportunity_id=again, seen_version=1)
    actions.file_opportunity(
        by=OFFICER, opportunity_id=again, seen_version=1, new_facts="A judge now authorises each use"
    )
    assert entries()[0].facts["new_facts"] == "A judge now authorises each use"


def test_after_the_cooling_off_the_deal_may_be_filed_and_is_still_noticed() -> None:
    first, given = rejected()
    with clock.at(datetime(2026, 11, 23, tzinfo=UTC) + timedelta(days=181)):
        again = actions.open_opportunity(by=SALES, intake=given)
        actions.file_opportunity(by=SALES, opportunity_id=again, seen_version=1)
    assert [one.other_id for one in queries.resemblances_of(again)] == [first]


def test_whoever_requests_does_not_decide() -> None:
    officer_in_sales = replace(OFFICER, roles=frozenset({Role.SALES, Role.COMPLIANCE_OFFICER}))
    made = deals.filed(by=officer_in_sales)
    actions.move_opportunity(by=ANALYST, opportunity_id=made, verb="submit")
    with pytest.raises(Denied, match="does not decide"):
        actions.move_opportunity(by=officer_in_sales, opportunity_id=made, verb="approve")
    assert actions.move_opportunity(by=MEMBER, opportunity_id=made, verb="approve") == "approved"
    with pytest.raises(Conflict, match="deal is fixed"):
        actions.add_party(by=OFFICER, opportunity_id=made, body_id=deals.body("Late"), role="owner")


def test_nothing_goes_live_while_the_gate_forbids_delivery() -> None:
    made = deals.filed()
    actions.move_opportunity(by=ANALYST, opportunity_id=made, verb="submit")
    actions.move_opportunity(by=MEMBER, opportunity_id=made, verb="approve")
    with pytest.raises(Conflict, match="Delivery not permitted"):
        actions.go_live(by=OFFICER, opportunity_id=made, gate=queries.gate(made, deals.DAY))
    assert queries.deal(made).state == "approved"


def test_of_two_people_changing_one_opportunity_at_once_one_is_told(frozen: datetime) -> None:
    made = deals.draft()
    deal = queries.deal(made)
    using, product = deal.party("using"), deal.deployments[0].product
    assert using and product
    ready, outcomes = Barrier(2), []

    def change(title: str) -> None:
        with clock.at(frozen):
            ready.wait()
            try:
                given = deals.intake(using.id, product.id, title=title)
                actions.change_opportunity(by=SALES, opportunity_id=made, seen_version=1, intake=given)
                outcomes.append("saved")
            except DuecareError as fault:
                outcomes.append(fault.code)
            finally:
                connection.close()

    threads = [Thread(target=change, args=(title,)) for title in ("One", "Two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["conflict", "saved"]
    assert queries.deal(made).version == 2
    assert prove().sound


def test_the_list_filters_searches_without_accents_and_counts() -> None:
    first = deals.filed()
    unit = deals.body("Polícia Federal", "BRA")
    actions.open_opportunity(
        by=SALES, intake=deals.intake(unit, deals.product("NL-2"), place_of_use="BRA", value=Decimal(5))
    )
    found = queries.opportunity_list(OFFICER, OpportunityQuery(q="policia NL-2"))
    assert [row.client for row in found.rows] == ["Polícia Federal"]
    found = queries.opportunity_list(OFFICER, OpportunityQuery(state="filed"))
    assert [row.id for row in found.rows] == [first]
    assert found.facets["state"] == {"draft": 1, "filed": 1}
    assert found.facets["country"] == {"THA": 1}
    by_value = queries.opportunity_list(OFFICER, OpportunityQuery(sort="value", descending=False))
    assert [row.value_eur for row in by_value.rows] == [Decimal(5), Decimal(180_000)]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("value", Decimal("-1")),
        ("value", Decimal("NaN")),
        ("term_months", 0),
        ("currency", "EURO"),
        ("place_of_use", "ZZZ"),
    ],
)
def test_impossible_input_is_refused_with_its_field(field: str, value: object) -> None:
    with pytest.raises(BadInput) as fault:
        deals.draft(SALES, **{field: value})
    assert fault.value.field == field


def test_another_currency_needs_its_value_in_euro_to_find_who_decides() -> None:
    made = deals.draft(currency="USD", value=Decimal(100))
    with pytest.raises(BadInput, match="value in euro"):
        actions.file_opportunity(by=SALES, opportunity_id=made, seen_version=1)
