"""At-risk groups: who could be watched, and whether this customer is likely to do it.

A group nobody has thought about is not a group that is safe. One group that is a likely target
decides; "no" takes a finding on every group of the list (UN Guiding Principles, Principle 18: the
groups and populations at heightened risk of vulnerability).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.errors import BadInput
from duecare.kernel.provenance import Source

from .answered_facts import AnsweredFact
from .reading import Data, sources, text, texts

FACT = "groups.at_risk_targeted"


class GroupState(StrEnum):
    """What a person found about one group."""

    NOT_ASSESSED = "not_assessed"
    NOT_LIKELY = "not_likely"
    LIKELY_TARGET = "likely_target"


@dataclass(frozen=True, slots=True)
class Group:
    """A group as the library describes it: who they are, what misuse does to them, what exposes them."""

    code: str
    title: str
    who: str
    harm: str
    exposed_by: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class GroupFinding:
    """What was found about one group; `reasoning` is required, `consulted` says who was asked."""

    code: str
    state: GroupState
    reasoning: str
    consulted: str = ""

    def __post_init__(self) -> None:
        if self.state is not GroupState.NOT_ASSESSED and not self.reasoning.strip():
            raise BadInput("say what this rests on.", field="reasoning", todo="A tick alone is no finding.")


def parse_group(data: Data) -> Group:
    """A group from its library item."""
    return Group(
        code=text(data, "code"),
        title=text(data, "title"),
        who=text(data, "who"),
        harm=text(data, "harm"),
        exposed_by=texts(data, "exposed_by"),
        sources=sources(data),
    )


def targeted(asked: AnsweredFact | None, found: AnsweredFact) -> AnsweredFact:
    """The questionnaire's answer beside the findings on each group.

    Either may show that groups are targets; that none is takes both, because "no" to one question says
    nothing about twenty groups that nobody looked at.
    """
    both = (found,) if asked is None else (asked, found)
    for fact in both:
        if fact.value is True:
            return fact
    return next((fact for fact in both if fact.gap is not None), found)


def group_fact(groups: Sequence[Group], findings: Iterable[GroupFinding]) -> AnsweredFact:
    """Whether at-risk groups are likely targets: True, False or unknown.

    Raises:
        BadInput: a finding about a group that is not on the list.
    """
    states = {group.code: GroupState.NOT_ASSESSED for group in groups}
    for finding in findings:
        if finding.code not in states:
            raise BadInput("no such group.", field="group", value=finding.code)
        states[finding.code] = finding.state
    everyone = tuple(states)
    if targets := tuple(code for code, state in states.items() if state is GroupState.LIKELY_TARGET):
        return AnsweredFact(FACT, True, None, "", everyone, targets)
    left = tuple(code for code, state in states.items() if state is GroupState.NOT_ASSESSED)
    if left or not groups:
        one = len(left) == 1
        reason = "1 group is not yet assessed." if one else f"{len(left)} groups are not yet assessed."
        return AnsweredFact(FACT, None, UnknownKind.NOT_ASKED, reason, everyone, left)
    return AnsweredFact(FACT, False, None, "", everyone, everyone)
