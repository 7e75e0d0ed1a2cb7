"""Sentences rendered from the trace, never written by hand.

Structure and plain text, no markup: pages, documents and exports lay them out. Text is English; every
line keeps its parts, so that a translation can be made from the parts alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, TypeAlias

from duecare.kernel.provenance import Source

from .classification import Classification, ReadValue, RuleOutcome
from .facts import Unknown, UnknownKind, Value
from .facts_registry import FACTS
from .methodology import Effect
from .scoring_working import CountryScore, DimensionScore, RaisedBy

Part: TypeAlias = Literal["fired", "unknown", "not_fired"]

_UNKNOWN = {
    UnknownKind.NOT_ASKED: "not asked",
    UnknownKind.ASKED_NO_ANSWER: "asked, no answer",
    UnknownKind.REFUSED: "answer refused",
    UnknownKind.NOT_APPLICABLE: "not applicable",
    UnknownKind.EXPIRED: "answer expired",
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words.

    Attributes:
        sentence: what happened and why.
        effect: what it does, e.g. "at least high · 8 points · forbids the sale".
        values: (question, value, source) for every fact read.
        cites: the documents, in words; "not yet verified" where nobody has compared them.
    """

    code: str
    state: Part
    sentence: str
    effect: str
    values: tuple[tuple[str, str, str], ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """A classification in words.

    Attributes:
        headline: the class and what set it.
        notes: what else a reader must know: provisional, blocks, lower end, not applicable.
        fired, unknown, not_fired: lines of every rule; together they are all rules.
        ignored: rules whose unknown is ignored, with the reason; public.
    """

    headline: str
    notes: tuple[str, ...]
    fired: tuple[RuleLine, ...]
    unknown: tuple[RuleLine, ...]
    not_fired: tuple[RuleLine, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DimensionLine:
    """One dimension of a country's score: points it adds to the mean, and the sentence."""

    id: str
    points: float
    sentence: str


@dataclass(frozen=True, slots=True)
class CountryExplanation:
    """A country's score in words."""

    headline: str
    notes: tuple[str, ...]
    dimensions: tuple[DimensionLine, ...]


def explain(result: Classification) -> Explanation:
    """Put a classification into words."""
    lines: dict[Part, list[RuleLine]] = {"fired": [], "unknown": [], "not_fired": []}
    for outcome in result.trace:
        lines[outcome.state].append(_line(outcome))
    ignored = tuple(f"{o.code} {o.title}: {o.ignore_because}" for o in result.trace if o.ignored)
    return Explanation(
        headline=_headline(result),
        notes=_notes(result),
        fired=tuple(lines["fired"]),
        unknown=tuple(lines["unknown"]),
        not_fired=tuple(lines["not_fired"]),
        ignored=ignored,
    )


def explain_country(score: CountryScore, counts: str = "index") -> CountryExplanation:
    """Put a country's score into words; `counts` says what its coverage is a number of, as in `CountryMethod`."""
    if score.score is None:
        headline = "No figure is held for this country; what is missing counts at its worst."
    else:
        parts = [part for item in score.dimensions for part in item.contributions]
        counted = len({part.index if counts == "index" else part.input for part in parts})
        unit = "indices" if counts == "index" else "inputs"
        headline = (
            f"{score.band.capitalize()}: {score.score:.1f} of 100 (0 safest), {score.coverage} of {counted} {unit}, "
            f"range from publishers' errors {score.low:.1f} to {score.high:.1f}."
        )
    return CountryExplanation(headline, _country_notes(score), tuple(_dimension_line(d) for d in score.dimensions))


def _headline(result: Classification) -> str:
    alone = f"Points alone would give {result.points_cls} ({result.points} of 100)."
    name = result.cls.capitalize()
    if not result.floor_by:
        return f"{name}, by points: {result.points} of 100."
    setters = [outcome for outcome in result.trace if outcome.code in result.floor_by]
    known = [outcome for outcome in setters if outcome.state == "fired"]
    first = (known or setters)[0]
    because = _lower_first(first.title) if known else f"it is not known whether this holds: {_lower_first(first.title)}"
    more = (
        f", and {len(setters) - 1} more rules" if len(setters) > 2 else ", and 1 more rule" if len(setters) > 1 else ""
    )
    return f"{name}, because {because} ({first.code}){more}. {alone}"


def _notes(result: Classification) -> tuple[str, ...]:
    notes: list[str] = []
    if result.provisional:
        open_rules = sum(outcome.state == "unknown" and not outcome.ignored for outcome in result.trace)
        lower = f" What is known alone gives {result.known_cls}." if result.known_cls != result.cls else ""
        unknown = "1 rule is" if open_rules == 1 else f"{open_rules} rules are"
        notes.append(f"Provisional: due diligence is not complete, {unknown} unknown.{lower}")
    if result.blocks:
        notes.append(f"Sale not permitted while these stand: {', '.join(result.blocks)}.")
    notes.extend(f"{_question(code)} Not applicable: {reason}" for code, reason in result.not_applicable)
    if result.cls == "low":
        notes.append("Low is no clearance: misuse is documented in countries with low scores.")
    return tuple(notes)


def _line(outcome: RuleOutcome) -> RuleLine:
    if outcome.state == "fired":
        said = f"{outcome.title}. {outcome.reason.because}"
    elif outcome.state == "not_fired":
        said = f"Does not hold: {_lower_first(outcome.title)}."
    else:
        said = f"Not known: {_lower_first(outcome.title)}. {_counts_as(outcome)}"
    return RuleLine(
        code=outcome.code,
        state=outcome.state,
        sentence=said,
        effect=_effect(outcome.effect),
        values=tuple((_question(value.code), say_value(value), value.source) for value in outcome.values),
        cites=_cites(outcome.reason.cites),
    )


@lru_cache(maxsize=1024)
def _cites(cites: tuple[Source, ...]) -> tuple[str, ...]:
    return tuple(f"{cite}{'' if cite.verified else ' (not yet verified)'}" for cite in cites)


def _counts_as(outcome: RuleOutcome) -> str:
    if outcome.ignored:
        return f"Left out of the class: {outcome.ignore_because}"
    return "Counts against until it is known." if _effect(outcome.effect) else "Keeps the class provisional."


@lru_cache(maxsize=1024)
def _effect(effect: Effect) -> str:
    parts = (
        f"at least {effect.floor}" if effect.floor and effect.floor != "prohibited" else effect.floor,
        f"{effect.points} {'point' if effect.points == 1 else 'points'}" if effect.points else "",
        "forbids the sale" if effect.block else "",
        f"requires {', '.join(effect.require)}" if effect.require else "",
    )
    return " · ".join(part for part in parts if part)


def say_value(value: ReadValue) -> str:
    """A fact's value in words; where the rule could not rely on it, also why."""
    held = _plain(value.held)
    if isinstance(value.used, Unknown) and value.used != value.held:
        return f"{held} (read as {_plain(value.used)})"
    return held


def _plain(value: Value | Unknown) -> str:
    if isinstance(value, Unknown):
        return f"{_UNKNOWN[value.kind]}: {value.reason}" if value.reason else _UNKNOWN[value.kind]
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.1f}" if isinstance(value, float) else str(value).replace("_", " ")


def _question(code: str) -> str:
    return FACTS[code].question


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _country_notes(score: CountryScore) -> tuple[str, ...]:
    notes: list[str] = []
    if "incomplete" in score.flags:
        notes.append(
            f"Figures are missing: at their best the score would be {score.missing_low:.1f}, "
            f"at their worst {score.missing_high:.1f}."
        )
    if score.band == "indeterminate":
        notes.append(f"Too few indices for a band; treated as {score.treated_as}.")
    elif score.band_set_by == "missing data":
        notes.append(f"The band {score.band} is set by what is missing, not by the score.")
    if score.floored_by:
        notes.append(f"The score is held up by its worst severity dimension, {score.floored_by.replace('_', ' ')}.")
    notes.extend(_raised(one) for one in score.raised_by)
    if score.restated_share:
        notes.append(f"{score.restated_share:.0%} of the values were read from later editions (restated).")
    if score.band == "low":
        notes.append("Country context only: misuse is documented in countries with low scores.")
    return tuple(notes)


def _raised(one: RaisedBy) -> str:
    """Which evidence raised the score and by how much; where the form withholds the figure, only what it is worth."""
    figure = "" if one.value is None else f"{one.series} {one.value:g} ({one.year}) → "
    return (
        f"Raised by {_lower_first(one.title)}, which is known for some countries only: {figure}{one.normalised:.1f}, "
        f"plus {one.points:.1f} points."
    )


def _dimension_line(dimension: DimensionScore) -> DimensionLine:
    if dimension.score is None:
        return DimensionLine(dimension.id, 0.0, f"{dimension.title}: no current figure, shown as missing.")
    points = dimension.used_weight * dimension.score
    sources = "; ".join(
        f"{r.series} {r.value:g} ({r.year}) → {r.normalised:.1f}"
        for c in dimension.contributions
        for r in c.readings
        if r.value is not None
    )
    said = f"{dimension.title}: {dimension.score:.1f} × weight {dimension.used_weight:.2f} = {points:.1f}. {sources}"
    return DimensionLine(dimension.id, points, said)
