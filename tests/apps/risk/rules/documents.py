"""Methodology documents as shipped, and values for a country that stands at a chosen risk throughout."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from duecare.apps.risk.rules.methodology import CountryMethod, Methodology
from duecare.apps.risk.rules.methodology_parse import parse_methodology

FOLDER = Path(__file__).resolve().parents[4] / "src" / "duecare" / "library" / "methodology"


def document(name: str, folder: Path = FOLDER) -> dict[str, Any]:
    """A document as plain data, without its includes."""
    loaded: dict[str, Any] = yaml.safe_load((folder / f"{name}.yaml").read_text("utf-8"))
    return loaded


def includes() -> dict[str, dict[str, Any]]:
    """What documents may include."""
    return {"rules-2026": document("rules-2026", FOLDER.parent / "methodology_rules")}


NEWEST = {"nine-2026": "nine-2026-2"}
"""File of the newest version, where it is not the first."""


@cache
def shipped(name: str) -> Methodology:
    """A shipped methodology, parsed: the newest version, or the file of that name ("nine-2026-1" is the first)."""
    return parse_methodology(document(NEWEST.get(name, name.removesuffix("-1"))), includes())


def values_at(method: CountryMethod, risk: float) -> dict[str, float]:
    """For every series the publisher's figure that means this risk, 0–100."""
    return {
        series: item.goalposts.best + risk / 100 * (item.goalposts.worst - item.goalposts.best)
        for item in method.inputs()
        if item.ends is None
        for series in item.series
    }
