"""Carrying a class upward: from a deployment to its opportunity and the worst one to the customer.

What lists show is a copy; the class itself, with its trace, stands in the file.
"""

from __future__ import annotations

from uuid import UUID

from duecare.apps.assessments.models import Deployment, Opportunity
from duecare.apps.assessments.queries.days import today
from duecare.apps.assessments.queries.deals import class_counted, with_method
from duecare.apps.assessments.rules.gate import CLASSES
from duecare.apps.assessments.rules.opportunity_states import OVER
from duecare.apps.governance import queries as governance
from duecare.apps.parties.actions import show_class
from duecare.kernel.actor import SYSTEM
from duecare.kernel.errors import BadInput, NotFound

UNRATED = 9


def carry_class(*, deployment_id: UUID, cls: str, provisional: bool) -> None:
    """Store a class on its deployment and carry the worst upward: opportunity, then customer.

    The copies show the class that counts: an override in force is applied to what is given.

    Part of the action that confirms a class, never called alone: it writes no entry for the
    deployment itself. "" takes a class away.

    Raises:
        BadInput: an unknown class.
        NotFound: no such deployment.
    """
    if cls and cls not in CLASSES:
        raise BadInput("there is no such class.", field="class", value=cls)
    found = Deployment.objects.filter(id=deployment_id).first()
    if found is None:
        raise NotFound("deployment")
    row = Opportunity.objects.select_for_update().get(id=found.opportunity_id)
    Deployment.objects.filter(id=deployment_id).update(risk_class=cls, class_provisional=provisional or not cls)
    Deployment.objects.filter(id=deployment_id).update(risk_class=counted_now(deployment_id))
    _carry(row)
    row.save()


def counted_now(deployment_id: UUID) -> str:
    """The class of a deployment that counts today."""
    row = with_method(Deployment.objects.filter(id=deployment_id)).get()
    return class_counted(row, governance.overrides_in_force("class", today(), [deployment_id]).get(deployment_id))


def behind() -> tuple[UUID, ...]:
    """Deployments whose copy for lists differs from the class that counts, after an override began or ended."""
    held = governance.overridden("class")
    rows = with_method(Deployment.objects.filter(id__in=held, risk_class__gt="")).order_by("id")
    now = governance.overrides_in_force("class", today(), held)
    return tuple(row.id for row in rows if class_counted(row, now.get(row.id)) != row.risk_class)


def unsettle(row: Opportunity, stages: tuple[str, ...]) -> None:
    """A class rests on the deal: when the deal changed it is provisional again. The caller saves the row."""
    if "classified" in stages and row.risk_class and not row.class_provisional:
        Deployment.objects.filter(opportunity=row).update(class_provisional=True)
        _carry(row)


def worst_of(classes: tuple[tuple[str, bool], ...]) -> tuple[str, bool]:
    """The worst class and whether it is provisional: while one deployment has none or a provisional one."""
    known = [cls for cls, _ in classes if cls]
    open_ = not classes or any(not cls or provisional for cls, provisional in classes)
    return (max(known, key=CLASSES.index) if known else "", open_)


def _carry(row: Opportunity) -> None:
    mine = Deployment.objects.filter(opportunity=row).values_list("risk_class", "class_provisional")
    row.risk_class, row.class_provisional = worst_of(tuple(mine))
    row.class_rank = CLASSES.index(row.risk_class) if row.risk_class else UNRATED
    refresh_customer(row.customer_id)


def refresh_customer(customer_id: UUID | None) -> None:
    """Show the worst class of the customer's deployments, those of deals that are over left out."""
    if customer_id is not None:
        # What stood under a contract that ended is in nobody's hands any more.
        all_of = Deployment.objects.filter(opportunity__customer_id=customer_id, contract__ended_on=None)
        rows = all_of.exclude(opportunity__state__in=OVER).values_list("risk_class", "class_provisional")
        worst, provisional = worst_of(tuple(rows))
        show_class(by=SYSTEM, customer_id=customer_id, cls=worst, provisional=provisional)
