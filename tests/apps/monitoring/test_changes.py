"""Proposed changes: entered by anybody who reads files, taken up, made or declined; two persons for the method."""

from __future__ import annotations

from datetime import timedelta

import pytest

from duecare.adapters import clock
from duecare.apps.audit.queries import prove
from duecare.apps.monitoring import actions, queries
from duecare.apps.monitoring.models import ProposedChange
from duecare.apps.monitoring.queries import ChangeQuery
from duecare.apps.risk import queries as risk
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied
from duecare.kernel.ids import new_id
from tests.conftest import person

from .changing import ANALYST, OFFICER, SECURITY, change, owner, taken_up, wanted

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_change_of_the_clauses_goes_from_one_person_to_done() -> None:
    row = taken_up()
    with pytest.raises(BadInput):
        actions.finish_change(by=ANALYST, change_id=row, note=" ")
    actions.finish_change(by=ANALYST, change_id=row, note="Clause 9 of the master agreement")
    told = queries.proposed_change(row)
    assert (told.state, told.draft_id, told.owner) == ("done", None, "Cora Counsel")
    with pytest.raises(Conflict):
        actions.decline_change(by=OFFICER, change_id=row, reason="Late")
    assert prove().sound


def test_against_the_method_a_draft_is_begun_and_a_second_person_says_that_it_was_made() -> None:
    row = wanted(against="method")
    with pytest.raises(Denied):
        actions.take_up_change(by=SECURITY, change_id=row)  # who may not write a method
    assert queries.proposed_change(row).state == "proposed"
    draft = actions.take_up_change(by=ANALYST, change_id=row)
    assert draft is not None and risk.draft(draft).row.base_urn == risk.method_in_force(clock.today()).urn
    with pytest.raises(Conflict):
        actions.take_up_change(by=OFFICER, change_id=row)
    with pytest.raises(Denied, match="second person"):
        actions.finish_change(by=ANALYST, change_id=row, note="Version 3")
    actions.finish_change(by=OFFICER, change_id=row, note="Version 3")
    assert queries.proposed_change(row).state == "done"


def test_a_change_that_is_declined_says_why_and_one_that_was_not_taken_up_is_not_done() -> None:
    row = wanted()
    with pytest.raises(Conflict):
        actions.finish_change(by=ANALYST, change_id=row, note="Done")
    with pytest.raises(BadInput):
        actions.decline_change(by=ANALYST, change_id=row, reason="")
    actions.decline_change(by=ANALYST, change_id=row, reason="The law forbids it")
    assert queries.proposed_change(row).note == "The law forbids it"


@pytest.mark.parametrize(
    ("field", "value"),
    [("against", "sales"), ("title", " "), ("title", "x" * 121), ("text", ""), ("due_on", -1)],
)
def test_what_says_too_little_is_refused_with_its_field(field: str, value: object) -> None:
    wrong = clock.today() + timedelta(days=value) if isinstance(value, int) else value
    with pytest.raises(BadInput) as told:
        wanted(**{field: wrong})
    assert told.value.field == field and not ProposedChange.objects.exists()


def test_it_has_an_owner_who_reads_it_and_sales_proposes_none() -> None:
    with pytest.raises(BadInput) as told:
        actions.propose_change(by=OFFICER, given=change(), owner_id=new_id())
    assert told.value.field == "owner_id"
    with pytest.raises(Denied):
        actions.propose_change(by=person(Role.SALES, name="sam seller"), given=change(), owner_id=owner())


def test_what_is_open_comes_first_by_its_day_and_what_is_late_is_counted() -> None:
    late = wanted(title="Late", due_on=clock.today())
    soon = wanted(title="Soon", due_on=clock.today() + timedelta(days=1))
    gone = wanted(title="Gone", due_on=clock.today())
    actions.decline_change(by=ANALYST, change_id=gone, reason="No")
    with clock.at(clock.now() + timedelta(days=1)):
        found = queries.proposed_changes(ChangeQuery())
        assert [row.id for row in found.rows] == [late, soon, gone]
        assert (found.open, found.overdue, found.rows[0].overdue, found.rows[2].overdue) == (2, 1, True, False)
        assert queries.proposed_changes(ChangeQuery(q="soon", state="proposed", against="clauses")).total == 1
