"""Words anywhere in a text are found as by looking at every text, whatever wrote it and whichever index was asked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations import RunPython
from hypothesis import given, settings
from hypothesis import strategies as st

from duecare.adapters import letters, searching
from duecare.adapters.searching import first, holding
from duecare.apps.parties.models import Body
from duecare.apps.parties.queries import CustomerQuery, customer_list
from duecare.apps.parties.queries.search import find_bodies
from duecare.kernel.folding import fold, words
from duecare.kernel.ids import new_id
from tests.conftest import person

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TABLE = Body._meta.db_table
ORDER = ("name", "id")
SYLLABLES = (
    "police", "poli", "unit", "Łódź", "Señal", "İzm", "ПОЛИ", "ция", "警察", "局", "서울", "أمن", "شر", "𠀀𠀁", "𠀂",
    "ß", "ﬁn", "100%", "_", "\\", '"', "'", "*", "(", "^", "-", "AND", "NEAR", "c-2026-0", "a", " ", " ",
    "\u0130", "\u00a0",
)  # fmt: skip
TEXT = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=8).map("".join).filter(fold)
ONLY_SQLITE = pytest.mark.skipif(
    "connection.vendor != 'sqlite'", reason="this test is about SQLite alone: PostgreSQL keeps its indexes itself"
)


def made(text: str) -> Body:
    name = fold(text)[:200]
    return Body(
        id=new_id(), name=name, kind="state", country="KEN", folded=name, entered_by=person().id, entered_at=NOW,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def looked_up_anew() -> Iterator[None]:
    letters._kept.cache_clear()
    yield
    letters._kept.cache_clear()


@pytest.fixture
def soon_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than three named rows are many, so that both ways are taken with few rows."""
    monkeypatch.setattr(searching, "NAMED", 3)
    monkeypatch.setattr(searching, "FEW", 4)
    monkeypatch.setattr(searching, "NEAR", 5)


def agree(q: str, limit: int) -> None:
    """Every door finds what comparing each text with each word finds, in the same order."""
    wanted = words(q)
    plain = Body.objects.order_by(*ORDER)
    for word in wanted:
        plain = plain.filter(folded__contains=word)
    whole = list(plain.values_list("id", flat=True))
    texts = dict(Body.objects.values_list("id", "folded"))
    assert set(whole) == {key for key, text in texts.items() if all(word in text for word in wanted)}, wanted
    assert [key for key, _name, _country in find_bodies(q, limit)] == whole[:limit], wanted
    found = holding(Body.objects.all(), wanted)
    assert list(found.order_by(*ORDER).values_list("id", flat=True)) == whole, wanted
    assert found.count() == len(whole), wanted
    some = Body.objects.filter(id__in=sorted(texts)[::2])
    near = Body.objects.filter(id__in=first(some, ORDER, limit, wanted=wanted)).order_by(*ORDER)
    assert list(near.values_list("id", flat=True)) == [key for key in whole if key in set(sorted(texts)[::2])][:limit]


@pytest.mark.django_db
@settings(max_examples=60)
@given(
    one_by_one=st.lists(TEXT, max_size=4), at_once=st.lists(TEXT, max_size=8), renamed=st.lists(TEXT, max_size=3),
    typed=st.lists(TEXT, max_size=2), cut=st.tuples(st.integers(0, 6), st.integers(1, 30)), limit=st.integers(1, 4),
)  # fmt: skip
def test_the_index_finds_what_a_look_at_every_text_finds(
    soon_many: None,
    one_by_one: list[str],
    at_once: list[str],
    renamed: list[str],
    typed: list[str],
    cut: tuple[int, int],
    limit: int,
) -> None:
    Body.objects.all().delete()
    for text in one_by_one:
        made(text).save()
    Body.objects.bulk_create([made(text) for text in at_once])
    there = list(Body.objects.order_by("id"))
    for row, text in zip(there, renamed, strict=False):
        row.folded = row.name = fold(text)[:200]
        row.save()
    if there[len(renamed) :]:
        there[-1].delete()
        Body.objects.filter(id__in=[row.id for row in there[:1]]).update(folded=fold("unit police"), name="unit police")
    parts = [text[cut[0] : cut[0] + cut[1]] for text in (*one_by_one, *at_once, *renamed)]
    for q in (*typed, *parts, " ".join(parts[:2]), "police", "police unit", "nothing of the kind"):
        if words(q):
            agree(q, limit)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "q", ['"', '"""', 'a"b"c', "AND OR NOT", "folded:unit", "unit*", "^unit", "(unit", "-unit", "%"]
)
def test_what_the_index_would_read_as_its_own_signs_is_searched_as_it_stands(soon_many: None, q: str) -> None:
    Body.objects.bulk_create([made(text) for text in (f"x {q} y", "unit", "a b c", "and or not unit", "folded")])
    agree(q, 3)
    assert find_bodies(q, 3)


@pytest.mark.django_db
def test_one_who_sees_none_finds_none(soon_many: None) -> None:
    made("police unit").save()
    assert list(Body.objects.filter(id__in=first(Body.objects.none(), ORDER, 3, wanted=("police",)))) == []
    nobody = Body.objects.filter(id__in=Body.objects.none().values("id"))
    assert list(Body.objects.filter(id__in=first(nobody, ORDER, 3, wanted=("police",)))) == []
    none = CustomerQuery(q="police", only=Body.objects.none().values_list("parent_id", flat=True))
    assert customer_list(none).total == 0


@ONLY_SQLITE
@pytest.mark.django_db
def test_every_table_that_is_searched_by_its_first_hits_has_an_index_that_is_kept() -> None:
    """A migration after which this fails has had its table made anew: it ends with `letter_index` of that table."""
    name = str(connection.settings_dict["NAME"])
    for table in ("parties_body", "parties_customer", "assessments_opportunity", "governance_decision"):
        assert letters._kept(name, table), table


@ONLY_SQLITE
@pytest.mark.django_db
@pytest.mark.parametrize("lost", letters.TRIGGERS)
def test_where_a_trigger_was_lost_nothing_asks_the_index(lost: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TRIGGER "{TABLE}_{lost}"')
    made("police unit").save()
    assert letters.named(TABLE, ("police",), 9) is None
    assert [name for _id, name, _country in find_bodies("police", 3)] == ["police unit"]


@ONLY_SQLITE
@pytest.mark.django_db(transaction=True)
def test_the_index_holds_after_the_rows_got_new_places_on_disk(soon_many: None) -> None:
    rows = [made(f"police {at} {'unit' if at % 3 else 'harbour'}") for at in range(30)]
    Body.objects.bulk_create(rows)
    Body.objects.filter(id__in=[row.id for row in rows[::4]]).delete()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
    rows[1].delete()
    made("police harbour").save()
    for q in ("harbour", "police 1", "unit", "police 29"):
        agree(q, 3)
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE}_letters ({TABLE}_letters) VALUES ('integrity-check')")


@pytest.mark.django_db(transaction=True)
def test_a_database_that_is_upgraded_has_its_rows_in_the_index(soon_many: None) -> None:
    call_command("migrate", "parties", "0004", verbosity=0)
    try:
        letters._kept.cache_clear()
        Body.objects.bulk_create([made(f"police {at}") for at in range(9)] + [made("Łódź harbour")])
        assert letters.named(TABLE, ("police",), 9) is None
        agree("police", 4)
    finally:
        call_command("migrate", "parties", verbosity=0)
    letters._kept.cache_clear()
    assert (letters.named(TABLE, ("police",), 9) is None) == (connection.vendor != "sqlite")
    for q in ("lodz", "police 3", "police"):
        agree(q, 4)


class Editor:
    """What a migration writes with, on a SQLite that has no such index."""

    def __init__(self) -> None:
        self.connection = type("Connection", (), {"vendor": "sqlite", "alias": "default"})()
        self.done: list[str] = []

    def execute(self, statement: str) -> None:
        if "fts5" in statement:
            raise DatabaseError("no such tokenizer: trigram")
        self.done.append(statement)


@pytest.mark.django_db
def test_where_sqlite_has_no_such_index_nothing_is_made() -> None:
    step, editor = letters.letter_index("some_table"), Editor()
    assert isinstance(step, RunPython)
    step.code(None, editor)  # type: ignore[arg-type]  # it only writes with it
    assert editor.done and all(statement.startswith("DROP") for statement in editor.done)
