"""Backtests on lists drawn by rule, not from anything documented: they say nothing about the countries in them."""

from __future__ import annotations

from datetime import date

from duecare.apps.risk import queries
from duecare.apps.risk.rules.backtest import backtest
from duecare.apps.risk.rules.backtest_days import day_of
from duecare.apps.risk.rules.backtest_lists import read_cases, read_clean
from duecare.apps.risk.rules.backtest_report import Asked, report
from duecare.apps.risk.rules.scoring import score_countries
from duecare.apps.risk.rules.vintage import Holding, panel_of
from duecare.kernel.countries import all_codes

from .rules.documents import values_at

TODAY = date(2026, 11, 23)
PLACES = all_codes()[::25]
CASES = "iso3,first_year\n" + "".join(f"{code},{2016 + at}\n" for at, code in enumerate(PLACES[:4]))
CLEAN = "iso3\n" + "".join(f"{code}\n" for code in PLACES[4:6])


def drawn_run(name: str = "open-2026") -> queries.Run:
    """A backtest over ten countries whose figures are made up."""
    method = queries.method(name)
    held = [
        Holding(series, code, year, value, date(year + 1, 1, 31))
        for year in (2014, 2015, 2016, 2017, 2018)
        for at, code in enumerate(PLACES)
        for series, value in values_at(method.country, 10.0 * at).items()
    ]
    panel = panel_of(held, PLACES)
    cases = read_cases(CASES.encode(), "drawn-by-lot.csv", TODAY)
    clean = read_clean(CLEAN.encode(), "drawn-clean.csv", cases)
    days = {day: day_of(score_countries(panel, method.country, day), PLACES) for day in cases.days()}
    asked = Asked(method.urn, method.sha256, cases, clean, "restated", None)
    return queries.Run(asked, report(asked, backtest(cases.cases, clean.places, days, draws=100)))
