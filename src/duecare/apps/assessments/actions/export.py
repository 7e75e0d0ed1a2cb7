"""Recording export control: classification, licence, awareness. Nothing is replaced, newer records follow."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments.models import Deployment, ExportRecord
from duecare.apps.assessments.queries.deals import deal_of
from duecare.apps.assessments.queries.export import export_entries
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.dependencies import basis
from duecare.apps.assessments.rules.export import NEEDS_AUTHORITY, OUTCOMES, STAGE_OF, check_order, retain_until
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound

from .reach import reach, subject


@action(acts.EXPORT)
def record_export(
    *,
    by: Actor,
    deployment_id: UUID,
    kind: str,
    outcome: str,
    reason: str,
    by_whom: str,
    dated: date,
    category: str = "",
    number: str = "",
    conditions: str = "",
    expires_on: date | None = None,
) -> Recorded[UUID]:
    """Record one outcome for a deployment as the deal stands now.

    Args:
        kind: classification, licence or awareness.
        by_whom: the authority, or the person who says that none is needed.
        dated: the day of that person's or authority's statement.

    Raises:
        BadInput: an unknown outcome, no reason, nobody named, a licence without number or end.
        Conflict: an outcome that cannot follow the one recorded before.
    """
    if outcome not in OUTCOMES.get(kind, ()):
        raise BadInput("there is no such outcome.", field="outcome", value=outcome)
    if not reason.strip():
        raise BadInput("say on what this rests.", field="reason")
    if not by_whom.strip():
        who = "authority" if outcome in NEEDS_AUTHORITY else "person who says so"
        raise BadInput(f"name the {who}.", field="by_whom")
    if dated > clock.today():
        raise BadInput("this day is still to come.", field="dated", value=dated)
    if kind == "classification" and outcome == "listed" and not category.strip():
        raise BadInput("a listed item has a category.", field="category")
    if outcome == "licensed" and (not number.strip() or expires_on is None or expires_on <= dated):
        raise BadInput("a licence has a number and a day on which it ends.", field="number")
    found = Deployment.objects.filter(id=deployment_id).first()
    if found is None:
        raise NotFound("deployment")
    row = reach(by, found.opportunity_id)
    if row.state in ("withdrawn", "rejected"):
        raise Conflict(f"The opportunity is {row.state}.", "Nothing was recorded.", "")
    now = clock.now()
    before = export_entries((found.id,), now.date()).get(found.id, {}).get(kind)
    check_order(before.outcome if before else "", outcome)
    kept = basis(STAGE_OF[kind], deal_of(row).fields(found.id))
    made = ExportRecord.objects.create(
        deployment=found, kind=kind, turn=ExportRecord.objects.filter(deployment=found, kind=kind).count() + 1,
        outcome=outcome, category=category.strip(), reason=reason.strip(),
        by_whom=by_whom.strip(), number=number.strip(), conditions=conditions.strip(), dated=dated,
        expires_on=expires_on, basis=kept, recorded_by=by.id, recorded_at=now, retain_until=retain_until(now.date()),
    )  # fmt: skip
    facts: dict[str, JSON] = {
        "kind": kind,
        "outcome": outcome.replace("_", " "),
        "by_whom": made.by_whom,
        "position": found.position,
    }
    return Recorded(made.id, subject(row), facts)
