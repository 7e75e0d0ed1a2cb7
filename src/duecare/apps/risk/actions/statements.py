"""Saying in public which method is in force, and which backtest of it."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Job, Subject
from duecare.apps.risk.models import BacktestRun, MethodStatement
from duecare.apps.risk.queries.methods import short_name
from duecare.apps.risk.queries.statements import content_on, days_to_state
from duecare.apps.risk.rules import acts
from duecare.apps.risk.rules.statement import statement
from duecare.kernel.actor import SYSTEM, Actor
from duecare.kernel.canonical import JSON, digest
from duecare.kernel.errors import BadInput, Conflict, NotFound

STATE = Job("duecare.apps.risk.tasks.publish_statements")


def publish_statements() -> int:
    """Say what changed since the last statement; how many were made. Twice is as good as once."""
    made = 0
    for day in days_to_state(clock.today()):
        said = content_on(day)
        last = MethodStatement.objects.order_by("-number").values_list("content_sha256", flat=True).first()
        if last != digest(said):
            _publish(by=SYSTEM, day=day, said=said)
            made += 1
    return made


@action(acts.PUBLISH_STATEMENT)
def _publish(*, by: Actor, day: date, said: Mapping[str, JSON]) -> Recorded[int]:
    before = MethodStatement.objects.order_by("-number").first()
    number, now, key = (before.number if before else 0) + 1, clock.now(), audit_key()
    body = statement(said, number=number, since=day, made_at=now, previous=before.sha256 if before else "")
    method = said["method"]
    assert isinstance(method, Mapping)  # `rules.statement.content` made it
    row = MethodStatement(
        number=number,
        since=day,
        made_at=now,
        method_urn=str(method["urn"]),
        body=body.decode(),
        sha256=hashlib.sha256(body).hexdigest(),
        content_sha256=digest(said),
        public_key=key.public.hex(),
        signature=base64.b64encode(key.sign(body)).decode(),
    )
    row.save(force_insert=True)  # a number that somebody else took meanwhile is refused by the database
    about = Subject("method_statement", row.id, short_name(row.method_urn))
    return Recorded(number, about, {"number": number, "since": day.isoformat(), "sha256": row.sha256})


@action(acts.PUBLISH_BACKTEST)
def publish_backtest(*, by: Actor, run_id: UUID) -> Recorded[None]:
    """Publish what a backtest found with the method it tested; the lists' countries stand in the report.

    Raises:
        NotFound: no such backtest. Conflict: it is published.
    """
    row = _kept(run_id)
    if row.published_at is not None:
        raise Conflict("This backtest is published.", "Nothing was changed.", "Reload the page.")
    row.published_at, row.published_by = clock.now(), by.id
    row.save(update_fields=["published_at", "published_by"])
    return Recorded(None, _about(row), {"method_sha256": row.method_sha256}, jobs=(STATE,))


@action(acts.WITHDRAW_BACKTEST)
def withdraw_backtest(*, by: Actor, run_id: UUID, reason: str) -> Recorded[None]:
    """Publish it no longer from now on. What was said before stays said: statements are never taken back.

    Raises:
        NotFound: no such backtest. Conflict: it is not published. BadInput: no reason.
    """
    row = _kept(run_id)
    if not reason.strip():
        raise BadInput("say why it is withdrawn.", field="reason", todo="A sentence; it stays in the record.")
    if row.published_at is None:
        raise Conflict("This backtest is not published.", "Nothing was changed.", "Reload the page.")
    row.published_at = row.published_by = None
    row.save(update_fields=["published_at", "published_by"])
    return Recorded(None, _about(row), {"reason": reason.strip()}, jobs=(STATE,))


def _kept(run_id: UUID) -> BacktestRun:
    row = BacktestRun.objects.select_for_update().filter(id=run_id).first()
    if row is None:
        raise NotFound("backtest")
    return row


def _about(row: BacktestRun) -> Subject:
    return Subject("backtest", row.id, short_name(row.method_urn))
