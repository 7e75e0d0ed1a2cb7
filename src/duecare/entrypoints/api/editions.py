"""Operations: editions put up for acceptance with what they would change, and changes of scores beyond error."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile

from duecare.adapters import clock
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries import AffectedList
from duecare.apps.assessments.tasks import queue_reassessments
from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries import ProposedRow
from duecare.apps.risk.rules.acts import ACCEPT_EDITION, DISCARD_EDITION, PROPOSE_EDITION
from duecare.apps.risk.rules.comparing import Crossed
from duecare.apps.risk.rules.diffing import Mover, Revision
from duecare.apps.risk.rules.trend import YEARS, Change
from duecare.kernel.countries import all_codes
from duecare.kernel.errors import BadInput

from .door import READ, acting, opens_to
from .shapes import Code, Day, Given, Limit, Made, Offset, Page, Reason, Sha256, cut

router = Router(tags=["countries"])
MOST = 200
"""Revisions told one by one, the largest first; the count says how many there are."""


class WouldMove(Schema):
    """A place that would move; `comparable` leaves out what lies across a method break and what came or went."""

    place: str
    kind: str
    before: float | None
    after: float | None
    change: float | None
    comparable: float | None
    band_before: str
    band_after: str
    treated_before: str
    treated_after: str
    coverage_before: int
    coverage_after: int


class Difference(Schema):
    """What accepting an edition would change. Send `seen` back with the acceptance."""

    proposal: ProposedRow
    seen: str
    as_of: date
    method_urn: str
    changes_nothing: bool
    values: int
    same: int
    added: int
    revised: int
    left_out: int
    series_added: list[str]
    years_added: list[int]
    places_added: list[str]
    revisions: list[Revision]
    movers: list[WouldMove]
    breaks: list[Crossed]
    affected: AffectedList


class Accepted(Given):
    """What was seen."""

    seen: Sha256


@router.post("/editions/proposals", response={201: Made}, auth=opens_to(*PROPOSE_EDITION.roles))
def propose_edition(request: HttpRequest, file: File[UploadedFile]) -> Status[Made]:
    """Put a publisher's original file (at most 100 MB, 1 GB unpacked) up for acceptance.

    It counts only once it is accepted. The same file while it waits is the same proposal; a file held already, or one
    that cannot be used, is refused.
    """
    made = actions.propose_edition(by=acting(request), data=file.read(), file_name=file.name or "file")
    return Status(201, Made(id=made))


@router.get("/editions/proposals", response=Page[ProposedRow], auth=opens_to(*PROPOSE_EDITION.roles))
def list_proposed_editions(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Editions put up for acceptance, answered ones among them, the newest first."""
    return cut(queries.proposed(), limit, offset)


@router.get("/editions/proposals/{proposal_id}", response=Difference, auth=opens_to(*PROPOSE_EDITION.roles))
def read_proposed_edition(request: HttpRequest, proposal_id: UUID) -> dict[str, object]:
    """Who would move, how far, across which bands, and which deployments that concerns; by the method in force."""
    found = queries.proposed_diff(proposal_id)
    diff, values = found.diff, found.diff.values
    return {
        "proposal": found.row,
        "seen": found.seen,
        "as_of": diff.as_of,
        "method_urn": diff.method_urn,
        "changes_nothing": diff.changes_nothing,
        "values": values.total,
        "same": values.same,
        "added": values.added,
        "revised": len(values.revised),
        "left_out": len(values.left_out),
        "series_added": list(values.series_added),
        "years_added": list(values.years_added),
        "places_added": list(values.places_added),
        "revisions": list(values.revised[:MOST]),
        "movers": [_moved(one) for one in diff.movers],
        "breaks": list(diff.breaks),
        "affected": assessments.affected(one.place for one in diff.movers),
    }


@router.post("/editions/proposals/{proposal_id}/accept", response={204: None}, auth=opens_to(*ACCEPT_EDITION.roles))
def accept_edition(request: HttpRequest, proposal_id: UUID, given: Accepted) -> Status[None]:
    """Hold the edition from now on; classes whose figures change are queued for re-assessment."""
    actions.accept_edition(by=acting(request), proposal_id=proposal_id, seen=given.seen)
    queue_reassessments.enqueue()
    return Status(204, None)


@router.post("/editions/proposals/{proposal_id}/discard", response={204: None}, auth=opens_to(*DISCARD_EDITION.roles))
def discard_edition(request: HttpRequest, proposal_id: UUID, given: Reason) -> Status[None]:
    """Refuse the edition with a reason; the file is kept as what was refused."""
    actions.discard_edition(by=acting(request), proposal_id=proposal_id, reason=given.reason)
    return Status(204, None)


@router.get("/trend", response=Page[Change], auth=opens_to(*READ))
def list_changes(
    request: HttpRequest,
    method: Code = "",
    as_of: Day | None = None,
    flag: Code = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> dict[str, object]:
    """Changes of scores over one and five years; `flag`: worse, better, or not-comparable leaves only those."""
    day = as_of or clock.today()
    if not date(1975, 1, 1) <= day <= clock.today():
        raise BadInput("no figures exist for that day", field="as_of", value=day, todo="Choose a day until today.")
    moved = queries.movements(queries.method(method) if method else queries.method_in_force(day), day)
    found = [one for code in all_codes() for years in YEARS if (one := moved[years].of(code))]
    wanted = flag.replace("-", " ")
    return cut([one for one in found if not wanted or one.flag == wanted], limit, offset)


def _moved(one: Mover) -> dict[str, object]:
    names = (
        "place", "kind", "before", "after", "change", "comparable", "band_before", "band_after", "treated_before",
        "treated_after", "coverage_before", "coverage_after",
    )  # fmt: skip
    return {name: getattr(one, name) for name in names}
