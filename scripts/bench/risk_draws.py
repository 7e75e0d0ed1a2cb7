"""How long it takes to say how sure every band is."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from .measuring import Figure, seconds
from .part import Order

PLACES, DRAWS, YEAR = 200, 10_000, 2023


def draws(order: Order) -> Sequence[Figure]:
    """Chances of each band, both ranges and the ranking of 200 countries, by the method with nine publishers.

    The countries' figures are made up, and every third country lacks one publisher: arithmetic does not care whose
    figures they are, and a machine without the publishers' files measures the same.
    """
    from duecare.apps.risk.rules import draws as rules
    from duecare.apps.risk.rules.scoring import score_countries
    from duecare.apps.risk.rules.uncertainty import uncertainty
    from duecare.apps.risk.rules.vintage import Holding, panel_of
    from tests.apps.risk.rules.documents import shipped, values_at

    method = shipped("nine-2026").country
    assert method.errors.weights is not None and method.errors.weights.draws == DRAWS
    chance, indices = np.random.default_rng(1), sorted({item.index for item in method.inputs()})
    held = [
        Holding(series, f"P{place:03}", year, value, date(year + 1, 1, 31))
        for place in range(PLACES)
        for year, level in zip((YEAR - 1, YEAR), chance.normal(50, 3, 2) + 20 * np.sin(place), strict=True)
        for series, value in values_at(method, float(np.clip(level + chance.normal(0, 8), 0, 100))).items()
        if place % 3 or not series.startswith(f"{indices[place % len(indices)]}:")
    ]
    table = score_countries(panel_of(held), method, date(YEAR + 1, 12, 31))
    lacking = int((~table.complete).sum())
    assert len(table.places) == PLACES and lacking

    def first() -> None:
        for kept in (rules.draws, rules._singles, rules._dirichlet):
            kept.cache_clear()
        uncertainty(table)

    computed = time.process_time()
    took = min(seconds(first) for _ in range(3))
    computed = (time.process_time() - computed) / 3
    alone = min(seconds(lambda: uncertainty(table, [0])) for _ in range(5))
    note = f"weights, errors and both, {lacking} countries on both bases, ranking; nothing kept from before; best of 3"
    note += f"; {computed:.2f} s computed"
    return [
        Figure("draws", f"{DRAWS:,} interval draws for {PLACES} countries", took, 1.0, "s", note),
        Figure("draws", f"{DRAWS:,} interval draws for one country", alone * 1000, None, "ms", "for a customer's page"),
    ]


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"draws": draws}
