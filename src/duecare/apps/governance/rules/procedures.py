"""Meeting, written procedure, urgent procedure, and one officer alone: when each may close.

A closing day is a whole day of the company's own calendar: a vote given before midnight there
counts, wherever the voter or the server is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from duecare.kernel.errors import BadInput, Conflict

from .authority import Level, Matrix
from .quorum import Bench

MEETING, WRITTEN, URGENT, SINGLE = "meeting", "written", "urgent", "single"
PROCEDURES = (MEETING, WRITTEN, URGENT, SINGLE)
URGENT_DECIDERS = 2


def closing_moment(day: date, zone: tzinfo) -> datetime:
    """The first moment after `day` has ended in `zone`; voting is open before it, closed from it on."""
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=zone)


def check_procedure(
    procedure: str, level: Level, matrix: Matrix, *, opened_on: date, closes_on: date | None, urgency: str
) -> None:
    """Refuse a procedure that the class does not allow.

    Raises:
        BadInput: unknown procedure, one the level forbids, a closing day too early or missing, no reason for haste.
    """
    if procedure not in PROCEDURES:
        raise BadInput("there is no such procedure", field="procedure", value=procedure)
    if procedure == SINGLE and level.decides != "compliance_officer":
        raise BadInput(
            "at this class and value a compliance officer does not decide alone",
            field="procedure",
            value=procedure,
            todo="Put it before the committee.",
        )
    if procedure == WRITTEN:
        if not level.written:
            raise BadInput("this class is decided in a meeting", field="procedure", value=procedure)
        earliest = opened_on + timedelta(days=matrix.written_days)
        if closes_on is None or closes_on < earliest:
            raise BadInput(
                f"a written procedure stays open until {earliest.isoformat()} at least",
                field="closes_on",
                value=closes_on,
            )
    if procedure == URGENT and not level.urgent:
        raise BadInput("haste is no reason at this class", field="procedure", value=procedure)
    if procedure == URGENT and not urgency.strip():
        raise BadInput("say why it cannot wait for the next meeting", field="urgency")


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision stands when somebody wants to vote or close.

    Attributes:
        procedure: one of `PROCEDURES`.
        now: this moment.
        closes_at: first moment after the closing day, or None.
        held_on: day of the meeting on whose agenda it is, or None.
        today: today in the company's time zone.
        votes: votes cast by those who may vote.
    """

    procedure: str
    now: datetime
    closes_at: datetime | None
    held_on: date | None
    today: date
    votes: int


def check_voting_open(standing: Standing) -> None:
    """Refuse a vote after the closing day.

    Raises:
        Conflict: the closing day has ended.
    """
    if standing.procedure == WRITTEN and standing.closes_at is not None and standing.now >= standing.closes_at:
        raise Conflict(
            "The written procedure has closed.",
            "Your vote was not counted.",
            "Ask the chair for a meeting if you need one.",
        )


def check_closable(standing: Standing, bench: Bench) -> None:
    """Refuse to close too early.

    Raises:
        Conflict: with what is missing.
    """
    if standing.procedure == WRITTEN:
        everybody = standing.votes >= len(bench.may_vote)
        ended = standing.closes_at is not None and standing.now >= standing.closes_at
        if not everybody and not ended:
            raise Conflict(
                "The written procedure is still open and not everybody has voted.",
                "Nothing was changed.",
                "Wait for the closing day, or for the remaining votes.",
            )
    if standing.procedure == URGENT and standing.votes < URGENT_DECIDERS:
        raise Conflict(
            "An urgent decision takes the votes of two persons.", "Nothing was changed.", "Wait for the second."
        )
    if standing.procedure == MEETING:
        if standing.held_on is None:
            raise Conflict(
                "This is on no meeting's agenda.",
                "Nothing was changed.",
                "Put it on the agenda, or use the written procedure.",
            )
        if standing.today < standing.held_on:
            raise Conflict(
                f"The meeting is on {standing.held_on.isoformat()}.",
                "Nothing was changed.",
                "Close it in or after the meeting.",
            )


def ratify_by(decided_on: date, days: int, zone: tzinfo) -> datetime:
    """First moment at which an urgent decision that nobody ratified has lapsed."""
    return closing_moment(decided_on + timedelta(days=days), zone)
