"""Operations: the audit log as sentences, and its proof."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Query, Router, Schema
from pydantic import JsonValue

from duecare.apps.audit import actions, queries
from duecare.apps.audit.queries import EntryRow, Filter
from duecare.apps.audit.rules.reading import ACCOUNT_KINDS, EXPORT, READERS, VERIFY
from duecare.apps.audit.rules.sentences import segments, sentence
from duecare.kernel.actor import Role
from duecare.kernel.canonical import JSON

from .door import acting, opens_to
from .shapes import Code, Given, Limit

router = Router(tags=["audit"])
LINES = {"responses": {200: {"content": {"application/x-ndjson": {"schema": {"type": "string"}}}}}}
Seq = Annotated[int, Query(ge=1, le=2**53)]


class Entry(Schema):
    """One entry. `head` is the chain's hash after it; `roles` those the actor held then."""

    seq: int
    at: datetime
    sentence: str
    act: str
    actor_id: UUID
    roles: list[str]
    about_kind: str
    about_id: UUID
    customer_id: UUID | None
    facts: dict[str, JsonValue]
    head: str


class Proof(Schema):
    """What came of walking the chain from entry `first` to its end."""

    sound: bool
    first: int
    entries: int
    checkpoints: int
    beyond: int
    findings: list[str]


class Exported(Given):
    """Which entries; nothing given means all."""

    act: Code = ""
    actor_id: UUID | None = None
    about_id: UUID | None = None
    customer_id: UUID | None = None

    def told(self) -> dict[str, JSON]:
        """The filter as the record keeps it: ids, no names."""
        return {key: str(value) for key, value in self.model_dump().items() if value} or {"everything": True}


@router.get("/audit", response=list[Entry], auth=opens_to(*READERS))
def list_entries(
    request: HttpRequest,
    act: Code = "",
    actor_id: UUID | None = None,
    about_id: UUID | None = None,
    customer_id: UUID | None = None,
    before: Seq | None = None,
    limit: Limit = 50,
) -> list[dict[str, object]]:
    """Newest first; go on with `before` set to the last entry's number. Administrators read accounts only."""
    wanted = Filter(act or None, actor_id, about_id, customer_id, before_seq=before)
    if not acting(request).has(*set(READERS) - {Role.ADMINISTRATOR}):
        wanted = replace(wanted, kinds=ACCOUNT_KINDS)
    return told(queries.entries(wanted, limit))


@router.post("/audit/export", auth=opens_to(*EXPORT.roles, fresh=True), openapi_extra=LINES)
def export_entries(request: HttpRequest, given: Exported) -> StreamingHttpResponse:
    """Take the log out, one entry a line in JSON, the newest first; that it was taken is itself on record."""
    end = queries.head()
    actions.record_export(by=acting(request), wanted=given.told())
    until = Filter(
        given.act or None, given.actor_id, given.about_id, given.customer_id, before_seq=end[0] + 1 if end else 1
    )
    known = {code: what.sentence for code, what in actions.acts().items()}
    lines = (
        Entry.model_validate(_entry(row, known.get(row.act))).model_dump_json() + "\n" for row in queries.walk(until)
    )
    response = StreamingHttpResponse(lines, content_type="application/x-ndjson")
    response["Content-Disposition"] = 'attachment; filename="audit-log.ndjson"'
    return response


@router.post("/audit/verify", response=Proof, auth=opens_to(*VERIFY.roles))
def verify(request: HttpRequest) -> Proof:
    """Walk the newest entries against their signed checkpoints; that somebody did is itself on record.

    `first` says where it began. The worker walks the whole log every day, `duecare audit verify` at any time.
    """
    report = queries.prove(newest=10_000)
    actions.record_verification(by=acting(request), report=report)
    return Proof(
        sound=report.sound,
        first=report.first,
        entries=report.entries,
        checkpoints=report.anchors,
        beyond=report.beyond,
        findings=list(report.findings),
    )


def told(rows: Iterable[EntryRow]) -> list[dict[str, object]]:
    """Entries as sentences."""
    known = {code: what.sentence for code, what in actions.acts().items()}
    return [_entry(row, known.get(row.act)) for row in rows]


def _entry(row: EntryRow, template: str | None) -> dict[str, object]:
    subject = row.label or row.about_kind.replace("_", " ")
    parts = segments(template, code=row.act, actor=row.actor, subject=subject, facts=row.facts, personal=row.personal)
    fields = {key: getattr(row, key) for key in Entry.model_fields if key != "sentence"}
    return {**fields, "facts": dict(row.facts), "sentence": sentence(parts)}
