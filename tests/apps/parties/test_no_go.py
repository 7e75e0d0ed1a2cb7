"""The no-go register: who may enter and lift, what an entry covers, on which days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters import clock
from duecare.apps.parties import actions, queries
from duecare.apps.parties.models import NoGo
from duecare.apps.parties.rules.no_go import Entry, brings_under, met
from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, DAY, MEMBER, OFFICER, SALES
from tests.conftest import person

OTHER_MEMBER = person(Role.COMMITTEE_MEMBER, name="member two")
BOTH = person(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER, name="officer and member")


@given(
    st.lists(st.tuples(st.sampled_from(["THA", "KEN", ""]), st.integers(0, 9), st.none() | st.integers(0, 9))),
    st.sets(st.sampled_from(["THA", "KEN", "DEU"])),
    st.integers(0, 9),
)
def test_an_entry_counts_from_its_first_day_until_the_day_it_is_lifted(
    given_entries: list[tuple[str, int, int | None]], places: set[str], day: int
) -> None:
    entries = [
        Entry(new_id(), f"N-{number}", place, None if place else new_id(), "x", "y", DAY + timedelta(start),
              None if end is None else DAY + timedelta(end))
        for number, (place, start, end) in enumerate(given_entries)
    ]  # fmt: skip
    found = met(entries, places, (), DAY + timedelta(day))
    for one, (place, start, end) in zip(entries, given_entries, strict=True):
        stands = start <= day and (end is None or day < end)
        assert (one in found) == (stands and place in places), "a body nobody named is not met by a place"


def test_half_a_holding_brings_what_is_held_under_it_and_an_unknown_one_too() -> None:
    assert brings_under(None) and brings_under(Decimal(50)) and not brings_under(Decimal("49.999"))


@pytest.mark.django_db
class TestRegister:
    def test_one_person_enters_and_it_counts_at_once(self) -> None:
        made = actions.enter_no_go(by=OFFICER, country="THA", reason=" Torture in custody ")
        row = queries.no_go(made)
        assert (row.reference, row.name, row.reason, row.state) == (
            f"N-{clock.today().year}-001", "Thailand", "Torture in custody", "stands",
        )  # fmt: skip
        assert [one.id for one in queries.known(()).no_go({"THA"}, (), clock.today())] == [made]
        assert queries.known(()).no_go({"KEN"}, (), clock.today()) == ()

    @pytest.mark.parametrize("who", [SALES, ANALYST])
    def test_nobody_else_enters(self, who: object) -> None:
        with pytest.raises(Denied):
            actions.enter_no_go(by=who, country="THA", reason="x")  # type: ignore[arg-type]  # an Actor

    @pytest.mark.parametrize(
        ("given", "field"),
        [({}, "country"), ({"country": "THA", "body_id": new_id()}, "country"), ({"country": "XXQ"}, "country"),
         ({"country": "THA", "reason": "  "}, "reason"), ({"country": "SUN"}, "country")],
    )  # fmt: skip
    def test_an_entry_is_about_one_thing_that_exists_and_has_a_reason(
        self, given: dict[str, object], field: str
    ) -> None:
        with pytest.raises(BadInput) as found:
            actions.enter_no_go(**{"by": OFFICER, "reason": "x", **given})
        assert found.value.field == field
        with pytest.raises(NotFound):
            actions.enter_no_go(by=OFFICER, body_id=new_id(), reason="x")
        assert not NoGo.objects.exists()

    def test_the_same_thing_stands_once_and_may_be_entered_again_after_it_was_lifted(self) -> None:
        made = actions.enter_no_go(by=MEMBER, country="THA", reason="x")
        with pytest.raises(Conflict, match="already, as N-"):
            actions.enter_no_go(by=OFFICER, country="THA", reason="y")
        actions.propose_lifting(by=OFFICER, no_go_id=made, reason="changed")
        actions.lift_no_go(by=MEMBER, no_go_id=made, reason="read")
        again = actions.enter_no_go(by=OFFICER, country="THA", reason="worse again")
        assert [row.id for row in queries.no_go_register()] == [again, made], "what was lifted stays in the register"

    def test_lifting_takes_a_reason_and_a_second_person_of_the_committee(self) -> None:
        made = actions.enter_no_go(by=OFFICER, country="THA", reason="x")
        with pytest.raises(Conflict, match="Nobody proposed"):
            actions.lift_no_go(by=MEMBER, no_go_id=made, reason="read")
        with pytest.raises(BadInput):
            actions.propose_lifting(by=BOTH, no_go_id=made, reason=" ")
        with pytest.raises(Denied):
            actions.propose_lifting(by=MEMBER, no_go_id=made, reason="x")
        actions.propose_lifting(by=BOTH, no_go_id=made, reason="A new law")
        assert queries.known(()).no_go({"THA"}, (), clock.today()), "a proposal alone changes nothing"
        with pytest.raises(Denied, match="second person"):
            actions.lift_no_go(by=BOTH, no_go_id=made, reason="read")
        with pytest.raises(Denied):
            actions.lift_no_go(by=OFFICER, no_go_id=made, reason="read")
        with pytest.raises(Conflict, match="proposed already"):
            actions.propose_lifting(by=OFFICER, no_go_id=made, reason="again")
        with pytest.raises(BadInput):
            actions.lift_no_go(by=MEMBER, no_go_id=made, reason="")
        actions.lift_no_go(by=MEMBER, no_go_id=made, reason="I read the law")
        assert queries.known(()).no_go({"THA"}, (), clock.today()) == ()
        row = queries.no_go(made)
        assert (row.state, row.lifting_reason, row.lifted_because) == ("lifted", "A new law", "I read the law")
        for act in (actions.lift_no_go, actions.keep_no_go):
            with pytest.raises(Conflict, match="was lifted"):
                act(by=OTHER_MEMBER, no_go_id=made, reason="too")

    def test_the_second_person_may_keep_it_and_then_it_is_proposed_anew(self) -> None:
        made = actions.enter_no_go(by=OFFICER, country="THA", reason="x")
        actions.propose_lifting(by=OFFICER, no_go_id=made, reason="A promise")
        actions.keep_no_go(by=MEMBER, no_go_id=made, reason="A promise is no law")
        assert queries.no_go(made).state == "stands"
        actions.propose_lifting(by=OFFICER, no_go_id=made, reason="The law is in force")
        assert queries.no_go(made).state == "lifting_proposed"

    def test_the_table_itself_holds_to_two_persons(self) -> None:
        made = actions.enter_no_go(by=OFFICER, country="THA", reason="x")
        now = datetime(2026, 11, 23, tzinfo=UTC)
        for wrong in (
            {"lifted_at": now}, {"lifted_at": now, "lifted_by": OFFICER.id},
            {"lifted_at": now, "lifted_by": OFFICER.id, "lifting_by": OFFICER.id, "lifting_at": now},
            {"country": ""}, {"reason": ""},
        ):  # fmt: skip
            with pytest.raises(IntegrityError), transaction.atomic():
                NoGo.objects.filter(id=made).update(**wrong)

    def test_an_entry_about_a_body_covers_what_stands_below_it_and_what_it_holds(self) -> None:
        ministry = deals.body("Ministry of Examplia")
        department = deals.body("Department of Examplia", parent=ministry)
        unit = deals.body("Unit of Examplia", parent=department)
        bank, shop, small = (deals.body(name) for name in ("Bank of Examplia", "Shop of Examplia", "Stall of Examplia"))

        def own(owner: UUID, owned: UUID, share: Decimal | None) -> UUID:
            return actions.record_ownership(
                by=ANALYST, owner_id=owner, owned_id=owned, share=share, start=DAY, control="names the board"
            )

        own(unit, bank, None)
        held = own(bank, shop, Decimal(50))
        own(bank, small, Decimal(49))
        made = actions.enter_no_go(by=OFFICER, body_id=ministry, reason="Abuses")

        def covered(day: date | None = None) -> set[str]:
            all_of_them = {"ministry": ministry, "unit": unit, "bank": bank, "shop": shop, "stall": small,
                           "other": deals.body("Clinic of Examplia")}  # fmt: skip
            known = queries.known(all_of_them.values())
            return {name for name, one in all_of_them.items() if known.no_go((), (one,), day or clock.today())}

        assert covered() == {"ministry", "unit", "bank", "shop"}
        actions.end_ownership(by=ANALYST, ownership_id=held, until=clock.today())
        assert covered() == {"ministry", "unit", "bank"}, "a holding that ended brings nothing under an entry"
        actions.place_under(by=ANALYST, body_id=department, parent_id=None)
        assert covered() == {"ministry"}
        row = queries.no_go(made)
        assert (row.body_id, row.name, row.country) == (ministry, "Ministry of Examplia", "")
