"""Read a methodology document into `Methodology`, refusing whatever does not add up.

The document arrives as plain JSON types (YAML already loaded, dates as text). Other documents it
includes are passed by name, are resolved first and are part of the hash.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from itertools import pairwise
from math import isclose
from typing import Literal, TypeVar, cast

from duecare.kernel.canonical import JSON, digest
from duecare.kernel.errors import BadInput
from duecare.kernel.provenance import Source

from .expressions import RuleError, parse_expression
from .facts_registry import FACTS
from .methodology import (
    CLASSES,
    ClassMethod,
    Consequence,
    CountryMethod,
    Dimension,
    Effect,
    ErrorModel,
    Evidence,
    Goalposts,
    Input,
    Methodology,
    OverridePolicy,
    Raise,
    Reasoned,
    Rule,
    Step,
    Weightings,
)

T = TypeVar("T")


def resolve_includes(data: Mapping[str, JSON], includes: Mapping[str, Mapping[str, JSON]]) -> dict[str, JSON]:
    """Replace every top-level ``{"include": name}`` by that document's section of the same name.

    Raises:
        BadInput: a document or section that is not there, or documents that include each other.
    """
    resolved: dict[str, JSON] = {}
    for key, value in data.items():
        passed: list[str] = []
        while isinstance(value, Mapping) and set(value) == {"include"}:
            name = str(value["include"])
            if name in passed:
                way = " → ".join([*passed, name])
                raise BadInput(f"These include each other, so that none ever ends: {way}.", field=key, value=name)
            if key not in includes.get(name, {}):
                raise BadInput("The included document has no such section.", file=name, field=key)
            passed.append(name)
            value = includes[name][key]
        resolved[key] = value
    return resolved


def parse_methodology(
    data: Mapping[str, JSON], includes: Mapping[str, Mapping[str, JSON]] | None = None
) -> Methodology:
    """Parse and check one methodology.

    Args:
        data: the document.
        includes: documents it may include, by name.

    Raises:
        BadInput: naming the place in the document: a missing entry, weights that do not sum to 1,
            thresholds that do not rise, a choice without a reason or a source, a rule that reads an
            unknown fact.
    """
    doc = _Node(resolve_includes(data, includes or {}), "methodology")
    method = Methodology(
        urn=doc.text("urn"),
        title=doc.text("title"),
        version=doc.whole("version"),
        state=cast(Literal["draft", "committed", "retired"], doc.one_of("state", ("draft", "committed", "retired"))),
        dated=doc.text("dated"),
        says=doc.text("says"),
        country=_country(doc.node("country")),
        classes=_classes(doc.node("classification")),
        tests=tuple(cast("Sequence[Mapping[str, JSON]]", doc.items("tests"))),
        translations=cast("Mapping[str, Mapping[str, str]]", doc.raw("translations")),
        sha256=digest(doc.data),
    )
    if not method.urn.startswith("urn:duecare:method:") or not method.urn.endswith(f":{method.version}"):
        raise BadInput("A URN names method and version.", field="urn", value=method.urn)
    return method


def _country(node: _Node) -> CountryMethod:
    dimensions = node.each("dimensions", _dimension)
    _sums_to_one("methodology.country.dimensions", [item.weight for item in dimensions])
    floor, coverage = node.node("floor"), node.node("coverage")
    bands = _steps(node, "bands", CLASSES[:4])
    return CountryMethod(
        dimensions=dimensions,
        floor_share=floor.share("share"),
        floor_reason=floor.reason(),
        bands=bands,
        counts=cast(Literal["index", "input"], coverage.one_of("counts", ("index", "input"))),
        minimum=coverage.whole("minimum"),
        minimum_reason=coverage.reason(),
        errors=_errors(node.node("errors")),
        raises=node.each("raises", _raise) if "raises" in node.data else (),
    )


def _dimension(node: _Node) -> Dimension:
    inputs = node.each("inputs", _input)
    weight = node.share("weight")
    if inputs:
        # Inputs of the past have a share of their own time; those without an end share today between them.
        _sums_to_one(f"{node.path}.inputs", [item.share for item in inputs if item.ends is None])
    if bool(inputs) != (weight > 0):
        raise BadInput("A dimension carries weight exactly when it has inputs.", field=node.path, value=weight)
    return Dimension(
        node.text("id"), node.text("title"), weight, node.flag("severity"), inputs, node.reason(), node.text("overlap")
    )


def _goalposts(posts: _Node) -> Goalposts:
    goalposts = Goalposts(posts.number("best"), posts.number("worst"), posts.reason())
    if goalposts.best == goalposts.worst:
        raise BadInput("Goalposts must differ.", field=posts.path, value=goalposts.best)
    return goalposts


def _raise(node: _Node) -> Raise:
    return Raise(
        node.text("id"), node.text("title"), node.share("weight"), node.each("inputs", _evidence),
        node.reason(), node.text("overlap"),
    )  # fmt: skip


def _evidence(node: _Node) -> Evidence:
    within = node.whole("within_years")
    if within < 1:
        raise BadInput("At least the current year is looked at.", field=f"{node.path}.within_years", value=within)
    return Evidence(
        id=node.text("id"),
        index=node.text("index"),
        series=tuple(str(item) for item in node.items("series")),
        goalposts=_goalposts(node.node("goalposts")),
        max_age=node.whole("max_age_years"),
        within_years=within,
    )


def _input(node: _Node) -> Input:
    return Input(
        id=node.text("id"),
        index=node.text("index"),
        series=tuple(str(item) for item in node.items("series")),
        combine=cast(Literal["mean", "worst"], node.one_of("combine", ("mean", "worst"))),
        share=node.share("share"),
        goalposts=_goalposts(node.node("goalposts")),
        max_age=node.whole("max_age_years"),
        missing=node.one_of("missing", ("worst_goalpost",)),
        begins=node.day("begins") if "begins" in node.data else None,
        ends=node.day("ends") if "ends" in node.data else None,
    )


def _errors(node: _Node) -> ErrorModel:
    within, between = node.share("within_publisher"), node.share("between_publishers")
    if between > within:
        field = f"{node.path}.between_publishers"
        raise BadInput(
            "Errors correlate within a publisher at least as much as between two.", field=field, value=between
        )
    return ErrorModel(
        draws=node.whole("draws"),
        seed=node.whole("seed"),
        level=node.share("level"),
        within_publisher=within,
        between_publishers=between,
        least=node.number("least"),
        reason=node.reason(),
        weights=_weightings(node.node("weights")) if "weights" in node.data else None,
    )


def _weightings(node: _Node) -> Weightings:
    found = Weightings(node.whole("draws"), node.number("dimensions"), node.number("shares"), node.reason())
    if found.draws < 100:
        raise BadInput("Fewer than 100 draws show no share of them.", field=f"{node.path}.draws", value=found.draws)
    for name, value in (("dimensions", found.dimensions), ("shares", found.shares)):
        if value <= 0:
            raise BadInput("A concentration is above zero.", field=f"{node.path}.{name}", value=value)
    return found


def _classes(node: _Node) -> ClassMethod:
    rules = node.each("rules", _rule)
    codes = [rule.code for rule in rules]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise BadInput("A rule's code stands twice.", field=f"{node.path}.rules", value=sorted(twice))
    override = node.node("override")
    consequences = node.each("consequences", _consequence)
    if [item.cls for item in consequences] != list(CLASSES):
        raise BadInput("Every class has its consequences, from low to prohibited.", field=f"{node.path}.consequences")
    return ClassMethod(
        thresholds=_steps(node, "thresholds", CLASSES[:4]),
        rules=rules,
        consequences=consequences,
        override=OverridePolicy(
            frozenset(str(role) for role in override.items("roles")),
            override.whole("steps"),
            override.whole("max_months"),
            override.reason(),
        ),
    )


def _rule(node: _Node) -> Rule:
    try:
        when = parse_expression(node.raw("when"), FACTS)
    except RuleError as error:
        raise BadInput(str(error), field=f"{node.path}.when") from error
    unknown = node.node("on_unknown")
    kind = unknown.one_of("effect", ("fire", "limited", "provisional", "ignore"))
    effect = _effect(node)
    if effect == Effect():
        raise BadInput("A rule without effect is no rule.", field=node.path)
    ignore_because = unknown.text("because") if kind == "ignore" else ""
    if kind == "ignore" and (effect.floor or effect.points or effect.block):
        raise BadInput("A rule that moves the class may not ignore an unknown.", field=unknown.path)
    return Rule(
        code=node.text("code"),
        title=node.text("title"),
        when=when,
        effect=effect,
        on_unknown=cast(Literal["fire", "limited", "provisional", "ignore"], kind),
        unknown_effect=effect if kind == "fire" else _effect(unknown),
        ignore_because=ignore_because,
        reason=node.reason(),
        hard_stop=node.flag("hard_stop") if "hard_stop" in node.data else False,
    )


def _effect(node: _Node) -> Effect:
    data = node.data
    return Effect(
        floor=node.one_of("floor", CLASSES) if "floor" in data else "",
        points=node.whole("points") if "points" in data else 0,
        block=node.flag("block") if "block" in data else False,
        require=tuple(str(code) for code in node.items("require")) if "require" in data else (),
    )


def _consequence(node: _Node) -> Consequence:
    return Consequence(
        node.one_of("class", CLASSES),
        node.one_of("approver", ("compliance_officer", "committee", "committee_with_independent_member", "nobody")),
        node.flag("local_expert"),
        tuple(str(code) for code in node.items("measures")),
        node.whole("review_months"),
        node.reason(),
    )


def _steps(node: _Node, key: str, names: Sequence[str]) -> tuple[Step, ...]:
    steps = node.each(key, lambda item: Step(item.text("name"), item.number("at"), item.reason()))
    if [step.name for step in steps] != list(names):
        raise BadInput(f"These are, in order: {', '.join(names)}.", field=f"{node.path}.{key}")
    rises = all(a.at < b.at for a, b in pairwise(steps))
    if not rises or steps[0].at != 0:
        raise BadInput("Thresholds start at 0 and rise.", field=f"{node.path}.{key}", value=[s.at for s in steps])
    return steps


def _sums_to_one(path: str, shares: Sequence[float]) -> None:
    if not isclose(sum(shares), 1.0, abs_tol=1e-9):
        raise BadInput("These weights must sum to 1.", field=path, value=sum(shares))


class _Node:
    """One object of the document with its path, so that every refusal names its place."""

    def __init__(self, data: JSON, path: str) -> None:
        if not isinstance(data, Mapping):
            raise BadInput("An object is needed here.", field=path, value=data)
        self.data: Mapping[str, JSON] = data
        self.path = path

    def raw(self, key: str) -> JSON:
        if key not in self.data:
            raise BadInput("This entry is missing.", field=f"{self.path}.{key}")
        return self.data[key]

    def _typed(self, key: str, kinds: tuple[type, ...], what: str) -> object:
        value = self.raw(key)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            raise BadInput(f"{what} is needed here.", field=f"{self.path}.{key}", value=value)
        return value

    def text(self, key: str) -> str:
        value = str(self._typed(key, (str,), "Text"))
        if not value.strip():
            raise BadInput("This may not be empty.", field=f"{self.path}.{key}")
        return value

    def number(self, key: str) -> float:
        return float(cast(float, self._typed(key, (int, float), "A number")))

    def share(self, key: str) -> float:
        value = self.number(key)
        if not 0 <= value <= 1:
            raise BadInput("A share lies between 0 and 1.", field=f"{self.path}.{key}", value=value)
        return value

    def whole(self, key: str) -> int:
        value = cast(int, self._typed(key, (int,), "A whole number"))
        if value < 0:
            raise BadInput("This may not be negative.", field=f"{self.path}.{key}", value=value)
        return value

    def day(self, key: str) -> date:
        try:
            return date.fromisoformat(self.text(key))
        except ValueError as error:
            raise BadInput("A day is written YYYY-MM-DD.", field=f"{self.path}.{key}", value=self.raw(key)) from error

    def flag(self, key: str) -> bool:
        return bool(self._typed(key, (bool,), "true or false"))

    def one_of(self, key: str, options: Sequence[str]) -> str:
        value = self.text(key)
        if value not in options:
            raise BadInput(f"This is one of: {', '.join(options)}.", field=f"{self.path}.{key}", value=value)
        return value

    def items(self, key: str) -> Sequence[JSON]:
        return cast("Sequence[JSON]", self._typed(key, (list, tuple), "A list"))

    def node(self, key: str) -> _Node:
        return _Node(self.raw(key), f"{self.path}.{key}")

    def each(self, key: str, make: Callable[[_Node], T]) -> tuple[T, ...]:
        return tuple(make(_Node(item, f"{self.path}.{key}[{at}]")) for at, item in enumerate(self.items(key)))

    def reason(self) -> Reasoned:
        """`because` and `cites`: no choice stands without them."""
        cites = self.each("cites", _cite)
        if not cites:
            raise BadInput("A choice needs a source.", field=f"{self.path}.cites")
        return Reasoned(self.text("because"), cites)


def _cite(node: _Node) -> Source:
    section = node.raw("section")
    if not isinstance(section, str):
        raise BadInput("Text is needed here, empty where unsure.", field=f"{node.path}.section", value=section)
    verified = node.flag("verified")
    by = node.text("verified_by") if verified else ""
    return Source(node.text("document"), section, verified, by)
