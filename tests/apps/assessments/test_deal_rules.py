"""What a change re-opens, which places count, what resembles what. Pure rules."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.library import load_folder
from duecare.apps.assessments.rules.dependencies import DEPENDS, FIELDS, basis, changed, reopened, stale
from duecare.apps.assessments.rules.disputed import Standing, applicable, missing_basis, worst
from duecare.apps.assessments.rules.intake import gaps
from duecare.apps.assessments.rules.opportunity_states import OPPORTUNITY
from duecare.apps.assessments.rules.resubmission import COOLING_OFF_DAYS, DealSketch, likeness, resemblances
from duecare.kernel.canonical import JSON
from duecare.kernel.states import unreachable

DAY = date(2026, 11, 23)
SPACE = UUID("5f0b8f9e-7a3c-4d7e-9b62-0f3a5a0c1d2e")
values = st.dictionaries(st.sampled_from(FIELDS), st.one_of(st.none(), st.integers(0, 2), st.booleans()))


def test_every_stage_of_the_library_says_what_it_rests_on() -> None:
    assert {item.code for item in load_folder("gate")} == set(DEPENDS)


def test_every_state_is_reached() -> None:
    assert unreachable(OPPORTUNITY) == ()


@given(values, values)
def test_a_stage_is_reopened_exactly_when_something_it_rests_on_changed(
    before: dict[str, object], after: dict[str, object]
) -> None:
    again = reopened(before, after)  # type: ignore[arg-type]  # JSON values by construction
    moved = changed(before, after)  # type: ignore[arg-type]  # as above
    for stage, fields in DEPENDS.items():
        assert (stage in again) == bool(set(fields) & set(moved))
        kept = basis(stage, before)  # type: ignore[arg-type]  # as above
        assert bool(stale(stage, kept, after)) == (stage in again)  # type: ignore[arg-type]  # as above


def test_a_new_place_reopens_the_country_but_not_the_product_and_a_title_reopens_nothing() -> None:
    again = reopened({"place_of_use": ["THA"]}, {"place_of_use": ["KHM"]})
    assert {"country_rated", "legal_framework", "licence", "decision"} <= set(again)
    assert not {"product_classified", "parties_screened", "involvement"} & set(again)
    assert reopened({"title": "a"}, {"title": "b"}) == ()
    assert reopened({"value": "1 EUR"}, {"value": "2 EUR"}) == ("opportunity_filed", "decision")


codes = st.sampled_from(["", "UKR", "RUS", "MAR", "ESH", "CYP"])


@given(st.lists(st.builds(Standing, st.just("x"), codes, codes, codes), max_size=4))
def test_no_place_that_applies_is_lost_and_the_worst_counts(standings: list[Standing]) -> None:
    found = {one.code for one in applicable(standings)}
    assert found == {c for s in standings for c in (s.recognised, s.authority, s.place_of_use)} - {""}
    scores: dict[str, float | None] = {code: float(len(code) + ord(code[0])) for code in found}
    top = worst(scores)
    highest = max((value for value in scores.values() if value is not None), default=None)
    assert (top[1] if top else None) == highest


def test_an_unknown_score_outweighs_every_known_one() -> None:
    assert worst({"UKR": 50.0, "RUS": 80.0}) == ("RUS", 80.0)
    assert worst({"UKR": 50.0, "XKX": None}) == ("XKX", None)


def test_a_disputed_place_without_legal_basis_is_named() -> None:
    assert missing_basis([Standing("the deployment", "UKR", "RUS", "UKR")]) == ("the deployment",)
    assert missing_basis([Standing("the deployment", "UKR", "RUS", "UKR", "Occupied")]) == ()
    assert missing_basis([Standing("the deployment", "UKR", "", "UKR")]) == ()


def ident(name: str) -> UUID:
    return uuid5(SPACE, name)


def sketch(
    name: str,
    *,
    body: str = "unit",
    top: str = "ministry",
    product: str = "p",
    purpose: str = "phones of suspects",
    value: int | None = 100_000,
    day: date = DAY,
    rejected: date | None = None,
) -> DealSketch:
    return DealSketch(
        ident(name), name, frozenset({ident(body)}), frozenset({ident(top)}), frozenset({ident(product)}),
        frozenset(purpose.split()), Decimal(value) if value is not None else None, day, rejected,
    )  # fmt: skip


def test_the_same_client_product_and_purpose_are_the_same_deal() -> None:
    found = resemblances(sketch("new"), [sketch("old", day=DAY - timedelta(days=100))])
    assert [(one.kind, one.points) for one in found] == [("same_deal", 100)]
    assert found[0].reasons[:2] == ("the same client", "the same product")


def test_another_unit_of_the_ministry_is_noticed_and_another_client_is_not() -> None:
    assert resemblances(sketch("new"), [sketch("old", body="other unit")])[0].points == 90
    assert likeness(sketch("new"), sketch("old", body="b", top="t"))[0] == 0


def test_a_deal_of_two_years_ago_is_another_deal() -> None:
    assert resemblances(sketch("new"), [sketch("old", day=DAY - timedelta(days=366))]) == ()


def test_slices_that_only_together_pass_the_limit_are_splitting() -> None:
    found = resemblances(sketch("new"), [sketch("one"), sketch("two")], (Decimal(250_000),))
    assert {one.kind for one in found} == {"splitting"}
    assert "together 300000 euro" in found[0].reasons[-1]
    assert {one.kind for one in resemblances(sketch("new"), [sketch("one")], (Decimal(250_000),))} == {"same_deal"}
    large = resemblances(sketch("new", value=400_000), [sketch("one")], (Decimal(250_000),))
    assert {one.kind for one in large} == {"same_deal"}  # it passes the limit by itself, so nothing is hidden


def test_an_unknown_value_is_never_small() -> None:
    found = resemblances(sketch("new", value=None), [sketch("one")], (Decimal(250_000),))
    assert found[0].kind == "splitting"
    assert "not known" in found[0].reasons[-1]


@pytest.mark.parametrize(("days", "kind"), [(COOLING_OFF_DAYS - 1, "cooling_off"), (COOLING_OFF_DAYS, "same_deal")])
def test_a_rejected_deal_rests_until_the_last_day_of_the_cooling_off(days: int, kind: str) -> None:
    old = sketch("old", rejected=DAY - timedelta(days=days), day=DAY - timedelta(days=200))
    assert resemblances(sketch("new"), [old])[0].kind == kind


def test_an_unanswered_question_about_intermediaries_is_a_gap_and_no_is_none() -> None:
    said: dict[str, JSON] = {
        "title": "t",
        "purpose": "x" * 40,
        "scope": "s",
        "term_months": 1,
        "value": "1 EUR",
        "value_eur": "1",
    }
    said |= {"contracting": ["a"], "paying": ["a"], "using": ["a"], "product": ["p"], "place_of_use": ["THA"]}
    assert [field for field, _ in gaps({**said, "intermediary": None})] == ["intermediary"]
    assert gaps({**said, "intermediary": False}) == ()
    assert [field for field, _ in gaps({**said, "intermediary": True})] == ["intermediary"]
    assert [field for field, _ in gaps({**said, "intermediary": False, "purpose": "Police"})] == ["purpose"]
