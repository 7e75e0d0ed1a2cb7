"""Events in countries: recorded with a source, ended with another, withdrawn with a reason; no score moves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from duecare.adapters import clock
from duecare.apps.audit.actions import catch_up, take_jobs
from duecare.apps.audit.queries import entries, prove
from duecare.apps.risk import actions, queries
from duecare.apps.risk.models import CountryEvent
from duecare.apps.risk.rules.events import KINDS, LASTING, EventMoved, event_ids, events_moved, within, years_before
from duecare.apps.risk.rules.figures_used import figures_digest, figures_used
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from tests.apps.mitigation import figures
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

TODAY = date(2026, 11, 23)
ANALYST, OFFICER = person(Role.ANALYST, name="anna analyst"), person(Role.COMPLIANCE_OFFICER, name="olga officer")
LOOK_AGAIN = "duecare.apps.assessments.tasks.queue_reassessments"


def record(**other: Any) -> UUID:
    given = {
        "country": "THA",
        "kind": "coup",
        "happened_on": TODAY,
        "words": "The army took over.",
        "source": "A paper",
    }
    return actions.record_event(by=ANALYST, **{**given, **other})


def test_an_event_is_kept_with_its_source_and_promises_a_new_look_in_the_same_breath() -> None:
    made = record(words=" The army took over. ")
    row = queries.event(made)
    assert (row.country, row.kind, row.happened_on, row.ended_on) == ("THA", "coup", TODAY, None)
    assert (row.words, row.source, row.recorded_by, row.counts) == ("The army took over.", "A paper", ANALYST.id, True)
    assert [job for job, _ in take_jobs()] == [LOOK_AGAIN]
    said = entries()[0]
    assert (said.act, said.facts["kind"]) == ("country_event.record", "coup")
    assert "army" not in str(said.facts), "what people write stands beside the chain, where it can be erased"
    catch_up()
    assert prove().sound


@pytest.mark.parametrize(
    ("other", "field", "value"),
    [
        ({"country": "QQQ"}, "country", "QQQ"),
        ({"country": ""}, "country", "''"),
        ({"kind": "weather"}, "kind", "weather"),
        ({"happened_on": TODAY + timedelta(days=1)}, "happened_on", "2026-11-24"),
        ({"ended_on": TODAY + timedelta(days=1)}, "ended_on", "2026-11-24"),
        ({"ended_on": TODAY - timedelta(days=1)}, "ended_on", "2026-11-22"),
        ({"words": " \n"}, "words", "' "),
        ({"source": ""}, "source", "''"),
        ({"source": "x" * 1001}, "source", "xxx"),
    ],
)
def test_what_cannot_be_used_is_refused_with_field_and_value(other: dict[str, Any], field: str, value: str) -> None:
    with pytest.raises(BadInput) as refused:
        record(**other)
    assert refused.value.field == field and value in str(refused.value) and not CountryEvent.objects.exists()


def test_the_same_event_stands_once_and_may_be_recorded_anew_when_it_was_withdrawn() -> None:
    made = record()
    with pytest.raises(Conflict, match="stands on record already"):
        record(words="Others say so too.")
    record(kind="emergency")
    record(happened_on=TODAY - timedelta(days=1))
    actions.withdraw_event(by=OFFICER, event_id=made, reason="It was a rumour.")
    assert record() != made and CountryEvent.objects.count() == 4


def test_a_wrong_event_is_withdrawn_with_a_reason_and_both_stay() -> None:
    made = record()
    take_jobs()
    for reason in ("", "  "):
        with pytest.raises(BadInput, match="say why it is withdrawn"):
            actions.withdraw_event(by=OFFICER, event_id=made, reason=reason)
    actions.withdraw_event(by=OFFICER, event_id=made, reason=" It was a rumour. ")
    row = queries.event(made)
    assert (row.withdrawn_by, row.withdrawn_because, row.counts) == (OFFICER.id, "It was a rumour.", False)
    assert row.words == "The army took over." and [job for job, _ in take_jobs()] == [LOOK_AGAIN]
    assert entries()[0].act == "country_event.withdraw"
    with pytest.raises(Conflict, match="withdrawn already"):
        actions.withdraw_event(by=OFFICER, event_id=made, reason="Again.")
    with pytest.raises(NotFound):
        actions.withdraw_event(by=OFFICER, event_id=new_id(), reason="Nothing there.")


def going(**other: Any) -> UUID:
    """An emergency of twenty days ago that nobody ended yet."""
    given = {"kind": "emergency", "happened_on": TODAY - timedelta(days=20), "words": "Gatherings are forbidden."}
    return record(**{**given, **other})


def end(event: UUID, day: date = TODAY, source: str = "The gazette", by: Any = OFFICER) -> None:
    actions.end_event(by=by, event_id=event, ended_on=day, source=source)


def test_what_goes_on_is_ended_with_a_day_and_a_source_and_who_said_so_stays() -> None:
    made = going()
    take_jobs()
    assert queries.event(made).goes_on
    end(made, TODAY - timedelta(days=2), source=" The gazette ")
    row = queries.event(made)
    assert (row.ended_on, row.ended_by, row.ended_source) == (TODAY - timedelta(days=2), OFFICER.id, "The gazette")
    assert (row.ended_at, row.goes_on, row.counts) == (clock.now(), False, True)
    assert (row.words, row.source, row.recorded_by) == ("Gatherings are forbidden.", "A paper", ANALYST.id)
    assert row.people == {ANALYST.id, OFFICER.id}
    assert [job for job, _ in take_jobs()] == [LOOK_AGAIN]
    said = entries()[0]
    assert (said.act, said.facts["ended_on"]) == ("country_event.end", "2026-11-21")
    assert "gazette" not in str(said.facts), "what people write stands beside the chain, where it can be erased"
    catch_up()
    assert prove().sound and len(entries()) == 2


@pytest.mark.parametrize(
    ("day", "source", "field", "value"),
    [
        (TODAY + timedelta(days=1), "The gazette", "ended_on", "2026-11-24"),
        (TODAY - timedelta(days=21), "The gazette", "ended_on", "2026-11-02"),
        (TODAY, " \n", "source", "' "),
        (TODAY, "x" * 1001, "source", "xxx"),
    ],
)
def test_an_end_that_cannot_be_used_is_refused_with_field_and_value(
    day: date, source: str, field: str, value: str
) -> None:
    made = going()
    take_jobs()
    with pytest.raises(BadInput) as refused:
        end(made, day, source)
    assert refused.value.field == field and value in str(refused.value)
    assert queries.event(made).goes_on and not take_jobs() and len(entries()) == 1


def test_an_emergency_may_end_on_the_day_it_began() -> None:
    made = going(happened_on=TODAY)
    end(made)
    assert queries.event(made).ended_on == TODAY


def test_an_end_stands_once_and_what_was_withdrawn_has_none() -> None:
    made, whole, wrong = going(), going(country="PER", ended_on=TODAY), going(country="NOR")
    end(made, TODAY - timedelta(days=2))
    actions.withdraw_event(by=OFFICER, event_id=wrong, reason="It was a rumour.")
    before = len(entries())
    for event, said in ((made, "has an end already"), (whole, "has an end already"), (wrong, "was withdrawn already")):
        with pytest.raises(Conflict, match=said):
            end(event)
    with pytest.raises(NotFound):
        end(new_id())
    assert queries.event(made).ended_on == TODAY - timedelta(days=2) and queries.event(wrong).ended_on is None
    assert queries.event(whole).ended_by is None and queries.event(whole).ended_source == ""
    assert len(entries()) == before


@pytest.mark.parametrize("kind", KINDS)
def test_only_kinds_that_go_on_can_be_ended(kind: str) -> None:
    made = going(kind=kind)
    if kind in LASTING:
        end(made)
        assert queries.event(made).ended_on == TODAY
        return
    with pytest.raises(Conflict, match="over on the day it happens"):
        end(made)
    assert queries.event(made).ended_on is None


def test_a_wrong_end_is_mended_by_withdrawing_and_recording_anew_with_both_days() -> None:
    made = going()
    end(made)
    actions.withdraw_event(by=ANALYST, event_id=made, reason="It ended a week before.")
    again = going(ended_on=TODAY - timedelta(days=7))
    old = queries.event(made)
    assert (old.ended_on, old.ended_source, old.withdrawn_by) == (TODAY, "The gazette", ANALYST.id)
    assert queries.events_counted(TODAY) == {"THA": (str(again),)}


def test_an_ended_conflict_counts_five_more_years_from_its_last_day_and_then_leaves() -> None:
    made = going(kind="armed_conflict", happened_on=date(2001, 1, 1))
    far = date(2040, 1, 1)
    assert queries.events_counted(far) == {"THA": (str(made),)}, "while nobody ends it, it counts for ever"
    end(made, date(2026, 11, 20))
    assert queries.events_counted(date(2031, 11, 20)) == {"THA": (str(made),)}
    assert queries.events_counted(date(2031, 11, 21)) == {} and queries.events_counted(far) == {}
    assert queries.recent_events(date(2027, 11, 20)) == {"THA": ("armed_conflict",)}
    assert queries.recent_events(date(2027, 11, 21)) == {}


def test_an_end_of_more_than_five_years_ago_lets_it_count_no_more_at_once() -> None:
    made = going(kind="armed_conflict", happened_on=date(2001, 1, 1))
    end(made, date(2021, 11, 22))
    assert not queries.event(made).counts and queries.events_counted(TODAY) == {}


def test_only_an_officer_or_an_analyst_records_ends_and_withdraws() -> None:
    made = going()
    for role in set(Role) - {Role.COMPLIANCE_OFFICER, Role.ANALYST}:
        with pytest.raises(Denied):
            actions.record_event(
                by=person(role), country="NOR", kind="coup", happened_on=TODAY, words="A coup.", source="A paper"
            )
        with pytest.raises(Denied):
            actions.withdraw_event(by=person(role), event_id=made, reason="No")
        with pytest.raises(Denied):
            end(made, by=person(role))
    with pytest.raises(Denied):
        end(made, by=SYSTEM)
    end(made, by=ANALYST)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ended_on": date(2000, 1, 1)},
        {"words": ""},
        {"source": ""},
        {"ended_source": "x"},
        {"ended_by": ANALYST.id, "ended_at": "2026-11-23T09:00:00Z", "ended_on": TODAY},
        {"ended_by": ANALYST.id, "ended_at": "2026-11-23T09:00:00Z", "ended_source": "x"},
        {"ended_by": ANALYST.id, "ended_source": "x", "ended_on": TODAY},
        {"withdrawn_because": "x"},
        {"withdrawn_by": ANALYST.id, "withdrawn_at": "2026-11-23T09:00:00Z"},
    ],
)
def test_the_database_itself_refuses_what_no_action_writes(wrong: dict[str, Any]) -> None:
    made = record()
    with pytest.raises(IntegrityError), transaction.atomic():
        CountryEvent.objects.filter(id=made).update(**wrong)


def test_the_database_itself_keeps_the_same_event_once() -> None:
    record()
    row = CountryEvent.objects.get()
    row.id = new_id()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_lists_are_newest_first_of_one_place_or_all_and_know_what_is_recent() -> None:
    old = record(happened_on=TODAY - timedelta(days=2000))
    new = record()
    norse = record(country="NOR", kind="other", happened_on=TODAY - timedelta(days=400))
    going = record(country="PER", kind="armed_conflict", happened_on=date(2001, 1, 1))
    assert [row.id for row in queries.events("THA")] == [new, old]
    assert [row.id for row in queries.events()] == [new, norse, old, going]
    assert [row.id for row in queries.events("THA", TODAY - timedelta(days=1))] == [old]
    assert queries.recent_events(TODAY) == {"THA": ("coup",), "PER": ("armed_conflict",)}
    assert queries.events_counted(TODAY) == {"THA": (str(new),), "NOR": (str(norse),), "PER": (str(going),)}
    actions.withdraw_event(by=OFFICER, event_id=new, reason="A rumour.")
    assert "THA" not in queries.events_counted(TODAY) and "THA" not in queries.recent_events(TODAY)


@pytest.mark.parametrize(
    ("kind", "happened", "ended", "counts"),
    [
        ("coup", date(2021, 11, 23), None, True),
        ("coup", date(2021, 11, 22), None, False),
        ("change_of_law", date(2021, 11, 22), None, False),
        ("emergency", date(2010, 1, 1), None, True),
        ("emergency", date(2010, 1, 1), date(2021, 11, 23), True),
        ("shutdown", date(2010, 1, 1), date(2021, 11, 22), False),
    ],
)
def test_an_event_counts_while_it_goes_on_and_five_years_after(
    kind: str, happened: date, ended: date | None, counts: bool
) -> None:
    assert within(5, TODAY, kind=kind, happened_on=happened, ended_on=ended) is counts


def test_years_are_counted_back_over_a_leap_day_and_never_before_the_calendar() -> None:
    assert years_before(date(2024, 2, 29), 5) == date(2019, 2, 28)
    assert years_before(date(2024, 2, 29), 4) == date(2020, 2, 29)
    assert years_before(date(3, 3, 1), 5) == date(1, 3, 1)


def test_no_score_moves_and_hashes_of_before_stay_as_they_are() -> None:
    figures.held()
    scores = queries.scores_in_force(TODAY)
    before = {"THA": figures_used(scores.table, "THA")}
    assert "events" not in before["THA"]
    record()
    after = queries.scores_in_force(TODAY)
    assert after.of("THA") == scores.of("THA")
    counted = queries.events_counted(TODAY)
    assert figures_used(after.table, "NOR", counted.get("NOR", ())).keys() == before["THA"].keys()
    now = {"THA": figures_used(after.table, "THA", counted["THA"])}
    sha256 = scores.method.sha256
    assert figures_digest(sha256, now) != figures_digest(sha256, before)
    without = {"THA": figures_used(after.table, "THA", ())}
    assert figures_digest(sha256, without) == figures_digest(sha256, before)
    assert event_ids(now) == {counted["THA"][0]: "THA"} and event_ids(before) == {}


def test_what_came_and_what_left_is_told_with_why() -> None:
    day = {key: ("coup", date(2026, 1, at)) for at, key in enumerate("abcd", start=1)}
    told = events_moved({"a": "THA", "b": "THA"}, {"b": "THA", "c": "PER"}, {"c": "PER", "d": "PER"}, day, {"d"})
    assert told == (
        EventMoved("d", "PER", "coup", date(2026, 1, 4), "withdrawn"),
        EventMoved("c", "PER", "coup", date(2026, 1, 3), "recorded"),
        EventMoved("a", "THA", "coup", date(2026, 1, 1), "older"),
    )
    assert events_moved({"x": "THA"}, {}, {}, {}, set()) == ()


def test_today_is_the_day_where_the_company_is(settings: Any) -> None:
    from dataclasses import replace
    from datetime import UTC, datetime

    settings.DUECARE = replace(settings.DUECARE, time_zone="Pacific/Auckland")
    with clock.at(datetime(2026, 11, 23, 20, 0, tzinfo=UTC)):
        record(happened_on=date(2026, 11, 24))
        assert queries.recent_events(clock.today()) == {"THA": ("coup",)} and len(queries.events("THA", TODAY)) == 1
        assert queries.recent_events(TODAY - timedelta(days=1)) == {}


def test_every_kind_can_be_recorded() -> None:
    for kind in KINDS:
        record(kind=kind)
    assert {row.kind for row in queries.events("THA")} == set(KINDS)
