"""How a company would be involved in a harm, what that asks of it, and what leverage it has.

Cause, contribute, directly linked: Principle 13. What each asks: Principle 19 with its commentary
and Principle 22. Involvement moves: knowing of misuse and leaving everything as it was turns a
link into a contribution.
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

INVOLVEMENT, LEVERAGE = "involvement", "leverage"


class Involvement(StrEnum):
    """From the closest to none."""

    CAUSE = "cause"
    CONTRIBUTE = "contribute"
    LINKED = "linked"
    NONE = "none"


class Leverage(StrEnum):
    """Ability to change the customer's conduct. STRONG needs a technical and a contractual hold together."""

    WEAK = "weak"
    SOME = "some"
    STRONG = "strong"


_DUTIES: Mapping[Involvement, tuple[str, ...]] = {
    Involvement.CAUSE: (
        "Stop or prevent what causes the harm.",
        "Provide remedy, or cooperate in it.",
    ),
    Involvement.CONTRIBUTE: (
        "Stop or prevent our own contribution.",
        "Use leverage to reduce what remains.",
        "Provide remedy for our part, or cooperate in it.",
    ),
    Involvement.LINKED: (
        "Use leverage to prevent or reduce the harm.",
        "Consider a role in remedy.",
    ),
    Involvement.NONE: (),
}


@dataclass(frozen=True, slots=True)
class InvolvementAnalysis:
    """The closest involvement that the answers show or leave possible, leverage, and what follows.

    Attributes:
        involvement: the closest involvement known; None when nothing is known.
        possible: closer involvements that open questions leave possible.
        duties: what follows, in sentences; for what is possible as for what is known.
    """

    involvement: Involvement | None
    possible: tuple[Involvement, ...]
    leverage: Leverage | None
    duties: tuple[str, ...]
    facts: Mapping[str, AnsweredFact]


def analyse_involvement(questions: Sequence[Question], answers: Iterable[Answer], as_of: date) -> InvolvementAnalysis:
    """Read involvement and leverage from the answers at `as_of`."""
    return involvement_of(questions, read_answers(questions, answers, as_of))


def involvement_of(questions: Sequence[Question], read: Mapping[str, Worth]) -> InvolvementAnalysis:
    """As `analyse_involvement`, of answers already read."""
    steps: dict[Involvement, bool | None] = {
        step: _step(questions, read, step.value) for step in Involvement if step is not Involvement.NONE
    }
    known: Involvement | None = next((step for step, held in steps.items() if held is True), None)
    closer = list(steps)[: list(steps).index(known)] if known else list(steps)
    possible = tuple(step for step in closer if steps[step] is None)
    if known is None and not possible:
        known = Involvement.NONE
    leverage = _leverage(questions, read)
    duties = [duty for step in (*possible, *((known,) if known else ())) for duty in _DUTIES[step]]
    if duties and leverage is not Leverage.STRONG:
        duties.append("Increase leverage; where it cannot be increased, consider ending, weighing what that does.")
    # Contribution shown stays shown while cause is open; a mere link does not, for it may be more.
    settled = known if known is Involvement.CONTRIBUTE or not possible else None
    facts = {
        INVOLVEMENT: _fact(INVOLVEMENT, settled, questions, read, ("cause", "contribute", "linked")),
        LEVERAGE: _fact(LEVERAGE, leverage, questions, read, ("technical", "contractual", "joint")),
    }
    return InvolvementAnalysis(known, possible, leverage, tuple(dict.fromkeys(duties)), facts)


def _step(questions: Sequence[Question], read: Mapping[str, Worth], element: str) -> bool | None:
    """True when one answer shows it, False when all rule it out, None otherwise."""
    found = [read[q.code] for q in questions if q.element == element and q.code in read]
    if any(worth.value == "yes" for worth in found):
        return True
    return False if found and all(worth.value == "no" for worth in found) else None


def _leverage(questions: Sequence[Question], read: Mapping[str, Worth]) -> Leverage | None:
    """Leverage counts only where it is known; while one kind is open, no more than the known part."""
    held = [_step(questions, read, kind) for kind in ("technical", "contractual", "joint")]
    if held[0] and held[1]:
        return Leverage.STRONG
    if any(held):
        return Leverage.SOME
    return None if None in held else Leverage.WEAK


def _fact(
    code: str,
    value: Involvement | Leverage | None,
    questions: Sequence[Question],
    read: Mapping[str, Worth],
    elements: tuple[str, ...],
) -> AnsweredFact:
    asked = tuple(q.code for q in questions if q.element in elements)
    left = tuple(c for c in asked if (w := read.get(c)) is None or w.gap is not None)
    if value is None:
        gaps = [w.gap for c in left if (w := read.get(c)) and w.gap]
        return AnsweredFact(code, None, gaps[0] if gaps else UnknownKind.NOT_ASKED, "Not yet analysed.", asked, left)
    return AnsweredFact(code, value.value, None, "", asked, tuple(c for c in asked if c not in left))
