"""For every action: what must be there before, and what it is called with.

An action without a scenario fails tests/faults/test_crashes.py. Keys are the action's path below
its app's `actions`; a scenario's function runs in a home of its stage and returns the keywords.
"""

from __future__ import annotations

from . import (
    accounts,
    assessments,
    changes,
    correspondence,
    deals,
    entitlements,
    files,
    governance,
    log_requests,
    mitigation,
    parties,
    public_reports,
    records,
    screening,
)
from .stages import BUILDERS, Scenario

_PARTS = {
    "accounts": (accounts.SCENARIOS,),
    "assessments": (deals.SCENARIOS, files.SCENARIOS, assessments.SCENARIOS, records.SIMULATIONS),
    "audit": (records.AUDIT,),
    "engagement": (correspondence.SCENARIOS,),
    "entitlements": (entitlements.SCENARIOS,),
    "governance": (governance.SCENARIOS,),
    "mitigation": (mitigation.SCENARIOS,),
    "monitoring": (public_reports.SCENARIOS, log_requests.SCENARIOS, changes.SCENARIOS),
    "parties": (parties.SCENARIOS,),
    "risk": (records.RISK,),
    "screening": (screening.SCENARIOS,),
}

SCENARIOS: dict[str, Scenario] = {
    f"duecare.apps.{app}.actions.{path}": scenario
    for app, parts in _PARTS.items()
    for part in parts
    for path, scenario in part.items()
}

__all__ = ["BUILDERS", "SCENARIOS", "Scenario"]
