"""Evidence of partial coverage: it can raise a score and never lower one (methodology, `country.raises`).

Some of what says most about misuse is gathered for some countries only: an index of seventy, a register of
events. Weighed like the rest it would reward not being watched, and put at its worst where it is missing it
would rate countries by who was studied. So it counts like one more dimension where it stands above the score,
and not at all where it is absent or stands below: `max(score, (1 - weight) * score + weight * evidence)`.

For these figures alone a missing one is not put at its worst, and removing one may lower a score to what the
other figures give. Everything else keeps the rule that missing is never fine.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from .methodology import CountryMethod
from .vintage import Floats, Ints, Panel, Vintage, select


@dataclass(frozen=True, slots=True)
class Found:
    """The evidence in force on a day, arrays of shape (places, raises).

    Attributes:
        risk: 0–100, the worst figure within the years looked at; NaN where there is none.
        at: row of the panel that holds it; -1 where there is none.
    """

    risk: Floats
    at: Ints


def find_evidence(panel: Panel, method: CountryMethod, as_of: date, vintage: Vintage = "restated") -> Found:
    """For each place and raise the worst figure among its series and the years it looks back over."""
    risk = np.full((len(panel.places), len(method.raises)), np.nan)
    at = np.full(risk.shape, -1, dtype=np.int64)
    for column, rule in enumerate(method.raises):
        for item in rule.inputs:
            posts = item.goalposts
            for back in range(item.within_years):
                ages = [item.max_age] * len(item.series)
                chosen = select(panel, item.series, as_of, vintage, max_age=ages, back=back)
                found = np.clip(100 * (chosen.value - posts.best) / (posts.worst - posts.best), 0, 100)
                for series in range(len(item.series)):
                    # The first of equal figures stays: the newest year of the series named first.
                    worse = found[:, series] > np.nan_to_num(risk[:, column], nan=-1.0)
                    risk[worse, column] = found[worse, series]
                    at[worse, column] = chosen.at[worse, series]
    return Found(risk, at)


def raised(score: Floats, found: Found, method: CountryMethod) -> Floats:
    """A score lifted by the evidence, place by place; rises with the score and with the evidence.

    Args:
        score: shape (places,), 0–100; NaN stays NaN, since evidence alone makes no score.
    """
    lifted = score
    for column, rule in enumerate(method.raises):
        lifted = np.fmax(lifted, (1 - rule.weight) * score + rule.weight * found.risk[:, column])
    return np.where(np.isnan(score), np.nan, lifted)
