"""The paper on which it is decided whether a measure may be left undone."""

from __future__ import annotations

from duecare.apps.assessments.queries import Deal
from duecare.apps.assessments.rules.disputed import applicable
from duecare.apps.governance.rules.papers import FrozenPaper, freeze
from duecare.apps.mitigation.models import Measure
from duecare.apps.mitigation.rules.papers import WAIVER, plan_json

from .papers import define


def waiver_paper(deal: Deal, row: Measure) -> FrozenPaper:
    """The measure, why the plan holds it, and why it should be left undone."""
    return freeze(
        kind=WAIVER,
        subject_id=row.id,
        customer_id=deal.customer_id,
        reference=deal.reference,
        title=f"{deal.title}: leave {row.code} undone",
        payload={
            "sentence": f"Excuse from {row.code} {row.title}.",
            "opportunity": str(deal.id),
            "measure": plan_json((define(row),)),
            "reason": row.waiver_reason,
        },
        risk_class=deal.risk_class or "indeterminate",
        value_eur=deal.value_eur,
        requester_id=deal.requester_id,
        account_team=deal.account_team,
        countries=tuple(one.code for one in applicable(deal.standings())),
        parties=tuple(
            sorted({body.id for body in deal.bodies()} | ({deal.customer_id} if deal.customer_id else set()))
        ),
    )
