"""The first hits of a search and the page of a list: the same rows in the same order, however the database finds them.

Both ways of finding are taken here with few rows: `NEAR` is made small, so that some words are met at the beginning of
an order and others stand together at its end.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection
from django.db.migrations import RunPython

from duecare.adapters import searching, word_indexes
from duecare.apps.assessments.models import Opportunity, Responsible
from duecare.apps.assessments.queries import search
from duecare.apps.assessments.queries.deals import visible
from duecare.apps.assessments.queries.opportunities import SORTS, OpportunityQuery, opportunity_list
from duecare.apps.parties.models import Body
from duecare.apps.parties.queries.search import find_bodies
from duecare.kernel.actor import Actor
from duecare.kernel.ids import new_id
from tests.apps.assessments.deals import OFFICER, OTHER_SALES, SALES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("near")]
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COUNT = 60
WORDS = ("every", "third", "oldest", "newest", "nobody", "every third", "北区")


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(searching, "NEAR", 9)
    monkeypatch.setattr(searching, "FEW", 12)


@pytest.fixture
def deals() -> None:
    """Sixty: three have no value, many are of one class and one client, a seller has every fourth in hand."""
    rows = []
    for at in range(COUNT):
        said = ["every", *(["third", "北区"] if at % 3 == 0 else []), *(["oldest"] if at < 5 else [])]
        said += ["newest"] if at >= COUNT - 5 else []
        rows.append(
            Opportunity(
                reference=f"O-2026-{at:03}", requester_id=SALES.id, owner_id=SALES.id, title=f"Deal {at}",
                created_at=NOW + timedelta(minutes=at), client=f"Client {at % 7}", country=("KEN", "DEU")[at % 2],
                class_rank=at % 4, value_eur=Decimal(at * 37 % 50) if at % 20 else None, folded=" ".join(said),
            )
        )  # fmt: skip
    Opportunity.objects.bulk_create(rows)
    mine = (row for at, row in enumerate(rows) if at % 4 == 0)
    Responsible.objects.bulk_create(Responsible(opportunity=row, person_id=SALES.id, since=NOW) for row in mine)


@pytest.mark.parametrize("by", [OFFICER, SALES, OTHER_SALES], ids=["officer", "seller", "other-seller"])
@pytest.mark.parametrize("q", ["", *WORDS])
def test_a_page_of_a_list_holds_what_the_whole_order_holds_there(deals: None, by: Actor, q: str) -> None:
    for sort, columns in SORTS.items():
        for down in (False, True):
            order = [f"-{column}" if down else column for column in columns]
            rows = search.matching(by, q) if q else visible(by)
            whole = list(rows.order_by(*order).values_list("id", flat=True))
            asked = OpportunityQuery(q=q, sort=sort, descending=down, size=4)
            for offset in (0, 4, 12, 60):
                found = opportunity_list(by, replace(asked, offset=offset))
                assert [row.id for row in found.rows] == whole[offset : offset + 4], (sort, down, offset)
                assert found.total == len(whole)


@pytest.mark.parametrize("q", WORDS)
def test_the_newest_hits_are_the_newest_of_all(deals: None, q: str) -> None:
    for by in (OFFICER, SALES):
        whole = list(search.matching(by, q).order_by("-created_at", "id").values_list("id", flat=True))
        assert [key for key, _title, _client in search.find_opportunities(by, q, 4)] == whole[:4]


def test_names_that_stand_together_at_the_end_are_found_in_their_order() -> None:
    names = [f"Aa {at:02}" for at in range(40)] + [f"Zz {at:02}" for at in reversed(range(9))]
    Body.objects.bulk_create(
        Body(
            id=new_id(), name=name, kind="state", country="KEN", entered_by=OFFICER.id, entered_at=NOW,
            folded=f"{name.lower()} {'harbour' if name.startswith('Zz') or name.endswith('01') else ''}",
        )
        for name in names
    )  # fmt: skip
    assert [name for _key, name, _land in find_bodies("harbour", 4)] == ["Aa 01", "Zz 00", "Zz 01", "Zz 02"]
    assert [name for _key, name, _land in find_bodies("aa", 2)] == ["Aa 00", "Aa 01"]


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="this test is about PostgreSQL alone: SQLite keeps its own"
)
def test_postgresql_has_an_index_over_the_words() -> None:
    tables = {"parties_customer", "parties_body", "assessments_opportunity", "governance_decision"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_indexes WHERE indexdef LIKE %s", ["%gin_trgm_ops%"])
        assert tables <= {name for (name,) in cursor.fetchall()}


class Editor:
    """What a migration writes with, on a PostgreSQL that refuses some statements."""

    def __init__(self, refused: str) -> None:
        self.connection = type("Connection", (), {"vendor": "postgresql", "alias": "default"})()
        self.refused, self.done = refused, list[str]()

    def execute(self, statement: str) -> None:
        if self.refused and self.refused in statement:
            raise DatabaseError("permission denied to create extension")
        self.done.append(statement)


def test_where_the_extension_may_not_be_added_the_tables_are_made_without_it() -> None:
    step = word_indexes.word_index("some_words", "some_table")
    assert isinstance(step, RunPython)
    allowed, refused = Editor(""), Editor("EXTENSION")
    for editor in (allowed, refused):
        step.code(None, editor)  # type: ignore[arg-type]  # it only writes with it
    assert not refused.done
    assert [statement.split()[1] for statement in allowed.done] == ["EXTENSION", "INDEX"]
