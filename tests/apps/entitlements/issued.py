"""Entitlements brought as far as a test wants."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from duecare.apps.assessments import actions as opportunities
from duecare.apps.assessments import queries as files
from duecare.apps.entitlements import actions
from duecare.apps.entitlements.rules.scope import Scope
from duecare.kernel.actor import Role
from tests.apps.assessments import deals
from tests.conftest import person

SCOPE = Scope(("Unlock", "Extract"), 5, ("THA",), date(2026, 11, 23), date(2027, 11, 22))
SECURITY = person(Role.PRODUCT_SECURITY, name="pia security")
OFFICER = person(Role.COMPLIANCE_OFFICER, name="olga officer")
MEMBER = person(Role.COMMITTEE_MEMBER, name="mia member")


def deployment_of(made: UUID) -> UUID:
    """The first deployment of a deal."""
    return files.deal(made).deployments[0].id


def another(code: str = "NL-OTHER", unit: UUID | None = None) -> UUID:
    """A filed deal with another product, with another body unless one is given."""
    intake = deals.intake(unit or deals.body(f"Unit for {code}"), deals.product(code))
    made = opportunities.open_opportunity(by=deals.SALES, intake=intake)
    opportunities.file_opportunity(by=deals.SALES, opportunity_id=made, seen_version=1)
    return made


def proposed(made: UUID | None = None, **more: object) -> UUID:
    """Asked for, and waiting for a second person: the deal is not decided."""
    given = replace(SCOPE, **more)  # type: ignore[arg-type]  # fields of a scope
    place = deployment_of(made or deals.filed())
    return actions.propose_entitlement(by=SECURITY, deployment_id=place, given=given)


def issued(made: UUID | None = None, **more: object) -> UUID:
    """Issued by two persons."""
    row = proposed(made, **more)
    actions.issue_entitlement(by=OFFICER, entitlement_id=row)
    return row


def asked(entitlement: UUID, change: str = "suspend", code: str = "review") -> UUID:
    """Put down for the next run, and agreed to where that takes two."""
    made = actions.ask_change(by=OFFICER, entitlement_id=entitlement, change=change, code=code)
    if change != "suspend":
        actions.agree_to_change(by=MEMBER, change_id=made)
    return made
