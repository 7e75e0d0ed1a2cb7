"""Classes whose figures were replaced are queued with before and after, until somebody looks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.adapters import clock
from duecare.apps.assessments import actions, queries, tasks
from duecare.apps.assessments.models import Classification, Reassessment
from duecare.apps.audit.actions import catch_up
from duecare.apps.audit.queries import entries, prove
from duecare.apps.mitigation import queries as mitigation
from duecare.apps.risk import actions as risk
from duecare.apps.risk import queries as figures
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, COUNSEL, DAY, OFFICER, SALES
from tests.apps.risk.made_editions import rsf
from tests.conftest import person

from . import filled, outdated

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

WORSE = {("THA", 2025): 3.0}


def rated() -> None:
    """Press freedom of 2024, and the method of the nine that is in force by itself."""
    risk.import_edition(by=SYSTEM, data=rsf(2024), file_name="2024.csv")


def accept(data: bytes, hours: int = 1) -> None:
    """Through the door that people use, some hours later."""
    with clock.at(clock.now() + timedelta(hours=hours)):
        made = risk.propose_edition(by=ANALYST, data=data, file_name="2025.csv")
        risk.accept_edition(by=OFFICER, proposal_id=made, seen=figures.seen_token())


def run() -> int:
    """What the worker does."""
    return tasks.queue_reassessments.call()


def waiting() -> tuple[queries.ReassessmentRow, ...]:
    return queries.reassessments(OFFICER)


def test_nothing_is_queued_while_the_figures_stay() -> None:
    rated()
    outdated.confirmed(deals.filed())
    assert run() == 0 and waiting() == ()


def test_an_accepted_edition_queues_those_it_concerns_with_before_and_after_and_nobody_else() -> None:
    rated()
    thai, norse = deals.filed(), filled.filed_in("NOR")
    held = outdated.confirmed(thai)
    outdated.confirmed(norse)
    before = figures.scores_in_force(DAY).of("THA")
    accept(rsf(2025, changes=WORSE))
    after = figures.scores_in_force(DAY).of("THA")
    assert before is not None and after is not None
    assert run() == 2 and run() == 0, "twice is as good as once"
    assert [row.opportunity_id for row in waiting()] == [thai, norse], "the farther move first"
    found = {row.opportunity_id: row for row in waiting()}
    row = found[thai]
    (place,) = row.places
    assert (place.place, row.cls, row.classification_id) == ("THA", held.cls, held.id)
    assert place.before == pytest.approx(before.score, abs=1e-5) and place.after == pytest.approx(after.score, abs=1e-5)
    assert (place.treated_before, place.treated_after) == (before.treated_as, after.treated_as)
    assert row.editions == ("World Press Freedom Index 2025 edition",)
    assert [(one.series, one.year_before, one.year_after, one.after) for one in row.replaced] == [
        ("rsf:score", 2024, 2025, 3.0)
    ]
    said = entries()[0]
    catch_up()
    assert said.act == "class.queue_reassessment" and "THA" in str(said.facts["before"]) and prove().sound
    kinds = {item.kind for item in mitigation.queue(ANALYST)}
    assert "reassess" in kinds and "reassess" not in {item.kind for item in mitigation.queue(COUNSEL)}
    assert mitigation.counts(ANALYST).queue >= 1


def test_a_new_class_answers_what_waits() -> None:
    rated()
    made = deals.filed()
    outdated.confirmed(made)
    accept(rsf(2025, changes=WORSE))
    run()
    (row,) = waiting()
    new = outdated.confirmed(made)
    settled = queries.reassessment(OFFICER, row.id)
    assert (settled.state, settled.settled_by) == ("classified", outdated.SECOND.id) and waiting() == ()
    assert new.figures_sha256 == row.figures_sha256 and run() == 0


def test_a_reason_takes_it_from_the_queue_once_and_for_these_figures_only() -> None:
    rated()
    made = deals.filed()
    held = outdated.confirmed(made)
    accept(rsf(2025, changes=WORSE))
    run()
    (row,) = waiting()
    said = {"reassessment_id": row.id, "seen_sha256": row.figures_sha256}
    with pytest.raises(BadInput, match="why"):
        actions.keep_class(by=OFFICER, reason=" ", **said)
    with pytest.raises(Denied):
        actions.keep_class(by=COUNSEL, reason="x", **said)
    with pytest.raises(Conflict, match="after you looked"):
        actions.keep_class(by=OFFICER, reason="x", **{**said, "seen_sha256": "1" * 64})
    actions.keep_class(by=OFFICER, reason="Provisional and high before and after", **said)
    assert waiting() == () and run() == 0, "looked at: it does not come back by itself"
    with pytest.raises(Conflict, match="settled"):
        actions.keep_class(by=OFFICER, reason="again", **said)
    assert queries.class_of(held.deployment_id, DAY).stale, "a reason renews no class"  # type: ignore[union-attr]  # it has one
    accept(rsf(2025, changes={("THA", 2025): 20}), hours=2)
    assert run() == 1 and len(waiting()) == 1, "other figures ask anew"


def test_a_reason_does_not_replace_a_class_that_would_be_another_one() -> None:
    rated()
    made = deals.filed()
    held = outdated.confirmed(made)
    Classification.objects.filter(id=held.id).update(cls="low", known_cls="low")
    accept(rsf(2025, changes=WORSE))
    run()
    (row,) = waiting()
    with pytest.raises(Conflict, match="instead of low"):
        actions.keep_class(by=OFFICER, reassessment_id=row.id, seen_sha256=row.figures_sha256, reason="Trust me")
    assert Reassessment.objects.get().state == "open"


def test_whoever_requests_the_deal_says_nothing_of_its_class() -> None:
    made = outdated.queued(deals.filed(OFFICER))
    row = queries.reassessment(ANALYST, made)
    with pytest.raises(Denied, match="requests"):
        actions.keep_class(by=OFFICER, reassessment_id=made, seen_sha256=row.figures_sha256, reason="Fine")


def test_figures_that_change_again_while_it_waits_move_the_row_and_make_no_second_one() -> None:
    rated()
    outdated.confirmed(deals.filed())
    accept(rsf(2025, changes=WORSE))
    run()
    (first,) = waiting()
    accept(rsf(2025, changes={("THA", 2025): 20}), hours=2)
    assert run() == 1
    (second,) = waiting()
    assert second.id == first.id and second.figures_sha256 != first.figures_sha256
    assert second.places[0].before == first.places[0].before and len(second.editions) == 2


def test_another_method_queues_every_class_and_says_that_it_is_the_method() -> None:
    rated()
    outdated.confirmed(deals.filed())
    proposed = risk.propose_method(by=OFFICER, urn=figures.method("open-2026").urn, since=DAY)
    risk.confirm_method(by=person(Role.COMPLIANCE_OFFICER, name="second officer"), proposal_id=proposed)
    assert run() == 1
    (row,) = waiting()
    assert (figures.short_name(row.method_before), figures.short_name(row.method_after)) == ("nine-2026", "open-2026")


def test_what_is_over_is_not_waited_for_and_others_see_only_their_own() -> None:
    made = deals.filed()
    queued = outdated.queued(made)
    assert queries.reassessment(SALES, queued).id == queued
    with pytest.raises(NotFound):
        queries.reassessment(deals.OTHER_SALES, queued)
    actions.withdraw_opportunity(by=SALES, opportunity_id=made, reason="Lost to nobody")
    assert waiting() == () and not queries.to_reassess(OFFICER).exists()


def test_a_class_made_before_figures_were_recorded_is_queued_and_says_that_it_does_not_know() -> None:
    rated()
    held = outdated.confirmed(deals.filed())
    Classification.objects.filter(id=held.id).update(figures={}, figures_sha256="")
    assert run() == 1
    (row,) = waiting()
    assert not row.recorded and row.replaced == () and row.places[0].before is not None


def test_affected_names_customers_in_the_places_asked_for() -> None:
    rated()
    made = deals.filed()
    outdated.confirmed(made)
    found = queries.affected(["THA", "PER"])
    (one,) = found.rows
    assert (one.opportunity_id, one.places) == (made, ("THA",)) and one.client
    assert found.total == 1 and queries.affected(["NOR"]).total == 0
