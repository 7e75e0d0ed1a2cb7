"""Changes beyond error, of every place: computed when asked, kept while editions and method stay the same."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from uuid import UUID

from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.trend import YEARS, Change, Movement, movement
from duecare.apps.risk.rules.vintage import Vintage

from .methods import index_specs
from .methods import method as method_named
from .panels import ONE_READS, panel_holding
from .scores import editions_held


def movements(
    method: Methodology, as_of: date, vintage: Vintage = "restated", *, held: tuple[UUID, ...] | None = None
) -> Mapping[int, Movement]:
    """Movement of every place over one and over five years, by editions now held (or those given)."""
    editions = editions_held() if held is None else held
    with ONE_READS:
        return {years: _movement(method.urn, method.sha256, as_of, years, vintage, editions) for years in YEARS}


def changes(
    method: Methodology, as_of: date, place: str, *, held: tuple[UUID, ...] | None = None
) -> tuple[Change, ...]:
    """How one place moved, over one year and over five; nothing for a place that no edition speaks of."""
    found = (one.of(place) for one in movements(method, as_of, held=held).values())
    return tuple(one for one in found if one is not None)


@lru_cache(maxsize=16)
def _movement(urn: str, sha256: str, as_of: date, years: int, vintage: Vintage, editions: tuple[UUID, ...]) -> Movement:
    return movement(panel_holding(editions), method_named(urn).country, index_specs(), as_of, years, vintage)
