"""Combining leaves into dimensions and dimensions into a score; weights are the methodology's alone."""

from __future__ import annotations

import numpy as np

from .methodology import CountryMethod
from .normalise import Layout
from .vintage import Bools, Floats


def leaf_shares(layout: Layout, dimensions: int) -> Floats:
    """Share of each leaf within its dimension, shape (leaves, dimensions)."""
    shares = np.zeros((len(layout.leaves), dimensions))
    for at, leaf in enumerate(layout.leaves):
        shares[at, leaf.dimension] = leaf.share
    return shares


def composite(dimensions: Floats, method: CountryMethod) -> tuple[Floats, Bools]:
    """Combine dimensions (last axis; NaN where nothing is held) into a score, and say where the floor set it.

    Weights are renewed over the dimensions held. Rises with every dimension, so that a worse value
    never lowers it.
    """
    weights = np.array([item.weight for item in method.dimensions])
    severe = np.array([item.severity and item.weight > 0 for item in method.dimensions])
    held = ~np.isnan(dimensions)
    total = held @ weights
    with np.errstate(invalid="ignore"):
        mean = np.where(total > 0, np.nan_to_num(dimensions) @ weights / total, np.nan)
    floor = method.floor_share * np.nan_to_num(dimensions[..., severe]).max(axis=-1, initial=0)
    return np.clip(np.fmax(mean, np.where(np.isnan(mean), np.nan, floor)), 0, 100), floor > mean
