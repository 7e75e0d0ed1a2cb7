"""What the no-go register says of a deal."""

from __future__ import annotations

from datetime import date

from duecare.apps.assessments.rules.disputed import applicable
from duecare.apps.parties.queries import Known
from duecare.apps.parties.rules.no_go import Entry

from .deals import Deal


def no_go_met(found: Deal, known: Known, on: date) -> tuple[Entry, ...]:
    """The entries that stand in the way on a day, in whatever role the place or the body appears.

    Args:
        known: what is held about every body of the deal.
    """
    bodies = {body.id: body for body in (*found.bodies(), *(d.using_body for d in found.deployments if d.using_body))}
    places = {one.code for one in applicable(found.standings())}
    # Goods go to the consignee and money to whoever stands in between: their countries count as well.
    places |= {place for body in bodies.values() for place in (body.country, body.effective_authority) if place}
    return known.no_go(places, bodies, on)
