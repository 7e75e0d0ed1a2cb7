"""Departing from the method's class: proposed from the file, and followed at once by everything that shows it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db import transaction

from duecare.apps.assessments.models import Deployment, Opportunity
from duecare.apps.assessments.queries.classification import class_of
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.deals import visible
from duecare.apps.assessments.rules import file_acts
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.governance import actions as governance
from duecare.kernel.actor import SYSTEM, Actor
from duecare.kernel.errors import Conflict, Denied, NotFound

from .classes import behind, carry_class, counted_now
from .reach import subject


def propose_class_override(*, by: Actor, deployment_id: UUID, to_value: str, reason: str, expires_on: date) -> UUID:
    """Propose to count another class than the method's, from the one that is confirmed now.

    Raises:
        NotFound: the file is not open to `by`. Denied: one's own deal, or a step the register refuses.
        Conflict: no class is confirmed, or it is out of date. BadInput: no reason, no end.
    """
    row = visible(by).filter(deployments__id=deployment_id).first()
    if row is None:
        raise NotFound("deployment")
    if by.id in (row.requester_id, row.owner_id):
        raise Denied("Whoever requests a deal does not rate it.", "Nothing was changed.", "Ask a colleague.")
    now = class_of(deployment_id, today())
    if now is None or now.state != "confirmed" or now.stale:
        raise Conflict(
            "No current class is confirmed.", "There is nothing to depart from.", "Propose and confirm a class first."
        )
    position = Deployment.objects.values_list("position", flat=True).get(id=deployment_id)
    return governance.propose_override(
        by=by, kind="class", subject_id=deployment_id, customer_id=row.customer_id,
        label=f"Class of {row.reference}, deployment {position}", from_value=now.method_cls, to_value=to_value,
        reason=reason, expires_on=expires_on,
    )  # fmt: skip


def confirm_override(*, by: Actor, override_id: UUID, reason: str) -> None:
    """Confirm as the second person; deployment, opportunity and customer show the class in the same transaction.

    Raises as `governance.actions.confirm_override`.
    """
    with transaction.atomic():
        governance.confirm_override(by=by, override_id=override_id, reason=reason)
        follow_overrides()


def follow_overrides() -> int:
    """Bring every copy in step with overrides that began or ended; how many moved. Twice is as good as once."""
    found = behind()
    for deployment_id in found:
        follow_class(by=SYSTEM, deployment_id=deployment_id)
    return len(found)


@action(file_acts.CLASS_FOLLOW)
def follow_class(*, by: Actor, deployment_id: UUID) -> Recorded[None]:
    """Show the class that counts today on a deployment, its opportunity and its customer. Raises NotFound."""
    row = Opportunity.objects.select_for_update().filter(deployments__id=deployment_id).first()
    if row is None:
        raise NotFound("deployment")
    held = Deployment.objects.get(id=deployment_id)
    cls = counted_now(deployment_id)
    carry_class(deployment_id=deployment_id, cls=cls, provisional=held.class_provisional)
    return Recorded(None, subject(row), {"before": held.risk_class, "cls": cls})
