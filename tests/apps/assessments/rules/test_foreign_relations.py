"""Embargoes stand for thirty days only, and one regime is enough."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duecare.adapters.library import load_folder
from duecare.apps.assessments.rules.answered_facts import AnsweredFact, to_fact
from duecare.apps.assessments.rules.answers import Answer, State
from duecare.apps.assessments.rules.foreign_relations import (
    EMBARGO,
    FACTS,
    RegimeCheck,
    embargo_fact,
    relation_facts,
)
from duecare.apps.assessments.rules.questionnaire import parse_question
from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.errors import BadInput

DAY = date(2026, 3, 1)
QUESTIONS = tuple(parse_question(found.data) for found in load_folder("questions"))
REQUIRED = ("United Nations", "European Union")


def looked(regime: str, embargo: bool = False, days_ago: int = 1) -> RegimeCheck:
    return RegimeCheck(regime, embargo, DAY - timedelta(days=days_ago), "Ada Example", "list of that day")


def value(fact: AnsweredFact) -> object:
    return fact.value if fact.gap is None else fact.gap


@pytest.mark.parametrize(
    ("checks", "expected"),
    [
        ([], UnknownKind.NOT_ASKED),
        ([looked("United Nations")], UnknownKind.NOT_ASKED),
        ([looked("United Nations"), looked("European Union")], False),
        ([looked("United Nations", days_ago=29), looked("European Union")], False),
        ([looked("United Nations", days_ago=30), looked("European Union")], UnknownKind.EXPIRED),
        ([looked("European Union", embargo=True)], True),
        ([looked("A State", embargo=True), looked("United Nations"), looked("European Union")], True),
        ([looked("United Nations", embargo=True, days_ago=900), looked("European Union")], True),
        ([looked("United Nations", True, 9), looked("United Nations"), looked("European Union")], False),
        ([looked("United Nations", days_ago=-1), looked("European Union")], UnknownKind.NOT_ASKED),
    ],
)
def test_embargo(checks: list[RegimeCheck], expected: object) -> None:
    assert value(embargo_fact(checks, REQUIRED, DAY)) == expected


def test_without_a_regime_to_look_at_nothing_is_known() -> None:
    assert value(embargo_fact([], (), DAY)) is UnknownKind.NOT_ASKED


def test_no_embargo_needs_the_questionnaire_and_the_checks_to_agree() -> None:
    both = [looked("United Nations"), looked("European Union")]
    no = [Answer(code, State.ANSWERED, DAY, value="no") for code in ("4.1", "4.2")]
    yes = [*no, Answer("4.2", State.ANSWERED, DAY, value="yes")]

    def embargo(answers: list[Answer], checks: list[RegimeCheck]) -> object:
        return value(relation_facts(QUESTIONS, answers, checks, REQUIRED, DAY)[EMBARGO])

    assert embargo(no, both) is False
    assert embargo(no, []) is UnknownKind.NOT_ASKED
    assert embargo([], both) is UnknownKind.NOT_ASKED
    assert embargo(yes, both) is True
    assert embargo([], [looked("United Nations", embargo=True)]) is True


def test_occupation_counts_as_conflict_and_all_four_facts_are_there() -> None:
    answers = [Answer("4.3", State.ANSWERED, DAY, value="occupation")]
    facts = relation_facts(QUESTIONS, answers, [], REQUIRED, DAY)
    assert set(facts) == set(FACTS)
    assert to_fact(facts["relations.armed_conflict"]).value is True
    assert set(relation_facts((), [], [], REQUIRED, DAY)) == set(FACTS)


def test_a_check_names_its_person_and_what_was_looked_at() -> None:
    with pytest.raises(BadInput):
        RegimeCheck("United Nations", False, DAY, "", "list")
