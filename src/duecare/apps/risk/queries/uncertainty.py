"""How sure the bands of a day are: drawn when asked, kept while editions and method stay the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from duecare.apps.risk.rules.outlook import Outlook
from duecare.apps.risk.rules.outlook import outlooks as rows_of
from duecare.apps.risk.rules.scoring import ScoreTable
from duecare.apps.risk.rules.uncertainty import uncertainty

from .panels import ONE_READS
from .scores import Scores


def outlooks(scored: Scores) -> Mapping[str, Outlook]:
    """Ranges, chances and rank of every place, by code: ten thousand draws of all of them, once."""
    with ONE_READS:
        return _all(scored.table)


def outlook_of(scored: Scores, place: str) -> Outlook | None:
    """Ranges and chances of one place without its rank, at a fraction of the work; None for a place not known."""
    if place not in scored.table.places:
        return None
    with ONE_READS:
        return _one(scored.table, place)


@lru_cache(maxsize=8)
def _all(table: ScoreTable) -> Mapping[str, Outlook]:
    return MappingProxyType({row.place: row for row in rows_of(table, uncertainty(table))})


@lru_cache(maxsize=256)
def _one(table: ScoreTable, place: str) -> Outlook:
    return rows_of(table, uncertainty(table, [table.places.index(place)]))[0]
