"""What is owed in an investigation, and by when. Calendar days; nothing pauses a clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .needs import interim, suspends
from .records import Act
from .stages import CLOCKS, OVER, Since
from .state import RATIFY, Inquiry, Standing, State

REVIEW_MEASURE = timedelta(days=30)
VERIFY = timedelta(days=30)
"""After a remedy was delivered: asking the affected person whether it is one."""


@dataclass(frozen=True, slots=True)
class Owed:
    """One thing; `mark` of the act that it is about, b"" where there is none."""

    what: str
    on: date
    mark: bytes = b""


def owed(found: Inquiry, received: date) -> tuple[Owed, ...]:
    """Everything, the earliest first.

    Args:
        received: day of the report, or on which a case without a reporter was opened.
    """
    if found.stage in OVER:
        every = [*_measures(found)]
    else:
        every = [*_measures(found), *_answers(found), *_people(found), *_remedies(found),
                 *_stage(found, received)]  # fmt: skip
    return tuple(sorted(every, key=lambda one: (one.on, one.what, one.mark)))


def _measures(found: Inquiry) -> Iterator[Owed]:
    for one in found.standing.values():
        if found.state(one) is State.UNRATIFIED:
            yield Owed("ratify", one.day + RATIFY, one.what.mark)
    reviewed: dict[bytes, date] = {}
    for one, act in found.acts("interim-review", ever=True):
        reviewed[act.bytes("of")] = one.since or one.day
    for standing, act in interim(found):
        assert isinstance(standing, Standing)
        yield Owed("review-measure", reviewed.get(act.mark, standing.day) + REVIEW_MEASURE, act.mark)
    for standing, act in found.acts("log-answer"):
        if act.fields["outcome"] in ("refused", "silent") and not suspends(found):
            yield Owed("suspend", standing.day, act.mark)


def _answers(found: Inquiry) -> Iterator[Owed]:
    for asks, answers in (("log-request", "log-answer"), ("reply", "reply-heard"), ("task", "task-done"),
                          ("lesson", "lesson-done")):  # fmt: skip
        said = {act.bytes("of") for _, act in found.acts(answers, ever=True)}
        for _, act in found.acts(asks, ever=True):
            if act.mark not in said and (until := act.day("until")):
                yield Owed(answers, until, act.mark)


def _people(found: Inquiry) -> Iterator[Owed]:
    for _, act in found.acts("team", ever=True):
        until = act.day("until")
        if until and found.team().get(found.person(act.bytes("who"))) == "adviser":
            yield Owed("adviser-ends", until, act.mark)


def _remedies(found: Inquiry) -> Iterator[Owed]:
    delivered = {act.bytes("of"): (act, act.day("on")) for _, act in found.acts("remedy-delivered", ever=True)}
    verified = {act.bytes("of") for _, act in found.acts("remedy-verified", ever=True)}
    for _, act in found.acts("remedy", ever=True):
        done: tuple[Act, date | None] | None = delivered.get(act.mark)
        if done is None and (until := act.day("until")):
            yield Owed("remedy-delivered", until, act.mark)
        elif done and done[1] and done[0].mark not in verified:
            yield Owed("remedy-verified", done[1] + VERIFY, act.mark)
    last = [act for _, act in found.acts("notification")][-1:]
    for act in last:
        if again := act.day("again"):
            yield Owed("notification", again, act.mark)


def _stage(found: Inquiry, received: date) -> Iterator[Owed]:
    """What the stage itself owes; see `stages.CLOCKS`."""
    for one in CLOCKS[found.stage]:
        begins, mark = _begins(found, received, one.since)
        if begins:
            yield Owed(one.owed, one.until(begins), mark)


def _begins(found: Inquiry, received: date, since: Since) -> tuple[date | None, bytes]:
    """The day that a clock counts from, and the mark of the act that gave it; None as long as nothing did."""
    every = [day for one in found.standing.values() for day in (one.day, *(voice.day for voice in one.voices))]
    entered = found.stage_since or received
    match since:
        case Since.RECEIVED:
            return (entered if found.began else received), b""
        case Since.ENTERED:
            return entered, b""
        case Since.STEP:
            return max(every, default=entered), b""
        case Since.ATTEMPT:
            return max((one.day for one, _ in found.acts("outreach")), default=entered), b""
    plans = [act for _, act in found.acts("plan", ever=True)]
    return (plans[-1].day("until"), plans[-1].mark) if plans else (None, b"")
