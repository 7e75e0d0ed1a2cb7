"""Kleene's logic over facts, and what may not be written."""

from __future__ import annotations

from typing import Any

import pytest

from duecare.apps.risk.rules.expressions import RuleError, evaluate, facts_read, parse_expression
from duecare.apps.risk.rules.facts import Fact, Unknown, UnknownKind, effective, facts_of, plain_facts
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.kernel.errors import BadInput

YES: dict[str, Any] = {"eq": ["product.covert", True]}
NO: dict[str, Any] = {"eq": ["product.mass", True]}
OPEN: dict[str, Any] = {"eq": ["product.intrusive", True]}
VALUES = {"product.covert": True, "product.mass": False}


def truth(data: Any, values: dict[str, Any] | None = None) -> bool | None:
    return evaluate(parse_expression(data, FACTS), plain_facts(VALUES if values is None else values), FACTS)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (YES, True),
        (NO, False),
        (OPEN, None),
        ({"all": [YES, OPEN]}, None),
        ({"all": [NO, OPEN]}, False),
        ({"any": [YES, OPEN]}, True),
        ({"any": [NO, OPEN]}, None),
        ({"not": OPEN}, None),
        ({"not": YES}, False),
        ({"any": [NO, {"not": NO}]}, True),
        ({"not": {"known": "product.covert"}}, False),
        ({"not": {"known": "product.intrusive"}}, True),
    ],
)
def test_true_false_and_unknown(data: Any, expected: bool | None) -> None:
    assert truth(data) is expected


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [("gte", 3, True), ("gt", 3, False), ("lte", 3, True), ("lt", 3, False), ("gte", 4, False), ("lt", 4, True)],
)
def test_numbers_compare(op: str, value: int, expected: bool) -> None:
    assert truth({op: ["flags.unresolved", value]}, {"flags.unresolved": 3}) is expected


@pytest.mark.parametrize(
    "kind", [UnknownKind.NOT_ASKED, UnknownKind.ASKED_NO_ANSWER, UnknownKind.REFUSED, UnknownKind.EXPIRED]
)
def test_four_kinds_of_unknown_are_unknown(kind: UnknownKind) -> None:
    assert truth(YES, {"product.covert": Unknown(kind)}) is None


@pytest.mark.parametrize("data", [{"eq": ["leverage", "weak"]}, {"not": {"eq": ["leverage", "strong"]}}])
def test_not_applicable_never_fires_also_beneath_not(data: Any) -> None:
    assert truth(data, {"leverage": Unknown(UnknownKind.NOT_APPLICABLE, "a one-off repair")}) is False


def test_not_applicable_needs_a_reason_and_a_question_that_allows_it() -> None:
    with pytest.raises(BadInput):
        Unknown(UnknownKind.NOT_APPLICABLE, "  ")
    with pytest.raises(BadInput):
        truth({"eq": ["parties.denied", "none"]}, {"parties.denied": Unknown(UnknownKind.NOT_APPLICABLE, "x")})


def test_an_open_allegation_is_unknown() -> None:
    bad = {"in": ["findings.credible_5y", ["credible", "established"]]}
    assert truth(bad, {"findings.credible_5y": "not_assessed"}) is None
    assert truth(bad, {"findings.credible_5y": "none"}) is False


@pytest.mark.parametrize(
    ("code", "value", "counts"),
    [
        ("law.judge", True, False),
        ("law.judge", False, True),
        ("agency.oversight", "judicial", False),
        ("agency.oversight", "none", True),
    ],
)
def test_an_unsigned_experts_answer_counts_only_against(code: str, value: Any, counts: bool) -> None:
    unsigned = effective(Fact(code, value, "expert", conflicts_signed=False), FACTS[code])
    assert (unsigned == value) is counts
    assert effective(Fact(code, value, "expert", conflicts_signed=True), FACTS[code]) == value


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"xor": [YES, NO]},
        {"all": []},
        {"eq": ["no.such", True]},
        {"eq": ["product.covert", "yes"]},
        {"eq": ["agency.oversight", "excellent"]},
        {"gte": ["product.covert", 1]},
        {"gte": ["flags.unresolved", "many"]},
        {"in": ["agency.oversight", []]},
        {"known": "product.covert"},
        {"not": {"not": {"known": "product.covert"}}},
        "product.covert",
    ],
)
def test_what_cannot_be_read_is_refused(data: Any) -> None:
    with pytest.raises(RuleError):
        parse_expression(data, FACTS)


def test_a_value_the_fact_cannot_take_is_refused_not_skipped() -> None:
    with pytest.raises(BadInput, match=r"product\.covert"):
        truth(YES, {"product.covert": "perhaps"})


def test_the_same_fact_twice_is_refused() -> None:
    with pytest.raises(BadInput):
        facts_of(Fact("product.mass", True), Fact("product.mass", False))


def test_facts_read_are_listed_once_in_order() -> None:
    assert facts_read(parse_expression({"all": [YES, {"any": [NO, YES]}]}, FACTS)) == ("product.covert", "product.mass")


def test_the_vocabulary_is_consistent() -> None:
    for kind in FACTS.values():
        assert kind.accepts(kind.favourable), kind.code
        assert kind.question.strip() and kind.answered_in
        if kind.options:
            assert (kind.options[0], kind.options[-1]) == (kind.favourable, kind.worst)
