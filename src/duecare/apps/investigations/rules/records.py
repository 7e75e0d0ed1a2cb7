"""Bodies of an investigation's entries, which stand in the work compartment of a case.

    act     one of `acts.ACTS`, with its fields as text
    rubric  the published admissibility rubric, answered
    move    to another stage
    voice   somebody agrees to one of these, refuses it, or takes their own back

Each names by `seen` how many entries of the investigation its author had before them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duecare.apps.intake.rules.reading import day, hexed, mapping, text, texts, whole
from duecare.apps.intake.rules.work import INQUIRY
from duecare.kernel.canonical import JSON

from .acts import ACTS, Field, Kind, Sort
from .rubric import Outcome, Reply
from .stages import Stage

ACT, RUBRIC, MOVE, VOICE = (f"{INQUIRY}{one}/1" for one in ("act", "rubric", "move", "voice"))
MARK = 16
"""Random bytes by which an entry is called; they name nothing outside the case."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something was done. `fields` holds every field of its kind; those left empty are ""."""

    mark: bytes
    code: str
    fields: Mapping[str, str] = field(repr=False)
    seen: int

    @property
    def kind(self) -> Kind:
        """The row of the table."""
        return ACTS[self.code]

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "act": self.code, "fields": dict(self.fields), "format": ACT, "mark": self.mark.hex(), "seen": self.seen,
        }  # fmt: skip

    def day(self, name: str) -> date | None:
        """A field of days; None where it was left empty."""
        return date.fromisoformat(self.fields[name]) if self.fields[name] else None

    def bytes(self, name: str) -> bytes:
        """A field that names somebody, an act or a hash."""
        return bytes.fromhex(self.fields[name])


@dataclass(frozen=True, slots=True)
class Rubric:
    """The rubric, answered; `outcome` as it followed from the answers."""

    mark: bytes
    rubric: str
    answers: Mapping[str, tuple[Reply, str]] = field(repr=False)
    outcome: Outcome
    seen: int

    def plain(self) -> JSON:
        """As it is sealed."""
        answers: dict[str, JSON] = {one: [reply.value, note] for one, (reply, note) in self.answers.items()}
        return {
            "answers": answers, "format": RUBRIC, "mark": self.mark.hex(), "outcome": self.outcome.value,
            "rubric": self.rubric, "seen": self.seen,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Moved:
    """On to another stage, with the reason."""

    mark: bytes
    to: Stage
    reason: str = field(repr=False)
    seen: int

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "format": MOVE, "mark": self.mark.hex(), "reason": self.reason, "seen": self.seen, "to": self.to.value,
        }  # fmt: skip


class Says(StrEnum):
    """What a second person says."""

    AGREE = "agree"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    """By whoever proposed it."""


@dataclass(frozen=True, slots=True)
class Voice:
    """What somebody says of an act, a rubric or a move."""

    of: bytes
    says: Says
    reason: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": VOICE, "of": self.of.hex(), "reason": self.reason, "says": self.says.value}


What = Act | Rubric | Moved | Voice


def what(body: JSON) -> What:
    """The entry again. Raises ValueError: this is none."""
    told = mapping(body)
    form = told.get("format")
    if form == ACT and set(told) == {"act", "fields", "format", "mark", "seen"}:
        return _act(told)
    if form == RUBRIC and set(told) == {"answers", "format", "mark", "outcome", "rubric", "seen"}:
        answers: dict[str, tuple[Reply, str]] = {}
        for one, said in mapping(told["answers"]).items():
            reply, note = texts(said)
            answers[one] = Reply(reply), note
        outcome, mark = Outcome(text(told["outcome"])), hexed(told["mark"], MARK)
        return Rubric(mark, text(told["rubric"]), answers, outcome, whole(told["seen"]))
    if form == MOVE and set(told) == {"format", "mark", "reason", "seen", "to"}:
        mark, to = hexed(told["mark"], MARK), Stage(text(told["to"]))
        return Moved(mark, to, text(told["reason"]), whole(told["seen"]))
    if form == VOICE and set(told) == {"format", "of", "reason", "says"}:
        return Voice(hexed(told["of"], MARK), Says(text(told["says"])), text(told["reason"]))
    raise ValueError("neither act, rubric, move nor voice")


def _act(told: Mapping[str, JSON]) -> Act:
    code = text(told["act"])
    if code not in ACTS:
        raise ValueError("no act of the table")
    fields = {name: text(value) for name, value in mapping(told["fields"]).items()}
    before = {one.name for one in ACTS[code].fields if one.later} - set(fields)
    if wrong := wrong_field(ACTS[code], fields, before):
        raise ValueError(f"{wrong} is not what it should be")
    fields |= dict.fromkeys(before, "")
    return Act(hexed(told["mark"], MARK), code, fields, whole(told["seen"]))


def wrong_field(kind: Kind, fields: Mapping[str, str], before: Collection[str] = ()) -> str:
    """Name of a field that is missing, besides, or not of its sort; "" when all are right.

    Args:
        before: fields that the act did not have yet when this was written.
    """
    known = [one for one in kind.fields if one.name not in before]
    if strange := set(fields) ^ {one.name for one in known}:
        return min(strange)
    return next((one.name for one in known if not _right(one, fields[one.name])), "")


def _right(one: Field, value: str) -> bool:
    if not value.strip():
        return not one.required and not value
    match one.sort:
        case Sort.DAY:
            return _holds(lambda: day(value))
        case Sort.WHO | Sort.HASH:
            return _holds(lambda: hexed(value, 32))
        case Sort.ACT:
            return _holds(lambda: hexed(value, MARK))
        case Sort.ONE_OF:
            return value in one.options
        case Sort.FILE:
            return value.isascii() and value.isdecimal() and str(int(value)) == value and value != "0"
    return True


def _holds(made: object) -> bool:
    assert callable(made)
    try:
        made()
    except ValueError:
        return False
    return True
