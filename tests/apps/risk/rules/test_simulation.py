"""The columns of a simulation against the rules themselves, and what is said of each move."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.apps.risk.queries.methods import shipped
from duecare.apps.risk.rules.classification import classify, worst_case
from duecare.apps.risk.rules.facts import Fact, Facts, Kind, Unknown, UnknownKind, facts_of
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.apps.risk.rules.methodology import CLASSES, Methodology, Step
from duecare.apps.risk.rules.scoring import last_bands, score_countries
from duecare.apps.risk.rules.scoring_working import country_facts, score_country
from duecare.apps.risk.rules.simulation import BANDS, days_of, matrix
from duecare.apps.risk.rules.simulation_classes import Subject, cohort, rate
from duecare.apps.risk.rules.simulation_countries import Standings, country_facts_of, country_movers
from duecare.apps.risk.rules.simulation_customers import customer_movers
from duecare.apps.risk.rules.simulation_decisions import Authority, decision_mover, follows
from duecare.apps.risk.rules.vintage import Holding, Panel, panel_of

DAY = date(2024, 12, 31)
PLACES = ("AAA", "BBB", "CCC", "DDD")
SERIES = ("wgi:rl", "wgi:cc", "wgi:pv", "wgi:ge", "vdem:clphy", "vdem:libdem", "vdem:freexp_altinf")
AUTHORITY = {cls: Authority("committee" if cls != "low" else "compliance_officer", cls == "high", cls != "prohibited")
             for cls in CLASSES}  # fmt: skip


def open_method() -> Methodology:
    return shipped()["open-2026"]


def with_bands(method: Methodology, *starts: float) -> Methodology:
    bands = tuple(replace(step, at=at) for step, at in zip(method.country.bands, starts, strict=True))
    return replace(method, country=replace(method.country, bands=bands))


def with_thresholds(method: Methodology, *starts: float) -> Methodology:
    steps = tuple(Step(step.name, at, step.reason) for step, at in zip(method.classes.thresholds, starts, strict=True))
    return replace(method, classes=replace(method.classes, thresholds=steps))


def panel(values: Mapping[tuple[str, str, int], float | None]) -> Panel:
    held = [
        Holding(series, place, year, value, date(year + 1, 6, 30)) for (series, place, year), value in values.items()
    ]
    return panel_of(held, PLACES)


def _series() -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for item in open_method().country.inputs() for name in item.series))


def _within(name: str, share: float) -> float:
    """A value of a series, `share` of the way from its best to its worst end."""
    posts = next(item.goalposts for item in open_method().country.inputs() if name in item.series)
    return posts.best + share * (posts.worst - posts.best)


figures = st.dictionaries(
    st.tuples(st.sampled_from(_series()), st.sampled_from(PLACES), st.integers(2019, 2023)),
    st.floats(0, 1),
    max_size=120,
).map(lambda told: panel({key: _within(key[0], share) for key, share in told.items()}))


def _values(code: str) -> st.SearchStrategy[object]:
    kind = FACTS[code]
    gaps = [Unknown(one) for one in UnknownKind if one is not UnknownKind.NOT_APPLICABLE]
    if kind.may_be_not_applicable:
        gaps.append(Unknown(UnknownKind.NOT_APPLICABLE, "no meaning here"))
    known: st.SearchStrategy[object] = {
        Kind.BOOL: st.booleans(),
        Kind.CHOICE: st.sampled_from((*kind.options, *kind.unknown_values) or ("",)),
        Kind.NUMBER: st.integers(0, 100) | st.floats(0, 100),
        Kind.TEXT: st.sampled_from([str(kind.favourable) or "x", "another answer"]),
    }[kind.kind]
    return known | st.sampled_from(gaps)


OWN = sorted(code for code in FACTS if not code.startswith("country."))


@st.composite
def own_facts(draw: st.DrawFn) -> Facts:
    codes = draw(st.lists(st.sampled_from(OWN), unique=True, max_size=len(OWN)))
    return facts_of(
        *(
            Fact(code, draw(_values(code)), draw(st.sampled_from(["company", "expert"])), draw(st.booleans()))  # type: ignore[arg-type]  # a value of the fact's kind
            for code in codes
        )
    )


places_of = st.lists(st.sampled_from((*PLACES, "ZZZ")), max_size=3)


@settings(max_examples=40)
@given(held=figures, files=st.lists(st.tuples(own_facts(), places_of), min_size=1, max_size=6))
def test_columns_say_what_the_rules_say_of_every_file(held: Panel, files: list[tuple[Facts, list[str]]]) -> None:
    method = open_method()
    stand = Standings(held, method.country).on(DAY)
    table = score_countries(held, method.country, DAY, last_band=last_bands(held, method.country, DAY))
    subjects = [Subject(str(at), facts, tuple(dict.fromkeys(places))) for at, (facts, places) in enumerate(files)]
    rated = rate(cohort(subjects), method.classes, country_facts_of(stand, method.country), stand.places)
    for at, one in enumerate(subjects):
        expected = worst_case(
            classify({**one.facts, **_of_country(table, place)}, method, complete=True) for place in one.places or ("",)
        )
        row = int(rated.worst[at])
        assert CLASSES[int(rated.cls[row])] == expected.cls
        assert (int(rated.points[row]), bool(rated.blocked[row])) == (expected.points, bool(expected.blocks))
        assert [("not_fired", "unknown", "fired")[s] for s in rated.states[row]] == [o.state for o in expected.trace]
        assert bool(rated.stopped[row]) == expected.hard_stop
        assert follows(rated, [at], AUTHORITY).measures == expected.required_measures


def _of_country(table: object, place: str) -> Facts:
    from duecare.apps.risk.rules.facts import NOT_ASKED
    from duecare.apps.risk.rules.scoring import ScoreTable

    assert isinstance(table, ScoreTable)
    if place not in table.places:
        return facts_of(*(Fact(code, NOT_ASKED) for code in FACTS if code.startswith("country.")))
    return facts_of(*country_facts(score_country(table, place)))


@settings(max_examples=30)
@given(held=figures)
def test_a_standing_is_the_score_table_without_its_ranges(held: Panel) -> None:
    method = open_method().country
    for day in (DAY, date(2022, 12, 31), date(2023, 7, 1)):
        stand = Standings(held, method).on(day)
        table = score_countries(held, method, day, last_band=last_bands(held, method, day))
        assert (stand.band, stand.treated_as) == (table.band, table.treated_as)
        np.testing.assert_allclose(stand.upper, table.missing_high, rtol=0, atol=1e-12)
        np.testing.assert_allclose(stand.score, table.score, rtol=0, atol=1e-12)
        found = country_facts_of(stand, method)
        for at, place in enumerate(stand.places):
            said = {fact.code: fact.value for fact in country_facts(score_country(table, place))}
            assert {code: facts[at].value for code, facts in found.items() if code in said} == said


@settings(max_examples=30)
@given(held=figures, day=st.dates(date(2019, 1, 1), date(2025, 12, 31)))
def test_days_between_two_publications_stand_alike(held: Panel, day: date) -> None:
    every = Standings(held, open_method().country)
    assert every.on(day).band == every.on(every.same_figures(day)).band
    assert every.on(day).treated_as == every.on(every.same_figures(day)).treated_as


def test_the_same_method_moves_nobody() -> None:
    held = panel({(name, "AAA", 2023): _within(name, 0.5) for name in _series()})
    every = Standings(held, open_method().country)
    both = open_method().country, open_method().country
    assert country_movers(DAY, every.on(DAY), every.on(DAY), both, len(PLACES)) == ()


def _two(before: Methodology, after: Methodology, share: float) -> tuple[object, ...]:
    held = panel({(name, "AAA", 2023): _within(name, share) for name in _series()})
    stands = [Standings(held, method.country).on(DAY) for method in (before, after)]
    return country_movers(DAY, *stands, (before.country, after.country), 1)  # type: ignore[return-value]  # movers


def test_a_country_that_moves_by_a_threshold_is_told_so() -> None:
    method = open_method()
    (mover,) = _two(method, with_bands(method, 0, 25, 33, 55), 0.35)
    assert (mover.before, mover.after, mover.direction) == ("moderate", "elevated", 1)  # type: ignore[attr-defined]  # a Mover
    assert [reason.cause for reason in mover.reasons] == ["thresholds"]  # type: ignore[attr-defined]  # a Mover


def test_a_country_that_moves_by_a_weight_is_told_which_and_by_how_much() -> None:
    method = open_method()
    dimensions = list(method.country.dimensions)
    heavy = replace(dimensions[0], weight=0.1), replace(dimensions[1], weight=0.5)
    other = replace(method, country=replace(method.country, dimensions=(*heavy, *dimensions[2:]), floor_share=0.0))
    base = replace(method, country=replace(method.country, floor_share=0.0))
    names = {series: at for at, one in enumerate(dimensions) for item in one.inputs for series in item.series}
    held = panel({(name, "AAA", 2023): _within(name, 0.72 if at == 1 else 0.1) for name, at in names.items()})
    stands = [Standings(held, one.country).on(DAY) for one in (base, other)]
    (mover,) = country_movers(DAY, *stands, (base.country, other.country), 1)
    assert mover.direction == 1
    told = {reason.what: reason.points for reason in mover.reasons}
    assert told[dimensions[1].id] == pytest.approx(0.2 * 72) and told[dimensions[0].id] == pytest.approx(-0.2 * 10)
    assert mover.reasons[0].what == dimensions[1].id, "the weightiest first"
    change = float(stands[1].upper[0] - stands[0].upper[0])
    assert sum(told.values()) == pytest.approx(change), "the reasons add up to the change"


def _file(**values: object) -> Facts:
    return facts_of(*(Fact(code.replace("__", "."), value) for code, value in values.items()))  # type: ignore[arg-type]  # values of the facts


def favourable() -> Facts:
    """A file that speaks for the customer throughout."""
    return facts_of(*(Fact(code, FACTS[code].favourable) for code in OWN))


def test_a_customer_moves_with_the_rule_that_moved_it() -> None:
    method = open_method()
    other = with_bands(method, 0, 25, 33, 55)
    held = panel({(name, "AAA", 2023): _within(name, 0.35) for name in _series()})
    group = cohort([Subject("one", favourable(), ("AAA",)), Subject("two", favourable(), ("AAA",))])
    rated = []
    for one in (method, other):
        stand = Standings(held, one.country).on(DAY)
        rated.append(rate(group, one.classes, country_facts_of(stand, one.country), stand.places))
    (mover,) = customer_movers(DAY, (rated[0], rated[1]), {"customer": [0, 1]}, {"customer": {"name": "Anybody"}})
    assert (mover.before, mover.after, mover.direction) == ("low", "moderate", 1)
    assert mover.reasons[0].cause == "rule" and mover.reasons[0].what == "R-05"
    assert (mover.reasons[0].before, mover.reasons[0].after) == ("not_fired", "fired")
    assert mover.detail["name"] == "Anybody"
    decision = decision_mover(DAY, "d", (rated[0], rated[1]), [0, 1], AUTHORITY, {"outcome": "approved"})
    assert decision is not None and (decision.before, decision.after) == ("low", "moderate")
    differs = decision.detail["differs"]
    assert isinstance(differs, list) and {"cls", "authority", "measures"} <= set(differs)
    assert decision_mover(DAY, "d", (rated[0], rated[0]), [0, 1], AUTHORITY, {}) is None


def test_thresholds_of_points_are_named_as_the_reason() -> None:
    method = open_method()
    held = panel({(name, "AAA", 2023): _within(name, 0.3) for name in _series()})
    facts = {
        **favourable(),
        "product.covert": Fact("product.covert", True),
        "product.intrusive": Fact("product.intrusive", True),
    }
    group, rated = cohort([Subject("one", facts, ("AAA",))]), []
    for one in (method, with_thresholds(method, 0, 5, 10, 15)):
        stand = Standings(held, one.country).on(DAY)
        rated.append(rate(group, one.classes, country_facts_of(stand, one.country), stand.places))
    assert rated[0].points[0] == rated[1].points[0] > 15
    (mover,) = customer_movers(DAY, (rated[0], rated[1]), {"c": [0]}, {})
    assert mover.after == "high" and mover.reasons[0].cause == "thresholds"


def test_a_matrix_counts_every_pair_once() -> None:
    found = matrix(BANDS, ["low", "low", "high", "indeterminate"], ["low", "high", "high", "elevated"])
    assert (found.total, found.moved) == (4, 2)
    assert dict(found.rows)["low"] == (1, 0, 0, 1, 0) and dict(found.rows)["indeterminate"] == (0, 0, 1, 0, 0)


def test_the_days_are_ends_of_year_and_today() -> None:
    assert days_of(date(2026, 11, 23), 2) == (date(2024, 12, 31), date(2025, 12, 31), date(2026, 11, 23))
    assert days_of(date(2026, 11, 23), 0) == (date(2026, 11, 23),)
