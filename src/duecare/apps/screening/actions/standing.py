"""Writing beside hits where they stand, so that the queue is counted and read without following each of them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, QuerySet, Value, When

from duecare.adapters import clock
from duecare.apps.parties import queries as parties
from duecare.apps.screening.models import Hit
from duecare.apps.screening.queries.standings import standings

STANDS = ("standing", "to_judge")
"""The columns that say where a hit stands."""


def note_standings(hits: Sequence[Hit]) -> None:
    """Set where these hits stand, from their words and from party and entry as they are now; whoever calls saves.

    The rows are locked: a word written meanwhile would otherwise be outweighed by what was read before it.
    """
    found = standings(hits, parties.bodies({hit.body_id for hit in hits})) if hits else {}
    for hit in hits:
        hit.standing, hit.to_judge = found[hit.id].state, not found[hit.id].settled


def save_standing(hit: Hit) -> None:
    """Write where a locked hit stands, after something was said of it."""
    note_standings([hit])
    hit.save(update_fields=STANDS)


def end_all(met: QuerySet[Hit], because: str) -> int:
    """End hits that are met, all at once; how many. One that stands confirmed has to be judged again."""
    now, confirmed = clock.now(), When(standing="confirmed", then=Value("delisted"))
    asks = When(standing="confirmed", then=Value(True))
    return met.update(
        gone_at=now, gone_because=because, changed_at=now,
        standing=Case(confirmed, default=Value("gone")), to_judge=Case(asks, default=Value(False)),
    )  # fmt: skip
