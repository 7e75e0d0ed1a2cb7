"""Importing an edition, and putting a released methodology in force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from uuid import UUID

from django.db import IntegrityError

from duecare.adapters import clock
from duecare.adapters.files import IMPORT_LIMIT
from duecare.adapters.home import editions as edition_files
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, LimitExceeded, NotFound

from . import queries
from .models import BacktestRun, Edition, IndexValue, MethodInForce
from .rules import acts
from .rules.indices.reading import NotCovered, Observation, Reading
from .rules.indices.recognise import read

_BATCH = 5000

Progress = Callable[[int, int], None]
"""Called with (values written, values in all)."""


def import_edition(*, by: Actor, data: bytes, file_name: str, progress: Progress | None = None) -> tuple[Edition, bool]:
    """Read a publisher's original file and keep every value with its provenance.

    The same file a second time changes nothing.

    Returns:
        (edition, True when it was new).

    Raises:
        LimitExceeded: more than 100 MB.
        BadInput: not recognised, damaged or out of range; nothing is kept.
    """
    acts.IMPORT_EDITION.check(by)
    if len(data) > IMPORT_LIMIT:
        raise LimitExceeded(f"larger than {IMPORT_LIMIT // 1024 // 1024} MB", file=file_name)
    reading = read(data, file_name, queries.index_specs())
    reading.require_matched(file_name)
    if (held := queries.edition_by_hash(reading.index, reading.sha256)) is not None:
        return held, False
    try:
        return _keep_edition(by=by, data=data, file_name=file_name, reading=reading, progress=progress), True
    except IntegrityError as fault:
        held = queries.edition_by_hash(reading.index, reading.sha256)
        if held is None:
            raise
        raise Conflict(
            f"{file_name} was imported by somebody else a moment ago.",
            "Nothing was imported twice.",
            "Open the list of editions.",
        ) from fault


@action(acts.IMPORT_EDITION)
def _keep_edition(
    *, by: Actor, data: bytes, file_name: str, reading: Reading, progress: Progress | None
) -> Recorded[Edition]:
    spec = queries.index_specs()[reading.index]
    # Stored before the rows: a crash leaves a file that no row names, which the worker sweeps away.
    edition_files().put([data], limit=IMPORT_LIMIT, name=file_name)
    # Historical states and regional sums stay in the file; they rate nobody today.
    kept: tuple[Observation | NotCovered, ...] = (
        *reading.observations,
        *reading.territories,
        *reading.not_covered,
    )
    edition = Edition.objects.create(
        index=reading.index,
        layout=reading.layout,
        label=reading.edition,
        file_name=file_name[:255],
        sha256=reading.sha256,
        first_year=min(reading.years),
        last_year=max(reading.years),
        rows=reading.rows,
        values_count=len(kept) - len(reading.not_covered),
        published=spec.publication.published(max(reading.years)),
        imported_at=clock.now(),
        imported_by=by.id,
    )
    for start in range(0, len(kept), _BATCH):
        IndexValue.objects.bulk_create(_rows(edition, kept[start : start + _BATCH]))
        if progress:
            progress(min(start + _BATCH, len(kept)), len(kept))
    return Recorded(
        edition,
        Subject("edition", edition.id, f"{spec.title} {reading.edition}"),
        facts={
            "index": reading.index,
            "layout": reading.layout,
            "sha256": reading.sha256,
            "rows": reading.rows,
            "values": edition.values_count,
            "first_year": edition.first_year,
            "last_year": edition.last_year,
            "not_covered": len(reading.not_covered),
        },
    )


def _rows(edition: Edition, seen: tuple[Observation | NotCovered, ...]) -> Iterator[IndexValue]:
    for one in seen:
        value, error = (one.value, one.error) if isinstance(one, Observation) else (None, None)
        yield IndexValue(
            edition=edition,
            series=one.series,
            place=one.place,
            year=one.year,
            value=value,
            error=error,
            row=one.row,
            sheet=one.sheet,
        )


@action(acts.PROPOSE_METHOD)
def propose_method(*, by: Actor, urn: str, since: date) -> Recorded[UUID]:
    """Propose a released methodology as the one in force from a day on; a second person confirms.

    Raises:
        NotFound: no such methodology in the library.
        BadInput: the day lies in the past, where decisions were already taken.
    """
    method = queries.method(urn)
    if since < clock.now().date():
        raise BadInput("a method cannot come into force in the past", field="since", value=since.isoformat())
    row = MethodInForce.objects.create(
        urn=method.urn, sha256=method.sha256, since=since, adopted_at=clock.now(), adopted_by=by.id
    )
    return Recorded(row.id, _subject(row), facts={"sha256": row.sha256, "since": since.isoformat()})


@action(acts.CONFIRM_METHOD)
def confirm_method(*, by: Actor, proposal_id: UUID) -> Recorded[None]:
    """Confirm a proposal; the one who proposed cannot.

    Raises:
        NotFound: no such proposal.
        Denied: the same person proposed it.
        Conflict: already confirmed.
    """
    row = MethodInForce.objects.select_for_update().filter(id=proposal_id).first()
    if row is None:
        raise NotFound("proposal")
    if row.confirmed_by is not None:
        raise Conflict("This method was already confirmed.", "Nothing was changed.", "Reload the page.")
    if row.adopted_by == by.id:
        raise Denied("You proposed this method yourself.", "Nothing was changed.", "A second person must confirm it.")
    row.confirmed_by = by.id
    row.save(update_fields=["confirmed_by"])
    return Recorded(None, _subject(row), facts={"sha256": row.sha256, "since": row.since.isoformat()})


@action(acts.KEEP_BACKTEST)
def keep_backtest(*, by: Actor, run: queries.Run) -> Recorded[UUID]:
    """Keep what a backtest gave, with the hashes of method and files; every one counts, also one that displeases."""
    asked = run.asked
    row = BacktestRun.objects.create(
        method_urn=asked.method_urn,
        method_sha256=asked.method_sha256,
        cases_name=asked.cases.file[:255],
        cases_sha256=asked.cases.sha256,
        clean_name=asked.clean.file[:255] if asked.clean else "",
        clean_sha256=asked.clean.sha256 if asked.clean else "",
        vintage=asked.vintage,
        report=dict(run.report),
        ran_at=clock.now(),
        ran_by=by.id,
    )
    facts: dict[str, JSON] = {
        "cases": len(asked.cases.cases),
        "clean": len(asked.clean.places) if asked.clean else 0,
        "method_sha256": row.method_sha256,
        "cases_sha256": row.cases_sha256,
        "clean_sha256": row.clean_sha256,
    }
    return Recorded(row.id, Subject("backtest", row.id, queries.short_name(row.method_urn)), facts=facts)


def _subject(row: MethodInForce) -> Subject:
    return Subject("method", row.id, row.urn.rsplit(":", 2)[-2])
