"""What would change the class: every single fact, every value it could take, re-evaluated.

For compliance, committee and auditor. Answers changed after these were viewed are flagged by the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from .classification import Classification, classify
from .expressions import Expression, Test
from .facts import NOT_ASKED, Fact, Facts, FactType, Kind, Unknown, Value
from .facts_registry import FACTS
from .methodology import Methodology, severity_of


@dataclass(frozen=True, slots=True)
class Change:
    """One fact changed, all others as they are.

    Attributes:
        held: the value in the file.
        would_be: the value tried.
        cls, points, blocks: what would result.
        steps: classes up (positive: worse) or down (negative).
        lifts: blocks that would be lifted; sets: blocks that would be set.
    """

    code: str
    held: Value | Unknown
    would_be: Value
    cls: str
    points: int
    steps: int
    lifts: tuple[str, ...]
    sets: tuple[str, ...]


def changes(
    facts: Facts,
    method: Methodology,
    result: Classification,
    *,
    complete: bool,
    registry: Mapping[str, FactType] = FACTS,
) -> tuple[Change, ...]:
    """All single changes that alter class or blocks: those that lower first, then those that raise.

    For numbers the values tried lie on either side of every threshold that a rule names.
    """
    found: list[Change] = []
    for code, kind in registry.items():
        fact = facts.get(code) or Fact(code, NOT_ASKED)
        for value in _values(kind, method):
            if value == fact.value:
                continue
            tried = dict(facts) | {code: replace(fact, value=value, conflicts_signed=True)}
            other = classify(tried, method, complete=complete, registry=registry)
            change = Change(
                code,
                fact.value,
                value,
                other.cls,
                other.points,
                severity_of(other.cls) - severity_of(result.cls),
                tuple(sorted(set(result.blocks) - set(other.blocks))),
                tuple(sorted(set(other.blocks) - set(result.blocks))),
            )
            if change.steps or change.lifts or change.sets:
                found.append(change)
    return tuple(sorted(found, key=lambda change: (change.steps, change.code, str(change.would_be))))


def _values(kind: FactType, method: Methodology) -> tuple[Value, ...]:
    match kind.kind:
        case Kind.BOOL:
            return (True, False)
        case Kind.CHOICE:
            return kind.options
        case Kind.TEXT:
            return (kind.favourable,)
        case Kind.NUMBER:
            points = {at for rule in method.classes.rules for at in _thresholds(rule.when, kind.code)}
            return tuple(sorted({value for at in points for value in (at - 1, at)}))


def _thresholds(expression: Expression, code: str) -> Iterator[float]:
    if isinstance(expression, Test):
        if expression.fact == code and isinstance(expression.value, (int, float)):
            yield expression.value
        return
    for part in expression.parts:
        yield from _thresholds(part, code)
