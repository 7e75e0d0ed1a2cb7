"""Operation: find what one may open by its words."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from duecare.apps.mitigation import queries
from duecare.apps.mitigation.queries import Found

from .door import EVERYONE, acting, opens_to
from .shapes import Line

router = Router(tags=["search"])


@router.get("/search", response=list[Found], auth=opens_to(*EVERYONE))
def search(request: HttpRequest, q: Line) -> list[Found]:
    """At most eight of each kind one may open; accents and capitals do not matter.

    `kind`: customer, opportunity, body, product, contract, decision, plan, measure, committee, document, person or
    country.
    """
    return list(queries.find(acting(request), q))
