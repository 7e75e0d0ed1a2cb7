"""Scenarios of proposed changes."""

from __future__ import annotations

from tests.apps.monitoring.changing import ANALYST, OFFICER, change, owner, taken_up, wanted

from .stages import Scenario

SCENARIOS: dict[str, Scenario] = {
    "changes.propose_change": Scenario("empty", lambda _: {"by": OFFICER, "given": change(), "owner_id": owner()}),
    "changes.take_up_change": Scenario("empty", lambda _: {"by": ANALYST, "change_id": wanted(against="method")}),
    "changes.finish_change": Scenario(
        "empty", lambda _: {"by": OFFICER, "change_id": taken_up(against="method"), "note": "Version 3"}
    ),
    "changes.decline_change": Scenario(
        "empty", lambda _: {"by": OFFICER, "change_id": wanted(), "reason": "The law forbids it"}
    ),
}
