"""Foreign relations: embargoes, armed conflict, repression across borders, onward use.

Two things differ from other questions. An embargo can come overnight, so "no embargo" stands for
thirty days only and only when every regime that binds the company was looked at; one regime that
has an embargo is enough. And a conflict or embargo is remembered until somebody records its end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.errors import BadInput

from .answered_facts import AnsweredFact, answered_facts
from .answers import Answer
from .questionnaire import Question

EMBARGO = "sanctions.arms_embargo"
FACTS = (EMBARGO, "relations.armed_conflict", "relations.transnational_repression", "relations.onward_sharing")
CHECK_STANDS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class RegimeCheck:
    """One look at one sanctions regime for one country or body.

    Attributes:
        regime: e.g. "United Nations", "European Union", or a State that binds the company.
        embargo: whether an arms or surveillance embargo is in force.
        on: the day of the look.
        by: named person.
        evidence: what was looked at, e.g. the list's own date.
    """

    regime: str
    embargo: bool
    on: date
    by: str
    evidence: str

    def __post_init__(self) -> None:
        if not (self.regime.strip() and self.by.strip() and self.evidence.strip()):
            raise BadInput("a check names the regime, the person and what was looked at.", field="sanctions")


def embargo_fact(checks: Iterable[RegimeCheck], required: Sequence[str], as_of: date) -> AnsweredFact:
    """Whether an embargo is in force: True, False or unknown.

    Args:
        checks: all looks so far.
        required: every regime that binds the company; without any, the answer is unknown.
        as_of: the day the file is read.
    """
    last: dict[str, RegimeCheck] = {}
    for check in checks:
        held = last.get(check.regime)
        if check.on <= as_of and (held is None or held.on <= check.on):
            last[check.regime] = check
    regimes = tuple(dict.fromkeys((*required, *last)))
    if found := tuple(name for name, check in last.items() if check.embargo):
        return AnsweredFact(EMBARGO, True, None, "", regimes, found)
    if missing := tuple(name for name in required if name not in last):
        return AnsweredFact(
            EMBARGO, None, UnknownKind.NOT_ASKED, f"Not looked at: {', '.join(missing)}.", regimes, missing
        )
    if old := tuple(name for name in required if as_of - last[name].on >= CHECK_STANDS):
        return AnsweredFact(
            EMBARGO, None, UnknownKind.EXPIRED, f"Looked at too long ago: {', '.join(old)}.", regimes, old
        )
    if not required:
        return AnsweredFact(EMBARGO, None, UnknownKind.NOT_ASKED, "No regime to look at is configured.", regimes, ())
    return AnsweredFact(EMBARGO, False, None, "", regimes, tuple(required))


def relation_facts(
    questions: Sequence[Question],
    answers: Iterable[Answer],
    checks: Iterable[RegimeCheck],
    required: Sequence[str],
    as_of: date,
) -> dict[str, AnsweredFact]:
    """The four facts about foreign relations.

    An embargo counts when either the questionnaire or a check shows it; its absence only when both do.
    """
    return relations_of(answered_facts(questions, answers, as_of), checks, required, as_of)


def relations_of(
    answered: Mapping[str, AnsweredFact], checks: Iterable[RegimeCheck], required: Sequence[str], as_of: date
) -> dict[str, AnsweredFact]:
    """As `relation_facts`, of answers already read as facts."""
    facts = {code: answered[code] for code in FACTS if code in answered}
    for code in FACTS:
        facts.setdefault(code, AnsweredFact(code, None, UnknownKind.NOT_ASKED, "No question feeds this.", (), ()))
    checked, asked = embargo_fact(checks, required, as_of), facts[EMBARGO]
    facts[EMBARGO] = _worse(asked, checked)
    return facts


def _worse(one: AnsweredFact, other: AnsweredFact) -> AnsweredFact:
    """The embargo wins over the gap, the gap over "none"."""
    for fact in (one, other):
        if fact.value is True:
            return fact
    for fact in (one, other):
        if fact.value is None:
            return fact
    return one
