"""The gate: which acts are permitted now, and what is missing for the others.

An act is permitted only when every stage that stops it is cleared, or is recorded as not required
by a stage that may be. A prohibited deployment permits nothing. A stage nobody reported, or
reported as unknown, stops it like an open one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from duecare.kernel.errors import BadInput
from duecare.kernel.provenance import Source

from .reading import Data, sources, text, texts, truth, whole

ACTS = ("quote", "demo", "proof_of_concept", "contract", "delivery", "renewal")
CLASSES = ("low", "moderate", "elevated", "high", "prohibited")
_ACT_WORDS = {
    "quote": "Quote",
    "demo": "Demonstration",
    "proof_of_concept": "Proof of concept",
    "contract": "Sale",
    "delivery": "Delivery",
    "renewal": "Renewal",
}


class StageState(StrEnum):
    """BLOCKED cannot be cleared by work, for example an embargo; WAITING is with somebody outside."""

    CLEARED = "cleared"
    OPEN = "open"
    WAITING = "waiting"
    NOT_REQUIRED = "not_required"
    BLOCKED = "blocked"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Stage:
    """One requirement. `required_from_class` "" means that it holds for every class."""

    code: str
    order: int
    title: str
    requirement: str
    done: str
    open: str
    stops: tuple[str, ...]
    answered_by: str
    may_be_not_required: bool
    required_from_class: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class StageFact:
    """What is known of a stage. `detail` says by whom and why for NOT_REQUIRED, which needs it."""

    code: str
    state: StageState
    detail: str = ""
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Requirement:
    """A stage as it counts: `met` decides, `sentence` explains, `stops` says for what."""

    code: str
    title: str
    state: StageState
    met: bool
    sentence: str
    missing: tuple[str, ...]
    stops: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one act may go ahead; `open` holds the codes of the requirements in its way."""

    act: str
    permitted: bool
    open: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Gate:
    """All requirements in order and a verdict for each act asked about."""

    requirements: tuple[Requirement, ...]
    verdicts: tuple[Verdict, ...]

    def verdict(self, act: str) -> Verdict:
        """The verdict for one act. Raises BadInput when it was not asked about."""
        for found in self.verdicts:
            if found.act == act:
                return found
        raise BadInput("no verdict was asked for on this act.", field="act", value=act)


def parse_stage(data: Data) -> Stage:
    """A stage from its library item. Raises BadInput when it stops no act or an unknown one."""
    stage = Stage(
        code=text(data, "code"),
        order=whole(data, "order"),
        title=text(data, "title"),
        requirement=text(data, "requirement"),
        done=text(data, "done"),
        open=text(data, "open"),
        stops=texts(data, "stops"),
        answered_by=text(data, "answered_by"),
        may_be_not_required=truth(data, "may_be_not_required"),
        required_from_class=text(data, "required_from_class") if "required_from_class" in data else "",
        sources=sources(data),
    )
    if not stage.stops or set(stage.stops) - set(ACTS):
        raise BadInput("a stage stops at least one known act.", field=stage.code, value=", ".join(stage.stops))
    return stage


def evaluate_gate(
    stages: Sequence[Stage], stage_facts: Iterable[StageFact], acts: Sequence[str] = ACTS, cls: str | None = None
) -> Gate:
    """Say for each act whether it is permitted and what is in its way.

    Args:
        stages: the stages in force.
        stage_facts: what is known; reported twice, the worse report counts.
        acts: the acts asked about.
        cls: risk class of the deployment; None while there is none, which excuses from nothing; prohibited stops
            every act.

    Raises:
        BadInput: an act, a stage or a class that does not exist, or no stage at all. An act no stage
            knows would otherwise be stopped by nothing.
    """
    if not stages:
        raise BadInput("no stages are loaded.", field="gate", means="Nothing is permitted.")
    if strange := [act for act in acts if act not in ACTS]:
        raise BadInput("no such act.", field="act", value=strange[0], means="Nothing is permitted.")
    if cls is not None and cls not in CLASSES:
        raise BadInput("no such class.", field="class", value=cls, means="Nothing is permitted.")
    known = {stage.code for stage in stages}
    reports: dict[str, list[StageFact]] = {}
    for fact in stage_facts:
        if fact.code not in known:
            raise BadInput("no such stage.", field="gate", value=fact.code, means="Nothing is permitted.")
        reports.setdefault(fact.code, []).append(fact)
    ordered = sorted(stages, key=lambda stage: stage.order)
    requirements = tuple(_requirement(stage, reports.get(stage.code, []), cls) for stage in ordered)
    return Gate(requirements, tuple(_verdict(act, requirements, cls) for act in acts))


def _requirement(stage: Stage, reports: Sequence[StageFact], cls: str | None) -> Requirement:
    counted = [(fact, _met(stage, fact, cls)) for fact in reports]
    if not counted:
        counted = [(StageFact(stage.code, StageState.UNKNOWN), False)]
    # One report that is not met outweighs any number that are.
    fact, met = min(counted, key=lambda pair: pair[1])
    if fact.state is StageState.CLEARED:
        sentence = stage.done
    elif met:
        sentence = f"Not required: {fact.detail}"
    elif fact.state is StageState.NOT_REQUIRED:
        sentence = f"{stage.open} It was recorded as not required, which is not possible here."
    else:
        sentence = f"{stage.open} {fact.detail}".strip()
    return Requirement(stage.code, stage.title, fact.state, met, sentence, fact.missing, stage.stops)


def _met(stage: Stage, fact: StageFact, cls: str | None) -> bool:
    if fact.state is StageState.CLEARED:
        # Cleared with something missing is a contradiction, and a contradiction clears nothing.
        return not fact.missing
    if fact.state is not StageState.NOT_REQUIRED or not stage.may_be_not_required or not fact.detail.strip():
        return False
    if not stage.required_from_class:
        return True
    return cls is not None and CLASSES.index(cls) < CLASSES.index(stage.required_from_class)


def _verdict(act: str, requirements: Sequence[Requirement], cls: str | None) -> Verdict:
    left = tuple(r.code for r in requirements if act in r.stops and not r.met)
    word = _ACT_WORDS[act]
    if cls == "prohibited":
        # A hard stop: no requirement that is met, and no decision, opens it; only new facts change the class.
        return Verdict(act, False, left, f"{word} not permitted: the deployment is prohibited.")
    if not left:
        return Verdict(act, True, (), f"{word} permitted: every requirement is met.")
    count = f"{len(left)} requirement{'s' if len(left) > 1 else ''} open"
    return Verdict(act, False, left, f"{word} not permitted: {count}.")
