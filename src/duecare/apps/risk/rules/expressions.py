"""Small JSON conditions over facts, in Kleene's three-valued logic: true, false, unknown.

Operators: ``{"all": [...]}``, ``{"any": [...]}``, ``{"not": x}``, ``{"eq": [fact, value]}``,
``{"in": [fact, [values]]}``, ``{"gte"|"gt"|"lte"|"lt": [fact, number]}`` and ``{"known": fact}``.

"Not applicable" (which needs a reason) is an answer: it pushes every condition towards not firing,
also beneath ``not``. ``known`` may stand only beneath ``not``: a rule that fires because something is
known would fall silent when the answer is removed, and silence must never help.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from duecare.kernel.canonical import JSON

from .facts import Facts, FactType, Kind, Unknown, UnknownKind, Value, effective

Truth: TypeAlias = bool | None
"""None is unknown."""


class RuleError(ValueError):
    """A condition that cannot be read or evaluated. Never skipped: the whole evaluation fails."""


@dataclass(frozen=True, slots=True)
class Test:
    """Compare one fact with one value (or, for ``in``, with several)."""

    op: Literal["eq", "in", "gte", "gt", "lte", "lt", "known"]
    fact: str
    value: Value | tuple[Value, ...]

    __test__ = False


@dataclass(frozen=True, slots=True)
class Group:
    """``all`` or ``any`` of some conditions, or ``not`` of exactly one."""

    op: Literal["all", "any", "not"]
    parts: tuple[Expression, ...]


Expression: TypeAlias = Test | Group

_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "gte": lambda a, b: a >= b,
    "gt": lambda a, b: a > b,
    "lte": lambda a, b: a <= b,
    "lt": lambda a, b: a < b,
}


def parse_expression(data: JSON, registry: Mapping[str, FactType], *, negated: bool = False) -> Expression:
    """Read a condition and check it against the vocabulary.

    Raises:
        RuleError: unknown operator or fact, a value the fact cannot take, `known` not beneath `not`.
    """
    if not isinstance(data, Mapping) or len(data) != 1:
        raise RuleError(f"a condition is an object with one operator, not {data!r}")
    ((op, body),) = data.items()
    match op:
        case "all" | "any":
            if not isinstance(body, (list, tuple)) or not body:
                raise RuleError(f"{op} needs a list of conditions")
            return Group(op, tuple(parse_expression(part, registry, negated=negated) for part in body))
        case "not":
            return Group("not", (parse_expression(body, registry, negated=not negated),))
        case "known":
            if not negated:
                raise RuleError("known may stand only beneath not: removing an answer must never help")
            if not isinstance(body, str):
                raise RuleError("known needs the name of a fact")
            return Test("known", _registered(body, registry).code, True)
        case "eq" | "in" | "gte" | "gt" | "lte" | "lt":
            return _parse_test(op, body, registry)
    raise RuleError(f"unknown operator {op!r}")


def _parse_test(
    op: Literal["eq", "in", "gte", "gt", "lte", "lt"], body: JSON, registry: Mapping[str, FactType]
) -> Test:
    if not isinstance(body, (list, tuple)) or len(body) != 2 or not isinstance(body[0], str):
        raise RuleError(f"{op} needs [fact, value], not {body!r}")
    kind, value = _registered(body[0], registry), body[1]
    if op == "in":
        if not isinstance(value, (list, tuple)) or not value:
            raise RuleError("in needs [fact, [values]]")
        return Test(op, kind.code, tuple(_fitting(kind, item) for item in value))
    if op in _COMPARE and kind.kind is not Kind.NUMBER:
        raise RuleError(f"{op} compares numbers, and {kind.code} is none")
    return Test(op, kind.code, _fitting(kind, value))


def _registered(code: str, registry: Mapping[str, FactType]) -> FactType:
    if code not in registry:
        raise RuleError(f"no fact is called {code!r}")
    return registry[code]


def _fitting(kind: FactType, value: JSON) -> Value:
    if not isinstance(value, (bool, int, float, str)) or not kind.accepts(value):
        raise RuleError(f"{kind.code} cannot take the value {value!r}")
    return value


def facts_read(expression: Expression) -> tuple[str, ...]:
    """Codes of all facts a condition may read, in order of appearance, each once."""
    if isinstance(expression, Test):
        return (expression.fact,)
    return tuple(dict.fromkeys(code for part in expression.parts for code in facts_read(part)))


def evaluate(expression: Expression, facts: Facts, registry: Mapping[str, FactType], *, negated: bool = False) -> Truth:
    """True, False, or None where the answer depends on something unknown.

    Raises:
        RuleError: a fact that is not in the vocabulary.
        BadInput: a fact whose value is none of its kind.
    """
    if isinstance(expression, Test):
        return _evaluate_test(expression, facts, registry, negated)
    if expression.op == "not":
        inner = evaluate(expression.parts[0], facts, registry, negated=not negated)
        return None if inner is None else not inner
    decisive = expression.op == "any"
    results = [evaluate(part, facts, registry, negated=negated) for part in expression.parts]
    if decisive in results:
        return decisive
    return None if None in results else not decisive


def _evaluate_test(test: Test, facts: Facts, registry: Mapping[str, FactType], negated: bool) -> Truth:
    value = effective(facts.get(test.fact), _registered(test.fact, registry))
    if isinstance(value, Unknown):
        if value.kind is UnknownKind.NOT_APPLICABLE:
            return negated
        return False if test.op == "known" else None
    if test.op == "known":
        return True
    if test.op == "eq":
        return value == test.value
    if isinstance(test.value, tuple):
        return value in test.value
    if isinstance(value, str) or isinstance(test.value, str):
        raise RuleError(f"{test.op} cannot compare {test.fact} = {value!r} with {test.value!r}")
    return _COMPARE[test.op](value, test.value)
