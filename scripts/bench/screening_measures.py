"""How good a match is: curves over thresholds, shares with their interval, all by plain counting."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

Z95 = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """`right` of `all`, and its 95 % interval (Wilson)."""

    right: int
    all: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 of 0 is 0."""
        return self.right / self.all if self.all else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Lower and upper end."""
        if not self.all:
            return 0.0, 1.0
        n, p = self.all, self.value
        middle, spread = p + Z95**2 / (2 * n), Z95 * (p * (1 - p) / n + Z95**2 / (4 * n**2)) ** 0.5
        return max(0.0, (middle - spread) / (1 + Z95**2 / n)), min(1.0, (middle + spread) / (1 + Z95**2 / n))

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}–{high:.3f}] of {self.all:,}"


@dataclass(frozen=True, slots=True)
class Separation:
    """How well a score tells same from different.

    Attributes:
        f1: at `threshold`: a score of that or more says "same".
        interval: 95 % of `f1`, by drawing the pairs 200 times anew, seeded.
        auc: chance that a same pair scores above a different one, ties counted half.
    """

    f1: float
    threshold: float
    interval: tuple[float, float]
    auc: float
    pairs: int

    def __str__(self) -> str:
        low, high = self.interval
        return (
            f"F1 {self.f1:.3f} [{low:.3f}–{high:.3f}] at {self.threshold:.3f}, AUC {self.auc:.3f}, {self.pairs:,} pairs"
        )


def best_threshold(scores: Sequence[float], same: Sequence[bool]) -> float:
    """The threshold with the highest F1; the lowest score called "same" by it."""
    order = np.argsort(-np.asarray(scores, float), kind="stable")
    ranked, hits = np.asarray(scores, float)[order], np.cumsum(np.asarray(same, bool)[order])
    f1 = 2 * hits / (np.arange(1, len(ranked) + 1) + hits[-1])
    f1[:-1][ranked[:-1] == ranked[1:]] = 0  # a threshold cannot part equal scores
    return float(ranked[int(np.argmax(f1))])


def separation(scores: Sequence[float], same: Sequence[bool], threshold: float | None = None) -> Separation:
    """At a threshold found elsewhere, or at the best one of these very pairs when none is given."""
    at = best_threshold(scores, same) if threshold is None else threshold
    said, true = np.asarray(scores, float) >= at, np.asarray(same, bool)
    chance = np.random.default_rng(1)
    drawn = sorted(_f1(said[places], true[places]) for places in chance.integers(0, len(true), (200, len(true))))
    return Separation(_f1(said, true), at, (drawn[5], drawn[194]), _auc(np.asarray(scores, float), true), len(true))


def _f1(said: np.ndarray, true: np.ndarray) -> float:
    both = int((said & true).sum())
    return 2 * both / max(1, int(said.sum()) + int(true.sum()))


def _auc(scores: np.ndarray, true: np.ndarray) -> float:
    values, place = np.unique(scores, return_inverse=True)
    same, different = np.bincount(place[true], minlength=len(values)), np.bincount(place[~true], minlength=len(values))
    below = np.cumsum(different) - different
    return float((same * (below + different / 2)).sum() / max(1, same.sum() * different.sum()))


def threshold_for(best: Sequence[float], share: float) -> float:
    """The lowest threshold at which at most this share of innocents alerts: alerting is scoring at or above it."""
    ranked = sorted(best, reverse=True)
    allowed = int(len(ranked) * share)
    return float(np.nextafter(ranked[allowed], 2.0)) if allowed < len(ranked) else 0.0


def sample(things: Sequence[object], most: int, seed: str) -> list[int]:
    """Places of a random sample, in order."""
    return sorted(random.Random(seed).sample(range(len(things)), min(most, len(things))))
