"""Operations: results of other screening, imported by file, drawn from and looked at."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import File, Router, Schema, Status, UploadedFile
from pydantic import JsonValue, StringConstraints

from duecare.apps.screening import actions, queries
from duecare.apps.screening.queries import OutsideImportRow, OutsideResultRow
from duecare.apps.screening.rules.acts import DRAW_RESULTS, IMPORT_RESULTS, JUDGE_RESULT, READERS
from duecare.apps.screening.rules.outside import OUTSIDE_VERDICTS, RESULT_STATES, RESULTS_LIMIT
from duecare.kernel.errors import LimitExceeded

from .door import acting, opens_to
from .screening_samples import SampleGiven
from .shapes import Choice, Given, Limit, Offset, Page, Words

router = Router(tags=["screening"])
TOLD = 100
"""Faults of rows that are told; `faulty` says how many there are."""


class ResultsFile(Schema):
    """One file of results: what was kept, what was known, which rows could not be used (100 at most are told).

    `cleared`: imported clearances; of these `drawn`, and found to hold (`verified`) or not (`overruled`).
    """

    id: UUID
    file_name: str
    sha256: str
    imported_at: datetime
    imported_by: UUID
    rows: int
    kept: int
    known: int
    faulty: int
    faults: list[dict[str, JsonValue]]
    cleared: int
    drawn: int
    verified: int
    overruled: int


class ResultsTaken(Schema):
    """What came of a file; `new` False when exactly these bytes were imported before."""

    new: bool
    file: ResultsFile


class Drawn(Schema):
    """How many clearances were drawn."""

    drawn: int


class ResultLookedAt(Given):
    """What was found, and why. `seen`: the value read with the hit that the result speaks of, "" without one."""

    finding: Literal["agrees", "disagrees"]
    note: Words
    seen: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")] = ""


@router.post("/screening/results/imports", response=ResultsTaken, auth=opens_to(*IMPORT_RESULTS.roles))
def import_results(request: HttpRequest, file: File[UploadedFile]) -> dict[str, object]:
    """Import a vendor's results or judgements from before (CSV, TSV, JSON or JSON lines, at most 5 MB).

    Columns: party (id, registration number or name), list, listed_id, listed_name, verdict (cleared, confirmed or
    possible), date, vendor, reason. A row that cannot be used is told with its number and the rest is kept; the same
    row again adds nothing. A clearance counts for nothing until a drawn one was looked at; a hit counts at once.
    """
    name = file.name or "results"
    if (file.size or 0) > RESULTS_LIMIT:
        limit = f"larger than {RESULTS_LIMIT // 1024 // 1024} MB"
        raise LimitExceeded(limit, file=name, means="Nothing was imported.")
    found = actions.import_results(by=acting(request), data=file.read(), file_name=name)
    return {"new": found.new, "file": _shown(found.row)}


@router.get("/screening/results/imports", response=Page[ResultsFile], auth=opens_to(*READERS))
def list_results_imports(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Files of results, the newest first."""
    rows, total = queries.outside_imports(limit, offset)
    return {"rows": [_shown(row) for row in rows], "total": total}


@router.get("/screening/results/imports/{results_import_id}", response=ResultsFile, auth=opens_to(*READERS))
def read_results_import(request: HttpRequest, results_import_id: UUID) -> dict[str, object]:
    """One file of results, and how far its clearances were looked at."""
    return _shown(queries.outside_import(results_import_id))


@router.post(
    "/screening/results/imports/{results_import_id}/sample", response=Drawn, auth=opens_to(*DRAW_RESULTS.roles)
)
def draw_results(request: HttpRequest, results_import_id: UUID, given: SampleGiven) -> Drawn:
    """Draw clearances of a file to be looked at; nobody chooses which, and those drawn before are left out."""
    drawn = actions.draw_results(by=acting(request), import_id=results_import_id, seed=given.seed, size=given.size)
    return Drawn(drawn=drawn)


@router.get("/screening/results", response=Page[OutsideResultRow], auth=opens_to(*READERS))
def list_results(
    request: HttpRequest,
    import_id: UUID | None = None,
    body_id: UUID | None = None,
    state: Annotated[str, Choice(RESULT_STATES, empty=True)] = "",
    verdict: Annotated[str, Choice(OUTSIDE_VERDICTS, empty=True)] = "",
    drawn: Literal["", "yes", "no"] = "",
    limit: Limit = 25,
    offset: Offset = 0,
) -> dict[str, object]:
    """Imported results, the newest file first, each with the hit here that it speaks of."""
    rows, total = queries.outside_results(
        import_id=import_id, body_id=body_id, state=state, verdict=verdict, drawn=drawn == "yes" if drawn else None,
        limit=limit, offset=offset,
    )  # fmt: skip
    return {"rows": list(rows), "total": total}


@router.post("/screening/results/{result_id}/finding", response={204: None}, auth=opens_to(*JUDGE_RESULT.roles))
def judge_result(request: HttpRequest, result_id: UUID, given: ResultLookedAt) -> Status[None]:
    """Say whether an imported result holds. A clearance that does is written as your own judgement of the hit.

    So a strong match still waits for its second person. 409 for a clearance that was not drawn, or a hit that is
    held here and judged as a hit; 403 for whoever imported it.
    """
    actions.judge_result(by=acting(request), result_id=result_id, **given.model_dump())
    return Status(204, None)


def _shown(row: OutsideImportRow) -> dict[str, object]:
    names = ResultsFile.model_fields.keys() - {"faulty", "faults"}
    told = {name: getattr(row, name) for name in names}
    return {**told, "faulty": len(row.faults), "faults": list(row.faults[:TOLD])}
