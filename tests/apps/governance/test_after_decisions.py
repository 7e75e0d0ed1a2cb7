"""What comes after a decision and beside it: reopening, new facts, dissent, who reads it, two at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, connections, transaction

from duecare.adapters import clock
from duecare.apps.audit.queries import prove
from duecare.apps.governance import actions, queries
from duecare.apps.governance.models import Decision
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, DuecareError, NotFound

from .people import (
    MOMENT,
    Body,
    known,
    officer,
    opened,
    paper,
    seller,
    state,
    vote,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]


def test_prohibited_is_never_approved_not_even_by_sql(body: Body) -> None:
    file = paper("prohibited")
    decision = opened(body, file)
    for member in body.all():
        vote(decision, member, "for", file.sha256)
    assert actions.close_decision(by=officer(), decision_id=decision, seen_votes=4) == "rejected"
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.filter(id=decision).update(state="approved")


def test_a_changed_file_reopens_and_says_what_changed(body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    for member in body.all():
        vote(decision, member, "for", file.sha256)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
    assert not queries.to_reopen(file.subject_id, file.sha256)
    newer = paper(subject=file.subject_id, version=2)
    assert queries.to_reopen(file.subject_id, newer.sha256)
    with pytest.raises(Conflict, match="stands"):
        actions.open_decision(by=officer(), paper=newer)
    with pytest.raises(BadInput, match="what changed"):
        actions.reopen(by=SYSTEM, subject_id=file.subject_id, new_sha256=newer.sha256, changed=("  ",))
    actions.reopen(by=SYSTEM, subject_id=file.subject_id, new_sha256=newer.sha256, changed=("Seats rose from 5 to 9.",))
    page = queries.decision(officer(), decision)
    assert (page.state, page.changed) == ("reopened", ("Seats rose from 5 to 9.",))
    assert queries.decision_in_force(file.subject_id, file.sha256) is None
    with pytest.raises(Conflict):
        actions.reopen(by=SYSTEM, subject_id=file.subject_id, new_sha256=newer.sha256, changed=("again",))
    again = actions.open_decision(by=officer(), paper=newer)
    assert queries.decision(officer(), again).previous == (decision, page.reference)


def test_a_refusal_comes_back_with_new_facts_only(body: Body) -> None:
    asks = seller()
    file = paper()
    decision = opened(body, file)
    for member in body.all():
        vote(decision, member, "against", file.sha256)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
    newer = paper(subject=file.subject_id, version=2)
    with pytest.raises(Conflict, match="very file"):
        actions.open_decision(by=officer(), paper=file)
    with pytest.raises(Conflict, match="reconsideration"):
        actions.open_decision(by=officer(), paper=newer)
    with pytest.raises(BadInput, match="new fact"):
        actions.request_reconsideration(by=asks, decision_id=decision, new_facts=(" ",))
    with pytest.raises(NotFound):
        actions.request_reconsideration(
            by=seller("another seller"), decision_id=decision, new_facts=("A judge now signs.",)
        )
    request = actions.request_reconsideration(by=asks, decision_id=decision, new_facts=("A judge now signs.",))
    with pytest.raises(Conflict, match="waiting"):
        actions.request_reconsideration(by=asks, decision_id=decision, new_facts=("Another.",))
    actions.answer_reconsideration(by=officer(), request_id=request, admit=True, reason="The law of May changed.")
    with pytest.raises(Conflict, match="very file"):
        actions.open_decision(by=officer(), paper=file)
    assert actions.open_decision(by=officer(), paper=newer)
    (line,) = queries.rejected()
    assert (line.countries, line.risk_class, str(line.value_eur)) == (("THA",), "elevated", "100000.00")


def test_nobody_answers_their_own_request_for_reconsideration(body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    for member in body.all():
        vote(decision, member, "against", file.sha256)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=4)
    request = actions.request_reconsideration(by=officer(), decision_id=decision, new_facts=("A judge now signs.",))
    with pytest.raises(Denied, match="does not answer"):
        actions.answer_reconsideration(by=officer(), request_id=request, admit=True, reason="yes")


def test_sales_reads_the_outcome_of_their_own_and_no_vote(body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    with pytest.raises(NotFound):
        queries.decision(seller(), decision)
    with pytest.raises(NotFound):
        queries.own_request(seller("another seller"), decision)
    own = queries.own_request(seller(), decision)
    assert own.state == "open" and not hasattr(own, "votes")
    assert [row.id for row in queries.decisions(seller())] == [decision]
    assert queries.decisions(seller("another seller")) == ()
    with pytest.raises(Denied):
        vote(decision, seller(), "for", file.sha256)


def test_my_missing_votes_come_first(body: Body) -> None:
    first, second = paper(), paper()
    waiting, done = opened(body, first), opened(body, second)
    vote(done, body.chair, "for", second.sha256)
    assert [row.id for row in queries.decisions(body.chair)] == [waiting, done]
    assert queries.waiting_for(body.chair) == 1
    assert queries.waiting_for(body.first) == 2
    assert queries.waiting_for(officer()) == 0
    actions.recuse(by=body.first, decision_id=waiting, reason="A cousin works there.")
    assert queries.waiting_for(body.first) == 1
    assert queries.count(officer(), text="o-2026") == 2 and queries.count(officer(), text="harbour nothing") == 0


def test_a_late_dissent_is_kept_and_a_too_late_one_refused(body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    for member in body.all()[:3]:
        vote(decision, member, "for", file.sha256)
    actions.close_decision(by=officer(), decision_id=decision, seen_votes=3)
    with pytest.raises(Denied, match="voted"):
        actions.write_dissent(by=body.second, decision_id=decision, text="I was ill.")
    with clock.at(MOMENT + timedelta(days=14)):
        actions.write_dissent(by=body.first, decision_id=decision, text="I was wrong.")
    with pytest.raises(Conflict, match="on record"):
        actions.write_dissent(by=body.first, decision_id=decision, text="And more.")
    with clock.at(MOMENT + timedelta(days=15)), pytest.raises(Conflict, match="passed"):
        actions.write_dissent(by=body.chair, decision_id=decision, text="Too late.")


def test_withdrawn_needs_a_reason_and_frees_the_subject(body: Body) -> None:
    file = paper()
    decision = opened(body, file)
    with pytest.raises(Conflict, match="being decided"):
        actions.open_decision(by=officer(), paper=paper(subject=file.subject_id, version=2))
    with pytest.raises(Denied, match="reason"):
        actions.withdraw(by=officer(), decision_id=decision, reason=" ")
    actions.withdraw(by=officer(), decision_id=decision, reason="The customer left.")
    assert state(decision) == "withdrawn"
    assert actions.open_decision(by=officer(), paper=paper(subject=file.subject_id, version=2))


def test_references_run_by_year(body: Body) -> None:
    assert queries.decision(officer(), actions.open_decision(by=officer(), paper=paper())).reference == "D-2026-001"
    assert queries.decision(officer(), actions.open_decision(by=officer(), paper=paper())).reference == "D-2026-002"
    with clock.at(MOMENT + timedelta(days=60)):
        later = actions.open_decision(by=officer(), paper=paper())
        assert queries.decision(officer(), later).reference == "D-2027-001"


@pytest.mark.parametrize("role", [Role.SALES, Role.ANALYST, Role.AUDITOR, Role.ADMINISTRATOR, Role.PRODUCT_SECURITY])
def test_other_roles_open_vote_and_close_nothing(body: Body, role: Role) -> None:
    file = paper()
    decision = opened(body, file)
    other = known(role, name=f"only {role}")
    attempts: tuple[Callable[[], object], ...] = (
        lambda: actions.open_decision(by=other, paper=paper()),
        lambda: vote(decision, other, "for", file.sha256),
        lambda: actions.close_decision(by=other, decision_id=decision, seen_votes=0),
        lambda: actions.withdraw(by=other, decision_id=decision, reason="no"),
    )
    for attempt in attempts:
        with pytest.raises(Denied):
            attempt()


def both_at_once(*attempts: Callable[[], object]) -> list[object]:
    """Run each in its own thread and connection; results or errors, in the order given."""
    barrier = threading.Barrier(len(attempts))
    results: list[object] = [None for _ in attempts]

    def run(place: int, attempt: Callable[[], object]) -> None:
        try:
            with clock.at(MOMENT):
                barrier.wait(10)
                results[place] = attempt()
        except Exception as fault:
            results[place] = fault
        finally:
            connections["default"].close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(attempts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return results


@pytest.fixture
def threaded() -> Iterator[None]:
    """Threads need a database that two connections can share; SQLite's in-memory one answers "locked" at once."""
    if connection.vendor == "sqlite" and "memory" in str(connection.settings_dict["NAME"]):
        pytest.skip("SQLite in memory is not shared between threads; runs on PostgreSQL and on a file")
    yield


def test_two_people_close_at_once_and_one_is_told(body: Body, threaded: None) -> None:
    file = paper()
    decision = opened(body, file)
    for member in body.all():
        vote(decision, member, "for", file.sha256)
    closer, chair = officer(), body.chair
    results = both_at_once(
        lambda: actions.close_decision(by=closer, decision_id=decision, seen_votes=4),
        lambda: actions.close_decision(by=chair, decision_id=decision, seen_votes=4),
    )
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "str"]
    assert len(queries.records(decision)) == 1 and prove().sound


def test_a_vote_and_its_double_at_once_count_once(body: Body, threaded: None) -> None:
    file = paper()
    decision = opened(body, file)
    results = both_at_once(
        lambda: vote(decision, body.chair, "for", file.sha256),
        lambda: vote(decision, body.chair, "against", file.sha256),
    )
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "UUID"]
    assert queries.decision(officer(), decision).total_votes == 1


def test_two_papers_on_one_thing_at_once_open_one_decision(body: Body, threaded: None) -> None:
    subject = uuid4()
    by, other = officer(), officer("officer two")
    one, two = paper(subject=subject), paper(subject=subject, version=2)
    results = both_at_once(
        lambda: actions.open_decision(by=by, paper=one), lambda: actions.open_decision(by=other, paper=two)
    )
    assert sorted(type(one).__name__ for one in results) == ["Conflict", "UUID"]
    assert isinstance(next(one for one in results if not isinstance(one, UUID)), DuecareError)
