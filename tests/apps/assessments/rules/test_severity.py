"""Severity and likelihood do not weigh the same; a gap is read at its worst."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.assessments.rules.answered_facts import to_fact
from duecare.apps.assessments.rules.severity import (
    CELLS,
    IRREMEDIABLE,
    LEVELS,
    LIKELIHOOD,
    SEVERITY,
    Harm,
    Level,
    Likelihood,
    Remedy,
    Scale,
    Scope,
    rate_harm,
    severity_facts,
)
from duecare.apps.risk.rules.facts import UnknownKind

MILD = Harm("privacy", Scale.MINOR, Scope.INDIVIDUALS, Remedy.REMEDIABLE, Likelihood.REMOTE, False)
FULL = st.builds(
    Harm,
    right=st.just("privacy"),
    scale=st.sampled_from(Scale),
    scope=st.sampled_from(Scope),
    remedy=st.sampled_from(Remedy),
    likelihood=st.sampled_from(Likelihood),
    threatens_life_or_body=st.booleans(),
)
FIELDS = ("scale", "scope", "remedy", "likelihood", "threatens_life_or_body")


def test_a_mild_harm_is_low() -> None:
    assert (rate_harm(MILD).level, rate_harm(MILD).cell) == (Level.MINOR, "low")


@given(FULL)
def test_irremediable_harm_is_high_at_any_likelihood(harm: Harm) -> None:
    assert rate_harm(replace(harm, remedy=Remedy.IRREMEDIABLE)).cell == "high"
    assert rate_harm(replace(harm, threatens_life_or_body=True)).cell == "high"


@given(FULL)
def test_severe_harm_is_never_below_elevated_yet_likely_minor_harm_may_be(harm: Harm) -> None:
    severe = rate_harm(replace(harm, scale=Scale.GRAVE))
    assert CELLS.index(severe.cell) >= CELLS.index("elevated")
    assert rate_harm(replace(MILD, likelihood=Likelihood.LIKELY)).cell == "moderate"


def changed(harm: Harm, field: str, value: Any) -> Harm:
    return replace(harm, **{field: value})


@given(FULL, st.sampled_from(FIELDS))
def test_an_unrated_dimension_is_read_at_its_worst(harm: Harm, field: str) -> None:
    rated, gap = rate_harm(harm), rate_harm(changed(harm, field, None))
    assert CELLS.index(gap.cell) >= CELLS.index(rated.cell)
    assert LEVELS.index(gap.level) >= LEVELS.index(rated.level)
    assert gap.unrated == (field,)
    assert "not yet rated" in gap.sentence()


@given(FULL, st.sampled_from(("scale", "scope", "remedy", "likelihood")))
def test_a_worse_rating_never_lowers_the_cell(harm: Harm, field: str) -> None:
    kinds = {"scale": Scale, "scope": Scope, "remedy": Remedy, "likelihood": Likelihood}
    cells = [CELLS.index(rate_harm(changed(harm, field, value)).cell) for value in kinds[field]]
    assert cells == sorted(cells)


def test_no_harm_considered_is_unknown() -> None:
    assert {fact.gap for fact in severity_facts([]).values()} == {UnknownKind.NOT_ASKED}


def test_the_worst_rated_harm_gives_the_facts() -> None:
    grave = replace(MILD, right="liberty", scale=Scale.GRAVE, likelihood=Likelihood.POSSIBLE)
    facts = severity_facts([MILD, grave])
    values = {code: to_fact(facts[code]).value for code in facts}
    assert values == {SEVERITY: "severe", IRREMEDIABLE: False, LIKELIHOOD: "possible"}


def test_a_harm_not_rated_hides_nothing_that_is_known_and_excuses_nothing_that_is_not() -> None:
    deadly = replace(MILD, right="life", threatens_life_or_body=True)
    unrated = Harm("liberty")
    assert severity_facts([MILD, unrated])[SEVERITY].gap is UnknownKind.NOT_ASKED
    assert severity_facts([MILD, unrated])[IRREMEDIABLE].gap is UnknownKind.NOT_ASKED
    assert severity_facts([deadly, unrated])[IRREMEDIABLE].value is True
    assert severity_facts([deadly, unrated])[SEVERITY].value == "severe"
    assert severity_facts([deadly, unrated])[LIKELIHOOD].gap is UnknownKind.NOT_ASKED
