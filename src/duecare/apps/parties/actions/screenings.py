"""Screening records: one person compares, a second one confirms, the installation's key signs."""

from __future__ import annotations

import base64
import re
from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.parties.models import ManualScreening
from duecare.apps.parties.queries.bodies import content_of
from duecare.apps.parties.rules import acts
from duecare.apps.parties.rules.screening import Record, signed_body
from duecare.apps.parties.rules.vocabulary import RESULTS
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

from .bodies import locked_body, subject_of


@action(acts.SCREEN)
def record_screening(
    *, by: Actor, body_id: UUID, tool: str, list_date: date, result: str, evidence_sha256: str = "", note: str = ""
) -> Recorded[UUID]:
    """Record a comparison of the body, as it is written now, with the lists of `list_date`.

    Raises:
        BadInput: no tool, a list of the future, an unknown result, a hit or its dismissal without a note.
    """
    if result not in RESULTS:
        raise BadInput("there is no such result.", field="result", value=result)
    if not tool.strip():
        raise BadInput("name the tool or the list that was compared.", field="tool")
    if list_date > clock.today():
        raise BadInput("this list is of a day to come.", field="list_date", value=list_date)
    if evidence_sha256 and not re.fullmatch(r"[0-9a-f]{64}", evidence_sha256):
        raise BadInput("this is not a SHA-256.", field="evidence_sha256", value=evidence_sha256)
    if result != "none" and not note.strip():
        raise BadInput("say what was found.", field="note")
    body = locked_body(body_id)
    row = ManualScreening.objects.create(
        body=body, turn=ManualScreening.objects.filter(body=body).count() + 1,
        content_sha256=content_of(body).sha256(), tool=tool.strip(), list_date=list_date, result=result,
        evidence_sha256=evidence_sha256, note=note.strip(), recorded_by=by.id, recorded_at=clock.now(),
    )  # fmt: skip
    facts = {"result": result, "tool": row.tool, "list_date": list_date.isoformat(), "content": row.content_sha256}
    return Recorded(row.id, subject_of(body), facts)


@action(acts.CONFIRM)
def confirm_screening(*, by: Actor, screening_id: UUID, seen_sha256: str) -> Recorded[None]:
    """Confirm, as second person, what `seen_sha256` named; only now the record counts.

    Raises:
        Denied: the same person cannot be first and second.
        Conflict: confirmed already, or the body changed since it was screened.
    """
    row = ManualScreening.objects.select_for_update().filter(id=screening_id).first()
    if row is None:
        raise NotFound("screening")
    if row.second_person is not None:
        raise Conflict("This screening is confirmed already.", "Nothing was changed.", "Reload the page.")
    if row.recorded_by == by.id:
        raise Denied(
            "You made this screening yourself.", "It does not count yet.", "Ask a second person to confirm it."
        )
    body = locked_body(row.body_id)
    if not row.content_sha256 == seen_sha256 == content_of(body).sha256():
        raise Conflict(
            "The party's particulars changed after it was screened.",
            "The screening was not confirmed, because it speaks of something else.",
            "Screen the party again.",
        )
    row.second_person, row.confirmed_at = by.id, clock.now()
    record = Record(row.content_sha256, row.tool, row.list_date, row.result, True, row.confirmed_at.date())
    signed = signed_body(
        screening_id=row.id, body_id=body.id, record=record, evidence=row.evidence_sha256, note=row.note,
        by=row.recorded_by, second=by.id,
    )  # fmt: skip
    row.signature = base64.b64encode(audit_key().sign(canonical(signed))).decode("ascii")
    row.save()
    return Recorded(None, subject_of(body), {"result": row.result, "signature": row.signature})
