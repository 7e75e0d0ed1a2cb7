"""What a page may ask the key agent about an investigation, and the rows it gets; see `intake/rules/desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from duecare.apps.intake.rules.desk import Member
from duecare.apps.intake.rules.desk_inbox import Line


@dataclass(frozen=True, slots=True)
class Investigating:
    """The investigation of a case."""

    reference: str


@dataclass(frozen=True, slots=True)
class Given:
    """A field of an act, or the answer to a criterion with its note."""

    name: str
    value: str = field(repr=False)
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DoAct:
    """Write an act. `seen`: entries of the investigation that the writer had before them."""

    reference: str
    seen: int
    act: str
    fields: tuple[Given, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class HoldRubric:
    """Hold the report against the rubric."""

    reference: str
    seen: int
    rubric: str
    answers: tuple[Given, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class MoveOn:
    """To another stage."""

    reference: str
    seen: int
    to: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Speak:
    """`says` of `records.Says` to what `of` marks."""

    reference: str
    of: str
    says: str
    reason: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class FetchPack:
    """The evidence pack that the act `mark` asks for. Behind the answer come its bytes."""

    reference: str
    mark: str


QUESTIONS = {one.__name__: one for one in (Investigating, DoAct, HoldRubric, MoveOn, Speak, FetchPack)}


@dataclass(frozen=True, slots=True)
class VoiceRow:
    """One voice."""

    day: date
    by: str
    says: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Row:
    """An act, rubric or move.

    Attributes:
        code: of the act; "rubric", or "move".
        fields: as they were written; of a rubric its answers with their notes and what each gave, of a move its stage
            and reason.
        outcome: of a rubric, or the stage a move leads to.
        state: of `state.State`.
        can: what this person may say of it now.
    """

    mark: str
    code: str
    day: date
    by: str
    fields: tuple[Given, ...] = field(repr=False)
    outcome: str
    persons: str
    state: str
    since: date | None
    voices: tuple[VoiceRow, ...]
    can: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """A stage that may follow. `lacks`: codes of what is missing; `mine`: whether this person may set out for it."""

    to: str
    persons: str
    lacks: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Due:
    """What is owed, by when, and about which act ("" for none)."""

    what: str
    on: date
    mark: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on the team or in the case committee ("committee"), and until when."""

    who: str
    part: str


@dataclass(frozen=True, slots=True)
class Investigation:
    """All of it, and what a page of it says of the case: a page asks once.

    Attributes:
        line: of the case, as the list calls it; `number`: what it is called aloud before the committee.
        seen: entries of the investigation.
        rows: oldest first.
        acts: codes of what can be done at this stage.
        rubric: version that is answered today.
        workers: who can be named; `named`: they and whoever is named in the rows or wrote them, as far as they are in
            the case or could be.
        files: how many files members added.
        faults: entries that break a rule, or are none.
    """

    line: Line
    number: str
    seen: int
    today: date
    stage: str
    since: date | None
    rows: tuple[Row, ...]
    ways: tuple[Way, ...]
    owed: tuple[Due, ...]
    people: tuple[Person, ...]
    acts: tuple[str, ...]
    rubric: str
    workers: tuple[Member, ...]
    named: tuple[Member, ...]
    files: int
    faults: int
