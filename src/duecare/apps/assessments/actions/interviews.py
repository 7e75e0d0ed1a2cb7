"""First-hand sources: people are heard, and their safety comes before our record of them."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Max

from duecare.adapters import clock
from duecare.adapters.sealing import seal, unseal
from duecare.apps.assessments.models import FirstHandSource
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.deals import deal_of
from duecare.apps.assessments.rules import file_acts
from duecare.apps.assessments.rules.dependencies import basis
from duecare.apps.audit.actions import Recorded, action
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, NotFound

from .reach import reach, subject

KNOWS_OF = ("country", "client", "both")


@action(file_acts.SOURCE)
def record_source(
    *,
    by: Actor,
    opportunity_id: UUID,
    knows_of: str,
    kind: str,
    heard_on: date,
    summary: str,
    safety_plan: str,
    identity: str = "",
) -> Recorded[UUID]:
    """Record that somebody with first-hand knowledge was heard.

    Args:
        kind: what sort of person in general words; never so narrow that it names one.
        summary: what they said, written so that it identifies nobody.
        safety_plan: what was agreed to keep them safe.
        identity: best left empty; sealed, and opened only by whoever recorded it.

    Raises:
        BadInput: something missing, or a day still to come. NotFound.
    """
    row = reach(by, opportunity_id)
    if knows_of not in KNOWS_OF:
        raise BadInput("say of what they have first-hand knowledge.", field="knows_of", value=knows_of)
    for field, said in (("kind", kind), ("summary", summary), ("safety_plan", safety_plan)):
        if not said.strip():
            raise BadInput("this is needed.", field=field)
    if heard_on > today():
        raise BadInput("this day is still to come.", field="heard_on", value=heard_on)
    number = (FirstHandSource.objects.filter(opportunity=row).aggregate(last=Max("number"))["last"] or 0) + 1
    found = FirstHandSource.objects.create(
        opportunity=row, number=number, knows_of=knows_of, kind=kind.strip()[:60], heard_on=heard_on,
        summary=summary.strip(), safety_plan=safety_plan.strip(),
        identity=seal(identity.strip()) if identity.strip() else b"",
        basis=basis("first_hand_sources", deal_of(row).fields()), recorded_by=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    return Recorded(found.id, subject(row), {"source": str(found), "knows_of": knows_of})


@action(file_acts.SOURCE_IDENTITY)
def read_identity(*, by: Actor, source_id: UUID) -> Recorded[str]:
    """Open the sealed identity. Only whoever recorded it may; every opening is on record.

    Raises:
        NotFound: no such source, nothing sealed, or recorded by somebody else: one answer for all.
    """
    found = FirstHandSource.objects.filter(id=source_id, recorded_by=by.id).first()
    if found is None or not found.identity:
        raise NotFound("source")
    row = reach(by, found.opportunity_id)
    return Recorded(unseal(bytes(found.identity)), subject(row), {"source": str(found)})
