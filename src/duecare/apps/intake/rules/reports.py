"""What a reporter tells and what is said afterwards: bodies of entries in the report compartment.

The words of a case are closed vocabularies, so that pages say them in the reader's language; texts are kept as written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON

from .reading import day, flag, mapping, text

REPORT = "duecare/report/1"
MESSAGE = "duecare/message/1"
STAGE = "duecare/stage/1"


class SpeaksFor(StrEnum):
    """Whom a report is for; representatives and groups report like anybody (UNGP 31(b); Directive 2024/1760 art. 14)"""

    SELF = "self"
    GROUP = "group"
    SOMEBODY = "somebody"


class Door(StrEnum):
    """How a report came in (Directive 2019/1937 art. 9(2)): whatever was told has minutes to be checked. The last four
    are no report: a case that the company opens itself, to which nobody comes back."""

    PAGES = "pages"
    ORAL = "oral"
    IN_PERSON = "in-person"
    PAPER = "paper"
    PUBLIC_REPORT = "public-report"
    LETTER = "letter"
    AUDIT = "audit"
    DETECTION = "detection"
    """A gap in a log, more uses than licensed, a certificate or a support ticket that does not fit."""


OWN = frozenset({Door.PUBLIC_REPORT, Door.LETTER, Door.AUDIT, Door.DETECTION})
"""Cases without a reporter: there is nobody to acknowledge, to tell or to protect from retaliation."""


@dataclass(frozen=True, slots=True)
class Report:
    """The first entry.

    Attributes:
        questions: name and version of the set of questions, "external/1".
        language: of the pages it was written on, BCP 47.
        answers: id of the question → what was written; without those left empty. `without` is no question: whom the
            reporter left out, a line each, the person's number in the key log in hex and how they were called.
        danger: whether somebody is said to be in danger: interim measures are decided within 24 to 72 hours.
    """

    questions: str
    language: str
    answers: Mapping[str, str] = field(repr=False)
    speaks_for: SpeaksFor = SpeaksFor.SELF
    danger: bool = False
    door: Door = Door.PAGES

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "answers": dict(self.answers), "danger": self.danger, "door": self.door.value, "format": REPORT,
            "language": self.language, "questions": self.questions, "speaks_for": self.speaks_for.value,
        }  # fmt: skip


class About(StrEnum):
    """What a message is."""

    WORD = "word"
    ACKNOWLEDGEMENT = "acknowledgement"
    QUESTION = "question"
    PROGRESS = "progress"
    FEEDBACK = "feedback"
    WITHDRAWAL = "withdrawal"
    SATISFACTION = "satisfaction"
    DETRIMENT = "detriment"
    """Something is done to the reporter because of the report (art. 19)."""
    CHECK_IN = "check-in"
    """Staff ask whether anything was done to them: at close and one, three, six and twelve months later."""
    APPEAL = "appeal"
    MINUTES = "minutes"
    """Of what was told orally (art. 18(4)); the reporter checks, corrects and signs them."""
    AGREED = "agreed"
    """The reporter's signature under the minutes, by their own key."""
    IDENTITY = "identity"
    """Of the reporter: they said or changed who they are, in the identity compartment. Of staff: it was read, and why
    (art. 16(3))."""


BY_REPORTER = frozenset({
    About.WORD, About.WITHDRAWAL, About.SATISFACTION, About.APPEAL, About.AGREED, About.IDENTITY, About.DETRIMENT,
})  # fmt: skip
BY_STAFF = frozenset({
    About.WORD, About.ACKNOWLEDGEMENT, About.QUESTION, About.PROGRESS, About.FEEDBACK, About.MINUTES,
    About.IDENTITY, About.CHECK_IN,
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """What one side says to the other.

    Attributes:
        rating: 1 to 5 of a satisfaction, None for everything else.
        next: day of the next word, where the feedback is not the last (art. 9(1)(f)).
    """

    about: About
    text: str = field(repr=False)
    language: str = "en"
    rating: int | None = None
    next: date | None = None

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "about": self.about.value, "format": MESSAGE, "language": self.language,
            "next": self.next.isoformat() if self.next else None, "rating": self.rating, "text": self.text,
        }  # fmt: skip


class Stage(StrEnum):
    """Where a report stands, as its reporter sees it."""

    RECEIVED = "received"
    CHECKED = "checked"
    """Intake officers found handlers without a conflict of interest."""
    TRIAGE = "triage"
    INVESTIGATION = "investigation"
    CONCLUDED = "concluded"
    NOT_PURSUED = "not-pursued"
    WITHDRAWN = "withdrawn"
    REVIEW = "review"
    """Another person looks at it again."""


ENDED = frozenset({Stage.CONCLUDED, Stage.NOT_PURSUED, Stage.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Step:
    """Staff set where the report stands; the reason is read by the reporter as well."""

    stage: Stage
    reason: str = field(default="", repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": STAGE, "reason": self.reason, "stage": self.stage.value}


def report(body: JSON) -> Report:
    """The report again. Raises ValueError: this is none."""
    told = _parts(body, REPORT, "answers", "danger", "door", "language", "questions", "speaks_for")
    answers = {key: text(value) for key, value in mapping(told["answers"]).items()}
    return Report(
        text(told["questions"]), text(told["language"]), answers, SpeaksFor(text(told["speaks_for"])),
        flag(told["danger"]), Door(text(told["door"])),
    )  # fmt: skip


def message(body: JSON) -> Message:
    """The message again. Raises ValueError: this is none."""
    told = _parts(body, MESSAGE, "about", "language", "next", "rating", "text")
    rating = told["rating"]
    if rating is not None and (not isinstance(rating, int) or isinstance(rating, bool) or not 1 <= rating <= 5):
        raise ValueError("a rating goes from 1 to 5")
    return Message(
        About(text(told["about"])), text(told["text"]), text(told["language"]), rating,
        None if told["next"] is None else day(told["next"]),
    )  # fmt: skip


def step(body: JSON) -> Step:
    """The step again. Raises ValueError: this is none."""
    told = _parts(body, STAGE, "reason", "stage")
    return Step(Stage(text(told["stage"])), text(told["reason"]))


def _parts(body: JSON, kind: str, *names: str) -> Mapping[str, JSON]:
    told = mapping(body)
    if set(told) != {*names, "format"} or told["format"] != kind:
        raise ValueError(f"no {kind}")
    return told
