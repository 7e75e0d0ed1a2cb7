"""Red flags: which are open, which are real, and what that says about the file.

A flag is not assessed until a person has looked and written down what they looked at. Finding
nothing is a finding; not looking is not.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from duecare.apps.risk.rules.facts import UnknownKind
from duecare.kernel.errors import BadInput
from duecare.kernel.provenance import Source

from .answered_facts import AnsweredFact
from .reading import Data, sources, text, texts, whole

UNRESOLVED, CONFIRMED = "flags.unresolved", "flags.confirmed"


class FlagState(StrEnum):
    """What a person found.

    NOT_PRESENT: looked, and it is not there. OPEN: it is there and nothing yet explains it.
    RESOLVED: it was there and evidence answers it. CONFIRMED: it is there and it is real.
    """

    NOT_ASSESSED = "not_assessed"
    NOT_PRESENT = "not_present"
    OPEN = "open"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class RedFlag:
    """One flag of the checklist. `consideration` is 1 to 8 of the US guidance, 0 for other sources."""

    code: str
    title: str
    sentence: str
    consideration: int
    group: str
    look_at: tuple[str, ...]
    resolved_by: tuple[str, ...]
    severity_hint: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class FlagFinding:
    """What was found about one flag.

    Attributes:
        code: the flag's code.
        state: see `FlagState`.
        note: what was looked at and what it showed; required unless NOT_ASSESSED.
        evidence: references of documents; at least one is required for RESOLVED.
        by: name of the person; required unless NOT_ASSESSED.
    """

    code: str
    state: FlagState
    note: str = ""
    evidence: tuple[str, ...] = ()
    by: str = ""

    def __post_init__(self) -> None:
        if self.state is FlagState.NOT_ASSESSED:
            return
        if not self.note.strip() or not self.by.strip():
            raise BadInput(
                "say what you looked at, and who looked.",
                field=self.code,
                todo="Add a note; a tick alone is no finding.",
            )
        if self.state is FlagState.RESOLVED and not self.evidence:
            raise BadInput(
                "a flag is resolved by evidence, not by a note.", field=self.code, todo="Attach the evidence."
            )


@dataclass(frozen=True, slots=True)
class FlagSummary:
    """Codes by state; every flag of the checklist is in exactly one list."""

    not_assessed: tuple[str, ...]
    not_present: tuple[str, ...]
    open: tuple[str, ...]
    resolved: tuple[str, ...]
    confirmed: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """True when the stage may be cleared: all assessed, none open. A confirmed flag is left to the class."""
        return not self.not_assessed and not self.open

    def sentence(self) -> str:
        """For people, e.g. "31 assessed, 2 unresolved, 1 confirmed"."""
        looked = sum(map(len, (self.not_present, self.open, self.resolved, self.confirmed)))
        parts = [f"{looked} assessed", f"{len(self.open)} unresolved"]
        if self.confirmed:
            parts.append(f"{len(self.confirmed)} confirmed")
        if self.not_assessed:
            parts.append(f"{len(self.not_assessed)} not yet assessed")
        return ", ".join(parts)


def parse_flag(data: Data) -> RedFlag:
    """A flag from its library item. Raises BadInput when a field is absent or of the wrong kind."""
    return RedFlag(
        code=text(data, "code"),
        title=text(data, "title"),
        sentence=text(data, "sentence"),
        consideration=whole(data, "consideration"),
        group=text(data, "group"),
        look_at=texts(data, "look_at"),
        resolved_by=texts(data, "resolved_by"),
        severity_hint=text(data, "severity_hint"),
        sources=sources(data),
    )


def summarise_flags(flags: Sequence[RedFlag], findings: Iterable[FlagFinding]) -> FlagSummary:
    """The state of every flag; a later finding replaces an earlier one about the same flag.

    Raises:
        BadInput: a finding about a flag that is not on the checklist.
    """
    states = {flag.code: FlagState.NOT_ASSESSED for flag in flags}
    for finding in findings:
        if finding.code not in states:
            raise BadInput("no such red flag.", field=finding.code)
        states[finding.code] = finding.state

    def of(state: FlagState) -> tuple[str, ...]:
        return tuple(code for code, held in states.items() if held is state)

    return FlagSummary(
        not_assessed=of(FlagState.NOT_ASSESSED),
        not_present=of(FlagState.NOT_PRESENT),
        open=of(FlagState.OPEN),
        resolved=of(FlagState.RESOLVED),
        confirmed=of(FlagState.CONFIRMED),
    )


def flag_facts(summary: FlagSummary) -> dict[str, AnsweredFact]:
    """The two counts that rules read.

    While flags are not assessed, `flags.unresolved` counts them too if at least one is known to be
    open (the true number cannot be higher), and is unknown otherwise. `flags.confirmed` counts only
    what a person confirmed, so that the record never says more than was found; it is unknown while
    none is confirmed and some are not assessed.
    """
    left = summary.not_assessed
    reason = "1 red flag is not yet assessed." if len(left) == 1 else f"{len(left)} red flags are not yet assessed."
    everything = tuple(sorted((*left, *summary.not_present, *summary.open, *summary.resolved, *summary.confirmed)))

    def fact(code: str, decided: tuple[str, ...], count: int) -> AnsweredFact:
        if left and not decided:
            return AnsweredFact(code, None, UnknownKind.NOT_ASKED, reason, everything, left)
        return AnsweredFact(code, count, None, "", everything, decided)

    return {
        UNRESOLVED: fact(UNRESOLVED, summary.open, len(summary.open) + len(left)),
        CONFIRMED: fact(CONFIRMED, summary.confirmed, len(summary.confirmed)),
    }
