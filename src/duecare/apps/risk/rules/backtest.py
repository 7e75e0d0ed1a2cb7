"""How well a method ranks documented cases above other countries, on the eve of each case.

Each case is scored as of 31 December of the year before its first documented misuse, and so are the
countries it is compared with. AUC is the mean over cases of the share of comparators that stand lower on
that day, ties counting half: 0.5 is chance, 1 a perfect ranking (the Mann-Whitney statistic, by date). It
ranks documented cases; no report is not no misuse, least of all in closed states.

Decided here, where the method's text leaves it open:
- An indeterminate country keeps the score that its figures give, the middle of its statistical range. The ends
  left open by what is missing say how much is unknown, and nothing of where it stands; a single index and the
  plain mean rank it by what they hold as well, so like is compared with like.
- In bands it counts as elevated, as a case and in the share of all countries. `share_banded` beside it counts only
  those with a band of their own as in one, and says how much of the share is countries that nobody could rate.
- A country without any figure on a day stands in no comparison and in no share: nothing ranks it. As a
  case it still counts in recall, as elevated, and is listed.
- Intervals resample countries, cases and comparators alike, since a country is compared at every date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from .backtest_days import BANDS, Day
from .backtest_lists import Case
from .methodology import severity_of
from .vintage import Bools, Floats

DRAWS, LEVEL, SEED = 2000, 0.95, 20261126
"""Resamplings of an interval, its level, and the seed that makes a second run give the same."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """How well one figure ranks the cases; None where there is nothing to compare.

    Attributes:
        auc_clean, auc_all: against customers without documented misuse, and all other countries.
        clean_interval, all_interval: bootstrap intervals at `LEVEL`.
        riskier_half: share of the cases not below the middle country of their day.
        n_cases: cases that have the figure.
    """

    auc_clean: float | None
    auc_all: float | None
    clean_interval: tuple[float, float] | None
    all_interval: tuple[float, float] | None
    riskier_half: float | None
    n_cases: int


@dataclass(frozen=True, slots=True)
class BandShare:
    """Of the cases, and on their days of the countries, those in this band or worse.

    Attributes:
        recall: share of the cases, indeterminate ones as elevated.
        share: share of all countries with a figure, indeterminate ones as elevated.
        share_banded: the same, where indeterminate ones stand in no band above the lowest.
    """

    recall: float
    share: float
    share_banded: float


@dataclass(frozen=True, slots=True)
class CaseScore:
    """One case on its eve. `ranked` None where no figure is held; `band` as counted, indeterminate as elevated."""

    iso3: str
    first_year: int
    as_of: date
    ranked: float | None
    low: float
    high: float
    band: str
    indeterminate: bool


@dataclass(frozen=True, slots=True)
class Backtest:
    """What came of it.

    Attributes:
        composite, plain_mean: of the method, and of its indices without weights.
        single: of each index alone, on the same cases.
        bands: for each band, itself or worse.
        cases: every case, the lowest first.
        n_all: other countries compared with, those with a figure on at least one day.
        n_indeterminate: of these, countries indeterminate on at least one day.
        restated_share: share of the figures used that are restated.
    """

    n_cases: int
    n_clean: int
    n_all: int
    n_indeterminate: int
    restated_share: float
    composite: Ranking
    plain_mean: Ranking
    single: Mapping[str, Ranking]
    bands: Mapping[str, BandShare]
    cases: tuple[CaseScore, ...]

    @property
    def false_comfort(self) -> tuple[CaseScore, ...]:
        """Cases that were rated low or moderate all the same, the lowest first."""
        return tuple(case for case in self.cases if severity_of(case.band) < severity_of("elevated"))

    @property
    def unscored(self) -> tuple[CaseScore, ...]:
        """Cases of which no figure was held: in recall they count as elevated, in no AUC at all."""
        return tuple(case for case in self.cases if case.ranked is None)


def backtest(
    cases: Sequence[Case],
    clean: Sequence[str],
    days: Mapping[date, Day],
    *,
    apart: frozenset[str] = frozenset(),
    draws: int = DRAWS,
    seed: int = SEED,
) -> Backtest:
    """Compare each case with clean and with all other countries on its eve.

    Args:
        cases: at least one, each country once.
        clean: countries without documented misuse, none of them a case.
        days: every case's `as_of`, all over the same places.
        apart: countries that are no case and yet may not stand among the others (doubtful reports).
    """
    held = [days[case.as_of] for case in cases]
    places = held[0].places
    where = {code: at for at, code in enumerate(places)}
    at = np.array([where[case.iso3] for case in cases])
    outside = {case.iso3 for case in cases} | apart
    others = np.array([n for n, code in enumerate(places) if code not in outside], dtype=np.int64)
    spotless = np.array([where[code] for code in clean], dtype=np.int64)

    def ranking(values: Sequence[Floats], resamples: int) -> Ranking:
        table = np.stack(values)
        mine = table[np.arange(len(cases)), at]
        known = ~np.isnan(mine)
        middle = np.array([np.median(row[~np.isnan(row)]) if (~np.isnan(row)).any() else np.nan for row in table])
        against_clean, against_all = (wins(mine, table[:, columns]) for columns in (spotless, others))
        return Ranking(
            auc_clean=auc(against_clean),
            auc_all=auc(against_all),
            clean_interval=interval(against_clean, draws=resamples, seed=seed),
            all_interval=interval(against_all, draws=resamples, seed=seed),
            riskier_half=float((mine >= middle)[known].mean()) if known.any() else None,
            n_cases=int(known.sum()),
        )

    names = dict.fromkeys(name for day in held for name in day.single)
    figures = np.stack([day.ranked for day in held])
    compared = ~np.isnan(figures[:, others])
    unsure = np.stack([day.indeterminate for day in held])[:, others] & compared
    return Backtest(
        n_cases=len(cases),
        n_clean=len(clean),
        n_all=int(compared.any(axis=0).sum()),
        n_indeterminate=int(unsure.any(axis=0).sum()),
        restated_share=_ratio(sum(day.restated for day in held), sum(day.values for day in held)),
        composite=ranking([day.ranked for day in held], draws),
        plain_mean=ranking([day.plain_mean() for day in held], draws),
        single={name: ranking([day.alone(name) for day in held], 0) for name in names},
        bands=_band_shares(held, at),
        cases=tuple(sorted(map(_case_score, cases, held, at), key=_lowest_first)),
    )


def wins(cases: Floats, comparators: Floats) -> Floats:
    """1 where a case stands above a comparator of its day, ½ at a tie, 0 below; NaN where either has no figure.

    Args:
        cases: shape (cases,).
        comparators: shape (cases, countries): each row on the day of its case.
    """
    mine = cases[:, None]
    won = np.where(mine > comparators, 1.0, np.where(mine == comparators, 0.5, 0.0))
    return np.where(np.isnan(mine) | np.isnan(comparators), np.nan, won)


def auc(won: Floats) -> float | None:
    """Mean over cases of the mean over their comparators; None where no pair can be compared."""
    held = ~np.isnan(won)
    count = held.sum(axis=1)
    if not count.any():
        return None
    some = count > 0
    return float((np.where(held, won, 0).sum(axis=1)[some] / count[some]).mean())


def interval(won: Floats, *, draws: int, seed: int, level: float = LEVEL) -> tuple[float, float] | None:
    """Percentile interval of `auc` under resampling of cases and of comparators, both with replacement."""
    if not draws or auc(won) is None:
        return None
    generator = np.random.Generator(np.random.PCG64(seed))
    held = ~np.isnan(won)
    filled = np.where(held, won, 0)
    count, countries = won.shape
    of_cases = generator.multinomial(count, np.full(count, 1 / count), size=draws)
    of_countries = generator.multinomial(countries, np.full(countries, 1 / countries), size=draws).astype(np.float64)
    pairs = of_countries @ held.T
    each = np.divide(of_countries @ filled.T, pairs, out=np.zeros_like(pairs), where=pairs > 0)
    weight = np.where(pairs > 0, of_cases, 0)
    total = weight.sum(axis=1)
    drawn = (each * weight).sum(axis=1)[total > 0] / total[total > 0]
    low, high = np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _band_shares(held: Sequence[Day], at: npt.NDArray[np.int64]) -> dict[str, BandShare]:
    found: dict[str, BandShare] = {}
    for step, name in enumerate(BANDS):
        recalled = [day.severity[mine] >= step for day, mine in zip(held, at, strict=True)]
        banded = _share(held, [(day.severity >= step) & (~day.indeterminate | (step == 0)) for day in held])
        share = _share(held, [day.severity >= step for day in held])
        found[name] = BandShare(float(np.mean(recalled)), share, banded)
    return found


def _share(held: Sequence[Day], worse: Sequence[Bools]) -> float:
    """Mean over days of the share of the countries with a figure; days without any are left out."""
    some = [~np.isnan(day.ranked) for day in held]
    shares = [float(yes[counted].mean()) for yes, counted in zip(worse, some, strict=True) if counted.any()]
    return float(np.mean(shares)) if shares else 0.0


def _case_score(case: Case, day: Day, at: np.int64) -> CaseScore:
    ranked = float(day.ranked[at])
    return CaseScore(
        case.iso3,
        case.first_year,
        case.as_of,
        None if np.isnan(ranked) else ranked,
        float(day.low[at]),
        float(day.high[at]),
        BANDS[day.severity[at]],
        bool(day.indeterminate[at]),
    )


def _lowest_first(case: CaseScore) -> tuple[float, str]:
    return (101.0 if case.ranked is None else case.ranked, case.iso3)


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
