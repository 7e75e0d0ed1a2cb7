"""How far a share found in a sample may lie from the share in all it was drawn from."""

from __future__ import annotations

from math import sqrt

Z95 = 1.959964
"""Of a two-sided interval of 95 %."""


def wilson(found: int, of: int) -> tuple[float, float]:
    """Interval of 95 % of a share, after Wilson (1927, doi 10.2307/2276774); (0, 1) while nothing was looked at.

    Args:
        found: how many of the sample showed it.
        of: how many of the sample were looked at.
    """
    if not of:
        return 0.0, 1.0
    share, weight = found / of, Z95**2 / of
    middle = (share + weight / 2) / (1 + weight)
    half = Z95 * sqrt(share * (1 - share) / of + weight / (4 * of)) / (1 + weight)
    return max(0.0, middle - half), min(1.0, middle + half)
