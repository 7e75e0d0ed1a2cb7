"""Editions that differ from the shipped figures in a few cells: constructed for tests, never the publisher's."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from duecare.adapters.library import LIBRARY

VDEM = LIBRARY / "figures" / "vdem_v15.csv"
COLUMNS = ("polyarchy", "polyarchy_sd", "libdem", "libdem_sd")


def vdem(
    changes: Mapping[tuple[str, int], Mapping[str, float]] | None = None,
    *,
    without: Collection[tuple[str, int]] = (),
    until: int = 9999,
) -> bytes:
    """The shipped V-Dem table with cells changed, rows left out and the years after `until` cut off."""
    told, out = dict(changes or {}), []
    for line in VDEM.read_text(encoding="utf-8").splitlines():
        cells = line.split(",")
        # From the end: a name may hold a comma.
        if len(cells) < 7 or not cells[-5].isdigit():
            out.append(line)
            continue
        key = (cells[-6], int(cells[-5]))
        if key in without or key[1] > until:
            continue
        for name, value in told.pop(key, {}).items():
            cells[len(cells) - 4 + COLUMNS.index(name)] = f"{value}"
        out.append(",".join(cells))
    assert not told, f"no such row: {told}"
    return ("\n".join(out) + "\n").encode()
