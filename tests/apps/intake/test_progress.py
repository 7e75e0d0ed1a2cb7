"""Where a report stands is read from signed entries, and said alike to its reporter and to staff."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries.opening import read
from duecare.apps.intake.rules import reports
from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.giving import Given, given
from duecare.apps.intake.rules.progress import Progress, progress
from duecare.apps.intake.rules.reports import About, Message, Report, Stage, Step
from duecare.kernel.canonical import JSON, canonical

from .casework import R, back, opened, submitted, told
from .memory import KEEP, Memory, code, site

REPORTER, STAFF = bytes([1]) * 32, bytes([2]) * 32
DAY = date(2026, 3, 1)


def entry(kind: Kind, body: JSON, after: int = 0, by: bytes = STAFF) -> Entry:
    return Entry(kind, by, DAY + timedelta(days=after), FIRST, body)


def stands(*more: Entry) -> Progress:
    return progress([entry(Kind.REPORT, told().plain(), by=REPORTER), *more], REPORTER)


def message(about: About, after: int, by: bytes = STAFF) -> Entry:
    return entry(Kind.MESSAGE, Message(about, "…").plain(), after, by)


def test_what_is_sealed_is_read_back_and_nothing_else_is() -> None:
    whole = Report("internal/2", "ar", {"what": "ماذا"}, reports.SpeaksFor.GROUP, True, reports.Door.ORAL)
    assert reports.report(whole.plain()) == whole
    said = Message(About.FEEDBACK, "Done.", "fr", None, DAY)
    assert reports.message(said.plain()) == said
    assert reports.step(Step(Stage.TRIAGE, "two of us").plain()) == Step(Stage.TRIAGE, "two of us")
    canonical(whole.plain())
    for bad in ({}, [], "text", {**told().plain(), "more": 1}, {**told().plain(), "danger": "no"}):  # type: ignore[dict-item]
        with pytest.raises(ValueError):
            reports.report(bad)
    for rating in (0, 6, True, 1.5):
        with pytest.raises(ValueError):
            reports.message({**said.plain(), "rating": rating})  # type: ignore[dict-item]


def test_the_clock_runs_from_the_acknowledgement_or_from_the_end_of_seven_days() -> None:
    assert stands().next_word == DAY + timedelta(days=7)
    answered = stands(message(About.ACKNOWLEDGEMENT, 3))
    assert answered.acknowledged == DAY + timedelta(days=3) and answered.due.feedback == date(2026, 6, 4)
    assert answered.next_word == DAY + timedelta(days=33), "a note on progress comes before the feedback"
    late = stands(message(About.ACKNOWLEDGEMENT, 80))
    assert late.next_word == late.due.feedback == date(2026, 6, 8)
    ended = stands(entry(Kind.DECISION, Step(Stage.CONCLUDED, "remedied").plain(), 20))
    assert ended.next_word is None and ended.ended == DAY + timedelta(days=20) and ended.reason == "remedied"
    again = stands(
        entry(Kind.DECISION, Step(Stage.CONCLUDED).plain(), 20), entry(Kind.DECISION, Step(Stage.REVIEW).plain(), 30)
    )
    assert again.ended is None and again.stage is Stage.REVIEW


def test_whose_word_it_is_tells_the_signature_and_not_the_word() -> None:
    found = stands(
        message(About.ACKNOWLEDGEMENT, 1, by=REPORTER), message(About.APPEAL, 2), message(About.WITHDRAWAL, 3),
        entry(Kind.DECISION, Step(Stage.CONCLUDED).plain(), 4, by=REPORTER),
    )  # fmt: skip
    assert found.acknowledged is found.appealed is found.withdrawn is found.ended is None
    assert found.stage is Stage.RECEIVED and found.unread == 1 and len(found.said) == 5
    mine = stands(message(About.APPEAL, 2, by=REPORTER), message(About.WITHDRAWAL, 3, by=REPORTER))
    assert mine.appealed == DAY + timedelta(days=2) and mine.withdrawn == DAY + timedelta(days=3)


def test_where_somebody_is_in_danger_a_decision_is_due_within_three_days_until_it_is_triaged() -> None:
    def of(danger: bool, *more: Entry) -> Progress:
        report = Report("external/1", "en", {"what": "…"}, danger=danger)
        return progress([entry(Kind.REPORT, report.plain(), by=REPORTER), *more], REPORTER)

    def stage(which: Stage) -> Entry:
        return entry(Kind.DECISION, Step(which).plain(), 1)

    assert of(True).interim_by == of(True, stage(Stage.CHECKED)).interim_by == DAY + timedelta(days=3)
    assert of(False).interim_by is None
    assert of(True, stage(Stage.TRIAGE)).interim_by is of(True, stage(Stage.WITHDRAWN)).interim_by is None


def test_what_nobody_can_read_is_counted() -> None:
    assert stands(entry(Kind.MESSAGE, "loose words"), entry(Kind.NOTE, "a note")).unread == 2
    with pytest.raises(ValueError, match="no report"):
        progress([message(About.WORD, 0)], REPORTER)
    with pytest.raises(ValueError, match="no report"):
        progress([entry(Kind.REPORT, told().plain(), by=STAFF)], REPORTER)


def test_a_file_is_given_by_staff_alone_and_stands_with_the_word_it_came_with() -> None:
    what = Given("minutes.pdf", 9, True, bytes(32), bytes([3]) * 32)
    assert given(what.plain()) == what
    for bad in ({}, {**what.plain(), "more": 1}, {**what.plain(), "key": "00"}, {**what.plain(), "size": -1}):  # type: ignore[dict-item]
        with pytest.raises(ValueError):
            given(bad)
    found = stands(message(About.WORD, 1), entry(Kind.FILE, what.plain(), 1), message(About.WORD, 2))
    (one,) = found.given
    assert (one.day, one.author, one.with_word, one.what) == (DAY + timedelta(days=1), STAFF, 2, what)
    assert not found.files and not found.unread and len(found.said) == 3
    forged = stands(entry(Kind.FILE, what.plain(), 1, by=REPORTER))
    assert not forged.given and forged.unread == 1


def test_reporter_and_staff_see_the_same() -> None:
    store = Memory()
    submitted(store)
    (officer,) = opened(store, "intake one")
    word = Message(About.ACKNOWLEDGEMENT, "We have it.").plain()
    write(by=officer, site=site(store), compartment=R, kind=Kind.MESSAGE, body=word, keep_until=KEEP)
    mine = back(store)
    assert mine is not None
    who = code("r").keys.fingerprint
    both = [
        progress((one for _, one in read(site(store), case, R).entries), who)
        for case in (mine, *opened(store, "intake one"))
    ]
    assert both[0] == both[1] and both[0].acknowledged is not None
