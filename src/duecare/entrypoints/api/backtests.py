"""Operations: how a method ranks documented cases."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile as SentFile
from django.http import HttpRequest
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import Field, JsonValue

from duecare.adapters import clock
from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries import BacktestRow
from duecare.apps.risk.rules.acts import KEEP_BACKTEST, PUBLISH_BACKTEST, WITHDRAW_BACKTEST
from duecare.apps.risk.rules.backtest_lists import LIST_LIMIT
from duecare.kernel.errors import LimitExceeded

from .door import READ, acting, opens_to
from .shapes import Code, Day, Given, Limit, Made, Offset, Page, Reason

router = Router(tags=["countries"])


class KeptBacktest(Schema):
    """One backtest: method and files by hash, and the report with the keys that the command line writes."""

    id: UUID
    method_urn: str
    method_sha256: str
    cases_name: str
    cases_sha256: str
    clean_name: str
    clean_sha256: str
    vintage: str
    ran_at: datetime
    ran_by: UUID
    published_at: datetime | None
    report: dict[str, JsonValue]


class Told(Schema):
    """A signed statement; `signature.value` is over the RFC 8785 canonical form of `statement`."""

    statement: dict[str, JsonValue]
    signature: dict[str, str]


class BacktestGiven(Given):
    """Which method; the one in force unless another is named. Rows below the confidence are left out, 0 leaves none."""

    method: Code = ""
    vintage: Literal["restated", "strict"] = "restated"
    min_confidence: Annotated[float, Field(ge=0, le=1e9)] = 0


@router.get("/backtests", response=Page[KeptBacktest], auth=opens_to(*READ))
def list_backtests(request: HttpRequest, limit: Limit = 25, offset: Offset = 0) -> dict[str, object]:
    """Backtests that were kept, the newest first."""
    return {"rows": queries.backtests(limit, offset), "total": queries.backtests_kept()}


@router.get("/backtests/{run_id}", response=KeptBacktest, auth=opens_to(*READ))
def read_backtest(request: HttpRequest, run_id: UUID) -> BacktestRow:
    """One backtest with its whole report."""
    return queries.backtest_of(run_id)


@router.post("/backtests", response={201: Made}, auth=opens_to(*KEEP_BACKTEST.roles))
def make_backtest(
    request: HttpRequest,
    cases: File[UploadedFile],
    given: Annotated[BacktestGiven, Form()],
) -> Status[Made]:
    """Test a method on a list of documented cases (CSV: iso3, first_year), and keep what comes out.

    A second file in the field `clean` may list customers without documented misuse (CSV: iso3). Each at most 5 MB.
    """
    clean = request.FILES.get("clean")
    method = queries.method(given.method) if given.method else queries.method_in_force(clock.today())
    run = queries.run_backtest(
        method,
        _read(cases),
        _read(clean) if clean else None,
        clock.today(),
        given.vintage,
        min_confidence=given.min_confidence or None,
    )
    return Status(201, Made(id=actions.keep_backtest(by=acting(request), run=run)))


@router.post("/backtests/{run_id}/publish", response={204: None}, auth=opens_to(*PUBLISH_BACKTEST.roles))
def publish_backtest(request: HttpRequest, run_id: UUID) -> Status[None]:
    """Publish it with the method it tested: the next signed statement carries the whole report."""
    actions.publish_backtest(by=acting(request), run_id=run_id)
    return Status(204, None)


@router.post("/backtests/{run_id}/withdraw", response={204: None}, auth=opens_to(*WITHDRAW_BACKTEST.roles))
def withdraw_backtest(request: HttpRequest, run_id: UUID, given: Reason) -> Status[None]:
    """Publish it no longer. Statements made before keep it."""
    actions.withdraw_backtest(by=acting(request), run_id=run_id, reason=given.reason)
    return Status(204, None)


@router.get("/method-statement", response=Told, auth=opens_to(*READ))
def read_statement(request: HttpRequest, day: Day | None = None) -> dict[str, object]:
    """What was said in public about the method in force on a day, with its signature; today's unless one is named."""
    return queries.statement_on(day or clock.today()).told()


def _read(file: SentFile[bytes]) -> tuple[bytes, str]:
    name = file.name or "list.csv"
    if (file.size or 0) > LIST_LIMIT:
        raise LimitExceeded(f"larger than {LIST_LIMIT // 1024 // 1024} MB", file=name)
    return file.read(), name
