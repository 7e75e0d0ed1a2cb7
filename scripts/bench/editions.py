"""What an edition would change: read from the publisher's file and compared with everything held."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from .measuring import Figure, seconds
from .part import Order, ready

HELD = (
    "wgi/wgidataset_1996-2022_wide.xlsx", "freedom_in_the_world/All_data_FIW_2013-2025.xlsx",
    "vdem/vdem_v15_five_indices_1990-2024.csv.gz", "vdem/vdem_selected_civil_liberties_1990-2021.csv.gz",
    "press_freedom/2023.csv", "press_freedom/2024.csv", "corruption_perceptions/CPI-historical_2012-2024.csv",
    "rule_of_law/ROLI_data_2012-2024.xlsx", "economist_democracy/eiu_2006-2024_long.csv",
    "fragile_states/fsi_2006-2023_long.csv.gz", "political_terror_scale/PTS-2024.csv",
)  # fmt: skip
NEW = (
    "wgi/wgidataset_1996-2023_long.xlsx", "press_freedom/2025.csv", "corruption_perceptions/CPI2025_timeseries.csv",
)  # fmt: skip
"""The later edition of three publishers, the largest there is among them."""


def diff(order: Order) -> Sequence[Figure]:
    """All nine publishers held; then what each new edition would change, the figures held being in memory."""
    folder = Path(os.environ["DUECARE_DATA"]) / "indices"
    if not folder.is_dir():
        return []
    ready()
    from duecare.adapters import clock
    from duecare.apps.risk import actions, queries
    from duecare.kernel.actor import SYSTEM

    with clock.at(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        for name in HELD:
            data = (folder / name).read_bytes()
            actions.import_edition(by=SYSTEM, data=data, file_name=Path(name).name)
        method = queries.method("nine-2026")
        queries.scores(method, clock.today())
        figures: list[Figure] = []
        for name in NEW:
            data, file = (folder / name).read_bytes(), Path(name).name
            read = seconds(lambda data=data, file=file: queries.parsed(data, file))  # type: ignore[misc]  # mypy cannot infer a lambda with defaults
            reading, computed = queries.parsed(data, file), time.process_time()
            took = seconds(lambda reading=reading: queries.diff_of(reading, method))  # type: ignore[misc]  # as above
            busy, found = time.process_time() - computed, queries.diff_of(reading, method)
            note = (
                f"{found.values.total} values, {len(found.values.revised)} revised, {len(found.movers)} countries "
                f"move; {busy:.1f} s of it computed; the file itself was read in {read:.1f} s"
            )
            figures.append(Figure("diff", file, took, 2.0, "s", note))
    return figures


PARTS: dict[str, Callable[[Order], Sequence[Figure]]] = {"diff": diff}
