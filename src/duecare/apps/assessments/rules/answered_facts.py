"""From answers to facts: one fact may rest on several questions.

"Does a judge decide?" is four questions. The fact is favourable only when every question that
applies says so; one unfavourable answer decides; a gap otherwise leaves it unknown. This is
Kleene's *and*, read so that a gap never helps.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duecare.apps.risk.rules.facts import Fact, Unknown, UnknownKind
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.kernel.errors import BadInput

from .answers import Answer, Voice, Worth
from .questionnaire import Question, read_answers

# The gap that asks for most work is named first when several questions leave a fact unknown.
_GRAVEST = (
    UnknownKind.REFUSED,
    UnknownKind.EXPIRED,
    UnknownKind.ASKED_NO_ANSWER,
    UnknownKind.NOT_ASKED,
    UnknownKind.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class AnsweredFact:
    """A fact as the file knows it.

    Attributes:
        fact: code of the fact, e.g. "law.judge".
        value: its value, or None when unknown.
        gap: the kind of unknown, or None when known.
        reason: for a gap, in words.
        questions: every question that feeds it, answered or not.
        decided_by: the questions whose answers give the value, or leave the gap.
        source: "expert" when an outside expert's answer is among them, else "company".
        conflicts_signed: False when such an expert has not signed the statement of conflicts.
    """

    fact: str
    value: bool | str | int | None
    gap: UnknownKind | None
    reason: str
    questions: tuple[str, ...]
    decided_by: tuple[str, ...]
    source: str = "company"
    conflicts_signed: bool = True


def answered_facts(questions: Sequence[Question], answers: Iterable[Answer], as_of: date) -> dict[str, AnsweredFact]:
    """Every fact the questions feed, known or unknown; a fact is never simply absent."""
    return facts_read(questions, read_answers(questions, answers, as_of))


def facts_read(questions: Sequence[Question], read: Mapping[str, Worth]) -> dict[str, AnsweredFact]:
    """As `answered_facts`, of answers already read."""
    feeders: dict[str, list[Question]] = {}
    for question in questions:
        for feed in question.feeds:
            feeders.setdefault(feed.fact, []).append(question)
    return {fact: _combine(fact, fed_by, read) for fact, fed_by in feeders.items()}


def to_fact(known: AnsweredFact) -> Fact:
    """The fact as the classification reads it; its origin names the items that decided.

    Raises:
        BadInput: the vocabulary has no such fact, or the fact cannot take this value.
    """
    kind = FACTS.get(known.fact)
    if kind is None:
        raise BadInput("no such fact.", field=known.fact)
    origin = ", ".join(known.decided_by or known.questions)
    if known.value is not None:
        if not kind.accepts(known.value):
            raise BadInput("this fact cannot take this value.", field=known.fact, value=known.value)
        return Fact(known.fact, known.value, known.source, known.conflicts_signed, origin)
    gap = known.gap or UnknownKind.NOT_ASKED
    if gap is UnknownKind.NOT_APPLICABLE and not kind.may_be_not_applicable:
        # Each question may have been set aside with reason; the fact as a whole may not be.
        gap = UnknownKind.ASKED_NO_ANSWER
    return Fact(known.fact, Unknown(gap, known.reason), known.source, known.conflicts_signed, origin)


def _combine(fact: str, questions: Sequence[Question], read: Mapping[str, Worth]) -> AnsweredFact:
    codes = tuple(question.code for question in questions)
    good: list[Question] = []
    bad: list[Question] = []
    gaps: list[Question] = []
    for question in questions:
        if (worth := read.get(question.code)) is not None:
            known = good if worth.value in question.favourable else bad
            (known if worth.gap is None else gaps).append(question)
    # "Not applicable" drops out beside other answers; standing alone it is all that is known.
    open_gaps = [q for q in gaps if read[q.code].gap is not UnknownKind.NOT_APPLICABLE] or ([] if good or bad else gaps)
    if bad:
        return _known(fact, bad, codes, read)
    if open_gaps:
        found = min((read[question.code] for question in open_gaps), key=_gravity)
        return AnsweredFact(fact, None, found.gap, found.reason, codes, tuple(q.code for q in open_gaps))
    if good:
        return _known(fact, good, codes, read)
    return AnsweredFact(fact, None, UnknownKind.NOT_ASKED, "No question that feeds this applies yet.", codes, ())


def _gravity(worth: Worth) -> int:
    return _GRAVEST.index(worth.gap or UnknownKind.NOT_ASKED)


def _known(fact: str, deciding: Sequence[Question], codes: tuple[str, ...], read: Mapping[str, Worth]) -> AnsweredFact:
    found = [read[question.code] for question in deciding]
    first = deciding[0]
    value = next(feed.values[read[first.code].value] for feed in first.feeds if feed.fact == fact)
    return AnsweredFact(
        fact,
        value,
        None,
        "",
        codes,
        tuple(question.code for question in deciding),
        source="expert" if any(worth.voice is Voice.EXPERT for worth in found) else "company",
        # One signed or inside answer is enough for an unfavourable value; favourable ones never get here unsigned.
        conflicts_signed=any(worth.conflicts_signed for worth in found),
    )
