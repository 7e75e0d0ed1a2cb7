"""One reading: rows as the tables give them, statements that do not grow with the files, nothing remembered."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import BinaryField
from django.test.utils import CaptureQueriesContext

from duecare.adapters.gathering import Rows, gather
from duecare.apps.assessments import actions
from duecare.apps.assessments import queries as files
from duecare.apps.mitigation import queries
from duecare.apps.mitigation.queries import papers, reading
from tests.apps.assessments import deals
from tests.apps.governance.people import found as people

from . import ready

pytestmark = pytest.mark.django_db
MOST = 6
"""The file, its bodies, governance, figures, the plan; the frozen paper only where something changed."""


@pytest.fixture
def decided(frozen: object, rated: None) -> UUID:
    """An opportunity before its committee, so that every kind of row exists."""
    made = ready.classified()
    ready.planned(made)
    ready.submitted(made, people())
    return made


def test_rows_read_together_equal_those_each_table_gives(decided: UUID) -> None:
    met = 0
    for model in apps.get_models():
        if not model.__module__.startswith("duecare."):
            continue
        names = [f.attname for f in model._meta.concrete_fields if not isinstance(f, BinaryField)]
        told = {row.pk: row for row in gather((), Rows(model))[0]}
        kept = list(model._default_manager.all()[:500])
        met += bool(kept)
        assert len(told) == model._default_manager.count(), model
        for row in kept:
            for name in names:
                one, other = getattr(told[row.pk], name), getattr(row, name)
                assert (one, type(one)) == (other, type(other)), (model, name)
    assert met > 25, "too few tables hold anything for this to show much"


def test_gate_plan_and_paper_take_the_same_few_statements_for_one_file_and_for_many(decided: UUID) -> None:
    first = files.deal(decided)
    unit, sold = first.bodies("using")[0].id, first.deployments[0].product
    assert sold is not None
    other = actions.open_opportunity(by=deals.SALES, intake=deals.intake(unit, sold.id, title="A second deal"))
    counts = []
    for ids in ((decided,), (decided, other)):
        with CaptureQueriesContext(connection) as asked:
            for one in reading.read_many(ids, files.today()).values():
                assert queries.gate_of(one).requirements
                papers.bound_of(one)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST, counts


def test_what_was_written_is_seen_by_the_next_reading(decided: UUID) -> None:
    before = queries.gate(decided)
    assert not queries.bound(decided).changed
    actions.answer_question(
        by=deals.COUNSEL, opportunity_id=decided, question="3.1", state="refused", reason="Not said", source="call"
    )  # fmt: skip
    assert queries.bound(decided).changed
    after = queries.gate(decided)
    assert [one.met for one in after.requirements] != [one.met for one in before.requirements]


def test_checks_take_the_same_few_statements_for_one_file_and_for_many(decided: UUID) -> None:
    counts = []
    for extra in (False, True):
        if extra:
            first = files.deal(decided)
            assert first.deployments[0].product is not None
            unit, sold = first.bodies("using")[0].id, first.deployments[0].product.id
            other = actions.open_opportunity(by=deals.SALES, intake=deals.intake(unit, sold, title="A second deal"))
            actions.file_opportunity(by=deals.SALES, opportunity_id=other, seen_version=1)
        with CaptureQueriesContext(connection) as asked:
            files.inconsistencies(deals.OFFICER)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= MOST, counts
