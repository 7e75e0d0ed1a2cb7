"""Counts beside filters: what each choice would leave, the other filters applied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence


def counted(
    groups: Iterable[tuple[Sequence[str], int]], picked: Mapping[str, str]
) -> tuple[int, dict[str, dict[str, int]]]:
    """Total and facets from one grouped count.

    Args:
        groups: (values in the order of `picked`, number of rows).
        picked: filter → picked value, "" for any.
    """
    keys = tuple(picked)
    counts: dict[str, Counter[str]] = {key: Counter() for key in keys}
    total = 0
    for values, n in groups:
        off = [key for key, value in zip(keys, values, strict=True) if picked[key] and picked[key] != value]
        total += 0 if off else n
        for key, value in zip(keys, values, strict=True):
            if not off or off == [key]:
                counts[key][value] += n
    return total, {key: dict(counter) for key, counter in counts.items()}
