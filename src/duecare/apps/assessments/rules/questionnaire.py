"""The questionnaire: its questions, what their answers are worth on a day, and what stands open.

A question may hang on another ("if a judge decides: is the judge independent?"). It is set aside
only when the other's answer is known to rule it out; while that is open, so is this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.errors import BadInput
from duecare.kernel.provenance import Source

from .answers import Answer, State, Worth, worth
from .reading import Data, nested, objects, sources, text, texts, truth, whole

YES_NO = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Feed:
    """How one answer becomes the value of one fact: `values` maps answer to fact value."""

    fact: str
    values: Mapping[str, bool | str]


@dataclass(frozen=True, slots=True)
class Question:
    """One question. See `library/questions/schema.json` for the meaning of each field."""

    code: str
    section: str
    topic: str
    text: str
    hint: str
    kind: str
    choices: tuple[tuple[str, str], ...]
    favourable: tuple[str, ...]
    element: str
    feeds: tuple[Feed, ...]
    asked_of: str
    valid_months: int
    not_applicable_allowed: bool
    condition: tuple[str, tuple[str, ...]] | None
    sources: tuple[Source, ...]

    @property
    def options(self) -> tuple[str, ...]:
        """Values an answer may have; empty for free text."""
        if self.kind == "yes_no":
            return YES_NO
        return tuple(code for code, _ in self.choices) if self.kind == "choice" else ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a questionnaire stands; every question is in exactly one of the lists or set aside by a condition."""

    answered: tuple[str, ...]
    not_asked: tuple[str, ...]
    asked_no_answer: tuple[str, ...]
    refused: tuple[str, ...]
    expired: tuple[str, ...]
    not_applicable: tuple[str, ...]
    set_aside: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """True when nothing is open: a refusal is an open question, not an answer."""
        return not (self.not_asked or self.asked_no_answer or self.refused or self.expired)

    def sentence(self) -> str:
        """For people, e.g. "31 answered, 2 open"."""
        left = len(self.not_asked) + len(self.asked_no_answer) + len(self.refused) + len(self.expired)
        return f"{len(self.answered)} answered, {left} open"


def parse_question(data: Data) -> Question:
    """A question from its library item.

    Raises:
        BadInput: a favourable answer or a feed names an answer that cannot be given, or a feed leaves one out.
    """
    answer = nested(data, "answer")
    condition = nested(data, "conditional_on") if "conditional_on" in data else None
    question = Question(
        code=text(data, "code"),
        section=text(data, "section"),
        topic=text(data, "topic"),
        text=text(data, "text"),
        hint=text(data, "hint"),
        kind=text(answer, "kind"),
        choices=tuple((text(c, "code"), text(c, "label")) for c in objects(answer, "choices"))
        if "choices" in answer
        else (),
        favourable=texts(data, "favourable"),
        element=text(data, "element") if "element" in data else "",
        feeds=tuple(_feed(part) for part in objects(data, "feeds")),
        asked_of=text(data, "asked_of"),
        valid_months=whole(data, "valid_months"),
        not_applicable_allowed=truth(data, "not_applicable_allowed"),
        condition=(text(condition, "question"), texts(condition, "answers")) if condition else None,
        sources=sources(data),
    )
    _check_options(question)
    return question


def check_answer(question: Question, answer: Answer) -> Answer:
    """The answer, once it fits the question.

    Raises:
        BadInput: a value that is no option, or "not applicable" where the question always applies.
    """
    if answer.question != question.code:
        raise BadInput(f"this answers {answer.question}, not {question.code}.", field=question.code)
    options = question.options if answer.state is State.ANSWERED else ()
    if options and answer.value not in options:
        raise BadInput(
            "this is not one of the answers.",
            field=question.code,
            value=answer.value,
            todo=f"Choose one of: {', '.join(options)}.",
        )
    if answer.state is State.NOT_APPLICABLE and not question.not_applicable_allowed:
        raise BadInput(
            "this question always applies.", field=question.code, todo="Answer it, or record that no answer was given."
        )
    return answer


def latest(answers: Iterable[Answer], as_of: date) -> dict[str, Answer]:
    """The answer that stands for each question at `as_of`: the last one given by then.

    Of two given on one day the later in order stands.
    """
    standing: dict[str, Answer] = {}
    for answer in answers:
        held = standing.get(answer.question)
        if answer.answered_on <= as_of and (held is None or held.answered_on <= answer.answered_on):
            standing[answer.question] = answer
    return standing


def read_answers(questions: Sequence[Question], answers: Iterable[Answer], as_of: date) -> dict[str, Worth]:
    """What each question's answer is worth at `as_of`; questions set aside by a condition are left out.

    A question is set aside only when its condition is *known* to fail; while that is unknown it stays open.

    Raises:
        BadInput: an answer that does not fit its question, or to a question nobody knows.
    """
    known = {question.code: question for question in questions}
    standing = latest(answers, as_of)
    if strange := sorted(set(standing) - set(known)):
        raise BadInput("no such question.", field=strange[0])
    result: dict[str, Worth] = {}
    for question in questions:
        if question.condition and not _applies(question.condition, result):
            continue
        answer = standing.get(question.code)
        if answer is not None:
            check_answer(question, answer)
        result[question.code] = worth(
            answer, as_of=as_of, valid_months=question.valid_months, favourable=question.favourable
        )
    return result


def progress(questions: Sequence[Question], answers: Iterable[Answer], as_of: date) -> Progress:
    """Which questions are answered, open, or do not apply at `as_of`."""
    return progress_of(questions, read_answers(questions, answers, as_of))


def progress_of(questions: Sequence[Question], worths: Mapping[str, Worth]) -> Progress:
    """As `progress`, of answers already read; what they say of other questions is left aside."""
    read = {q.code: worths[q.code] for q in questions if q.code in worths}
    by_gap = {gap: tuple(code for code, w in read.items() if w.gap is gap) for gap in UnknownKind}
    return Progress(
        answered=tuple(code for code, w in read.items() if w.gap is None),
        not_asked=by_gap[UnknownKind.NOT_ASKED],
        asked_no_answer=by_gap[UnknownKind.ASKED_NO_ANSWER],
        refused=by_gap[UnknownKind.REFUSED],
        expired=by_gap[UnknownKind.EXPIRED],
        not_applicable=by_gap[UnknownKind.NOT_APPLICABLE],
        set_aside=tuple(q.code for q in questions if q.code not in read),
    )


def _applies(condition: tuple[str, tuple[str, ...]], read: Mapping[str, Worth]) -> bool:
    parent, wanted = condition
    found = read.get(parent)
    # A parent that was itself set aside is absent here: then this one is set aside with it.
    return found is not None and (found.gap is not None or found.value in wanted)


def _feed(data: Data) -> Feed:
    values: dict[str, bool | str] = {}
    for answer, value in nested(data, "values").items():
        if not isinstance(value, (bool, str)):
            raise BadInput("a fact's value must be true, false or a word.", field=text(data, "fact"), value=value)
        values[answer] = value
    return Feed(text(data, "fact"), values)


def _check_options(question: Question) -> None:
    options = set(question.options)
    if strange := sorted(set(question.favourable) - options):
        raise BadInput("a favourable answer is no option.", field=question.code, value=strange[0])
    for feed in question.feeds:
        if set(feed.values) != options:
            raise BadInput(f"the feed of {feed.fact} must map every answer.", field=question.code)
