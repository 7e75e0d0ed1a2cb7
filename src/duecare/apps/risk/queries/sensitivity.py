"""What the scores of a day owe to the choices of their method: computed when asked, kept as long as the scores."""

from __future__ import annotations

from functools import lru_cache

from duecare.apps.risk.rules.scoring import ScoreTable
from duecare.apps.risk.rules.sensitivity import Sensitivity
from duecare.apps.risk.rules.sensitivity import sensitivity as compare

from .scores import Scores


def sensitivity(scored: Scores) -> Sensitivity | None:
    """Effective weights and the scores by other choices; None where too few places have complete coverage."""
    return _of(scored.table)


@lru_cache(maxsize=8)
def _of(table: ScoreTable) -> Sensitivity | None:
    return compare(table)
