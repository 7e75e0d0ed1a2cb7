"""A class that rests on a place where something happened is queued at once, and settled as for figures."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from duecare.adapters import clock
from duecare.apps.assessments import actions, queries
from duecare.apps.audit.queries import entries, prove
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.risk import actions as risk
from duecare.entrypoints.worker.loop import carry_out
from duecare.kernel.errors import Conflict
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, DAY, OFFICER

from . import filled, outdated

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


def happened(country: str = "THA", days: int = 1) -> UUID:
    """A coup some days ago, and the worker after it."""
    made = risk.record_event(
        by=ANALYST, country=country, kind="coup", happened_on=DAY - timedelta(days=days), words="The army took over.",
        source="A paper",
    )  # fmt: skip
    carry_out()
    return made


def withdrawn(event: UUID) -> None:
    risk.withdraw_event(by=OFFICER, event_id=event, reason="It was a rumour.")
    carry_out()


def conflict() -> UUID:
    """An armed conflict that began long ago and goes on, and the worker after it."""
    made = risk.record_event(
        by=ANALYST, country="THA", kind="armed_conflict", happened_on=DAY - timedelta(days=9_000), words="War.",
        source="A paper",
    )  # fmt: skip
    carry_out()
    return made


def ended(event: UUID, days: int) -> None:
    risk.end_event(by=OFFICER, event_id=event, ended_on=DAY - timedelta(days=days), source="The gazette")
    carry_out()


def waiting() -> tuple[queries.ReassessmentRow, ...]:
    return queries.reassessments(OFFICER)


def test_an_event_queues_every_class_of_the_place_at_once_and_is_named_as_the_reason() -> None:
    thai = deals.filed()
    outdated.confirmed(thai)
    outdated.confirmed(filled.filed_in("NOR"))
    made = happened()
    (row,) = waiting()
    assert (row.opportunity_id, row.kind, row.replaced) == (thai, "event", ())
    (named,) = row.events
    assert (named.id, named.place, named.kind, named.change) == (str(made), "THA", "coup", "recorded")
    assert named.happened_on == DAY - timedelta(days=1) and row.moved == 0 and not row.band_changed
    said = next(one for one in entries() if one.act == "class.queue_reassessment")
    assert "recorded: coup, THA, 2026-11-22" in str(said.facts["after"]) and prove().sound
    assert [one.why for one in mitigation.queue(ANALYST) if one.kind == "reassess"] == ["something_happened_there"]
    assert actions.queue_reassessments() == 0, "twice is as good as once"


def test_a_class_made_after_the_event_is_not_queued_again() -> None:
    made = deals.filed()
    outdated.confirmed(made)
    happened()
    (row,) = waiting()
    new = outdated.confirmed(made)
    assert queries.reassessment(OFFICER, row.id).state == "classified" and waiting() == ()
    assert new.figures_sha256 == row.figures_sha256 and actions.queue_reassessments() == 0


def test_a_class_proposed_before_and_confirmed_after_is_queued_again() -> None:
    made = deals.filed()
    one = queries.deal(made).deployments[0].id
    proposed = actions.propose_class(by=outdated.FIRST, deployment_id=one, reasons="Facts of the day")
    happened()
    now = queries.class_of(one, DAY)
    assert now is not None
    actions.confirm_class(
        by=outdated.SECOND, classification_id=proposed, seen_sha256=now.facts_sha256, reasons="Agreed"
    )
    assert actions.queue_reassessments() == 1 and waiting()[0].events


def test_a_reason_settles_it_until_something_else_happens() -> None:
    outdated.confirmed(deals.filed())
    happened()
    (row,) = waiting()
    actions.keep_class(
        by=OFFICER,
        reassessment_id=row.id,
        seen_sha256=row.figures_sha256,
        reason="The unit answers to a court as before",
    )
    assert waiting() == () and actions.queue_reassessments() == 0
    happened(days=3)
    (again,) = waiting()
    assert len(again.events) == 2, "everything since the class was made"


def test_withdrawing_queues_a_class_that_rests_on_the_event() -> None:
    event = happened()
    outdated.confirmed(deals.filed())
    assert actions.queue_reassessments() == 0
    withdrawn(event)
    (row,) = waiting()
    assert [(one.id, one.change) for one in row.events] == [(str(event), "withdrawn")] and row.kind == "event"


def test_what_waits_follows_an_event_that_is_withdrawn_and_can_be_settled() -> None:
    outdated.confirmed(deals.filed())
    event = happened()
    (first,) = waiting()
    withdrawn(event)
    (row,) = waiting()
    assert row.id == first.id and [(one.id, one.change) for one in row.events] == [(str(event), "withdrawn")]
    with pytest.raises(Conflict, match="after you looked"):
        actions.keep_class(by=OFFICER, reassessment_id=row.id, seen_sha256=first.figures_sha256, reason="Seen before")
    actions.keep_class(by=OFFICER, reassessment_id=row.id, seen_sha256=row.figures_sha256, reason="It was a rumour")
    assert waiting() == () and actions.queue_reassessments() == 0


def test_an_event_that_waits_stays_named_when_another_follows() -> None:
    outdated.confirmed(deals.filed())
    happened()
    happened(days=2)
    (row,) = waiting()
    assert [one.change for one in row.events] == ["recorded", "recorded"]


def test_five_years_later_it_is_told_that_the_event_is_old() -> None:
    event = happened()
    outdated.confirmed(deals.filed())
    with clock.at(clock.now() + timedelta(days=5 * 366)):
        assert actions.queue_reassessments() == 1
        assert [(one.id, one.change) for one in waiting()[0].events] == [(str(event), "older")]


def test_ending_queues_nothing_while_the_event_counts_and_once_when_it_grew_old() -> None:
    event = conflict()
    outdated.confirmed(deals.filed())
    ended(event, days=1)
    assert waiting() == () and actions.queue_reassessments() == 0, "the same events count as before"
    with clock.at(clock.now() + timedelta(days=5 * 366)):
        assert actions.queue_reassessments() == 1
        assert [(one.id, one.change) for one in waiting()[0].events] == [(str(event), "older")]


def test_an_end_of_more_than_five_years_ago_queues_what_rests_on_it_at_once() -> None:
    event = conflict()
    outdated.confirmed(deals.filed())
    ended(event, days=6 * 366)
    (row,) = waiting()
    assert [(one.id, one.change) for one in row.events] == [(str(event), "older")] and row.kind == "event"
