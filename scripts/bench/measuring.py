"""A figure with its limit, and how a run is told as a table."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` in `unit`; kept when it is `limit` or less. A limit of None is only told, never judged.

    `least` turns it round: kept when it is `limit` or more.
    """

    part: str
    what: str
    value: float
    limit: float | None
    unit: str
    note: str = ""
    least: bool = False

    @property
    def kept(self) -> bool:
        """Whether the promise is kept."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.least else self.value <= self.limit

    @property
    def bound(self) -> str:
        """The limit in words; empty when nothing was promised."""
        return "" if self.limit is None else ("≥ " if self.least else "") + said(self.limit, self.unit)

    def as_json(self) -> dict[str, object]:
        """For the JSON file."""
        return {**asdict(self), "kept": self.kept}


@dataclass(frozen=True, slots=True)
class Spread:
    """How long many calls took, in milliseconds."""

    p50: float
    p95: float
    slowest: float
    times: int
    busy: float
    """Median of the time this process itself computed: what a machine without other work would come near to."""


def seconds(act: Callable[[], object]) -> float:
    """Wall time of one call."""
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def spread(act: Callable[[int], object], times: int, *, warm: int = 3, longest: float = 120.0) -> Spread:
    """Call `act` with 0, 1, 2 … `times` times after `warm` unmeasured calls; stops after `longest` seconds."""
    for turn in range(warm):
        act(turn)
    took: list[float] = []
    busy: list[float] = []
    end = time.perf_counter() + longest
    for turn in range(times):
        start, computed = time.perf_counter(), time.process_time()
        act(turn)
        took.append((time.perf_counter() - start) * 1000)
        busy.append((time.process_time() - computed) * 1000)
        if time.perf_counter() > end:
            break
    return Spread(_share(took, 0.5), _share(took, 0.95), max(took), len(took), _share(busy, 0.5))


def _share(took: Sequence[float], share: float) -> float:
    ordered = sorted(took)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def table(figures: Iterable[Figure]) -> str:
    """Lines for a terminal; what is over its limit says so."""
    rows = [("part", "what", "measured", "limit", "", "")]
    for one in figures:
        judged = "" if one.limit is None else "ok" if one.kept else "OVER"
        rows.append((one.part, one.what, said(one.value, one.unit), one.bound, judged, one.note))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    return "\n".join(_line(row, widths) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    part, what, measured, limit, judged, note = row
    cells = (
        part.ljust(widths[0]), what.ljust(widths[1]), measured.rjust(widths[2]), limit.rjust(widths[3]),
        judged.ljust(widths[4]), note,
    )  # fmt: skip
    return "  ".join(cells).rstrip()


def said(value: float, unit: str) -> str:
    """Short times with hundredths, so that none reads as nothing."""
    if unit == "s" and value < 1:
        return f"{value:.2f} s"
    return f"{value:,.1f} {unit}"
