"""Operations: classes that rest on figures of before, and why one stays as it is."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Status

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import ReassessmentRow
from duecare.apps.assessments.rules.file_acts import CLASS_KEEP
from duecare.kernel.actor import Role

from .door import READ, acting, opens_to
from .shapes import Given, Limit, Offset, Page, Sha256, Words, cut

router = Router(tags=["classes"])
READERS = tuple(role for role in READ if role is not Role.SALES)


class KeepGiven(Given):
    """Why nothing changes, and the hash of the figures that were seen."""

    seen_sha256: Sha256
    reason: Words


@router.get("/reassessments", response=Page[ReassessmentRow], auth=opens_to(*READERS))
def list_reassessments(
    request: HttpRequest, customer_id: UUID | None = None, limit: Limit = 25, offset: Offset = 0
) -> dict[str, object]:
    """Classes that wait to be looked at again, changed bands first, then by how far the score moved."""
    return cut(queries.reassessments(acting(request), customer_id=customer_id, limit=10_000), limit, offset)


@router.get("/reassessments/{reassessment_id}", response=ReassessmentRow, auth=opens_to(*READERS))
def read_reassessment(request: HttpRequest, reassessment_id: UUID) -> ReassessmentRow:
    """One of them, with every figure that came, went or changed."""
    return queries.reassessment(acting(request), reassessment_id)


@router.post("/reassessments/{reassessment_id}/keep", response={204: None}, auth=opens_to(*CLASS_KEEP.roles))
def keep_class(request: HttpRequest, reassessment_id: UUID, given: KeepGiven) -> Status[None]:
    """Say why the class stays; refused where the facts of today give another class, block or measure."""
    actions.keep_class(by=acting(request), reassessment_id=reassessment_id, **given.model_dump())
    return Status(204, None)
