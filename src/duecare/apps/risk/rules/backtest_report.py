"""A backtest as the JSON that is kept and handed out. The first eight keys are fixed; others stand beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput

from .backtest import LEVEL, Backtest, CaseScore, Ranking
from .backtest_lists import CaseList, CleanList
from .vintage import Vintage

SAYS = (
    "How well the method ranks documented cases, each on the eve of its first documented misuse. "
    "No report is not no misuse, least of all in closed states."
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was tested: which method, on which lists."""

    method_urn: str
    method_sha256: str
    cases: CaseList
    clean: CleanList | None
    vintage: Vintage
    min_confidence: float | None


def check_days(cases: CaseList, first: date | None) -> None:
    """Refuse a case whose eve lies before any figure: nothing could rank it.

    Args:
        first: the day the earliest figure held was published; None where none is held.

    Raises:
        BadInput: naming file, row and year.
    """
    for case in cases.cases:
        if first is None or case.as_of < first:
            raise BadInput(
                "no figure was published by the end of the year before"
                + (f"; the earliest held is of {first.isoformat()}" if first else ""),
                file=cases.file, row=case.row, value=str(case.first_year), field="first_year",
                means="Nothing was tested.", todo="Import earlier editions, or take the case out.",
            )  # fmt: skip


def report(asked: Asked, found: Backtest) -> dict[str, JSON]:
    """Everything, as plain JSON."""
    return {
        "n_cases": found.n_cases,
        "n_clean": found.n_clean,
        "restated_share": found.restated_share,
        "auc_clean": found.composite.auc_clean,
        "auc_all": found.composite.auc_all,
        "single": {name: _two(one) | {"n_cases": one.n_cases} for name, one in found.single.items()},
        "bands": {
            name: {"recall": one.recall, "share": one.share, "share_banded": one.share_banded}
            for name, one in found.bands.items()
        },
        "false_comfort": [case.iso3 for case in found.false_comfort],
        "says": SAYS,
        "method_urn": asked.method_urn,
        "method_sha256": asked.method_sha256,
        "cases_sha256": asked.cases.sha256,
        "clean_sha256": asked.clean.sha256 if asked.clean else "",
        "vintage": asked.vintage,
        "min_confidence": asked.min_confidence,
        "n_all": found.n_all,
        "n_indeterminate": found.n_indeterminate,
        "auc_clean_interval": _pair(found.composite.clean_interval),
        "auc_all_interval": _pair(found.composite.all_interval),
        "interval_level": LEVEL,
        "riskier_half": found.composite.riskier_half,
        "plain_mean": _two(found.plain_mean) | {"riskier_half": found.plain_mean.riskier_half},
        "cases": [_case(case) for case in found.cases],
        "repeated": list(asked.cases.repeated),
        "left_out": list(asked.cases.left_out),
        "unscored": [case.iso3 for case in found.unscored],
    }


def _two(one: Ranking) -> dict[str, JSON]:
    return {"auc_clean": one.auc_clean, "auc_all": one.auc_all}


def _pair(ends: tuple[float, float] | None) -> JSON:
    return list(ends) if ends else None


def _case(case: CaseScore) -> Mapping[str, JSON]:
    return {
        "iso3": case.iso3,
        "first_year": case.first_year,
        "as_of": case.as_of.isoformat(),
        "score": case.ranked,
        "missing_low": case.low,
        "missing_high": case.high,
        "band": case.band,
        "indeterminate": case.indeterminate,
    }
