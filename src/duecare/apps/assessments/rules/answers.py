"""An answer as it was given, and what it is worth on a given day.

Five kinds of not knowing are kept apart, because each asks for something else: *not asked* for a
question, *asked without answer* for a reminder, *refused* for a judgement, *not applicable* for a
reason, *expired* for asking again. None of them ever counts as a favourable answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.errors import BadInput
from duecare.kernel.periods import add_months


class State(StrEnum):
    """What a person recorded when they put the question."""

    ANSWERED = "answered"
    NO_ANSWER = "asked_no_answer"
    REFUSED = "refused"
    NOT_APPLICABLE = "not_applicable"


class Voice(StrEnum):
    """Who answered. An outside expert's word counts in favour only once conflicts are stated."""

    STAFF = "staff"
    CUSTOMER = "customer"
    EXPERT = "expert"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer to one question.

    Attributes:
        question: the question's code, e.g. "3.4".
        state: what was recorded.
        value: "yes", "no", a choice's code or free text; "" unless ANSWERED.
        reason: why it does not apply (required then), or the answer's grounds.
        answered_on: the day the answer was given.
        voice: who answered.
        conflicts_signed: for an EXPERT, whether the statement of conflicts is signed.
        privileged: True when the answer is legal advice.
        released: True when counsel has released the fact contained in the advice.
        evidence: references of supporting documents.
    """

    question: str
    state: State
    answered_on: date
    value: str = ""
    reason: str = ""
    voice: Voice = Voice.STAFF
    conflicts_signed: bool = False
    privileged: bool = False
    released: bool = False
    evidence: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.state is State.ANSWERED and not self.value.strip():
            raise BadInput("an answer needs a value.", field=self.question, todo="Or record that none was given.")
        if self.state is not State.ANSWERED and self.value:
            raise BadInput(f"recorded as {self.state}, yet it has a value.", field=self.question, value=self.value)
        if self.state is State.NOT_APPLICABLE and not self.reason.strip():
            raise BadInput("'not applicable' needs a reason.", field=self.question, todo="Say why in a sentence.")


@dataclass(frozen=True, slots=True)
class Worth:
    """What an answer is worth on a day: a value, or the kind of gap with the reason in words."""

    value: str = ""
    gap: UnknownKind | None = None
    reason: str = ""
    voice: Voice = Voice.STAFF
    conflicts_signed: bool = True


_NOT_PUT = Worth(gap=UnknownKind.NOT_ASKED, reason="The question has not been put.")


def worth(answer: Answer | None, *, as_of: date, valid_months: int, favourable: tuple[str, ...] = ()) -> Worth:
    """What may be relied on at `as_of`.

    Args:
        answer: the latest answer, or None when the question was never put.
        as_of: the day the file is read; an answer of a later day does not exist yet.
        valid_months: how long an answer stands.
        favourable: values that lower concern; from an expert they need a signed statement of conflicts.
    """
    if answer is None or answer.answered_on > as_of:
        return _NOT_PUT
    if answer.state is State.NO_ANSWER:
        return Worth(
            gap=UnknownKind.ASKED_NO_ANSWER, reason=f"Asked on {answer.answered_on.isoformat()}, no answer yet."
        )
    if answer.state is State.REFUSED:
        return Worth(gap=UnknownKind.REFUSED, reason=answer.reason or "An answer was refused.")
    ends = add_months(answer.answered_on, valid_months)
    # An unfavourable answer expires too, but never turns into something better: unknown is not low.
    if as_of >= ends:
        return Worth(gap=UnknownKind.EXPIRED, reason=f"The answer stood until {ends.isoformat()}.")
    if answer.state is State.NOT_APPLICABLE:
        return Worth(gap=UnknownKind.NOT_APPLICABLE, reason=answer.reason)
    if answer.privileged and not answer.released:
        return Worth(gap=UnknownKind.ASKED_NO_ANSWER, reason="Legal advice; counsel has not released the fact.")
    if answer.voice is Voice.EXPERT and not answer.conflicts_signed and answer.value in favourable:
        return Worth(
            gap=UnknownKind.ASKED_NO_ANSWER, reason="The expert has not yet signed the statement of conflicts."
        )
    signed = answer.voice is not Voice.EXPERT or answer.conflicts_signed
    return Worth(value=answer.value, voice=answer.voice, conflicts_signed=signed)
