"""One place's ranges and chances, laid open for pages, interface and exports; `outlook_words` puts them in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .methodology import CLASSES
from .scoring import ScoreTable, band_set_by
from .uncertainty import Chances, Uncertainty

BANDS = CLASSES[:4]


@dataclass(frozen=True, slots=True)
class Share:
    """The chances of one band, each between 0 and 1.

    Attributes:
        at: from this score on.
        weights, errors, both: with what is missing at its worst, by kind of draw.
        held: of the figures held alone, weights and errors together; None where nothing is held.
    """

    band: str
    at: float
    weights: float
    errors: float
    both: float
    held: float | None


@dataclass(frozen=True, slots=True)
class Rank:
    """Where a place stands among those ranked, 1 the riskiest.

    Attributes:
        low, high: ends of the rank in the middle share of draws.
        swap: share of draws in which it stands safer than the next safer place; None for the last.
    """

    rank: int
    low: int
    high: int
    of: int
    swap: float | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """One place on one day.

    Attributes:
        score: of what is held; None where nothing is.
        band, treated_as, band_set_by: see `scoring`.
        reads: the band read from the upper end of the missing-data range, whatever the coverage.
        statistical: range of the figures held, from their errors (and age), at the method's `level`.
        missing: range left open by what is missing. The two are never mixed.
        rated: range of draws with what is missing at its worst, errors and weights together.
        complete: nothing is missing.
        draws: how many; `varied`: the method says how its weights may vary.
        shares: chances of the four bands, the best first.
        rank: None where the place has no band of its own, or the ranking was not asked for.
        late: (series, year) of figures older than usual, which widen the range towards worse.
    """

    place: str
    score: float | None
    band: str
    treated_as: str
    reads: str
    band_set_by: str
    statistical: tuple[float | None, float | None]
    missing: tuple[float, float]
    rated: tuple[float, float]
    complete: bool
    level: float
    draws: int
    varied: bool
    shares: tuple[Share, ...]
    rank: Rank | None
    late: tuple[tuple[str, int], ...]

    def share(self, band: str) -> Share:
        """The chances of one band."""
        return self.shares[BANDS.index(band)]


def outlooks(table: ScoreTable, found: Uncertainty) -> tuple[Outlook, ...]:
    """One for each place that was drawn for, in that order."""
    return tuple(_outlook(table, found, number) for number in range(len(found.at)))


def _outlook(table: ScoreTable, found: Uncertainty, number: int) -> Outlook:
    at = int(found.at[number])
    return Outlook(
        place=table.places[at],
        score=_known(table.score[at]),
        band=table.band[at],
        treated_as=table.treated_as[at],
        reads=table.method.band(float(np.round(table.missing_high[at], 9))),
        band_set_by=band_set_by(table, at),
        statistical=(_known(table.low[at]), _known(table.high[at])),
        missing=(float(table.missing_low[at]), float(table.missing_high[at])),
        rated=(float(found.low[number]), float(found.high[number])),
        complete=bool(table.complete[at]),
        level=table.method.errors.level,
        draws=found.draws,
        varied=found.varied,
        shares=_shares(table, found.rated, found.held, number),
        rank=_rank(found, at),
        late=_late(table, at),
    )


def _shares(table: ScoreTable, rated: Chances, held: Chances, number: int) -> tuple[Share, ...]:
    return tuple(
        Share(
            step.name,
            step.at,
            float(rated.weights[number, band]),
            float(rated.errors[number, band]),
            float(rated.both[number, band]),
            _known(held.both[number, band]),
        )
        for band, step in enumerate(table.method.bands)
    )


def _rank(found: Uncertainty, at: int) -> Rank | None:
    if found.ranks is None or not found.ranks.rank[at]:
        return None
    ranks = found.ranks
    of = int(np.count_nonzero(ranks.rank))
    return Rank(int(ranks.rank[at]), int(ranks.low[at]), int(ranks.high[at]), of, _known(ranks.swap[at]))


def _late(table: ScoreTable, at: int) -> tuple[tuple[str, int], ...]:
    """Series of this place that are in force though older than usual, each with its year."""
    named: list[tuple[str, int]] = []
    for number, leaf in enumerate(table.layout.leaves):
        if table.precision.late[number] and not np.isnan(table.leaves.value[at, number]):
            columns = [column for column in leaf.columns if not np.isnan(table.selection.value[at, column])]
            named += [(table.layout.series[column], int(table.selection.years[column])) for column in columns]
    return tuple(named)


def _known(value: np.float64) -> float | None:
    return None if np.isnan(value) else float(value)
