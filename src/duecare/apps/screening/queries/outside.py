"""Imported results of other screening: the files, their rows, and the hit here that each speaks of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from duecare.adapters import clock
from duecare.adapters.home import editions as edition_files
from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.apps.screening.models import Hit, OutsideImport, OutsideResult
from duecare.apps.screening.rules.bulk import BadRow
from duecare.apps.screening.rules.outside import OutsideRow, called, names_in, read_results
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import NotFound

from .hits import HitSheet


@dataclass(frozen=True, slots=True)
class OutsideImportRow:
    """One file of results, and how far its clearances were looked at."""

    id: UUID
    file_name: str
    sha256: str
    imported_at: datetime
    imported_by: UUID
    rows: int
    kept: int
    known: int
    faults: tuple[Mapping[str, JSON], ...]
    cleared: int
    drawn: int
    verified: int
    overruled: int

    @property
    def unverified(self) -> int:
        """Clearances that count for nothing yet."""
        return self.cleared - self.verified - self.overruled

    @property
    def waiting(self) -> int:
        """Clearances that were drawn and that nobody looked at yet."""
        return self.drawn - self.verified - self.overruled


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing a file would keep: usable rows, how many of each verdict, faults by row.

    `known`: exactly these bytes were imported before.
    """

    usable: int
    verdicts: Mapping[str, int]
    bad: tuple[Mapping[str, JSON], ...]
    known: bool


@dataclass(frozen=True, slots=True)
class OutsideResultRow:
    """One imported result; `hit_id` the hit here of the same party and entry, if there is one."""

    id: UUID
    import_id: UUID
    row: int
    body: BodyRow
    list_code: str
    listed_id: str
    listed_name: str
    verdict: str
    said_on: date
    vendor: str
    reason: str
    state: str
    drawn: bool
    finding: str
    note: str
    looked_by: UUID | None
    looked_at: datetime | None
    hit_id: UUID | None


Usable = tuple[OutsideRow, UUID]
"""A row and the party it names."""


def read_outside(data: bytes, file: str) -> tuple[tuple[Usable, ...], tuple[BadRow, ...]]:
    """Rows of a file with their parties, and those that cannot be used. Raises as `rules.outside.read_results`."""
    rows = read_results(data, file, clock.today())
    bodies = parties.bodies_called(row.party for row in rows if isinstance(row, OutsideRow))
    usable: list[Usable] = []
    bad: list[BadRow] = []
    for row in rows:
        if isinstance(row, BadRow):
            bad.append(row)
        elif len(meant := bodies[row.party]) == 1:
            usable.append((row, meant[0]))
        else:
            wrong = "several parties are called so; give the id" if meant else "there is no such party"
            bad.append(BadRow(row.row, f"party: {wrong}", row.party[:80]))
    return tuple(usable), tuple(bad)


def preview_results(sha256: str, file: str) -> Preview:
    """What a kept file says. Raises as `rules.outside.read_results`; NotFound: it was swept away."""
    usable, bad = read_outside(edition_files().open(sha256), file)
    verdicts = Counter(row.verdict for row, _ in usable)
    known = standing_outside_import(sha256) is not None
    return Preview(len(usable), verdicts, tuple(one.body() for one in bad), known)


def standing_outside_import(sha256: str) -> UUID | None:
    """The import of exactly these bytes."""
    return OutsideImport.objects.filter(sha256=sha256).values_list("id", flat=True).first()


def outside_imports(limit: int = 25, offset: int = 0) -> tuple[tuple[OutsideImportRow, ...], int]:
    """Files of results, the newest first, and how many there are."""
    rows = OutsideImport.objects.order_by("-imported_at", "-id")
    return _imports(rows[offset : offset + limit]), rows.count()


def outside_import(import_id: UUID) -> OutsideImportRow:
    """One file of results. Raises NotFound."""
    found = _imports(OutsideImport.objects.filter(id=import_id))
    if not found:
        raise NotFound("import")
    return found[0]


def outside_results(
    *,
    import_id: UUID | None = None,
    body_id: UUID | None = None,
    state: str = "",
    verdict: str = "",
    drawn: bool | None = None,
    warning: bool = False,
    limit: int = 25,
    offset: int = 0,
) -> tuple[tuple[OutsideResultRow, ...], int]:
    """Results, the newest file first and in its order, and how many there are; what is left out narrows nothing.

    `warning`: only hits that were reported, not clearances.
    """
    asked = {"taken_in_id": import_id, "body_id": body_id, "state": state or None, "verdict": verdict or None}
    rows = OutsideResult.objects.filter(**{key: value for key, value in asked.items() if value is not None})
    if drawn is not None:
        rows = rows.filter(drawn_at__isnull=not drawn)
    if warning:
        rows = rows.exclude(verdict="cleared")
    return _results(rows.order_by("-imported_at", "taken_in_id", "row")[offset : offset + limit]), rows.count()


def outside_result(result_id: UUID) -> OutsideResultRow:
    """One result. Raises NotFound."""
    found = _results(OutsideResult.objects.filter(id=result_id))
    if not found:
        raise NotFound("result")
    return found[0]


def results_on(sheet: HitSheet) -> tuple[OutsideResultRow, ...]:
    """What others said of the party and the entry of a hit, the newest first; one statement."""
    row = sheet.row
    rows = OutsideResult.objects.filter(body_id=row.body.id).order_by("-said_on", "id")
    here = called(row.list_code, row.key, *names_in(sheet.entry))
    return tuple(
        _result(one, row.body, row.id) for one in rows if called(one.list_code, one.listed_id, one.listed_name) & here
    )


def hits_spoken_of(results: Sequence[OutsideResult]) -> Mapping[UUID, Hit]:
    """Result id → the hit that is met here of the same party and listed entry.

    An entry is named by the publisher's id, by its main name or by any other name that the list gives it.
    """
    by_body: dict[UUID, list[Hit]] = {}
    hits = Hit.objects.filter(body_id__in={one.body_id for one in results}, gone_at=None).select_related("content")
    for hit in hits.defer("alignment", "circumstances").order_by("-score", "id") if results else ():
        by_body.setdefault(hit.body_id, []).append(hit)
    found: dict[UUID, Hit] = {}
    for one in results:
        named = (one.list_code, one.listed_id, one.listed_name)
        for hit in by_body.get(one.body_id, ()):
            if called(*named) & called(hit.list_code, hit.key, *names_in(hit.content.body)):
                found[one.id] = hit
                break
    return found


def _imports(rows: QuerySet[OutsideImport]) -> tuple[OutsideImportRow, ...]:
    def count(**which: object) -> Count:
        return Count("results", filter=Q(**which))

    told = rows.annotate(
        kept=Count("results"),
        cleared=count(results__verdict="cleared"),
        drawn=count(results__drawn_at__isnull=False),
        verified=count(results__state="verified", results__verdict="cleared"),
        overruled=count(results__state="overruled", results__verdict="cleared"),
    )
    names = OutsideImportRow.__dataclass_fields__
    return tuple(
        OutsideImportRow(**{**{name: getattr(row, name) for name in names}, "faults": tuple(row.faults)})
        for row in told
    )


def _results(rows: Iterable[OutsideResult]) -> tuple[OutsideResultRow, ...]:
    found = list(rows)
    bodies, hits = parties.bodies(one.body_id for one in found), hits_spoken_of(found)
    return tuple(_result(one, bodies[one.body_id], hits[one.id].id if one.id in hits else None) for one in found)


def _result(one: OutsideResult, body: BodyRow, hit_id: UUID | None) -> OutsideResultRow:
    return OutsideResultRow(
        one.id, one.taken_in_id, one.row, body, one.list_code, one.listed_id, one.listed_name, one.verdict,
        one.said_on, one.vendor, one.reason, one.state, one.drawn_at is not None, one.finding, one.note,
        one.looked_by, one.looked_at, hit_id,
    )  # fmt: skip
