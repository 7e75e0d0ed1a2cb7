"""A methodology as frozen data: what is measured, how it is weighed, which rules fire, who may decide.

One YAML under `library/methodology/`, immutable once committed. A result stores the URN and the
SHA-256 of the RFC 8785 canonical form of the whole document, included rules among it. Parsing is in
`methodology_parse.py`, the embedded tests in `methodology_tests.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, TypeAlias

from duecare.kernel.canonical import JSON
from duecare.kernel.provenance import Source

from .expressions import Expression

CLASSES = ("low", "moderate", "elevated", "high", "prohibited")
"""Customer classes from best to worst; country bands are the first four."""


def severity_of(name: str) -> int:
    """Position of a band or class, 0 for low to 4 for prohibited."""
    return CLASSES.index(name)


def worst(*names: str) -> str:
    """The worst of some bands or classes."""
    return max(names, key=severity_of)


@dataclass(frozen=True, slots=True)
class Reasoned:
    """Why a choice was made, and on what it rests."""

    because: str
    cites: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Goalposts:
    """Fixed ends of a publisher's scale: `best` becomes 0, `worst` becomes 100."""

    best: float
    worst: float
    reason: Reasoned


Combine: TypeAlias = Literal["mean", "worst"]


@dataclass(frozen=True, slots=True)
class Input:
    """One measurement within a dimension.

    Attributes:
        id: name within the methodology.
        index: publisher's index, the unit in which coverage is counted (or the input itself).
        series: ids read; several are averaged ("mean") or the worst counts ("worst").
        share: weight within the dimension; shares of a dimension sum to 1.
        max_age: calendar years after which a value is stale and counts as missing.
        begins, ends: first day, and first day no longer, on which the input belongs to the method; None for
            no such day. Before a publisher began, its index is missing for nobody.
    """

    id: str
    index: str
    series: tuple[str, ...]
    combine: Combine
    share: float
    goalposts: Goalposts
    max_age: int
    missing: str
    begins: date | None = None
    ends: date | None = None

    def belongs(self, day: date) -> bool:
        """Whether it is part of the method on that day."""
        return (self.begins is None or self.begins <= day) and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Dimension:
    """One aspect of a country. `weight` 0 and no inputs means: shown as missing, never weighed.

    Attributes:
        severity: a bad value here cannot be bought off (see `CountryMethod.floor_share`).
        overlap: what its inputs share, so that nobody takes two publishers for two facts.
    """

    id: str
    title: str
    weight: float
    severity: bool
    inputs: tuple[Input, ...]
    reason: Reasoned
    overlap: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """One figure of partial coverage that may raise a score.

    Attributes:
        series: ids read; the worst one counts.
        max_age: calendar years after which the newest figures are stale and no longer count.
        within_years: how many reference years are looked at, the current one included; the worst counts.
    """

    id: str
    index: str
    series: tuple[str, ...]
    goalposts: Goalposts
    max_age: int
    within_years: int


@dataclass(frozen=True, slots=True)
class Raise:
    """Evidence that can only raise: like a dimension of this weight where it stands above the score, else nothing."""

    id: str
    title: str
    weight: float
    inputs: tuple[Evidence, ...]
    reason: Reasoned
    overlap: str


@dataclass(frozen=True, slots=True)
class Step:
    """From `at` (included) upward it is `name`."""

    name: str
    at: float
    reason: Reasoned


@dataclass(frozen=True, slots=True)
class Weightings:
    """How far weights may vary around the stated ones, for the probability of each band.

    Attributes:
        draws: number of joint draws of weights and errors.
        dimensions, shares: concentration of a Dirichlet distribution around the weights of dimensions and
            around the shares within one; the larger, the closer to what is stated.
    """

    draws: int
    dimensions: float
    shares: float
    reason: Reasoned


@dataclass(frozen=True, slots=True)
class ErrorModel:
    """How statistical ranges are drawn.

    Attributes:
        draws, seed: number of joint draws and the fixed seed.
        level: share of draws within the range, e.g. 0.9.
        within_publisher, between_publishers: correlation of errors.
        least: smallest standard error in points of 0–100, so that none is ever zero.
        weights: how weights are perturbed; None where the method takes them as stated.
    """

    draws: int
    seed: int
    level: float
    within_publisher: float
    between_publishers: float
    least: float
    reason: Reasoned
    weights: Weightings | None = None


@dataclass(frozen=True, slots=True)
class CountryMethod:
    """How a country is scored.

    Attributes:
        floor_share: the composite is at least this share of the worst severity dimension.
        raises: evidence of partial coverage, which can only raise; counted in no coverage.
        counts: "index" counts publishers' indices for coverage, "input" counts inputs.
        minimum: least number present for a band of its own.
    """

    dimensions: tuple[Dimension, ...]
    floor_share: float
    floor_reason: Reasoned
    bands: tuple[Step, ...]
    counts: Literal["index", "input"]
    minimum: int
    minimum_reason: Reasoned
    errors: ErrorModel
    raises: tuple[Raise, ...] = ()

    def inputs(self) -> tuple[Input, ...]:
        """All inputs, dimension by dimension."""
        return tuple(item for dimension in self.dimensions for item in dimension.inputs)

    def on(self, day: date) -> CountryMethod:
        """The method with the inputs that belong to it on that day, their shares renewed within each dimension."""
        if all(item.belongs(day) for item in self.inputs()):
            return self
        return replace(self, dimensions=tuple(_on(dimension, day) for dimension in self.dimensions))

    def band(self, score: float) -> str:
        """The band a score falls in."""
        return [step.name for step in self.bands if step.at <= score][-1]


def _on(dimension: Dimension, day: date) -> Dimension:
    inputs = [item for item in dimension.inputs if item.belongs(day)]
    total = sum(item.share for item in inputs)
    return replace(dimension, inputs=tuple(replace(item, share=item.share / total) for item in inputs))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a rule does: a floor ("" for none), points, a block, measures required."""

    floor: str = ""
    points: int = 0
    block: bool = False
    require: tuple[str, ...] = ()


OnUnknown: TypeAlias = Literal["fire", "limited", "provisional", "ignore"]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the classification.

    Attributes:
        when: condition over facts, in three-valued logic.
        effect: when the condition holds.
        on_unknown: "fire" the same effect; "limited" to `unknown_effect`; only "provisional"; or
            "ignore", which needs `ignore_because` and is listed publicly.
    """

    code: str
    title: str
    when: Expression
    effect: Effect
    on_unknown: OnUnknown
    unknown_effect: Effect
    ignore_because: str
    reason: Reasoned
    hard_stop: bool


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a class decides.

    Attributes:
        approver: "compliance_officer", "committee", "committee_with_independent_member" or "nobody".
        expert: a local legal expert from outside is compulsory.
        measures: minimum measures of the plan.
        review_months: longest time to the next review; 0 where there is nothing to review.
    """

    cls: str
    approver: str
    expert: bool
    measures: tuple[str, ...]
    review_months: int
    reason: Reasoned


@dataclass(frozen=True, slots=True)
class OverridePolicy:
    """Who may lower a class, by how much and for how long."""

    roles: frozenset[str]
    steps: int
    max_months: int
    reason: Reasoned


@dataclass(frozen=True, slots=True)
class ClassMethod:
    """How a customer's deployment is classified."""

    thresholds: tuple[Step, ...]
    rules: tuple[Rule, ...]
    consequences: tuple[Consequence, ...]
    override: OverridePolicy

    def from_points(self, points: int) -> str:
        """The class that points alone would give; never prohibited."""
        return [step.name for step in self.thresholds if step.at <= points][-1]

    def consequence(self, cls: str) -> Consequence:
        """What this class decides."""
        return next(item for item in self.consequences if item.cls == cls)


@dataclass(frozen=True, slots=True)
class Methodology:
    """The whole document, parsed and checked.

    Attributes:
        says: one sentence the method says of itself, shown wherever it is used.
        sha256: of the canonical form of the document with its included rules.
        tests: embedded tests, as written.
        translations: locale → key → text.
    """

    urn: str
    title: str
    version: int
    state: Literal["draft", "committed", "retired"]
    dated: str
    says: str
    country: CountryMethod
    classes: ClassMethod
    tests: tuple[Mapping[str, JSON], ...]
    translations: Mapping[str, Mapping[str, str]]
    sha256: str
