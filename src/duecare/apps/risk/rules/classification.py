"""The class of one deployment: the worst of the band of its points and the highest floor of its rules.

Three-valued throughout. What holds, and is proved by tests over the shipped rules:

1. An unknown fact never gives a lower class than its most favourable value.
2. Removing any set of answers never lowers a class below high, and never lifts a block: for every
   file, ``class(with answers removed) >= min(class(file), high)``. *Prohibited* alone needs something
   known; while it is open the sale is blocked all the same.

So an unfinished file comes out at the upper end of what it may become (`cls`, provisional), and
`known_cls` says what the known facts alone give, which is the lower end. "Not applicable" is an
answer, needs a reason and is listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from duecare.kernel.errors import BadInput

from .expressions import evaluate, facts_read
from .facts import NOT_ASKED, Facts, FactType, Unknown, Value, effective, not_applicable
from .facts_registry import FACTS
from .methodology import ClassMethod, Effect, Methodology, Reasoned, Rule, severity_of, worst

State: TypeAlias = Literal["fired", "not_fired", "unknown"]

MOST_POINTS = 100


@dataclass(frozen=True, slots=True)
class ReadValue:
    """A fact as a rule read it.

    Attributes:
        held: the value in the file.
        used: what the rule relied on; unknown where, say, the expert's conflicts statement is open.
    """

    code: str
    held: Value | Unknown
    used: Value | Unknown
    source: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """One rule of the trace.

    Attributes:
        effect: what it did here: nothing where not fired, the stated effect of an unknown where unknown.
        ignored: unknown, and the method ignores that, for the reason in `ignore_because`.
    """

    code: str
    title: str
    state: State
    effect: Effect
    values: tuple[ReadValue, ...]
    reason: Reasoned
    ignored: bool
    ignore_because: str
    hard_stop: bool


@dataclass(frozen=True, slots=True)
class Classification:
    """The result with everything that led to it.

    Attributes:
        cls: low, moderate, elevated, high or prohibited.
        known_cls: what the known facts alone would give; never worse than `cls`.
        provisional: due diligence is not complete, or a rule that counts is unknown.
        points: sum of points, at most 100.
        points_cls: the class that points alone would give.
        floor_by: codes of the rules whose floor sets the class; empty where points do.
        required_measures: from rules that fired or count as fired and from the class, sorted.
        blocks: codes of rules that forbid the sale now.
        not_applicable: (fact, reason) of every fact declared so.
    """

    cls: str
    known_cls: str
    provisional: bool
    points: int
    points_cls: str
    floor_by: tuple[str, ...]
    trace: tuple[RuleOutcome, ...]
    required_measures: tuple[str, ...]
    blocks: tuple[str, ...]
    not_applicable: tuple[tuple[str, str], ...]
    method_urn: str
    method_sha256: str

    @property
    def hard_stop(self) -> bool:
        """Prohibited, blocked or stopped: no override can change it."""
        stopped = any(outcome.hard_stop and outcome.state == "fired" for outcome in self.trace)
        return self.cls == "prohibited" or bool(self.blocks) or stopped


def classify(
    facts: Facts, method: Methodology, *, complete: bool, registry: Mapping[str, FactType] = FACTS
) -> Classification:
    """Classify one deployment.

    Args:
        facts: what the file holds; a fact left out counts as not asked.
        method: the methodology.
        complete: due diligence is finished; otherwise the class is provisional.

    Raises:
        RuleError: a rule that cannot be evaluated. No rule is ever skipped.
        BadInput: a fact outside the vocabulary, or a value it cannot take.
    """
    _check_vocabulary(facts, registry)
    classes = method.classes
    trace = tuple(_outcome(rule, facts, registry) for rule in classes.rules)
    cls, points, points_cls, floor_by = _conclude(trace, classes)
    known_cls, *_ = _conclude((outcome for outcome in trace if outcome.state == "fired"), classes)
    measures = {code for outcome in trace for code in outcome.effect.require}
    return Classification(
        cls=cls,
        known_cls=known_cls,
        provisional=not complete or any(outcome.state == "unknown" and not outcome.ignored for outcome in trace),
        points=points,
        points_cls=points_cls,
        floor_by=floor_by,
        trace=trace,
        required_measures=tuple(sorted(measures | set(classes.consequence(cls).measures))),
        blocks=tuple(outcome.code for outcome in trace if outcome.effect.block),
        not_applicable=not_applicable(facts.values()),
        method_urn=method.urn,
        method_sha256=method.sha256,
    )


def worst_case(results: Iterable[Classification]) -> Classification:
    """The worst of several classifications, first among equals.

    For a customer with several deployments, and for a disputed territory classified once for each
    score that may apply to it: the worst applicable one counts.

    Raises:
        ValueError: nothing given.
    """
    return max(results, key=lambda result: (severity_of(result.cls), len(result.blocks) > 0, result.points))


def _check_vocabulary(facts: Facts, registry: Mapping[str, FactType]) -> None:
    for code, fact in facts.items():
        if code not in registry:
            raise BadInput("No fact has this name.", field=code)
        effective(fact, registry[code])


def _outcome(rule: Rule, facts: Facts, registry: Mapping[str, FactType]) -> RuleOutcome:
    truth = evaluate(rule.when, facts, registry)
    state: State = "unknown" if truth is None else "fired" if truth else "not_fired"
    effect = {"fired": rule.effect, "not_fired": Effect(), "unknown": rule.unknown_effect}[state]
    values = tuple(_read(code, facts, registry) for code in facts_read(rule.when))
    return RuleOutcome(
        code=rule.code,
        title=rule.title,
        state=state,
        effect=effect,
        values=values,
        reason=rule.reason,
        ignored=state == "unknown" and rule.on_unknown == "ignore",
        ignore_because=rule.ignore_because,
        hard_stop=rule.hard_stop,
    )


def _read(code: str, facts: Facts, registry: Mapping[str, FactType]) -> ReadValue:
    fact = facts.get(code)
    used = effective(fact, registry[code])
    if fact is None:
        return ReadValue(code, NOT_ASKED, used)
    return ReadValue(code, fact.value, used, fact.source, fact.origin)


def _conclude(outcomes: Iterable[RuleOutcome], classes: ClassMethod) -> tuple[str, int, str, tuple[str, ...]]:
    """(class, points, class by points alone, codes of the rules whose floor sets the class)."""
    effects = [(outcome.code, outcome.effect) for outcome in outcomes]
    points = min(MOST_POINTS, sum(effect.points for _, effect in effects))
    by_points = classes.from_points(points)
    cls = worst(by_points, *(effect.floor for _, effect in effects if effect.floor))
    if cls == by_points:
        return cls, points, by_points, ()
    return cls, points, by_points, tuple(code for code, effect in effects if effect.floor == cls)
