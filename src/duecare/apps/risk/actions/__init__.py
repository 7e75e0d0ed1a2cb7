"""Importing an edition, accepting one after seeing what it changes, putting a released methodology in force."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError

from duecare.adapters import clock, many_rows
from duecare.adapters.files import IMPORT_LIMIT
from duecare.adapters.home import editions as edition_files
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.risk import queries
from duecare.apps.risk.models import BacktestRun, Edition, EditionProposal, IndexValue, MethodInForce
from duecare.apps.risk.rules import acts
from duecare.apps.risk.rules.indices.reading import NotCovered, Observation, Reading
from duecare.apps.risk.rules.joining import kept_of
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, LimitExceeded, NotFound

from .commits import confirm_commit, propose_commit, return_commit
from .drafts import begin_draft, discard_draft, save_draft
from .events import end_event, record_event, withdraw_event
from .simulations import fail_simulation, keep_simulation, note_progress, open_simulation
from .statements import STATE, publish_backtest, publish_statements, withdraw_backtest

__all__ = [
    "accept_edition",
    "begin_draft",
    "confirm_commit",
    "confirm_method",
    "discard_draft",
    "discard_edition",
    "end_event",
    "fail_simulation",
    "import_edition",
    "keep_backtest",
    "keep_simulation",
    "note_progress",
    "open_simulation",
    "propose_commit",
    "propose_edition",
    "propose_method",
    "publish_backtest",
    "publish_statements",
    "record_event",
    "return_commit",
    "save_draft",
    "withdraw_backtest",
    "withdraw_event",
]

_BATCH = 5000
_COLUMNS = ("series", "place", "year", "value", "error", "row", "sheet")

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
    reading = _read(data, file_name)
    if (held := queries.edition_by_hash(reading.index, reading.sha256)) is not None:
        return held, False
    try:
        return _keep_edition(by=by, data=data, file_name=file_name, reading=reading, progress=progress), True
    except IntegrityError as fault:
        held = queries.edition_by_hash(reading.index, reading.sha256)
        if held is None:
            raise
        raise _held_meanwhile(file_name) from fault


def _read(data: bytes, file_name: str) -> Reading:
    if len(data) > IMPORT_LIMIT:
        raise LimitExceeded(f"larger than {IMPORT_LIMIT // 1024 // 1024} MB", file=file_name)
    return queries.parsed(data, file_name)


def _held_meanwhile(file_name: str) -> Conflict:
    return Conflict(
        f"{file_name} was imported by somebody else a moment ago.",
        "Nothing was imported twice.",
        "Open the list of editions.",
    )


@action(acts.IMPORT_EDITION)
def _keep_edition(
    *, by: Actor, data: bytes, file_name: str, reading: Reading, progress: Progress | None
) -> Recorded[Edition]:
    # Stored before the rows: a crash leaves a file that no row names, which the worker sweeps away.
    edition_files().put([data], limit=IMPORT_LIMIT, name=file_name)
    edition = _stored(by, file_name, reading, progress)
    return Recorded(edition, _edition(edition), _facts(edition, reading))


def _stored(by: Actor, file_name: str, reading: Reading, progress: Progress | None) -> Edition:
    """The edition with all its rows; whoever put the same file up for acceptance has their answer."""
    kept = kept_of(reading)
    edition = Edition.objects.create(
        **_described(reading),
        file_name=file_name[:255],
        rows=reading.rows,
        imported_at=clock.now(),
        imported_by=by.id,
    )
    for start in range(0, len(kept), _BATCH):
        many_rows.insert(IndexValue, _COLUMNS, _rows(kept[start : start + _BATCH]), {"edition_id": edition.id})
        if progress:
            progress(min(start + _BATCH, len(kept)), len(kept))
    EditionProposal.objects.filter(index=reading.index, sha256=reading.sha256, state="open").update(
        state="accepted", answered_at=clock.now(), answered_by=by.id
    )
    return edition


def _described(reading: Reading) -> dict[str, Any]:
    spec = queries.index_specs()[reading.index]
    return {
        "index": reading.index,
        "layout": reading.layout,
        "label": reading.edition,
        "sha256": reading.sha256,
        "first_year": min(reading.years),
        "last_year": max(reading.years),
        "values_count": len(kept_of(reading)) - len(reading.not_covered),
        "published": spec.publication.published(max(reading.years)),
    }


def _facts(row: Edition | EditionProposal, reading: Reading) -> dict[str, JSON]:
    return {
        "index": reading.index,
        "layout": reading.layout,
        "sha256": reading.sha256,
        "rows": reading.rows,
        "values": row.values_count,
        "first_year": row.first_year,
        "last_year": row.last_year,
        "not_covered": len(reading.not_covered),
    }


def _edition(row: Edition | EditionProposal) -> Subject:
    return Subject("edition", row.id, f"{queries.index_specs()[row.index].title} {row.label}")


def _rows(seen: tuple[Observation | NotCovered, ...]) -> list[tuple[str | int | float | None, ...]]:
    return [
        (one.series, one.place, one.year, one.value, one.error, one.row, one.sheet)
        if isinstance(one, Observation)
        else (one.series, one.place, one.year, None, None, one.row, one.sheet)
        for one in seen
    ]


def propose_edition(*, by: Actor, data: bytes, file_name: str) -> UUID:
    """Read a publisher's original file and put it up for acceptance; nothing of it counts before.

    The same file while it waits changes nothing; the proposal's id either way.

    Raises:
        Conflict: the file is held already. LimitExceeded, BadInput: as `import_edition`; nothing is kept.
    """
    acts.PROPOSE_EDITION.check(by)
    reading = _read(data, file_name)
    if queries.held_by_hash(reading.sha256) is not None:
        raise Conflict(
            f"{file_name} is already held.", "It would change nothing; nothing was kept.", "Open the list of editions."
        )
    if (waiting := queries.open_by_hash(reading.sha256)) is not None:
        return waiting
    try:
        return _propose(by=by, data=data, file_name=file_name, reading=reading).id
    except IntegrityError:
        waiting = queries.open_by_hash(reading.sha256)
        if waiting is None:
            raise
        return waiting


@action(acts.PROPOSE_EDITION)
def _propose(*, by: Actor, data: bytes, file_name: str, reading: Reading) -> Recorded[EditionProposal]:
    edition_files().put([data], limit=IMPORT_LIMIT, name=file_name)
    row = EditionProposal.objects.create(
        **_described(reading), file_name=file_name[:255], proposed_at=clock.now(), proposed_by=by.id
    )
    return Recorded(row, _edition(row), _facts(row, reading))


def accept_edition(*, by: Actor, proposal_id: UUID, seen: str, progress: Progress | None = None) -> Edition:
    """Hold the edition from now on. One person is enough: the file is the publisher's, and nothing in it is judged.

    Args:
        seen: `queries.seen_token` of the difference on the screen.

    Raises:
        NotFound: no such proposal. Conflict: answered already, or what is held or in force changed meanwhile.
    """
    acts.ACCEPT_EDITION.check(by)
    row = queries.proposed_one(proposal_id)
    if row.state != "open":
        raise _answered(row.state)
    reading = _read(edition_files().open(row.sha256), row.file_name)
    try:
        return _accept(by=by, proposal_id=proposal_id, seen=seen, reading=reading, progress=progress)
    except IntegrityError as fault:
        if queries.edition_by_hash(reading.index, reading.sha256) is None:
            raise
        raise _held_meanwhile(row.file_name) from fault


@action(acts.ACCEPT_EDITION)
def _accept(
    *, by: Actor, proposal_id: UUID, seen: str, reading: Reading, progress: Progress | None
) -> Recorded[Edition]:
    row = _open_proposal(proposal_id)
    if seen != queries.seen_token():
        raise Conflict(
            "Other figures are held, or another method is in force, than when you looked.",
            "Nothing was accepted: who moves, and how far, is different now.",
            "Look at the difference again.",
        )
    edition = _stored(by, row.file_name, reading, progress)
    return Recorded(edition, _edition(edition), _facts(edition, reading), jobs=(STATE,))


@action(acts.DISCARD_EDITION)
def discard_edition(*, by: Actor, proposal_id: UUID, reason: str) -> Recorded[None]:
    """Refuse an edition with a reason; the file stays, so that it can be seen what was refused.

    Raises:
        NotFound: no such proposal. Conflict: answered already. BadInput: no reason.
    """
    row = _open_proposal(proposal_id)
    if not reason.strip():
        raise BadInput("say why it is discarded.", field="reason", todo="A sentence; it stays in the record.")
    row.state, row.answered_at, row.answered_by, row.reason = "discarded", clock.now(), by.id, reason.strip()
    row.save(update_fields=["state", "answered_at", "answered_by", "reason"])
    return Recorded(None, _edition(row), {"sha256": row.sha256}, {"reason": reason.strip()})


def _open_proposal(proposal_id: UUID) -> EditionProposal:
    row = EditionProposal.objects.select_for_update().filter(id=proposal_id).first()
    if row is None:
        raise NotFound("proposal")
    if row.state != "open":
        raise _answered(row.state)
    return row


def _answered(state: str) -> Conflict:
    return Conflict(f"This edition was {state} meanwhile.", "Nothing was changed.", "Reload the page.")


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
    facts: dict[str, JSON] = {"sha256": row.sha256, "since": row.since.isoformat()}
    return Recorded(None, _subject(row), facts, jobs=(STATE,))


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
    return Subject("method", row.id, queries.short_name(row.urn))
