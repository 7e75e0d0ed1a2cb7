"""What a page may ask the key agent about the protection file of a case, and the rows it gets; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .desk import Member
from .desk_case import Remark


@dataclass(frozen=True, slots=True)
class Protecting:
    """The protection file of a case."""

    reference: str


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to one question: "yes", "no" or "unknown", with a note."""

    question: str
    reply: str
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class AssessRisk:
    """Answer the questions. `seen`: words of the conversation that the writer had before them."""

    reference: str
    seen: int
    questions: str
    replies: tuple[Said, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PlanMeasure:
    """Plan a measure; `owner` and `reviewer` are fingerprints."""

    reference: str
    owner: str
    reviewer: str
    due: date
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SetMeasure:
    """Say how far a measure is; `state` of `measures.State`."""

    reference: str
    mark: str
    state: str
    text: str = field(repr=False)


QUESTIONS = {one.__name__: one for one in (Protecting, AssessRisk, PlanMeasure, SetMeasure)}


@dataclass(frozen=True, slots=True)
class Reason:
    """One answer of an assessment, and the level it gave; "" where this version of the questions is not known."""

    question: str
    reply: str
    level: str
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Assessed:
    """One assessment. `fits`: its level follows from its answers; True where the version is not known."""

    day: date
    by: str
    questions: str
    level: str
    reasons: tuple[Reason, ...]
    fits: bool


@dataclass(frozen=True, slots=True)
class MeasureStep:
    """What somebody said of a measure."""

    day: date
    by: str
    state: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure. `due`: by when it is done, or reviewed once it is. `can`: states that this person may set."""

    mark: str
    day: date
    by: str
    owner: str
    reviewer: str
    planned: date
    due: date | None
    state: str
    text: str = field(repr=False)
    steps: tuple[MeasureStep, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProtectionFile:
    """All of it.

    Attributes:
        questions: version that is answered today.
        assess_by: by when; None when nothing came since the last one.
        past: newest first; the first one counts.
        done: what was done to the reporter, and entries of older cases, newest first.
        workers: who can own or review a measure.
    """

    seen: int
    today: date
    questions: str
    assess_by: date | None
    past: tuple[Assessed, ...]
    measures: tuple[MeasureRow, ...]
    done: tuple[Remark, ...]
    workers: tuple[Member, ...]
