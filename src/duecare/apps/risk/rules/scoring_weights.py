"""What the dimensions really weigh: shares of variance, correlations, internal consistency (OECD/JRC handbook).

Stated weights are intentions. Dimensions that vary more, or move together, weigh more than stated.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .scoring import ScoreTable
from .vintage import Floats


@dataclass(frozen=True, slots=True)
class EffectiveWeights:
    """Over all places with complete coverage.

    Attributes:
        dimensions: ids of the dimensions weighed.
        stated, effective: weights, each summing to 1; effective = share of the score's variance, the
            floor's lift counted to the severity dimension that causes it.
        correlations: Pearson, shape (dimensions, dimensions).
        with_score: correlation of each dimension with the score.
        alpha: Cronbach's alpha of the dimensions.
        places: number of places used.
    """

    dimensions: tuple[str, ...]
    stated: tuple[float, ...]
    effective: tuple[float, ...]
    correlations: Floats
    with_score: tuple[float, ...]
    alpha: float
    places: int


def effective_weights(table: ScoreTable) -> EffectiveWeights:
    """Decompose the variance of the score exactly, before evidence raises it: shares are covariances with it.

    Raises:
        ValueError: fewer than three places with complete coverage.
    """
    weighed = [at for at, item in enumerate(table.method.dimensions) if item.weight > 0]
    ids = tuple(table.method.dimensions[at].id for at in weighed)
    stated = np.array([table.method.dimensions[at].weight for at in weighed])
    severe = np.array([table.method.dimensions[at].severity for at in weighed])
    used = table.complete
    if used.sum() < 3:
        raise ValueError("effective weights need at least three places with complete coverage")
    values, score = table.dimensions[used][:, weighed], table.unraised[used]
    parts = values * stated
    binding = np.where(severe, values, -1).argmax(axis=1)
    parts[np.arange(len(parts)), binding] += score - parts.sum(axis=1)
    centred = score - score.mean()
    share = ((parts - parts.mean(axis=0)) * centred[:, None]).sum(axis=0) / (centred**2).sum()
    correlations: Floats = np.asarray(np.corrcoef(values, rowvar=False))
    count = len(ids)
    alpha = count / (count - 1) * (1 - values.var(axis=0).sum() / values.sum(axis=1).var())
    return EffectiveWeights(
        dimensions=ids,
        stated=tuple(map(float, stated)),
        effective=tuple(map(float, share)),
        correlations=correlations,
        with_score=tuple(float(np.corrcoef(values[:, at], score)[0, 1]) for at in range(count)),
        alpha=float(alpha),
        places=int(used.sum()),
    )
