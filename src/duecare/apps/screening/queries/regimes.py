"""Regimes of the library: to whom a confirmed hit is reported, and by when."""

from __future__ import annotations

from functools import cache

from duecare.adapters.library import load_folder
from duecare.apps.screening.rules.duties import Regime, parse_regime, regimes_of


@cache
def regimes() -> tuple[Regime, ...]:
    """Every regime, read once."""
    return tuple(parse_regime(item.data) for item in load_folder("lists"))


def regimes_for(list_code: str) -> tuple[Regime, ...]:
    """The regimes of one list; none for an in-house list."""
    return regimes_of(list_code, regimes())
