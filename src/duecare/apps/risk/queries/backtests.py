"""Backtests: run one over the editions held, read those that were kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from duecare.apps.risk.models import BacktestRun
from duecare.apps.risk.rules.backtest import backtest
from duecare.apps.risk.rules.backtest_days import day_of
from duecare.apps.risk.rules.backtest_lists import read_cases, read_clean
from duecare.apps.risk.rules.backtest_report import Asked, check_days, report
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.vintage import Vintage
from duecare.kernel.canonical import JSON
from duecare.kernel.countries import all_codes
from duecare.kernel.errors import NotFound

from .panels import first_published, panel_holding
from .scores import editions_held, scores


@dataclass(frozen=True, slots=True)
class Run:
    """What a backtest gave: what was asked, and the whole report."""

    asked: Asked
    report: Mapping[str, JSON]


@dataclass(frozen=True, slots=True)
class BacktestRow:
    """One backtest that was kept; `report` as `rules.backtest_report.report` made it."""

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
    report: Mapping[str, Any]
    published_at: datetime | None = None


def run_backtest(
    method: Methodology,
    cases: tuple[bytes, str],
    clean: tuple[bytes, str] | None,
    today: date,
    vintage: Vintage = "restated",
    *,
    min_confidence: float | None = None,
) -> Run:
    """Read the lists and compare; nothing is kept.

    Args:
        cases, clean: bytes and name of each file.

    Raises:
        BadInput: anything doubtful in a list, or a case before any figure; names file, row and value.
    """
    listed = read_cases(*cases, today, min_confidence=min_confidence)
    spotless = read_clean(*clean, listed) if clean else None
    held = editions_held()
    check_days(listed, first_published(panel_holding(held), method))
    codes = all_codes()
    days = {day: day_of(scores(method, day, vintage, held=held).table, codes) for day in listed.days()}
    found = backtest(listed.cases, spotless.places if spotless else (), days, apart=frozenset(listed.left_out))
    asked = Asked(method.urn, method.sha256, listed, spotless, vintage, min_confidence)
    return Run(asked, report(asked, found))


def backtests(limit: int = 50, offset: int = 0) -> tuple[BacktestRow, ...]:
    """Backtests kept, the newest first."""
    return tuple(_row(one) for one in BacktestRun.objects.order_by("-ran_at", "-id")[offset : offset + limit])


def backtests_kept() -> int:
    """How many backtests were ever kept."""
    return BacktestRun.objects.count()


def backtest_of(run_id: UUID) -> BacktestRow:
    """One that was kept.

    Raises:
        NotFound: there is none.
    """
    found = BacktestRun.objects.filter(id=run_id).first()
    if found is None:
        raise NotFound("backtest")
    return _row(found)


def _row(one: BacktestRun) -> BacktestRow:
    return BacktestRow(
        one.id,
        one.method_urn,
        one.method_sha256,
        one.cases_name,
        one.cases_sha256,
        one.clean_name,
        one.clean_sha256,
        one.vintage,
        one.ran_at,
        one.ran_by,
        one.report,
        one.published_at,
    )
