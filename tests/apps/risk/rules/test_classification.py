"""The class: what sets it, and that nothing unknown ever helps. Proved over the shipped rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.apps.risk.rules.classification import Classification, classify, worst_case
from duecare.apps.risk.rules.classification_override import Override, check_override, overridden
from duecare.apps.risk.rules.expressions import RuleError, Test
from duecare.apps.risk.rules.facts import Fact, Unknown, UnknownKind, Value, facts_of, plain_facts
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.apps.risk.rules.methodology import severity_of
from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.errors import BadInput, Conflict, Denied

from .documents import shipped
from .strategies import FAVOURABLE, SILENCES, full_files

NINE = shipped("nine-2026")
TODAY = date(2026, 11, 23)


def classified(values: dict[str, Any], complete: bool = True) -> Classification:
    return classify(plain_facts(values), NINE, complete=complete)


def test_everything_favourable_is_low_and_settled() -> None:
    result = classified(FAVOURABLE)
    assert (result.cls, result.points, result.floor_by, result.blocks) == ("low", 0, (), ())
    assert not result.provisional
    assert result.required_measures == ("M-01", "M-03", "M-04", "M-11", "M-12", "M-14", "M-16")


def test_an_empty_file_is_at_its_upper_end_and_says_what_is_known() -> None:
    result = classified({}, complete=False)
    assert (result.cls, result.known_cls, result.provisional) == ("high", "low", True)
    assert {"R-01", "R-02", "R-26", "R-33"} <= set(result.blocks)


@pytest.mark.parametrize(
    ("change", "cls", "code"),
    [
        ({"parties.denied": "confirmed"}, "prohibited", "R-01"),
        ({"sanctions.arms_embargo": True}, "prohibited", "R-02"),
        ({"country.upper": 90}, "prohibited", "R-03"),
        ({"harm.irremediable": True, "harm.likelihood": "remote"}, "high", "R-35"),
        ({"agency.oversight": "none", "product.covert": True}, "elevated", "R-10"),
        ({"flags.unresolved": 1}, "elevated", "R-33"),
        ({"agency.abuse_record": "established"}, "high", "R-16"),
        ({"findings.credible_5y": "not_assessed"}, "high", "R-17"),
    ],
)
def test_one_fact_sets_a_floor(change: dict[str, Any], cls: str, code: str) -> None:
    result = classified(FAVOURABLE | change)
    assert result.cls == cls
    assert code in result.floor_by


def test_points_alone_can_set_the_class() -> None:
    result = classified(
        FAVOURABLE | {"product.intrusive": True, "product.covert": True, "product.export_category": "4D004"}
    )
    assert (result.cls, result.points, result.floor_by) == ("moderate", 20, ())


def test_an_open_allegation_is_unknown_in_the_trace_never_not_fired() -> None:
    result = classified(FAVOURABLE | {"findings.credible_5y": "not_assessed"})
    assert next(o for o in result.trace if o.code == "R-17").state == "unknown"
    assert result.provisional


def test_the_trace_holds_every_rule_with_the_values_it_read() -> None:
    result = classified(FAVOURABLE)
    assert [o.code for o in result.trace] == [rule.code for rule in NINE.classes.rules]
    assert all(o.values and o.reason.because and o.reason.cites for o in result.trace)


def test_not_applicable_is_listed_with_its_reason() -> None:
    silent = Unknown(UnknownKind.NOT_APPLICABLE, "the product is a training course")
    result = classified(FAVOURABLE | {"deal.necessity_shown": silent})
    assert result.not_applicable == (("deal.necessity_shown", "the product is a training course"),)
    assert not result.provisional


def test_the_only_ignored_unknown_moves_no_class_and_says_why() -> None:
    result = classified({code: value for code, value in FAVOURABLE.items() if code != "leverage"})
    ignored = [o for o in result.trace if o.ignored]
    assert [o.code for o in ignored] == ["R-40"] and ignored[0].ignore_because
    assert not result.provisional


def test_an_experts_favourable_answer_counts_once_conflicts_are_signed() -> None:
    def result(signed: bool) -> Classification:
        facts = [Fact(c, v, "expert" if c == "law.judge" else "company", signed) for c, v in FAVOURABLE.items()]
        return classify(
            facts_of(
                *facts,
            ),
            replace_product(NINE),
            complete=True,
        )

    assert not result(True).provisional
    assert {v.code for o in result(False).trace if o.state == "unknown" for v in o.values} >= {"law.judge"}


def replace_product(method: Any) -> Any:
    """The same method with R-30 reading the law alone, so that a harmless product does not hide it."""
    law = Test("eq", "law.judge", False)
    rules = tuple(replace(rule, when=law) if rule.code == "R-30" else rule for rule in method.classes.rules)
    return replace(method, classes=replace(method.classes, rules=rules))


def test_a_rule_that_cannot_be_evaluated_stops_everything() -> None:
    broken = replace(NINE.classes.rules[0], when=Test("eq", "no.such.fact", True))
    method = replace(NINE, classes=replace(NINE.classes, rules=(broken, *NINE.classes.rules[1:])))
    with pytest.raises(RuleError):
        classify(plain_facts(FAVOURABLE), method, complete=True)
    with pytest.raises(BadInput):
        classified(FAVOURABLE | {"no.such.fact": True})


def test_the_worst_of_several_deployments_or_applicable_scores_counts() -> None:
    low, high = classified(FAVOURABLE), classified(FAVOURABLE | {"harm.irremediable": True})
    assert worst_case([low, high, low]) is high


def test_every_rule_can_fire_and_stays_silent_when_all_is_favourable() -> None:
    worst: dict[str, Value] = {
        code: "4D004" if code == "product.export_category" else kind.worst for code, kind in FACTS.items()
    }
    worst |= {"parties.denied": "confirmed", "agency.branch": "intelligence"}
    assert {o.state for o in classified(worst).trace} == {"fired"}
    assert {o.state for o in classified(FAVOURABLE).trace} == {"not_fired"}


@settings(max_examples=300, deadline=None)
@given(full_files, st.sampled_from(sorted(FACTS)), SILENCES)
def test_an_unknown_never_gives_a_lower_class_than_its_favourable_value(
    file: dict[str, Value], code: str, silence: Unknown
) -> None:
    good, open_ = classified(file | {code: FACTS[code].favourable}), classified(file | {code: silence})
    assert severity_of(open_.cls) >= severity_of(good.cls)
    assert open_.points >= good.points
    assert set(open_.blocks) >= set(good.blocks)


@settings(max_examples=300, deadline=None)
@given(full_files, st.sets(st.sampled_from(sorted(FACTS))), SILENCES)
def test_removing_answers_never_lowers_a_class_below_high_nor_lifts_a_block(
    file: dict[str, Value], gone: set[str], silence: Unknown
) -> None:
    whole, rest = classified(file), classified(file | dict.fromkeys(gone, silence))
    assert severity_of(rest.cls) >= min(severity_of(whole.cls), severity_of("high"))
    assert rest.points >= whole.points
    assert set(rest.blocks) >= set(whole.blocks)
    assert severity_of(rest.known_cls) <= severity_of(rest.cls)


@settings(max_examples=200, deadline=None)
@given(full_files, st.sets(st.sampled_from(sorted(FACTS))), SILENCES)
def test_missing_answers_are_never_better_than_favourable_ones(
    file: dict[str, Value], gone: set[str], silence: Unknown
) -> None:
    favourable = classified(file | {code: FACTS[code].favourable for code in gone})
    assert severity_of(classified(file | dict.fromkeys(gone, silence)).cls) >= severity_of(favourable.cls)


@settings(max_examples=200, deadline=None)
@given(full_files, st.floats(0, 100))
def test_irremediable_harm_is_at_least_high_at_any_likelihood(file: dict[str, Value], upper: float) -> None:
    result = classified(file | {"harm.irremediable": True, "country.upper": upper})
    assert severity_of(result.cls) >= severity_of("high")


MEMBER = Actor(Kind.PERSON, UUID(int=1), "A member", frozenset({Role.COMMITTEE_MEMBER}))
SALES = Actor(Kind.PERSON, UUID(int=2), "A seller", frozenset({Role.SALES}))
GOOD = Override("moderate", MEMBER, UUID(int=3), "The agency's mandate changed last month.", date(2027, 3, 1))
ELEVATED = classified(FAVOURABLE | {"agency.oversight": "none", "product.covert": True})


def test_an_override_by_one_class_with_reason_expiry_and_second_person_is_allowed() -> None:
    policy = NINE.classes.override
    check_override(ELEVATED, GOOD, policy, TODAY)
    assert overridden(ELEVATED, GOOD, TODAY) == "moderate"
    assert overridden(ELEVATED, GOOD, date(2027, 3, 2)) == "elevated"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"to": "low"}, BadInput),
        ({"reason": " "}, BadInput),
        ({"second": None}, Denied),
        ({"second": MEMBER.id}, Denied),
        ({"by": SALES}, Denied),
        ({"expires": date(2027, 12, 1)}, BadInput),
        ({"expires": TODAY}, BadInput),
    ],
)
def test_an_override_outside_the_policy_is_refused(change: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        check_override(ELEVATED, replace(GOOD, **change), NINE.classes.override, TODAY)


@pytest.mark.parametrize("change", [{"parties.denied": "confirmed"}, {"country.upper": 99}, {"flags.unresolved": 2}])
def test_prohibited_and_blocked_cannot_be_overridden(change: dict[str, Any]) -> None:
    result = classified(FAVOURABLE | change)
    lower = replace(GOOD, to="high" if result.cls == "prohibited" else "moderate")
    with pytest.raises(Conflict):
        check_override(result, lower, NINE.classes.override, TODAY)
    assert overridden(result, lower, TODAY) == result.cls
