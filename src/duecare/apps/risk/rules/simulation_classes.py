"""Classes of many deployments at once: the same rules as `classification`, over columns.

A condition is evaluated once for every *distinct* value of a fact, by `expressions.evaluate` itself,
and the answer is spread over all deployments that hold it. So the three-valued logic stands in one
place only; a test holds the two ways to the same result on every fact sheet it can think of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from duecare.kernel.errors import BadInput

from .classification import MOST_POINTS
from .expressions import Expression, Test, evaluate
from .facts import Fact, Facts, effective
from .facts_registry import FACTS
from .methodology import CLASSES, ClassMethod, Effect, Rule, severity_of
from .simulation import MOST_REASONS, Reason
from .vintage import Bools, Ints

Truths = npt.NDArray[np.int8]
"""0 false, 1 unknown, 2 true: Kleene's "and" is the least, "or" the greatest, "not" two minus it."""
STATES = ("not_fired", "unknown", "fired")
_NONE = -1


@dataclass(frozen=True, slots=True)
class Subject:
    """One deployment.

    Attributes:
        key: its id as text.
        facts: everything but the country's.
        places: every place whose score applies; the worst counts.
    """

    key: str
    facts: Facts
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One fact over all rows: `at` indexes `facts`; None stands for "not asked"."""

    at: Ints
    facts: tuple[Fact | None, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cohort:
    """Deployments as columns, one row for each place that applies to each of them.

    Attributes:
        owner: position of the subject a row belongs to; rows of a subject stand together.
    """

    subjects: tuple[Subject, ...]
    owner: Ints
    places: tuple[str, ...]
    columns: Mapping[str, Column]


def cohort(subjects: Sequence[Subject]) -> Cohort:
    """Lay deployments out as columns.

    Raises:
        BadInput: a fact outside the vocabulary, about the country, or with a value it cannot take.
    """
    rows = [(at, place) for at, one in enumerate(subjects) for place in one.places or ("",)]
    owner = np.array([at for at, _ in rows], dtype=np.int64)
    codes = sorted({code for one in subjects for code in one.facts})
    for code in codes:
        if code not in FACTS or code.startswith("country."):
            raise BadInput("No fact of a file has this name.", field=code)
    columns = {code: _column(code, subjects, owner) for code in codes}
    return Cohort(tuple(subjects), owner, tuple(place for _, place in rows), columns)


def _column(code: str, subjects: Sequence[Subject], owner: Ints) -> Column:
    known: dict[object, int] = {None: 0}
    facts: list[Fact | None] = [None]
    at = np.zeros(len(subjects), dtype=np.int64)
    for number, one in enumerate(subjects):
        fact = one.facts.get(code)
        if fact is None:
            continue
        key = (type(fact.value), fact.value, fact.source, fact.conflicts_signed)
        if key not in known:
            effective(fact, FACTS[code])  # refuses a value the fact cannot take, as `classify` does
            known[key] = len(facts)
            facts.append(fact)
        at[number] = known[key]
    return Column(at[owner], tuple(facts))


@dataclass(frozen=True, slots=True, eq=False)
class Rated:
    """Classes of a cohort by one method on one day. Arrays over rows unless said otherwise.

    Attributes:
        states: shape (rows, rules), index into `STATES`.
        cls: index into `CLASSES`.
        worst: for each subject the row that counts.
    """

    method: ClassMethod
    states: Truths
    cls: Ints
    points: Ints
    blocked: Bools
    stopped: Bools
    worst: Ints

    def classes(self) -> tuple[str, ...]:
        """The class of each subject."""
        return tuple(CLASSES[at] for at in self.cls[self.worst])

    def effects(self, row: int) -> tuple[tuple[Rule, str, Effect], ...]:
        """(rule, state, what it does) of every rule that fired or counts as unknown, in a row."""
        return tuple(
            (rule, STATES[state], _effect(rule, STATES[state]))
            for rule, state in zip(self.method.rules, self.states[row], strict=True)
            if state
        )


def rate(group: Cohort, method: ClassMethod, country: Mapping[str, Sequence[Fact]], places: Sequence[str]) -> Rated:
    """Classify every deployment of a cohort.

    Args:
        country: for each fact about a country one for each of `places`, and one for an unrated place at the end.
        places: codes in the order of `country`.
    """
    where = {place: at for at, place in enumerate(places)}
    at = np.array([where.get(place, len(places)) for place in group.places], dtype=np.int64)
    columns = {**group.columns, **{code: Column(at, tuple(facts)) for code, facts in country.items()}}
    rows, rules = len(group.places), method.rules
    states = np.zeros((rows, len(rules)), dtype=np.int8)
    for number, rule in enumerate(rules):
        states[:, number] = _truth(rule.when, columns, rows, negated=False)
    points = np.minimum(
        _sums(states, [[_effect(rule, state).points for state in STATES] for rule in rules]), MOST_POINTS
    )
    floors = _greatest(states, [[_floor(_effect(rule, state)) for state in STATES] for rule in rules])
    blocked = _greatest(states, [[int(_effect(rule, state).block) for state in STATES] for rule in rules]) > 0
    stopped = _greatest(states, [[0, 0, int(rule.hard_stop)] for rule in rules]) > 0
    starts = np.array([step.at for step in method.thresholds])
    cls = np.maximum(np.searchsorted(starts, points, side="right") - 1, floors)
    stops = stopped | blocked | (cls == severity_of("prohibited"))
    return Rated(method, states, cls, points, blocked, stops, _worst(group, cls, blocked, points))


def _truth(expression: Expression, columns: Mapping[str, Column], rows: int, *, negated: bool) -> Truths:
    if isinstance(expression, Test):
        column = columns.get(expression.fact) or Column(np.zeros(rows, dtype=np.int64), (None,))
        table = np.array([_tri(expression, fact, negated) for fact in column.facts], dtype=np.int8)
        return table[column.at]
    if expression.op == "not":
        inner: Truths = 2 - _truth(expression.parts[0], columns, rows, negated=not negated)
        return inner
    join = np.maximum if expression.op == "any" else np.minimum
    out: Truths = join.reduce([_truth(part, columns, rows, negated=negated) for part in expression.parts])
    return out


def _tri(test: Test, fact: Fact | None, negated: bool) -> int:
    found = evaluate(test, {} if fact is None else {fact.code: fact}, FACTS, negated=negated)
    return 1 if found is None else 2 if found else 0


def _effect(rule: Rule, state: str) -> Effect:
    return {"fired": rule.effect, "unknown": rule.unknown_effect}.get(state, Effect())


def _floor(effect: Effect) -> int:
    return severity_of(effect.floor) if effect.floor else _NONE


def _sums(states: Truths, table: list[list[int]]) -> Ints:
    sums: Ints = _spread(states, table).sum(axis=1, dtype=np.int64)
    return sums


def _greatest(states: Truths, table: list[list[int]]) -> Ints:
    greatest: Ints = _spread(states, table).max(axis=1, initial=_NONE)
    return greatest


def _spread(states: Truths, table: list[list[int]]) -> Ints:
    if not table:
        return np.zeros((len(states), 0), dtype=np.int64)
    return np.array(table, dtype=np.int64)[np.arange(len(table)), states]


def _worst(group: Cohort, cls: Ints, blocked: Bools, points: Ints) -> Ints:
    """As `worst_case`: by class, then blocked or not, then points, the first among equals."""
    weight = (cls * 2 + blocked) * (MOST_POINTS + 1) + points
    order = np.lexsort((np.arange(len(weight)), -weight, group.owner))
    return order[np.searchsorted(group.owner[order], np.arange(len(group.subjects)))]


def class_reasons(before: Rated, after: Rated, at: int, direction: int) -> tuple[Reason, ...]:
    """Which rules moved a subject: those that set the worse class go first, then the largest change in points.

    Thresholds are named where the same points now give another class.
    """
    rows = int(before.worst[at]), int(after.worst[at])
    said = _by_code(before, rows[0]), _by_code(after, rows[1])
    worse = after if direction > 0 else before
    level = CLASSES[int(worse.cls[rows[1] if direction > 0 else rows[0]])]
    found: list[tuple[tuple[int, int, str], Reason]] = []
    for code in dict.fromkeys([*said[0], *said[1]]):
        (state0, effect0), (state1, effect1) = (one.get(code, ("absent", Effect())) for one in said)
        same = (effect0.floor, effect0.points, effect0.block) == (effect1.floor, effect1.points, effect1.block)
        if same:
            continue
        change = effect1.points - effect0.points
        sets = (effect1 if direction > 0 else effect0).floor == level
        found.append(((not sets, -abs(change), code), Reason("rule", code, state0, state1, float(change))))
    reasons = [reason for _, reason in sorted(found, key=lambda pair: pair[0])]
    points = int(after.points[rows[1]])
    if before.method.from_points(points) != after.method.from_points(points):
        reasons.insert(0, Reason("thresholds"))
    return tuple(reasons[:MOST_REASONS])


def _by_code(rated: Rated, row: int) -> dict[str, tuple[str, Effect]]:
    """State and effect of every rule in a row."""
    return {
        rule.code: (STATES[state], _effect(rule, STATES[state]))
        for rule, state in zip(rated.method.rules, rated.states[row], strict=True)
    }
