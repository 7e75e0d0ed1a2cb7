"""An override counts everywhere from the moment it is confirmed until the day it ends, and not a moment longer."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from duecare.adapters import clock
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.rules.gate import CLASSES, StageState
from duecare.apps.assessments.rules.overriding import counted
from duecare.apps.assessments.tasks import follow_class_overrides
from duecare.apps.governance import actions as governance
from duecare.apps.parties import queries as parties
from duecare.kernel.errors import Conflict, Denied
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, DAY, MEMBER, OFFICER, SALES

from . import filled


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize("to", CLASSES)
def test_lowering_goes_one_step_at_most_and_never_past_a_hard_stop(cls: str, to: str) -> None:
    down = CLASSES.index(cls) - CLASSES.index(to)
    assert counted(cls, False, cls, to) == (to if down <= 1 else cls)
    assert counted(cls, True, cls, to) == (to if down <= 0 else cls)
    other = CLASSES[CLASSES.index(cls) - 1]
    assert counted(cls, False, other, to) == cls, "made for another class, it says nothing about this one"


def mild() -> UUID:
    filled.rated()
    made = filled.filed_in("NOR")
    filled.complete(made)
    filled.opinion(made)
    filled.confirmed(made)
    return made


def shown(made: UUID) -> tuple[str, str, str, str]:
    """The class as row of the deal, list of opportunities, list of customers and opportunity show it."""
    deal = queries.deal(made)
    assert deal.customer_id is not None
    listed = queries.opportunity_list(OFFICER, queries.OpportunityQuery()).rows[0].risk_class
    return (
        deal.deployments[0].risk_class, listed, parties.customer(deal.customer_id).worst_class,
        queries.deal(made).risk_class,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
def test_a_raising_counts_at_once_and_ends_by_itself() -> None:
    made = mild()
    one = filled.deployment(made)
    was = queries.deal(made).deployments[0].risk_class
    raised = CLASSES[CLASSES.index(was) + 1]
    before = queries.file_hash(made)
    asked = actions.propose_class_override(
        by=OFFICER, deployment_id=one, to_value=raised, reason="What a partner told us", expires_on=DAY + timedelta(30)
    )
    assert set(shown(made)) == {was}, "nothing changes until a second person confirms"
    with pytest.raises(Denied):
        actions.confirm_override(by=OFFICER, override_id=asked, reason="I agree with myself")
    actions.confirm_override(by=MEMBER, override_id=asked, reason="Agreed")
    assert set(shown(made)) == {raised}
    assert queries.file_hash(made) != before, "a decision taken on the other class is taken again"
    with clock.at(clock.now() + timedelta(days=31)):
        assert queries.deal(made).deployments[0].risk_class == was
        assert shown(made)[1] == raised, "the list is a copy"
        assert follow_class_overrides.func() == 1
        assert follow_class_overrides.func() == 0
        assert shown(made)[:3] == (was, was, was)


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
def test_a_raising_confirmed_in_the_register_alone_closes_the_gate_at_once() -> None:
    made = mild()
    was = queries.deal(made).deployments[0].risk_class
    before = {one.code: one.state for one in queries.gate(made, DAY).requirements}
    asked = actions.propose_class_override(
        by=OFFICER, deployment_id=filled.deployment(made), to_value="prohibited", reason="r",
        expires_on=DAY + timedelta(30),
    )  # fmt: skip
    governance.confirm_override(by=MEMBER, override_id=asked, reason="Agreed")
    after = {one.code: one.state for one in queries.gate(made, DAY).requirements}
    assert was != "prohibited"
    assert before["first_hand_sources"] is not StageState.OPEN, "the milder class does not ask for them"
    assert after["first_hand_sources"] is StageState.OPEN
    assert {code for code in before if before[code] is StageState.OPEN} < {
        code for code in after if after[code] is StageState.OPEN
    }, "nothing that was asked for before is forgiven"


@pytest.mark.django_db
@pytest.mark.usefixtures("frozen")
def test_an_override_departs_from_a_confirmed_class_and_never_ones_own_deal() -> None:
    made = deals.filed(OFFICER)
    one, until = filled.deployment(made), DAY + timedelta(9)
    ask = {"deployment_id": one, "to_value": "high", "reason": "r", "expires_on": until}
    with pytest.raises(Denied, match="requests"):
        actions.propose_class_override(by=OFFICER, **ask)
    with pytest.raises(Exception) as wrong:
        actions.propose_class_override(by=SALES, **ask)
    assert wrong.type.__name__ in ("NotFound", "Denied", "Conflict")
    with pytest.raises(Conflict, match="No current class"):
        actions.propose_class_override(by=ANALYST, **ask)
