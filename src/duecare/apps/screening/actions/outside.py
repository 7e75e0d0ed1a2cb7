"""Importing results of other screening, drawing from its clearances, and looking at what was drawn."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError

from duecare.adapters import clock
from duecare.adapters.home import editions as edition_files
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.parties import queries as parties
from duecare.apps.screening import queries
from duecare.apps.screening.models import OutsideImport, OutsideResult
from duecare.apps.screening.queries import OutsideImportRow
from duecare.apps.screening.queries.outside import Usable, hits_spoken_of, read_outside, standing_outside_import
from duecare.apps.screening.rules import acts
from duecare.apps.screening.rules.bulk import BadRow
from duecare.apps.screening.rules.outside import RESULTS_LIMIT
from duecare.apps.screening.rules.sampling import FINDINGS, drawn
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .judging import locked_hit, write_word
from .sampling import MOST


@dataclass(frozen=True, slots=True)
class ResultsImported:
    """What came of a file of results; `new` False when exactly these bytes were imported before."""

    new: bool
    row: OutsideImportRow


def import_results(*, by: Actor, data: bytes, file_name: str) -> ResultsImported:
    """Keep the usable rows of a file; the others are told by row. The same bytes, and the same row again, add nothing.

    Raises:
        LimitExceeded, BadInput: the file cannot be read, or none of its rows can be used.
    """
    acts.IMPORT_RESULTS.check(by)
    sha256 = hashlib.sha256(data).hexdigest()
    if (known := standing_outside_import(sha256)) is not None:
        return ResultsImported(False, queries.outside_import(known))
    usable, bad = read_outside(data, file_name)
    if not usable:
        first = bad[0]
        raise BadInput(
            f"none of the {len(bad)} rows can be used; the first: {first.wrong}", file=file_name, row=first.row,
            value=first.value, means="Nothing was imported.",
        )  # fmt: skip
    made = _keep(by=by, sha256=sha256, file_name=file_name, usable=usable, bad=bad)
    return ResultsImported(True, queries.outside_import(made))


def keep_results(*, by: Actor, name: str, chunks: Iterable[bytes]) -> str:
    """Keep a file to be looked at before it is imported; its SHA-256. One that nobody imports the worker sweeps away.

    Raises:
        Denied. LimitExceeded: larger than `RESULTS_LIMIT`.
    """
    acts.IMPORT_RESULTS.check(by)
    return edition_files().put(chunks, limit=RESULTS_LIMIT, name=name)[0]


def import_kept(*, by: Actor, sha256: str, file_name: str) -> ResultsImported:
    """Import a file that was kept and looked at. Raises as `import_results`; NotFound: it was swept away."""
    acts.IMPORT_RESULTS.check(by)
    return import_results(by=by, data=edition_files().open(sha256), file_name=file_name)


@action(acts.IMPORT_RESULTS)
def _keep(*, by: Actor, sha256: str, file_name: str, usable: Sequence[Usable], bad: Sequence[BadRow]) -> Recorded[UUID]:
    """Write results down. Raises Conflict: the same file was imported a moment ago."""
    if standing_outside_import(sha256) is not None:
        raise _imported_meanwhile()
    named = {row.sha256(str(body_id)): (row, body_id) for row, body_id in usable}
    held = set(OutsideResult.objects.filter(sha256__in=named).values_list("sha256", flat=True))
    now, rows = clock.now(), len(usable) + len(bad)
    try:
        taken_in = OutsideImport.objects.create(
            sha256=sha256, file_name=file_name[:255], imported_at=now, imported_by=by.id, rows=rows,
            known=len(usable) - len(named) + len(held), faults=[one.body() for one in bad],
        )  # fmt: skip
        OutsideResult.objects.bulk_create(
            (
                OutsideResult(
                    taken_in=taken_in, row=row.row, sha256=one, body_id=body_id, list_code=row.list_code,
                    listed_id=row.listed_id, listed_name=row.listed_name, verdict=row.verdict, said_on=row.said_on,
                    vendor=row.vendor, reason=row.reason, imported_at=now,
                )
                for one, (row, body_id) in named.items()
                if one not in held
            ),
            batch_size=500,
        )  # fmt: skip
    except IntegrityError as fault:  # PostgreSQL: another import wrote the same between our look and our row
        raise _imported_meanwhile() from fault
    facts: dict[str, JSON] = {"sha256": sha256, "rows": rows, "kept": len(named) - len(held), "faults": len(bad)}
    return Recorded(taken_in.id, Subject("outside_import", taken_in.id), facts, {"file": file_name[:255]})


@action(acts.DRAW_RESULTS)
def draw_results(*, by: Actor, import_id: UUID, seed: str, size: int) -> Recorded[int]:
    """Draw clearances of a file to be looked at; how many. The same seed over the same ones draws the same.

    Raises:
        BadInput: no seed, or a size that is none. NotFound. Conflict: every clearance was drawn already.
    """
    if not seed.strip():
        raise BadInput("name a seed.", field="seed", todo="Any words; they allow the draw to be repeated.")
    if not 0 < size <= MOST:
        raise BadInput(f"between 1 and {MOST} can be drawn.", field="size", value=size)
    taken_in = OutsideImport.objects.select_for_update().filter(id=import_id).first()
    if taken_in is None:
        raise NotFound("import")
    waiting = OutsideResult.objects.filter(taken_in=taken_in, verdict="cleared", drawn_at=None)
    ids = list(waiting.values_list("id", flat=True))
    if not ids:
        raise Conflict("No clearance of this file is left to draw.", "Nothing was drawn.", "Look at those drawn.")
    chosen = drawn(ids, seed.strip(), size)
    OutsideResult.objects.filter(id__in=chosen).update(drawn_at=clock.now(), drawn_by=by.id, seed=seed.strip()[:80])
    facts: dict[str, JSON] = {"seed": seed.strip()[:80], "drawn": len(chosen), "of": len(ids)}
    return Recorded(len(chosen), Subject("outside_import", taken_in.id), facts)


@action(acts.JUDGE_RESULT)
def judge_result(*, by: Actor, result_id: UUID, finding: str, note: str, seen: str = "") -> Recorded[None]:
    """Say whether an imported result holds; a clearance that does is written as one's own judgement of the hit.

    So the rules of judging hold: a strong match waits for its second person, and the vendor is none.

    Args:
        finding: one of `FINDINGS`.
        seen: `HitSheet.seen` of the hit it speaks of; "" where there is none.

    Raises:
        BadInput: no such finding, no note. NotFound. Denied: one imported it oneself.
        Conflict: looked at already, a clearance that was not drawn, a hit that is judged as a hit, or as `dispose`.
    """
    if finding not in FINDINGS:
        raise BadInput("there is no such finding.", field="finding", value=finding)
    if not note.strip():
        raise BadInput("say why.", field="note", todo="A sentence; it stays in the record.")
    row = _answerable(result_id, by)
    hit = hits_spoken_of([row]).get(row.id)
    facts: dict[str, JSON] = {"finding": finding, "verdict": row.verdict, "vendor": row.vendor, "waits": False}
    if hit is not None and row.verdict != "cleared":
        raise Conflict(
            "A hit of this party on this entry is held here.",
            "Nothing was changed: the hit is what is judged.",
            "Judge the hit; the result is answered by it.",
        )
    if hit is not None and finding == "agrees" and hit.gone_at is None:
        said = f"Cleared by {row.vendor} on {row.said_on}: {row.reason}\n{note.strip()}"
        word = write_word(by=by, row=locked_hit(hit.id), verdict="cleared", reason=said, seen=seen)
        facts["waits"], facts["turn"] = word.state == "waiting", word.turn
    row.state = "verified" if finding == "agrees" else "overruled"
    row.finding, row.note, row.looked_by, row.looked_at = finding, note.strip(), by.id, clock.now()
    row.save(update_fields=["state", "finding", "note", "looked_by", "looked_at"])
    about = Subject(
        "outside_result", row.id, f"{row.list_code} {row.listed_id}".strip(), parties.customer_of_body(row.body_id)
    )
    return Recorded(None, about, facts, {"note": note.strip()})


def _answerable(result_id: UUID, by: Actor) -> OutsideResult:
    row = OutsideResult.objects.select_for_update(of=("self",)).filter(id=result_id).select_related("taken_in").first()
    if row is None:
        raise NotFound("result")
    if row.looked_at is not None:
        raise Conflict("Somebody looked at this already.", "Nothing was changed.", "Reload the results.")
    if row.taken_in.imported_by == by.id:
        raise Denied("You imported this result yourself.", "Nothing was changed.", "Ask a second person.")
    if row.verdict == "cleared" and row.drawn_at is None:
        raise Conflict(
            "This clearance was not drawn.",
            "It stays unverified: whoever looks does not choose.",
            "Draw from the file, or judge the hit itself.",
        )
    return row


def _imported_meanwhile() -> Conflict:
    return Conflict("Somebody imported these results a moment ago.", "Nothing was imported twice.", "Import once more.")
