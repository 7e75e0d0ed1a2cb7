"""Answers become facts; a gap never helps, and each kind of gap stays what it is."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.library import load_folder
from duecare.apps.assessments.rules.answered_facts import answered_facts, to_fact
from duecare.apps.assessments.rules.answers import Answer, State, Voice
from duecare.apps.assessments.rules.necessity import Result, assess_necessity
from duecare.apps.assessments.rules.questionnaire import Question, parse_question, progress
from duecare.apps.risk.rules.facts import Unknown, UnknownKind, effective
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.kernel.errors import BadInput

DAY = date(2026, 3, 1)
QUESTIONS = tuple(parse_question(found.data) for found in load_folder("questions"))
BY_CODE = {question.code: question for question in QUESTIONS}


def said(code: str, value: str = "", **more: Any) -> Answer:
    more.setdefault("answered_on", DAY)
    return Answer(code, more.pop("state", State.ANSWERED), value=value, **more)


def good(question: Question) -> Answer:
    return said(question.code, question.favourable[0] if question.favourable else (question.options or ("words",))[0])


def without(answers: list[Answer], *codes: str) -> list[Answer]:
    return [answer for answer in answers if answer.question not in codes]


ALL_GOOD = [good(question) for question in QUESTIONS]


def judge(answers: list[Answer], as_of: date = DAY) -> object:
    fact = answered_facts(QUESTIONS, answers, as_of)["law.judge"]
    return fact.value if fact.gap is None else fact.gap


def test_all_questions_answered_favourably() -> None:
    assert judge(ALL_GOOD) is True
    held = progress(QUESTIONS, ALL_GOOD, DAY)
    assert held.complete
    assert set(held.set_aside) == {"3.31", "4.4"}


def test_one_unfavourable_answer_decides_whatever_is_open() -> None:
    assert judge([said("3.6", "no")]) is False
    assert judge([*ALL_GOOD, said("3.4", "minister")]) is False


def test_what_a_closed_door_sets_aside_does_not_help() -> None:
    answers = [*without(ALL_GOOD, "3.5", "3.6"), said("3.4", "nobody")]
    assert judge(answers) is False
    assert {"3.5", "3.6"} <= set(progress(QUESTIONS, answers, DAY).set_aside)


def test_while_the_condition_is_open_the_question_stays_open() -> None:
    assert {"3.5", "3.6"} <= set(progress(QUESTIONS, [], DAY).not_asked)


@pytest.mark.parametrize(
    ("last", "gap"),
    [
        (None, UnknownKind.NOT_ASKED),
        (said("3.5", state=State.NO_ANSWER), UnknownKind.ASKED_NO_ANSWER),
        (said("3.5", state=State.REFUSED), UnknownKind.REFUSED),
        (said("3.5", "yes", answered_on=date(2025, 3, 1)), UnknownKind.EXPIRED),
    ],
)
def test_each_gap_stays_what_it_is(last: Answer | None, gap: UnknownKind) -> None:
    answers = without(ALL_GOOD, "3.5") + ([last] if last else [])
    assert judge(answers) is gap
    fact = to_fact(answered_facts(QUESTIONS, answers, DAY)["law.judge"])
    assert isinstance(fact.value, Unknown) and fact.value.kind is gap
    assert not progress(QUESTIONS, answers, DAY).complete


def test_an_answer_stands_to_the_day_before_its_end() -> None:
    answers = [said(a.question, a.value, answered_on=date(2025, 3, 2)) for a in ALL_GOOD]
    assert judge(answers, date(2026, 3, 1)) is True
    assert judge(answers, date(2026, 3, 2)) is UnknownKind.EXPIRED


def test_an_answer_given_later_does_not_exist_yet() -> None:
    assert judge(ALL_GOOD, DAY - timedelta(days=1)) is UnknownKind.NOT_ASKED


def test_the_last_answer_stands_whatever_the_order() -> None:
    later = said("3.4", "nobody", answered_on=DAY + timedelta(days=1))
    assert judge([later, *ALL_GOOD], DAY + timedelta(days=1)) is False


def test_not_applicable_needs_reason_and_permission() -> None:
    with pytest.raises(BadInput, match="reason"):
        said("3.7", state=State.NOT_APPLICABLE)
    with pytest.raises(BadInput, match="always applies"):
        judge([said("3.4", state=State.NOT_APPLICABLE, reason="no judges here")])
    answers = [*without(ALL_GOOD, "3.7"), said("3.7", state=State.NOT_APPLICABLE, reason="no urgent procedure")]
    assert judge(answers) is True
    assert progress(QUESTIONS, answers, DAY).not_applicable == ("3.7",)


def test_not_applicable_alone_is_no_favourable_answer() -> None:
    assert judge([said("3.7", state=State.NOT_APPLICABLE, reason="no urgent procedure")]) is UnknownKind.NOT_ASKED


@pytest.mark.parametrize("signed", [False, True])
def test_an_experts_favour_counts_once_conflicts_are_stated(signed: bool) -> None:
    answers = [said(a.question, a.value, voice=Voice.EXPERT, conflicts_signed=signed) for a in ALL_GOOD]
    assert judge(answers) is (True if signed else UnknownKind.ASKED_NO_ANSWER)
    against = [said("3.4", "nobody", voice=Voice.EXPERT, conflicts_signed=signed)]
    fact = to_fact(answered_facts(QUESTIONS, against, DAY)["law.judge"])
    assert effective(fact, FACTS["law.judge"]) is False


def test_an_unsigned_expert_cannot_soften_oversight() -> None:
    known = answered_facts(QUESTIONS, [said("1.3", "internal", voice=Voice.EXPERT)], DAY)["agency.oversight"]
    assert isinstance(effective(to_fact(known), FACTS["agency.oversight"]), Unknown)


def test_advice_counts_only_once_counsel_released_the_fact() -> None:
    advice = [*without(ALL_GOOD, "3.5"), said("3.5", "yes", privileged=True)]
    assert judge(advice) is UnknownKind.ASKED_NO_ANSWER
    assert judge([*without(ALL_GOOD, "3.5"), said("3.5", "yes", privileged=True, released=True)]) is True


@pytest.mark.parametrize("answer", [said("3.4", "a friend"), said("3.5", "maybe"), said("9.9", "yes")])
def test_what_fits_no_question_is_refused(answer: Answer) -> None:
    with pytest.raises(BadInput):
        judge([*ALL_GOOD, answer])


def test_a_value_without_answer_and_an_answer_without_value() -> None:
    with pytest.raises(BadInput):
        said("3.4", " ")
    with pytest.raises(BadInput):
        said("3.4", "judge", state=State.REFUSED)


SOME_ANSWERS = st.fixed_dictionaries({q.code: st.sampled_from(["", *q.options]) for q in QUESTIONS if q.options}).map(
    lambda chosen: [said(code, value) for code, value in chosen.items() if value]
)


@given(SOME_ANSWERS, st.sampled_from([q.code for q in QUESTIONS if q.options]))
def test_taking_an_answer_away_never_makes_a_fact_favourable(answers: list[Answer], code: str) -> None:
    before = answered_facts(QUESTIONS, answers, DAY)
    after = answered_facts(QUESTIONS, without(answers, code), DAY)
    assert set(before) == set(after)
    for name, fact in after.items():
        if fact.value == FACTS[name].favourable:
            # Favourable afterwards only if it was so before, or if the answer taken away spoke against it.
            spoke_against = code in before[name].decided_by and before[name].value != FACTS[name].favourable
            assert before[name].value == fact.value or spoke_against


@given(SOME_ANSWERS)
def test_favourable_means_every_question_that_applies_said_so(answers: list[Answer]) -> None:
    given_by = {answer.question: answer.value for answer in answers}
    for name, fact in answered_facts(QUESTIONS, answers, DAY).items():
        if isinstance(fact.value, bool) and fact.value is FACTS[name].favourable:
            aside = set(progress(QUESTIONS, answers, DAY).set_aside)
            for code in set(fact.questions) - aside:
                assert given_by[code] in BY_CODE[code].favourable


def test_necessity_is_shown_only_when_every_element_is_met() -> None:
    assert assess_necessity(QUESTIONS, ALL_GOOD, DAY).fact.value is True
    for code in ("2.2", "2.3", "2.4", "2.5", "2.6", "2.7", "2.8", "2.9", "2.10"):
        left_open = assess_necessity(QUESTIONS, without(ALL_GOOD, code), DAY)
        assert left_open.result is Result.UNKNOWN and left_open.fact.value is None
        failed = assess_necessity(QUESTIONS, [*ALL_GOOD, said(code, "no")], DAY)
        assert failed.result is Result.NOT_SHOWN and failed.fact.value is False


def test_necessity_names_the_first_element_that_fails() -> None:
    answers = [*ALL_GOOD, said("2.7", "no"), said("2.4", "no")]
    assert assess_necessity(QUESTIONS, answers, DAY).sentence() == "The intended use fails on legality."


def test_without_questions_nothing_is_shown() -> None:
    assert assess_necessity((), [], DAY).result is Result.UNKNOWN
