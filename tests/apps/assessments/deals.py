"""A complete deal to start from: fictional bodies, one product, people in their roles."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import Intake
from duecare.apps.parties import actions as parties
from duecare.apps.parties import queries as party_queries
from duecare.kernel.actor import Actor, Role
from tests.conftest import person

DAY = date(2026, 11, 23)
SALES, OTHER_SALES = person(Role.SALES, name="sales one"), person(Role.SALES, name="sales two")
OFFICER, ANALYST, COUNSEL = person(Role.COMPLIANCE_OFFICER), person(Role.ANALYST), person(Role.COUNSEL)
SECURITY, SECURITY_TWO = person(Role.PRODUCT_SECURITY), person(Role.PRODUCT_SECURITY, name="second")
MEMBER, AUDITOR = person(Role.COMMITTEE_MEMBER), person(Role.AUDITOR)
ADMINISTRATOR = person(Role.ADMINISTRATOR)
PURPOSE = "Extraction of data from seized telephones on the order of a judge in cases of organised crime"


def body(name: str = "Cyber Unit of Examplia", country: str = "THA", parent: UUID | None = None) -> UUID:
    return parties.enter_body(by=SALES, name=name, kind="federal", country=country, parent_id=parent)


def product(code: str = "NL-EXTRACT", *, assessed: bool = True) -> UUID:
    made = actions.add_product(by=SECURITY, code=code, name=f"Northlight {code}")
    if assessed:
        assess(made)
    return made


def assess(product_id: UUID, *, covert: bool = False) -> None:
    proposed = actions.assess_product(
        by=SECURITY, product_id=product_id, intrusive=True, covert=covert, mass=False, auditable="yes",
        export_category="5A004", reason="Design review of version 4",
    )  # fmt: skip
    actions.confirm_product(by=SECURITY_TWO, assessment_id=proposed)


def intake(unit: UUID, product_id: UUID, **more: object) -> Intake:
    full = Intake(
        title="Forensics for the cyber unit",
        purpose=PURPOSE,
        scope="Seized devices of named suspects, one laboratory in the capital, at most 40 a month",
        term_months=24,
        value=Decimal(180_000),
        intermediary=False,
        contracting_id=unit,
        paying_id=unit,
        using_id=unit,
        product_id=product_id,
        seats=5,
        place_of_use="THA",
    )
    return replace(full, **more)  # type: ignore[arg-type]  # keywords are fields of Intake


def draft(by: Actor = SALES, **more: object) -> UUID:
    return actions.open_opportunity(by=by, intake=intake(body(), product(), **more))


def filed(by: Actor = SALES, **more: object) -> UUID:
    made = draft(by, **more)
    actions.file_opportunity(by=by, opportunity_id=made, seen_version=1)
    return made


def screen(opportunity_id: UUID) -> None:
    for party in queries.deal(opportunity_id).bodies():
        made = parties.record_screening(by=OFFICER, body_id=party.id, tool="by hand", list_date=DAY, result="none")
        sha = party_queries.body(party.id).content_sha256
        parties.confirm_screening(by=ANALYST, screening_id=made, seen_sha256=sha)


def export_cleared(opportunity_id: UUID) -> None:
    one = queries.deal(opportunity_id).deployments[0].id
    told = {"reason": "Reviewed the file", "by_whom": "General counsel", "dated": DAY}
    for kind, outcome in (("classification", "not_listed"), ("licence", "not_required"), ("awareness", "not_aware")):
        actions.record_export(by=COUNSEL, deployment_id=one, kind=kind, outcome=outcome, **told)  # type: ignore[arg-type]  # same keys for each kind
