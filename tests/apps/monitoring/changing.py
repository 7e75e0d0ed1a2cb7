"""Proposed changes to start from."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.monitoring import actions
from duecare.apps.monitoring.models import ProposedChange
from duecare.apps.monitoring.rules.changes import Wanted
from duecare.kernel.actor import Role
from tests.conftest import person
from tests.permissions.signed_in import known

OFFICER = person(Role.COMPLIANCE_OFFICER, name="olga officer")
ANALYST = person(Role.ANALYST, name="ann analyst")
SECURITY = person(Role.PRODUCT_SECURITY, name="pia security")
TEXT = "The contract gives no right to the usage log; it should."


def change(**more: Any) -> Wanted:
    """A change of the clauses, owed in a month, unless told otherwise."""
    given = {
        "against": "clauses", "title": "A right to the logs", "text": TEXT,
        "due_on": clock.today() + timedelta(days=30),
    }  # fmt: skip
    return Wanted(**(given | more))


def owner() -> UUID:
    """Somebody who signs in and reads files."""
    return known(Role.COUNSEL, name="cora counsel").id


def wanted(**more: Any) -> UUID:
    """A proposed change."""
    code = actions.propose_change(by=OFFICER, given=change(**more), owner_id=owner())
    return ProposedChange.objects.get(reference=code).id


def taken_up(**more: Any) -> UUID:
    """One that the analyst works on."""
    row = wanted(**more)
    actions.take_up_change(by=ANALYST, change_id=row)
    return row
