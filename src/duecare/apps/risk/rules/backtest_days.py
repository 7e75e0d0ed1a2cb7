"""All countries on one day, as a backtest compares them: by the method, by each index alone, by their plain mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .methodology import CLASSES, severity_of
from .scoring import INDETERMINATE, ScoreTable
from .vintage import Bools, Floats

BANDS = CLASSES[:4]


@dataclass(frozen=True, slots=True)
class Day:
    """All countries on one day. Arrays have shape (places,).

    Attributes:
        ranked: what a country is ranked by, 0–100; NaN where no figure is held.
        low, high: the range that missing figures leave open.
        severity: position of the band in `BANDS`, indeterminate as elevated.
        indeterminate: below minimum coverage.
        single: the same for each index alone, as the method reads it; NaN where it has no figure. Indices
            that had not begun are absent.
        restated, values: how many figures in force are restated, and how many there are.
    """

    places: tuple[str, ...]
    ranked: Floats
    low: Floats
    high: Floats
    severity: npt.NDArray[np.int64]
    indeterminate: Bools
    single: Mapping[str, Floats]
    restated: int
    values: int

    def alone(self, index: str) -> Floats:
        """One index alone; NaN throughout before it began."""
        return self.single.get(index, np.full(len(self.places), np.nan))

    def plain_mean(self) -> Floats:
        """The mean of the indices held, each counting once: what the method's weights are measured against."""
        return _mean(list(self.single.values()))


def day_of(table: ScoreTable, places: Sequence[str]) -> Day:
    """The countries of a table, in the order of `places`; named territories are left out."""
    where = {code: at for at, code in enumerate(table.places)}
    at = [where[code] for code in places]
    unsure = np.array([table.band[n] == INDETERMINATE for n in at])
    bands = ["elevated" if table.band[n] == INDETERMINATE else table.band[n] for n in at]
    return Day(
        places=tuple(places),
        ranked=table.score[at],
        low=table.missing_low[at],
        high=table.missing_high[at],
        severity=np.array([severity_of(band) for band in bands], dtype=np.int64),
        indeterminate=unsure,
        single={name: values[at] for name, values in _singles(table).items()},
        restated=table.restated,
        values=table.values,
    )


def _singles(table: ScoreTable) -> dict[str, Floats]:
    """Each index alone: its inputs as the method normalises them, each counting once."""
    parts: dict[str, dict[str, list[Floats]]] = {}
    for at, leaf in enumerate(table.layout.leaves):
        parts.setdefault(leaf.input.index, {}).setdefault(leaf.input.id, []).append(table.leaves.value[:, at])
    return {index: _mean([_mean(leaves) for leaves in inputs.values()]) for index, inputs in parts.items()}


def _mean(columns: Sequence[Floats]) -> Floats:
    """Mean of what is held, place by place; NaN where nothing is."""
    stacked = np.stack(columns)
    held = ~np.isnan(stacked)
    count = held.sum(axis=0)
    return np.where(count > 0, np.where(held, stacked, 0).sum(axis=0) / np.maximum(count, 1), np.nan)
