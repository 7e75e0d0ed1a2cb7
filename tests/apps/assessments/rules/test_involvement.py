"""Cause, contribute, linked; and leverage that counts only where it is known."""

from __future__ import annotations

from datetime import date

import pytest

from duecare.adapters.library import load_folder
from duecare.apps.assessments.rules.answered_facts import to_fact
from duecare.apps.assessments.rules.answers import Answer, State
from duecare.apps.assessments.rules.involvement import (
    INVOLVEMENT,
    LEVERAGE,
    Involvement,
    InvolvementAnalysis,
    Leverage,
    analyse_involvement,
)
from duecare.apps.assessments.rules.questionnaire import parse_question
from duecare.apps.risk.rules.facts import UnknownKind

DAY = date(2026, 3, 1)
QUESTIONS = tuple(parse_question(found.data) for found in load_folder("questions"))
NOTHING = {"5.1": "no", "5.2": "no", "5.3": "no", "5.4": "no", "5.5": "no", "5.6": "no", "5.7": "no"}


def analysed(**answers: str) -> InvolvementAnalysis:
    values = {**NOTHING, **{code.replace("q", "").replace("_", "."): value for code, value in answers.items()}}
    given = [Answer(code, State.ANSWERED, DAY, value=value) for code, value in values.items() if value]
    return analyse_involvement(QUESTIONS, given, DAY)


@pytest.mark.parametrize(
    ("answers", "involvement"),
    [
        ({}, Involvement.NONE),
        ({"q5_4": "yes"}, Involvement.LINKED),
        ({"q5_4": "yes", "q5_3": "yes"}, Involvement.CONTRIBUTE),
        ({"q5_2": "yes"}, Involvement.CONTRIBUTE),
        ({"q5_1": "yes", "q5_2": "yes"}, Involvement.CAUSE),
    ],
)
def test_the_closest_involvement_counts(answers: dict[str, str], involvement: Involvement) -> None:
    found = analysed(**answers)
    assert found.involvement is involvement
    assert to_fact(found.facts[INVOLVEMENT]).value == involvement.value


def test_an_open_question_keeps_closer_involvement_possible() -> None:
    found = analysed(q5_1="", q5_4="yes")
    assert found.possible == (Involvement.CAUSE,)
    assert found.facts[INVOLVEMENT].gap is UnknownKind.NOT_ASKED
    assert "Provide remedy, or cooperate in it." in found.duties


def test_half_an_element_answered_no_is_not_a_no() -> None:
    assert analysed(q5_3="").possible == (Involvement.CONTRIBUTE,)


def test_contribution_shown_stays_shown_while_cause_is_open() -> None:
    assert analysed(q5_1="", q5_2="yes").facts[INVOLVEMENT].value == "contribute"


def test_nothing_answered_is_unknown_and_never_none() -> None:
    found = analyse_involvement(QUESTIONS, [], DAY)
    assert found.involvement is None and found.leverage is None
    assert found.facts[INVOLVEMENT].value is None and found.facts[LEVERAGE].value is None


@pytest.mark.parametrize(
    ("answers", "leverage"),
    [
        ({}, Leverage.WEAK),
        ({"q5_7": "yes"}, Leverage.SOME),
        ({"q5_5": "yes"}, Leverage.SOME),
        ({"q5_5": "yes", "q5_6": "yes"}, Leverage.STRONG),
    ],
)
def test_leverage_needs_a_technical_and_a_contractual_hold(answers: dict[str, str], leverage: Leverage) -> None:
    found = analysed(**answers)
    assert found.leverage is leverage
    assert to_fact(found.facts[LEVERAGE]).value == leverage.value


def test_leverage_is_asked_for_only_where_there_is_a_duty() -> None:
    assert analysed().duties == ()
    assert any("Increase leverage" in duty for duty in analysed(q5_4="yes").duties)
    strong = analysed(q5_4="yes", q5_5="yes", q5_6="yes")
    assert not any("Increase leverage" in duty for duty in strong.duties)
