"""The log as people read it: sentences, filters, pages, export, verification."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.forms import Select
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters import clock
from duecare.apps.audit import actions, queries
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.acts import act
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.audit.rules.sentences import segments, sentence
from duecare.entrypoints.staff.changes import changes_for
from duecare.entrypoints.staff.csv_out import cell, csv_lines
from duecare.entrypoints.staff.forms import LongSelect
from duecare.kernel.actor import Actor, Role
from duecare.kernel.ids import new_id
from tests.conftest import person
from tests.permissions.signed_in import known, sign_in

FILE_ID, CUSTOMER_ID = new_id(), new_id()
FILED = act("trial.file", "{actor} filed {subject} for {purpose} worth {value}", Role.SALES)


@action(FILED)
def file(*, by: Actor, purpose: str = "lawful_interception", about: object = FILE_ID) -> Recorded[None]:
    subject = Subject("opportunity", about, "O-2026-001", CUSTOMER_ID)  # type: ignore[arg-type]  # a UUID
    return Recorded(None, subject, {"value": 1200}, {"purpose": purpose})


MARKED = act("trial.mark", "{actor} marked {subject}", Role.SALES)


@action(MARKED)
def mark(*, by: Actor) -> Recorded[None]:
    return Recorded(None, Subject("customer", CUSTOMER_ID, "C-2026-001", CUSTOMER_ID))


def rows_on(page: object) -> list[str]:
    return [line.text for line in page.context["lines"]]  # type: ignore[attr-defined]


def read(code: str | None, **values: str) -> str:
    personal = {key: value for key, value in values.items() if key not in ("actor", "subject")}
    actor, subject = values.get("actor", "Ann"), values.get("subject", "O-1")
    parts = segments(code, code="opportunity.file", actor=actor, subject=subject, facts={}, personal=personal)
    return sentence(parts)


def test_an_unknown_act_still_reads() -> None:
    assert read(None) == "Ann did “opportunity: file” to O-1"


def test_an_erased_value_is_said_to_be_erased() -> None:
    assert read("{actor} wrote to {person}") == "Ann wrote to (erased)"


def test_braces_inside_a_value_are_not_read_again() -> None:
    assert read("{actor} wrote {note}", note="{actor} {0.__class__}") == "Ann wrote {actor} {0.__class__}"


def test_a_long_list_of_choices_is_what_django_draws() -> None:
    choices = [("", "Anybody"), ("a&b", "Ann <b>"), (7, "Seven"), ("x", "Ex")]
    for value in ("", "a&b", 7, None):
        drawn = [kind(choices=choices).render("person", value, {"id": "id_person"}) for kind in (Select, LongSelect)]
        assert drawn[0].replace("\n", "").replace("  ", "") == drawn[1], value
        assert drawn[1].count(" selected") == 1


def test_facts_are_put_into_words() -> None:
    facts = {"roles": ["counsel", "committee_member"], "licensed": False, "until": None, "count": 3}
    parts = segments("{roles} {licensed} {until} {count}", code="x", actor="", subject="", facts=facts, personal={})
    assert sentence(parts) == "counsel, committee member no none 3"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1"])
def test_no_cell_is_run_by_a_spreadsheet(text: str) -> None:
    assert cell(text).startswith("'")
    assert cell(-5) == "-5"


@given(st.text(st.sampled_from("a;,\t\n\r\" =+-@＝'")))
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_no_cell_is_run_whatever_separates_the_cells(separator: str, text: str) -> None:
    """A spreadsheet set to a country with decimal commas cuts at semicolons, and at a new line within."""
    lines = "".join(csv_lines(("a", "b"), [("start", text), (text, "end")])).removeprefix("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(lines, newline=""), delimiter=separator) for cell in row]
    assert [cell for cell in cells if cell.lstrip(" ").startswith(("=", "+", "-", "@", "＝"))] == []


@given(st.text())
def test_whatever_is_exported_reads_back_and_starts_no_formula(text: str) -> None:
    lines = "".join(csv_lines(("a", "b"), [(text, "end")])).removeprefix("\ufeff")
    if "\x00" in text:
        return
    (_, row) = list(csv.reader(io.StringIO(lines, newline="")))
    assert row[0].replace("'", "") == text.replace("'", "") and not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.django_db
def test_entries_read_as_sentences_newest_first(client: Client) -> None:
    by = known(Role.SALES, name="sal seller")
    file(by=by, purpose="lawful interception")
    file(by=by, purpose="a {actor} <b>test</b>")
    sign_in(client, Role.AUDITOR)
    page = client.get(reverse("audit_log"))
    assert rows_on(page) == [
        "Sal Seller filed O-2026-001 for a {actor} <b>test</b> worth 1200",
        "Sal Seller filed O-2026-001 for lawful interception worth 1200",
    ]
    assert b"<b>test</b>" not in page.content and b"&lt;b&gt;test" in page.content


@pytest.mark.django_db
def test_every_filter_narrows(client: Client) -> None:
    start = datetime(2026, 3, 1, 12, tzinfo=UTC)
    one, two = known(Role.SALES, name="one"), known(Role.SALES, name="two")
    other = new_id()
    for day, by, about in ((0, one, FILE_ID), (1, two, FILE_ID), (2, two, other)):
        with clock.at(start + timedelta(days=day)):
            file(by=by, about=about)
    sign_in(client, Role.AUDITOR)

    def found(**wanted: object) -> int:
        return len(rows_on(client.get(reverse("audit_log"), wanted)))

    assert found() == 3
    assert (found(act="trial.file"), found(act="role.confirm")) == (3, 0)
    assert (found(person=one.id), found(person=two.id)) == (1, 2)
    assert (found(about=other), found(customer=CUSTOMER_ID)) == (1, 3)
    assert (found(since="2026-03-02"), found(until="2026-03-02"), found(since="2026-03-02", until="2026-03-02")) == (
        2,
        2,
        1,
    )
    assert found(person=two.id, about=FILE_ID) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "bad",
    [
        {"since": "x"},
        {"since": "2026-02-02", "until": "2026-02-01"},
        {"act": "no.act"},
        {"about": "7"},
        {"before": "-1"},
    ],
)
def test_a_filter_that_makes_no_sense_is_said_to(client: Client, bad: dict[str, str]) -> None:
    sign_in(client, Role.AUDITOR)
    page = client.get(reverse("audit_log"), bad)
    assert page.status_code == 200 and page.context["form"].errors


@pytest.mark.django_db
@pytest.mark.parametrize("filters", ["act=trial.file", "act=trial.file&since=2026-03-01&until=2026-03-31"])
def test_pages_hold_every_entry_once(client: Client, filters: str) -> None:
    by, start = known(Role.SALES), datetime(2026, 3, 1, 12, tzinfo=UTC)
    for number in range(120):
        with clock.at(start + timedelta(hours=number // 7)):  # several at the same moment, across a page's end
            file(by=by)
    sign_in(client, Role.AUDITOR)
    seen: list[int] = []
    url = f"{reverse('audit_log')}?{filters}"
    while url:
        page = client.get(url)
        seen += [line.seq for line in page.context["lines"]]
        url = page.context["older"] and reverse("audit_log") + page.context["older"]
    assert seen == sorted(set(seen), reverse=True) and len(seen) == 120


@pytest.mark.django_db
def test_between_days_the_order_is_that_of_time_and_pages_still_hold_everything(client: Client) -> None:
    by, start = known(Role.SALES), datetime(2026, 3, 1, 12, tzinfo=UTC)
    for number in range(60):
        with clock.at(start + timedelta(hours=(number * 7) % 60)):  # imported history: not written in order of time
            file(by=by)
    found = queries.Filter(since=start)
    first = queries.entries(found, 50)
    rest = queries.entries(replace(found, before_seq=first[-1].seq), 50)
    times = [row.at for row in (*first, *rest)]
    assert times == sorted(times, reverse=True)
    assert sorted(row.seq for row in (*first, *rest)) == list(range(1, 61))


@pytest.mark.django_db
def test_a_page_asks_few_questions(client: Client, django_assert_max_num_queries: object) -> None:
    by = known(Role.SALES)
    for _ in range(60):
        file(by=by)
    sign_in(client, Role.AUDITOR)
    with django_assert_max_num_queries(15):  # type: ignore[operator]  # pytest-django's fixture
        client.get(reverse("audit_log"))


@pytest.mark.django_db
def test_an_administrator_reads_of_people_and_never_of_files(client: Client) -> None:
    file(by=known(Role.SALES))
    actions.record_verification(by=known(Role.AUDITOR), report=queries.prove())
    by = sign_in(client, Role.ADMINISTRATOR)
    from duecare.apps.accounts.actions import invite_person

    invite_person(by=by, name="Ian Invited", email="ian@example.test")
    assert rows_on(client.get(reverse("audit_log"))) == ["Administrator invited Ian Invited"]
    assert rows_on(client.get(reverse("audit_log"), {"about": FILE_ID})) == []
    assert rows_on(client.get(reverse("audit_log"), {"customer": CUSTOMER_ID})) == []


@pytest.mark.django_db
def test_before_an_export_its_filter_is_said_in_words_and_days_as_chosen(client: Client) -> None:
    who = sign_in(client, Role.AUDITOR)
    whole = client.get(reverse("audit_export"))
    assert whole.context["filters"] == () and "The whole log" in whole.content.decode()
    asked = {"person": str(who.id), "since": "2026-03-01", "until": "2026-03-31", "customer": str(CUSTOMER_ID)}
    rows = dict(client.get(reverse("audit_export"), asked).context["filters"])
    assert rows["From"] == "Mar 1, 2026" and rows["Until"] == "Mar 31, 2026"  # not the midnight after it
    assert str(who.id) not in rows.values() and "By whom" in rows
    assert "only the one customer" in rows["Customer"]


@pytest.mark.django_db
def test_an_entry_about_a_customer_links_to_that_customer_once(client: Client) -> None:
    sign_in(client, Role.AUDITOR)
    file(by=known(Role.SALES))
    assert client.get(reverse("audit_log")).content.decode().count("this customer") == 1
    mark(by=known(Role.SALES, name="second seller"))
    text = client.get(reverse("audit_log")).content.decode()
    assert text.count("this customer") == 2 and f"?about={CUSTOMER_ID}" not in text


@pytest.mark.django_db
def test_an_export_is_whole_safe_and_itself_on_record(client: Client) -> None:
    by = known(Role.SALES)
    for number in range(3):
        file(by=by, purpose=f"={number}")
    sign_in(client, Role.AUDITOR)
    assert client.get(reverse("audit_export")).status_code == 200
    response = client.post(reverse("audit_export"), {"act": "trial.file"})
    text = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row[0] for row in rows] == ["entry", "3", "2", "1"]
    assert rows[1][2] == "Sales filed O-2026-001 for =2 worth 1200" and rows[1][-1] == queries.entries()[1].head
    (told,) = queries.entries(queries.Filter(act="log.export"))
    assert told.facts == {"wanted": {"act": "trial.file"}, "until": 3}


@pytest.mark.django_db(transaction=True)
def test_verifying_says_sound_or_what_is_wrong(client: Client) -> None:
    by = known(Role.SALES)
    for _ in range(3):
        file(by=by)
    sign_in(client, Role.AUDITOR)
    sound = client.post(reverse("audit_verify"))
    assert sound.status_code == 200 and b"The log is sound" in sound.content
    with connection.cursor() as cursor:
        cursor.execute("update audit_entry set body = replace(body, '1200', '9200') where seq = 2")
    broken = client.post(reverse("audit_verify"))
    assert broken.status_code == 409 and "entry 2 was altered" in broken.content.decode()
    assert queries.entries()[0].facts["findings"] == 1


@pytest.mark.django_db
def test_what_others_did_since_one_last_looked(client: Client) -> None:
    others = known(Role.SALES)
    me = sign_in(client, Role.COUNSEL)
    file(by=others)
    shown = changes_for(me, FILE_ID)
    assert shown.first_time and [line.seq for line in shown.lines] == [1]
    file(by=others)
    client.post(reverse("audit_seen", args=[FILE_ID]), {"seq": shown.seq})
    assert [line.seq for line in changes_for(me, FILE_ID).lines] == [2]
    assert [line.seq for line in changes_for(me, CUSTOMER_ID, customer=True).lines] == [2, 1]
    assert client.post(reverse("audit_seen", args=[FILE_ID]), {"seq": 99}).status_code == 400
    away = client.post(reverse("audit_seen", args=[FILE_ID]), {"seq": 2, "next": "https://elsewhere.example/"})
    assert away.url == "/"  # type: ignore[attr-defined]
    assert changes_for(me, FILE_ID).lines == ()
    assert changes_for(person(Role.SALES), FILE_ID).lines == ()  # one's own doing is no news
