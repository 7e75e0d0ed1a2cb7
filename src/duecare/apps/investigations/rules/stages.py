"""The stages of an investigation as one table: who may move it, with how many persons, what must be there, by when.

Buttons, clocks, the page of documentation and the tests are made from `MOVES` and `CLOCKS`; nothing else says what may
follow what. After the UNGP effectiveness criteria (31), ISO/TS 37008 and row 95 of the product's features.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from duecare.apps.intake.rules.clocks import CHECK_INS, PROGRESS, TRIAGE, months_after


class Stage(StrEnum):
    """Where an investigation stands, for those in the case. The reporter's page has words of its own."""

    OPENED = "opened"
    """Conflicts of interest are checked before anybody else opens it."""
    REVIEW = "preliminary-review"
    """Two persons hold it against the published admissibility rubric."""
    INFORMATION = "information"
    """Information is asked for."""
    PLANNING = "planning"
    INVESTIGATION = "investigation"
    FINDINGS = "findings"
    DECISION = "decision"
    REMEDY = "remedy"
    CONCLUDED = "concluded"
    MONITORING = "monitoring"
    CLOSED = "closed"
    NOT_ADMITTED = "not-admitted"
    REOPENED = "reopened"
    """Another person looks at it again."""


class Persons(StrEnum):
    """How many persons something takes, and which."""

    ONE = "one"
    TWO = "two"
    """Another person agrees; until then it is proposed and has no effect."""
    APART = "apart"
    """Another person agrees who is not on the team: the approver is not the investigator."""
    OUTSIDE = "outside"
    """One person who is not on the team."""
    RATIFIED = "ratified"
    """In force at once; lapses unless another person agrees by the end of the next day."""
    RECEIVER = "receiver"
    """The person to whom it is handed agrees."""
    COMMITTEE = "committee"
    """More than half of the case committee agrees."""


class Need(StrEnum):
    """What must be there before a move; `needs.lacking` says what of it is not."""

    CHECKED = "checked"
    """Conflicts of interest were checked and somebody was found to have none."""
    RUBRIC_ADMITS = "rubric-admits"
    RUBRIC_ASKS = "rubric-asks"
    RUBRIC_DECLINES = "rubric-declines"
    OUTREACH = "outreach"
    """An attempt to reach whoever reported was recorded after the last rubric."""
    OUTREACH_WAITED = "outreach-waited"
    """... and fourteen days went by since."""
    TEAM = "team"
    """A lead and a deputy who are two persons."""
    PLAN = "plan"
    """A plan that stands, with at least one hypothesis."""
    ALLEGATION = "allegation"
    LOGS = "logs"
    """Every log request was answered, refused, or its deadline passed and that was recorded."""
    SUSPENDED = "suspended"
    """Where logs were refused or not given, a suspension is in force."""
    HEARD = "heard"
    """Somebody was given the right of reply and used it, let it pass or waived it; or its absence has a reason."""
    FOUND = "found"
    """A finding for every allegation."""
    SCOPE = "scope"
    """A scope statement, former customers included."""
    SANCTIONED = "sanctioned"
    """The committee decided on the sanction, be it none."""
    NOTIFICATION = "notification"
    """Whether affected people are told was decided with a harm test."""
    AUTHORITIES = "authorities"
    """Whether an authority is told was decided."""
    REMEDIED = "remedied"
    """Every remedy was delivered and verified; and where harm was found, there is one."""
    NO_HARM_FOUND = "no-harm-found"
    """No allegation was substantiated, wholly or in part."""
    LESSONS = "lessons"
    MEASURES_ENDED = "measures-ended"
    """No interim measure is in force."""


@dataclass(frozen=True, slots=True)
class Move:
    """One row of the table. A reason is always written; those with more than one person take effect when they agree."""

    source: Stage
    to: Stage
    persons: Persons
    needs: tuple[Need, ...] = ()


_AGAIN = (Stage.CONCLUDED, Stage.MONITORING, Stage.CLOSED, Stage.NOT_ADMITTED)
MOVES: tuple[Move, ...] = (
    Move(Stage.OPENED, Stage.REVIEW, Persons.ONE, (Need.CHECKED,)),
    Move(Stage.REVIEW, Stage.PLANNING, Persons.ONE, (Need.RUBRIC_ADMITS,)),
    Move(Stage.REVIEW, Stage.INFORMATION, Persons.ONE, (Need.RUBRIC_ASKS, Need.OUTREACH)),
    Move(Stage.REVIEW, Stage.NOT_ADMITTED, Persons.TWO, (Need.RUBRIC_DECLINES,)),
    Move(Stage.INFORMATION, Stage.REVIEW, Persons.ONE),
    Move(Stage.INFORMATION, Stage.NOT_ADMITTED, Persons.TWO, (Need.RUBRIC_ASKS, Need.OUTREACH_WAITED)),
    Move(Stage.PLANNING, Stage.INVESTIGATION, Persons.ONE, (Need.TEAM, Need.PLAN, Need.ALLEGATION)),
    Move(Stage.INVESTIGATION, Stage.PLANNING, Persons.ONE),
    Move(Stage.INVESTIGATION, Stage.FINDINGS, Persons.ONE, (Need.LOGS, Need.SUSPENDED, Need.HEARD)),
    Move(Stage.FINDINGS, Stage.INVESTIGATION, Persons.ONE),
    Move(Stage.FINDINGS, Stage.DECISION, Persons.APART, (Need.FOUND, Need.SCOPE)),
    Move(Stage.DECISION, Stage.INVESTIGATION, Persons.COMMITTEE),
    Move(Stage.DECISION, Stage.REMEDY, Persons.ONE, (Need.SANCTIONED, Need.NOTIFICATION, Need.AUTHORITIES)),
    Move(
        Stage.DECISION, Stage.CONCLUDED, Persons.APART,
        (Need.SANCTIONED, Need.NOTIFICATION, Need.AUTHORITIES, Need.NO_HARM_FOUND, Need.LESSONS, Need.MEASURES_ENDED),
    ),
    Move(Stage.REMEDY, Stage.CONCLUDED, Persons.APART, (Need.REMEDIED, Need.LESSONS, Need.MEASURES_ENDED)),
    Move(Stage.CONCLUDED, Stage.MONITORING, Persons.ONE),
    Move(Stage.MONITORING, Stage.CLOSED, Persons.TWO),
    *(Move(one, Stage.REOPENED, Persons.OUTSIDE) for one in _AGAIN),
    Move(Stage.REOPENED, Stage.REVIEW, Persons.ONE),
    Move(Stage.REOPENED, Stage.PLANNING, Persons.TWO),
    Move(Stage.REOPENED, Stage.CLOSED, Persons.APART),
)  # fmt: skip
"""Every way on. What is not here does not happen."""

OVER = frozenset({Stage.CLOSED, Stage.NOT_ADMITTED})


class Since(StrEnum):
    """What a stage's clock counts from."""

    RECEIVED = "received"
    """The day of the report; once a case was opened again, the day of the stage."""
    ENTERED = "entered"
    """The day on which the stage began."""
    ATTEMPT = "attempt"
    """The last attempt to reach whoever reported."""
    STEP = "step"
    """The last entry in the investigation, whoever wrote it."""
    PLAN = "plan"
    """The day until which the plan that stands is made."""


@dataclass(frozen=True, slots=True)
class Clock:
    """What a stage owes, so many calendar days or months after what it counts from; nothing pauses it."""

    owed: str
    since: Since
    days: int = 0
    months: int = 0

    def until(self, begins: date) -> date:
        """The last day; where a month has no such day, its last."""
        return months_after(begins + timedelta(days=self.days), self.months)


ANSWER = 14
"""Days an answer to an attempt to reach whoever reported is waited for."""
_STEP = Clock("step", Since.STEP, PROGRESS)
CLOCKS: Mapping[Stage, tuple[Clock, ...]] = {
    Stage.OPENED: (Clock("triage", Since.RECEIVED, TRIAGE),),
    Stage.REVIEW: (Clock("triage", Since.RECEIVED, TRIAGE),),
    Stage.INFORMATION: (Clock("outreach", Since.ATTEMPT, ANSWER),),
    Stage.PLANNING: (_STEP,),
    Stage.INVESTIGATION: (_STEP, Clock("plan-ends", Since.PLAN)),
    Stage.FINDINGS: (_STEP, Clock("plan-ends", Since.PLAN)),
    Stage.DECISION: (_STEP,),
    Stage.REMEDY: (_STEP,),
    Stage.CONCLUDED: (Clock("monitoring-begins", Since.ENTERED, PROGRESS),),
    Stage.MONITORING: (Clock("monitoring-ends", Since.ENTERED, months=CHECK_INS[-1]),),
    Stage.REOPENED: (Clock("looked-at-again", Since.ENTERED, TRIAGE),),
    **dict.fromkeys(OVER, ()),
}
"""The clock of every stage; none once it is over. What single acts owe (a deadline, a review) is in `clocks.py`."""


def move(source: Stage, to: Stage) -> Move | None:
    """The row, or None: it does not follow."""
    return next((one for one in MOVES if one.source is source and one.to is to), None)
