"""How likely retaliation is follows from the answers; what is not known is never low."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.intake.queries.protecting import every_questions, newest_questions
from duecare.apps.intake.rules.assessment import ORDER, Level, Questions, Reply, assess

ASKED = newest_questions()
REPLIES = st.dictionaries(st.sampled_from(sorted(ASKED.levels)), st.sampled_from(list(Reply)))


@given(REPLIES)
def test_what_is_not_known_or_not_answered_is_never_low(replies: dict[str, Reply]) -> None:
    found = assess(ASKED, replies)
    unknown = [one for one in ASKED.levels if replies.get(one, Reply.UNKNOWN) is Reply.UNKNOWN]
    assert all(found.reasons[one] is not Level.LOW for one in unknown)
    assert found.level is not Level.LOW if unknown else True
    assert list(found.reasons) == list(ASKED.levels), "a reason for every question"
    assert ORDER.index(found.level) >= max(ORDER.index(one) for one in found.reasons.values())


@given(REPLIES, st.sampled_from(sorted(ASKED.levels)), st.sampled_from(list(Reply)))
def test_a_worse_answer_never_lowers_the_level(replies: dict[str, Reply], one: str, other: Reply) -> None:
    levels = ASKED.levels[one]
    before, after = assess(ASKED, replies), assess(ASKED, {**replies, one: other})
    if ORDER.index(levels[other]) >= ORDER.index(levels[replies.get(one, Reply.UNKNOWN)]):
        assert ORDER.index(after.level) >= ORDER.index(before.level)


def test_several_of_a_medium_level_are_high_together_and_nothing_said_is_high() -> None:
    calm = {one: min(levels, key=lambda said: ORDER.index(levels[said])) for one, levels in ASKED.levels.items()}
    assert assess(ASKED, calm).level is Level.LOW
    medium = [(one, said) for one, levels in ASKED.levels.items() for said in Reply if levels[said] is Level.MEDIUM]
    some = dict(medium)
    few = dict(list(some.items())[: ASKED.several - 1])
    assert assess(ASKED, calm | few).level is Level.MEDIUM
    assert assess(ASKED, calm | dict(list(some.items())[: ASKED.several])).level is Level.HIGH
    assert assess(ASKED, {}).level is Level.HIGH, "until somebody asked"


def test_a_set_of_questions_in_which_the_unknown_is_low_is_none() -> None:
    with pytest.raises(ValueError, match="never low"):
        Questions("protection/9", 3, {"x": dict.fromkeys(Reply, Level.LOW)})
    assert every_questions()[ASKED.code] is ASKED
