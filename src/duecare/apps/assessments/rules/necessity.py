"""The test of the intended use: legality, legitimate aim, necessity, proportionality, safeguards.

The order is the Human Rights Committee's and the Strasbourg court's for interferences with privacy
(Covenant, Article 17): what has no basis in law need not be weighed, so the first element that
fails is the one named. The use is shown to be necessary only when every element is met.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duecare.apps.risk.rules.facts import UnknownKind

from .answered_facts import AnsweredFact
from .answers import Answer, Worth
from .questionnaire import Question, read_answers

FACT = "deal.necessity_shown"
ELEMENTS = ("legality", "legitimate_aim", "necessity", "proportionality", "safeguards")


class Result(StrEnum):
    """UNKNOWN is never "shown": who sells must show it, nobody has to disprove it."""

    SHOWN = "shown"
    NOT_SHOWN = "not_shown"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Element:
    """One element of the test with the questions that failed it and those still open."""

    name: str
    result: Result
    failed_by: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NecessityTest:
    """The whole test in order, the result, and the fact that rules read."""

    elements: tuple[Element, ...]
    result: Result
    fact: AnsweredFact

    def sentence(self) -> str:
        """For people; names the first element that fails or is open."""
        if self.result is Result.SHOWN:
            return "The intended use is shown to be lawful, necessary and proportionate."
        named = next(e.name for e in self.elements if e.result is self.result).replace("_", " ")
        if self.result is Result.NOT_SHOWN:
            return f"The intended use fails on {named}."
        return f"The test of the intended use is open on {named}."


def assess_necessity(questions: Sequence[Question], answers: Iterable[Answer], as_of: date) -> NecessityTest:
    """Apply the test to the answers at `as_of`.

    An element nobody asks about is unknown, so leaving questions out never passes the test.
    """
    return necessity_of(questions, read_answers(questions, answers, as_of))


def necessity_of(questions: Sequence[Question], read: Mapping[str, Worth]) -> NecessityTest:
    """As `assess_necessity`, of answers already read."""
    tested = [question for question in questions if question.element in ELEMENTS]
    elements = tuple(_element(name, [q for q in tested if q.element == name], read) for name in ELEMENTS)
    results = {element.result for element in elements}
    if Result.NOT_SHOWN in results:
        result = Result.NOT_SHOWN
    elif Result.UNKNOWN in results:
        result = Result.UNKNOWN
    else:
        result = Result.SHOWN
    return NecessityTest(elements, result, _fact(result, elements, read, tuple(q.code for q in tested)))


def _element(name: str, questions: Sequence[Question], read: Mapping[str, Worth]) -> Element:
    failed, left = [], []
    for question in questions:
        found = read.get(question.code)
        if found is None or found.gap is not None:
            left.append(question.code)
        elif found.value not in question.favourable:
            failed.append(question.code)
    if failed:
        result = Result.NOT_SHOWN
    elif left or not questions:
        result = Result.UNKNOWN
    else:
        result = Result.SHOWN
    return Element(name, result, tuple(failed), tuple(left))


def _fact(
    result: Result, elements: Sequence[Element], read: Mapping[str, Worth], questions: tuple[str, ...]
) -> AnsweredFact:
    if result is Result.UNKNOWN:
        left = tuple(code for element in elements for code in element.open)
        gap = next((w.gap for code in left if (w := read.get(code)) and w.gap), None) or UnknownKind.NOT_ASKED
        # One question that "does not apply" must not make a test that interferes with rights go away.
        if gap is UnknownKind.NOT_APPLICABLE:
            gap = UnknownKind.ASKED_NO_ANSWER
        return AnsweredFact(FACT, None, gap, "The test of the intended use is not complete.", questions, left)
    decided = tuple(code for element in elements for code in element.failed_by) or questions
    return AnsweredFact(FACT, result is Result.SHOWN, None, "", questions, decided)
