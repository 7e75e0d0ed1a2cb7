"""Bodies, owners, customers and screenings, as people write and read them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection

from duecare.apps.audit.queries import entries, prove
from duecare.apps.parties import actions, queries
from duecare.apps.parties.actions import BodyChange
from duecare.apps.parties.queries import CustomerQuery
from duecare.apps.parties.queries.search import find_bodies, find_customers
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from tests.conftest import person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]
DAY = date(2026, 11, 23)
OFFICER, ANALYST, SALES = person(Role.COMPLIANCE_OFFICER), person(Role.ANALYST), person(Role.SALES)


def enter(name: str = "Interior Ministry of Examplia", **more: object) -> UUID:
    values: dict[str, object] = {"kind": "federal", "country": "THA", **more}
    return actions.enter_body(by=SALES, name=name, **values)  # type: ignore[arg-type]  # values as a form gives them


def test_a_unit_stands_in_its_department_and_a_circle_is_refused() -> None:
    ministry = enter()
    unit = enter("Cyber Unit", parent_id=ministry)
    found = queries.tree(unit)
    assert [row.id for row in found.ancestors] == [ministry]
    assert [row.id for row in queries.tree(ministry).children] == [unit]
    with pytest.raises(BadInput, match="below itself"):
        actions.place_under(by=ANALYST, body_id=ministry, parent_id=unit)
    actions.place_under(by=ANALYST, body_id=unit, parent_id=None)
    assert queries.tree(unit).ancestors == ()


def test_a_parent_that_does_not_exist_or_a_country_that_is_none_is_refused() -> None:
    with pytest.raises(NotFound):
        enter("Unit", parent_id=new_id())
    with pytest.raises(BadInput, match="country or territory"):
        enter("Unit", country="ZZZ")


def test_a_disputed_place_needs_its_legal_basis() -> None:
    with pytest.raises(BadInput, match="legal basis"):
        enter("Coast Police", country="UKR", effective_authority="RUS")
    body = enter("Coast Police", country="UKR", effective_authority="RUS", legal_basis="Occupied since 2014")
    assert queries.body(body).effective_authority == "RUS"


def test_two_people_correct_one_body_and_the_second_is_told() -> None:
    body = enter()
    assert actions.correct_body(by=OFFICER, body_id=body, seen_version=1, changes=BodyChange(name="Ministry A")) == 2
    with pytest.raises(Conflict):
        actions.correct_body(by=ANALYST, body_id=body, seen_version=1, changes=BodyChange(name="Ministry B"))
    assert queries.body(body).name == "Ministry A"


def test_a_persons_name_stays_out_of_the_chain() -> None:
    enter("Ada Example", kind="person")
    with connection.cursor() as cursor:
        cursor.execute("select body from audit_entry")
        assert "Ada" not in cursor.fetchone()[0]
    assert entries()[0].personal["name"] == "Ada Example"


def test_what_weighs_in_a_score_is_not_for_sales_to_record() -> None:
    body = enter()
    with pytest.raises(Denied):
        actions.answer_profile(by=SALES, body_id=body, item="oversight", value="independent", source="brochure")
    with pytest.raises(BadInput, match="source"):
        actions.answer_profile(by=ANALYST, body_id=body, item="oversight", value="independent")
    assert queries.profile(body, DAY)["oversight"].gap == "not_asked"
    actions.answer_profile(by=ANALYST, body_id=body, item="oversight", value="none", source="Police Act, s. 4")
    actions.answer_profile(by=ANALYST, body_id=body, item="branch", gap="refused")
    found = queries.profile(body, DAY)
    assert (found["oversight"].value, found["branch"].gap, found["abuse_record"].gap) == (
        "none",
        "refused",
        "not_asked",
    )


def test_shares_that_cannot_all_be_true_are_refused_with_the_day() -> None:
    owned, one, two = enter("Telco", kind="company"), enter("Fund", kind="company"), enter("Ms Example", kind="person")
    first = actions.record_ownership(
        by=ANALYST, owner_id=one, owned_id=owned, share=Decimal("60.5"), start=date(2020, 1, 1)
    )
    with pytest.raises(BadInput, match=r"110\.5 per cent on 2024-01-01"):
        actions.record_ownership(by=ANALYST, owner_id=two, owned_id=owned, share=Decimal(50), start=date(2024, 1, 1))
    actions.end_ownership(by=ANALYST, ownership_id=first, until=date(2024, 1, 1))
    actions.record_ownership(by=ANALYST, owner_id=two, owned_id=owned, share=Decimal(50), start=date(2024, 1, 1))
    assert [row.owner.id for row in queries.owners_of(owned, date(2023, 12, 31))] == [one]
    assert [row.owner.id for row in queries.owners_of(owned, DAY)] == [two]


def screened(body: UUID, result: str = "none") -> UUID:
    note = "" if result == "none" else "same name, other birth date"
    return actions.record_screening(
        by=OFFICER, body_id=body, tool="consolidated lists, by hand", list_date=DAY, result=result, note=note
    )


def test_a_screening_counts_only_after_a_second_person_and_is_signed() -> None:
    body = enter()
    sha = queries.body(body).content_sha256
    assert queries.screening_of((body,), DAY)[body].state == "unknown"
    one = screened(body)
    assert queries.screening_of((body,), DAY)[body].why == "A second person has not confirmed the screening."
    with pytest.raises(Denied, match="yourself"):
        actions.confirm_screening(by=OFFICER, screening_id=one, seen_sha256=sha)
    actions.confirm_screening(by=ANALYST, screening_id=one, seen_sha256=sha)
    assert queries.screening_of((body,), DAY)[body].clear
    assert queries.screening_verifies(one)
    with connection.cursor() as cursor:
        cursor.execute("update parties_manualscreening set tool = 'another'")
    assert not queries.screening_verifies(one)


def test_a_change_of_the_name_makes_the_screening_worth_nothing() -> None:
    body = enter()
    sha = queries.body(body).content_sha256
    actions.confirm_screening(by=ANALYST, screening_id=screened(body), seen_sha256=sha)
    pending = screened(body)
    actions.correct_body(by=OFFICER, body_id=body, seen_version=1, changes=BodyChange(aliases=("MOI",)))
    assert queries.screening_of((body,), DAY)[body].why.startswith("The party's particulars changed")
    with pytest.raises(Conflict, match="changed after it was screened"):
        actions.confirm_screening(by=ANALYST, screening_id=pending, seen_sha256=sha)


def test_a_second_confirmation_meets_a_conflict() -> None:
    body = enter()
    sha, one = queries.body(body).content_sha256, screened(body)
    actions.confirm_screening(by=ANALYST, screening_id=one, seen_sha256=sha)
    with pytest.raises(Conflict, match="confirmed already"):
        actions.confirm_screening(by=person(Role.COUNSEL), screening_id=one, seen_sha256=sha)


def test_a_hit_without_a_note_or_a_list_of_tomorrow_is_refused() -> None:
    body = enter()
    with pytest.raises(BadInput, match="what was found"):
        actions.record_screening(by=OFFICER, body_id=body, tool="x", list_date=DAY, result="possible")
    with pytest.raises(BadInput, match="day to come"):
        actions.record_screening(by=OFFICER, body_id=body, tool="x", list_date=date(2026, 11, 24), result="none")


def test_customers_are_numbered_found_without_accents_and_counted(frozen: datetime) -> None:
    ids = [
        actions.register_customer(by=SALES, body_id=enter(name)) for name in ("Zoll Österreich", "Ünit B", "Polizei")
    ]
    assert queries.customer(ids[2]).reference == "C-2026-003"
    body = queries.customer(ids[0]).body.id
    assert actions.register_customer(by=SALES, body_id=body) == ids[0]
    actions.show_class(by=SYSTEM, customer_id=ids[1], cls="high", provisional=True)
    page = queries.customer_list(CustomerQuery(q="OSTERREICH"))
    assert [row.name for row in page.rows] == ["Zoll Österreich"]
    page = queries.customer_list(CustomerQuery(level="high"))
    assert (page.total, page.facets["level"]) == (1, {"high": 1, "unrated": 2})
    assert page.facets["status"] == {"prospect": 1}
    worst_first = queries.customer_list(CustomerQuery(sort="level", descending=True))
    assert [row.worst_class for row in worst_first.rows] == ["", "", "high"]
    assert queries.customer_list(CustomerQuery(only=frozenset({ids[2]}))).total == 1
    assert queries.customer_list(CustomerQuery(q="100%")).total == 0


def test_the_list_follows_a_renamed_body() -> None:
    body = enter("Old Name")
    actions.register_customer(by=SALES, body_id=body)
    actions.correct_body(by=OFFICER, body_id=body, seen_version=1, changes=BodyChange(name="Nový název"))
    assert [row.name for row in queries.customer_list(CustomerQuery(q="novy c-2026")).rows] == ["Nový název"]


def test_marking_a_customer_needs_a_reason() -> None:
    customer = actions.register_customer(by=SALES, body_id=enter())
    with pytest.raises(BadInput, match="why"):
        actions.mark_customer(by=OFFICER, customer_id=customer, status="former", reason=" ")
    actions.mark_customer(by=OFFICER, customer_id=customer, status="former", reason="Contract ended")
    assert queries.customer(customer).status == "former"
    assert prove().sound


def test_the_longest_names_in_the_widest_script_are_entered_and_found() -> None:
    """Ideographs of four bytes that repeat nowhere: more than a row of an index holds, were they all folded into it."""
    name, native, alias = ("".join(chr(0x20000 + 7 * n + start) for n in range(200)) for start in (0, 1, 2))
    made = enter(name, kind="municipal", country="THA", native_name=native, aliases=(alias,))
    actions.register_customer(by=OFFICER, body_id=made)
    assert [key for key, _name, _country in find_bodies(name[:40], 5)] == [made]
    assert len(find_customers(name[20:60], 5, None)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["", "\u200b\u202e", "—"])
def test_a_body_without_a_letter_in_its_name_is_refused(name: str) -> None:
    """It would be screened against every list and meet nothing."""
    with pytest.raises(BadInput, match="needs a name"):
        actions.enter_body(by=person(Role.SALES), name=name, kind="company", country="THA")
    assert entries() == ()
