"""How likely retaliation is: the level follows from answers to the questions of the library. Entries in the work
compartment; what is not known is never low.

Directive 2019/1937 art. 19 to 22 forbid retaliation and ask for support; ISO 37002 8.3.2 asks that its risk is assessed
when a report comes in, and again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from duecare.kernel.canonical import JSON

from .progress import Progress
from .reading import mapping, text, texts, whole
from .reports import OWN, About, Message

ASSESSMENT = "duecare/assessment/1"
OPENING = 7
"""Days from receipt to the first assessment, as long as to the acknowledgement (art. 9(1)(b)): a rule of the house."""
AGAIN = 3
"""Days to answer anew once the reporter says that something is done to them, or was asked how they are."""


class Level(StrEnum):
    """How likely retaliation is, or how much one answer says of it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Reply(StrEnum):
    """An answer."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class Questions:
    """One version of the questions.

    Attributes:
        code: name and version, "protection/1".
        several: so many answers of a medium level are a high one together.
        levels: by id of the question, what each answer gives; none of them `unknown` → low.
    """

    code: str
    several: int
    levels: Mapping[str, Mapping[Reply, Level]]

    def __post_init__(self) -> None:
        if any(one[Reply.UNKNOWN] is Level.LOW for one in self.levels.values()):
            raise ValueError("what is not known is never low")


@dataclass(frozen=True, slots=True)
class Found:
    """The level and, for each question in their order, what its answer gave."""

    level: Level
    reasons: Mapping[str, Level]


def assess(questions: Questions, replies: Mapping[str, Reply]) -> Found:
    """The highest level that an answer gives; `several` medium ones are high. Not answered is not known."""
    reasons = {one: levels[replies.get(one, Reply.UNKNOWN)] for one, levels in questions.levels.items()}
    level = max(reasons.values(), key=ORDER.index, default=Level.MEDIUM)
    if level is Level.MEDIUM and list(reasons.values()).count(Level.MEDIUM) >= questions.several:
        level = Level.HIGH
    return Found(level, reasons)


@dataclass(frozen=True, slots=True)
class Assessment:
    """One assessment; the last one counts, the others stay.

    Attributes:
        questions: name and version of the set.
        replies: by id of the question, what was answered and a note.
        level: as it followed from them.
        seen: words of the conversation, the report among them, that its author had before them.
    """

    questions: str
    replies: Mapping[str, tuple[Reply, str]] = field(repr=False)
    level: Level
    seen: int

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "format": ASSESSMENT, "level": self.level.value, "questions": self.questions,
            "replies": {one: [reply.value, note] for one, (reply, note) in self.replies.items()}, "seen": self.seen,
        }  # fmt: skip


def assessment(body: Mapping[str, JSON]) -> Assessment:
    """The entry again. Raises ValueError: this is none."""
    if set(body) != {"format", "level", "questions", "replies", "seen"} or body["format"] != ASSESSMENT:
        raise ValueError("no assessment")
    replies: dict[str, tuple[Reply, str]] = {}
    for one, said in mapping(body["replies"]).items():
        reply, note = texts(said)
        replies[one] = Reply(reply), note
    return Assessment(text(body["questions"]), replies, Level(text(body["level"])), whole(body["seen"]))


def assess_by(told: Progress, last: Assessment | None) -> date | None:
    """By when retaliation is assessed (anew): within days of the report, of each check-in and of what the reporter says
    is done to them; None while nothing of these came since the last one."""
    since = told.said[last.seen :] if last else told.said
    days = [
        one.day
        for one in since
        if isinstance(one.what, Message) and one.what.about in (About.DETRIMENT, About.CHECK_IN)
    ]
    again = min(days, default=None)
    opens = last is None and told.ended is None and told.report.door not in OWN
    opening = told.received + timedelta(days=OPENING) if opens else None
    return _first(opening, again + timedelta(days=AGAIN) if again else None)


def _first(*days: date | None) -> date | None:
    found: Iterable[date] = (one for one in days if one is not None)
    return min(found, default=None)
