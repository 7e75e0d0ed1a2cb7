"""Plans: every customer has one, each measure has a reason, a worse class never has fewer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.library import item, load_folder
from duecare.apps.mitigation.rules.catalogue import Due, DueKind, catalogue_of, due_date, parse_measure
from duecare.apps.mitigation.rules.plans import CLASSES, FiredRule, open_conditions, plan_for, uncovered
from duecare.kernel.errors import BadInput

CATALOGUE = catalogue_of(parse_measure(found.data) for found in load_folder("measures"))
MINIMUMS = {
    "low": ("M-01", "M-04"),
    "moderate": ("M-03",),
    "elevated": ("M-19", "M-01"),
    "high": ("M-29",),
    "prohibited": ("M-30",),
}
FIRED = st.lists(
    st.builds(
        FiredRule,
        code=st.sampled_from([f"R-{number:02d}" for number in range(1, 31)]),
        measures=st.lists(st.sampled_from(sorted(CATALOGUE)), max_size=4).map(tuple),
    ),
    max_size=8,
)


def codes(cls: str, fired: list[FiredRule] | tuple[FiredRule, ...] = ()) -> set[str]:
    return {measure.code for measure in plan_for(cls, fired, CATALOGUE, MINIMUMS)}


def test_even_the_mildest_customer_has_a_plan() -> None:
    assert codes("low") == {"M-01", "M-04"}


def test_every_measure_says_why() -> None:
    plan = plan_for("elevated", [FiredRule("R-07", ("M-01", "M-22"))], CATALOGUE, MINIMUMS)
    why = {measure.code: measure.why for measure in plan}
    assert why["M-01"] == ("R-07", "class low", "class elevated")
    assert why["M-22"] == ("R-07",)
    assert why["M-03"] == ("class moderate",)


@given(FIRED, st.integers(0, 3))
def test_a_worse_class_never_has_fewer_measures(fired: list[FiredRule], index: int) -> None:
    assert codes(CLASSES[index], fired) <= codes(CLASSES[index + 1], fired)


@given(FIRED, FIRED, st.sampled_from(CLASSES))
def test_another_fired_rule_never_takes_a_measure_away(fired: list[FiredRule], more: list[FiredRule], cls: str) -> None:
    assert codes(cls, fired) <= codes(cls, [*fired, *more])


@given(FIRED, st.sampled_from(CLASSES))
def test_the_plan_holds_what_is_required_and_nothing_else(fired: list[FiredRule], cls: str) -> None:
    minimum = {code for name in CLASSES[: CLASSES.index(cls) + 1] for code in MINIMUMS[name]}
    assert codes(cls, fired) == minimum | {code for rule in fired for code in rule.measures}
    plan = plan_for(cls, fired, CATALOGUE, MINIMUMS)
    assert plan and all(measure.why and measure.evidence for measure in plan)
    assert all(measure.owner_role != measure.verifier_role for measure in plan)


def test_conditions_precedent_come_first_and_stay_open_until_verified() -> None:
    plan = plan_for("high", (), CATALOGUE, MINIMUMS)
    flags = [measure.condition_precedent for measure in plan]
    assert flags == sorted(flags, reverse=True)
    assert open_conditions(plan, ()) == ("M-01", "M-03", "M-04")
    assert open_conditions(plan, ("M-01", "M-03", "M-04")) == ()


def test_a_plan_may_add_but_never_drop() -> None:
    plan = plan_for("low", (), CATALOGUE, MINIMUMS)
    assert uncovered(plan, ("M-01", "M-22")) == ("M-04",)
    assert uncovered(plan, ("M-04", "M-01", "M-22")) == ()


def test_nothing_required_is_dropped_quietly() -> None:
    with pytest.raises(BadInput, match="catalogue"):
        plan_for("low", [FiredRule("R-01", ("M-99",))], CATALOGUE, MINIMUMS)
    with pytest.raises(BadInput, match="class"):
        plan_for("indeterminate", (), CATALOGUE, MINIMUMS)
    with pytest.raises(BadInput, match="minimum"):
        plan_for("elevated", (), CATALOGUE, {"low": ("M-01",), "elevated": ("M-02",)})
    with pytest.raises(BadInput, match="every customer has a plan"):
        plan_for("low", (), CATALOGUE, {"low": ()})


def test_due_dates() -> None:
    decided = date(2026, 1, 31)
    assert due_date(Due(DueKind.BEFORE_DELIVERY), decided) is None
    assert due_date(Due(DueKind.DAYS_AFTER_DECISION, days=90), decided) == date(2026, 5, 1)
    assert due_date(Due(DueKind.RECURRING, months=1), decided) == date(2026, 2, 28)
    assert due_date(Due(DueKind.RECURRING, months=12), decided, date(2026, 6, 1)) == date(2027, 6, 1)
    assert CATALOGUE["M-29"].due.sentence() == "within 90 days of the decision"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"verifier_role": "counsel"}, "own work"),
        ({"condition_precedent": False}, "condition"),
        ({"due": {"kind": "recurring"}}, "date needs"),
        ({"due": "soon"}, "object"),
        ({"evidence": "a letter"}, "list"),
    ],
)
def test_a_measure_that_contradicts_itself_is_refused(change: dict[str, object], words: str) -> None:
    data = {**item("measures", "M-01").data, **change}
    with pytest.raises(BadInput, match=words):
        parse_measure(data)  # type: ignore[arg-type]  # deliberately wrong values


def test_a_measure_twice() -> None:
    with pytest.raises(BadInput, match="twice"):
        catalogue_of([CATALOGUE["M-01"], CATALOGUE["M-01"]])
