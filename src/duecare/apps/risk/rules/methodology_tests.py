"""Embedded tests: examples a methodology carries with it and must pass before it can be committed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict

from .classification import classify
from .facts import Facts, Unknown, UnknownKind, Value, plain_facts
from .methodology import Methodology
from .scoring import score_countries
from .vintage import Holding, panel_of

_PLACE = "XXX"
"""An invented place: the examples are about arithmetic, not about a country."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One expectation that was not met."""

    test: str
    field: str
    expected: JSON
    found: JSON

    def __str__(self) -> str:
        return f"{self.test}: {self.field} is {self.found}, expected {self.expected}"


def run_embedded_tests(method: Methodology) -> list[Failure]:
    """Run all embedded tests; an empty list means that the methodology may be committed.

    Raises:
        BadInput: no test at all, or a test of a kind that does not exist.
    """
    if not method.tests:
        raise BadInput("A methodology carries tests of its own.", field="tests")
    failures: list[Failure] = []
    for test in method.tests:
        found = _run(test, method)
        expected = cast("Mapping[str, JSON]", test["expect"])
        for field, value in expected.items():
            if field not in found:
                raise BadInput("A test cannot expect this.", field=f"tests.{field}", value=test["name"])
            if not _same(value, found[field]):
                failures.append(Failure(str(test["name"]), field, value, found[field]))
    return failures


def check_committable(method: Methodology) -> None:
    """Refuse to commit a methodology whose own tests fail.

    Raises:
        Conflict: naming every expectation not met.
    """
    if failures := run_embedded_tests(method):
        raise Conflict(
            f"The methodology fails {len(failures)} of its own expectations: {'; '.join(map(str, failures))}.",
            "It was not committed.",
            "Correct the methodology or the expectation.",
        )


def facts_from(data: Mapping[str, JSON]) -> Facts:
    """Facts from JSON: a value, or ``{"unknown": kind, "reason": text}``."""
    return plain_facts({code: _value(value) for code, value in data.items()})


def _value(value: JSON) -> Value | Unknown:
    if isinstance(value, Mapping):
        return Unknown(UnknownKind(str(value["unknown"])), str(value.get("reason", "")))
    return cast(Value, value)


def _run(test: Mapping[str, JSON], method: Methodology) -> dict[str, JSON]:
    if test["kind"] == "country":
        return _run_country(cast("Mapping[str, float]", test["values"]), method)
    if test["kind"] == "class":
        return _run_class(cast("Mapping[str, JSON]", test["facts"]), bool(test.get("complete", False)), method)
    raise BadInput("A test is about a country or a class.", field="tests.kind", value=test["kind"])


def _run_country(values: Mapping[str, float], method: Methodology) -> dict[str, JSON]:
    # In the year of the method: an input belongs to it on some days only.
    day = date(int(method.dated[:4]), 12, 31)
    panel = panel_of([Holding(series, _PLACE, day.year, value, day) for series, value in values.items()], (_PLACE,))
    table = score_countries(panel, method.country, day)
    return {
        "score": float(table.score[0]),
        "band": table.band[0],
        "treated_as": table.treated_as[0],
        "coverage": int(table.coverage[0]),
        "missing_low": float(table.missing_low[0]),
        "missing_high": float(table.missing_high[0]),
    }


def _run_class(facts: Mapping[str, JSON], complete: bool, method: Methodology) -> dict[str, JSON]:
    result = classify(facts_from(facts), method, complete=complete)
    return {
        "class": result.cls,
        "known_class": result.known_cls,
        "provisional": result.provisional,
        "points": result.points,
        "fired": [outcome.code for outcome in result.trace if outcome.state == "fired"],
        "floor_by": list(result.floor_by),
        "blocks": list(result.blocks),
    }


def _same(expected: JSON, found: JSON) -> bool:
    numbers = (int, float)
    if isinstance(expected, numbers) and isinstance(found, numbers) and not isinstance(expected, bool):
        return abs(expected - found) < 0.005
    return expected == found
