"""Getting hold of the row to be changed: visible to the person, locked, and as they last saw it."""

from __future__ import annotations

from uuid import UUID

from duecare.apps.assessments.models import Opportunity
from duecare.apps.assessments.queries.deals import Deal, visible
from duecare.apps.assessments.rules.opportunity_states import CHANGEABLE
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.parties.rules.folding import fold
from duecare.kernel import countries
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, NotFound


def reach(by: Actor, opportunity_id: UUID) -> Opportunity:
    """The opportunity, locked until the transaction ends.

    Raises:
        NotFound: it does not exist or is not open to `by`.
    """
    row = visible(by).filter(id=opportunity_id).select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound("opportunity")
    return row


def reach_changeable(by: Actor, opportunity_id: UUID, seen_version: int | None = None) -> Opportunity:
    """As `reach`, for a change of the deal itself.

    Raises:
        Conflict: it changed after it was read, or it is in a state in which the deal is fixed.
    """
    row = reach(by, opportunity_id)
    if seen_version is not None and row.version != seen_version:
        raise Conflict(
            "Somebody changed this opportunity after you opened it.",
            "Your changes were not saved.",
            "Reload it and enter them again.",
        )
    if row.state not in CHANGEABLE:
        raise Conflict(
            f"The opportunity is {row.state}, so the deal is fixed.",
            "Nothing was changed.",
            "Ask a compliance officer to reopen it; the decision is then taken again.",
        )
    return row


def subject(row: Opportunity) -> Subject:
    """An opportunity in the log, on its customer's timeline."""
    return Subject("opportunity", row.id, row.reference, row.customer_id)


def refresh_copies(row: Opportunity, deal: Deal) -> None:
    """Bring the columns for lists in step with the deal; the caller saves the row."""
    using = deal.party("using") or deal.party("contracting")
    row.client = using.name if using else ""
    row.country = next((d.place_of_use for d in deal.deployments if d.place_of_use), using.country if using else "")
    products = " ".join(f"{d.product.code} {d.product.name}" for d in deal.deployments if d.product)
    row.folded = fold(f"{row.reference} {row.title} {row.client} {products}")[:600]


def check_place(field: str, code: str) -> None:
    """Refuse a code that is neither a country nor a named territory."""
    if code and not isinstance(countries.place(code), (countries.Country, countries.Territory)):
        raise BadInput("there is no such country or territory.", field=field, value=code)
