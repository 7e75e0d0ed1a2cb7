"""Editions constructed for tests, never a publisher's: a small one of press freedom, and V-Dem's with cells changed."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from duecare.adapters.library import LIBRARY
from duecare.kernel.countries import all_codes

VDEM = LIBRARY / "figures" / "vdem_v15.csv"
COLUMNS = ("polyarchy", "polyarchy_sd", "libdem", "libdem_sd")


def rsf(
    *years: int,
    changes: Mapping[tuple[str, int], float] | None = None,
    without: Collection[tuple[str, int]] = (),
    note: str = "",
) -> bytes:
    """Every country in the publisher's layout since 2022: each stands at one score in all years, but for `changes`.

    Args:
        note: makes another file of the same figures.
    """
    told = dict(changes or {})
    lines = [f"ISO;Score;Rank;Political Context;Year (N);{note or 'Note'}"]
    for year in years:
        for place, code in enumerate(all_codes()):
            if (code, year) not in without:
                score = f"{told.pop((code, year), 30 + place * 7 % 60):.2f}".replace(".", ",")
                lines.append(f"{code};{score};{place + 1};50,00;{year};")
    assert not told, f"no such row: {told}"
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def vdem(changes: Mapping[tuple[str, int], Mapping[str, float]] | None = None) -> bytes:
    """The shipped V-Dem table with cells changed."""
    told, out = dict(changes or {}), []
    for line in VDEM.read_text(encoding="utf-8").splitlines():
        cells = line.split(",")
        # From the end: a name may hold a comma.
        if len(cells) >= 7 and cells[-5].isdigit():
            for name, value in told.pop((cells[-6], int(cells[-5])), {}).items():
                cells[len(cells) - 4 + COLUMNS.index(name)] = f"{value}"
        out.append(",".join(cells))
    assert not told, f"no such row: {told}"
    return ("\n".join(out) + "\n").encode()
