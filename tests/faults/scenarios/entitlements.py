"""Scenarios of entitlements and of their daily run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.entitlements import actions
from duecare.apps.entitlements.rules.changing import COMMITTEE_OFFICE
from tests.apps.entitlements.issued import MEMBER, OFFICER, SCOPE, SECURITY, asked, deployment_of, issued, proposed

from .stages import Scenario


def _agreed(made: UUID) -> Mapping[str, object]:
    row = issued(made)
    return {
        "by": MEMBER,
        "change_id": actions.ask_change(by=OFFICER, entitlement_id=row, change="end", code="contract_over"),
    }


def _due(made: UUID) -> Mapping[str, object]:
    return {
        "by": COMMITTEE_OFFICE, "change_id": asked(issued(made)), "day": clock.today() + timedelta(days=1),
    }  # fmt: skip


SCENARIOS: dict[str, Scenario] = {
    "proposing.propose_entitlement": Scenario(
        "filed", lambda made: {"by": SECURITY, "deployment_id": deployment_of(made), "given": SCOPE}
    ),
    "answering.issue_entitlement": Scenario("filed", lambda made: {"by": OFFICER, "entitlement_id": proposed(made)}),
    "answering.refuse_entitlement": Scenario(
        "filed", lambda made: {"by": OFFICER, "entitlement_id": proposed(made), "reason": "Too many seats"}
    ),
    "changing.ask_change": Scenario(
        "filed",
        lambda made: {"by": MEMBER, "entitlement_id": issued(made), "change": "suspend", "code": "review"},
    ),
    "changing.agree_to_change": Scenario("filed", _agreed),
    "changing.take_back_change": Scenario("filed", lambda made: {"by": OFFICER, "change_id": asked(issued(made))}),
    "running.carry_out": Scenario("filed", _due),
}
