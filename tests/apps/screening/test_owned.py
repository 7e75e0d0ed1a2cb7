"""Listed parties behind ours: what they own reaches gate and facts, and officials are screened for their body."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from duecare.adapters import clock
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.rules.gate import StageState
from duecare.apps.parties import actions as parties
from duecare.apps.parties import queries as party_queries
from duecare.apps.parties.actions import BodyChange
from duecare.apps.screening import queries
from duecare.apps.screening.models import Hit
from duecare.kernel.errors import NotFound
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, DAY, OFFICER
from tests.apps.screening.lists import FOUR, entry, taken_in
from tests.apps.screening.test_gate_of_parties import by_hand, facts, say, stage, unit
from tests.apps.screening.working import carry_out, follow

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]
WORKS = "Quillmark Defence Works"
OFAC = (replace(entry("1", WORKS), list_code="ofac_sdn"),)


def company(name: str) -> UUID:
    return parties.enter_body(by=OFFICER, name=name, kind="company", country="THA")


def holds(owner: UUID, owned: UUID, share: int | None, control: str = "") -> UUID:
    part = None if share is None else Decimal(share)
    return parties.record_ownership(
        by=ANALYST, owner_id=owner, owned_id=owned, share=part, control=control, start=DAY.replace(year=2020)
    )


def listed_owner() -> UUID:
    """A company that stands confirmed on OFAC's list."""
    made = company(WORKS)
    taken_in(OFAC, code="ofac_sdn")
    carry_out()
    say(Hit.objects.get(body_id=made), "confirmed")
    return made


def state(body_id: UUID) -> tuple[str, str]:
    found = queries.party_states((body_id,), clock.today())[body_id]
    return found.state, found.why


def test_a_party_owned_by_a_listed_one_counts_as_listed_and_says_by_whom() -> None:
    deal = deals.filed()
    owner, between = listed_owner(), company("Harbour Holding")
    holds(owner, between, 55)
    holds(between, unit(deal), 60)
    follow()
    assert state(unit(deal)) == (
        "confirmed", f"Owned 60 per cent by {WORKS}, listed (United States, OFAC 50 per cent rule).",
    )  # fmt: skip
    found, said = stage(deal)
    assert found is StageState.BLOCKED and "Cyber Unit of Examplia: Owned 60 per cent by" in said
    assert facts(deal) == "confirmed"


def test_the_row_shows_chain_threshold_and_source() -> None:
    deal = deals.filed()
    owner, between = listed_owner(), company("Harbour Holding")
    holds(owner, between, 55)
    ended = holds(between, unit(deal), 60)
    follow()
    (row,) = queries.owned(unit(deal), clock.today())
    assert (row.regime, row.state, row.threshold, row.operator) == ("us_ofac", "owned", Decimal(50), "at_least")
    assert [(link.owner, str(link.share)) for link in row.chain] == [("Harbour Holding", "60.000"), (WORKS, "55.000")]
    assert row.by_names == (WORKS,) and "13 August 2014" in row.source and not row.verified
    parties.end_ownership(by=ANALYST, ownership_id=ended, until=clock.today())
    assert queries.owned(unit(deal), clock.today()) == () and state(unit(deal))[0] == "none"


def test_a_share_not_known_is_unknown_and_never_low() -> None:
    owner, ours = listed_owner(), company("Lantern Systems")
    holds(owner, ours, None, "founder, share not disclosed")
    follow()
    (row,) = queries.owned(ours, clock.today())
    assert (row.state, [link.owner for link in row.unknown]) == ("unknown", [WORKS])
    found = state(ours)
    assert found[0] == "unknown" and f"not known how much {WORKS} holds" in found[1]


def test_a_small_share_leaves_the_party_itself_clear_and_is_told() -> None:
    owner, ours = listed_owner(), company("Lantern Systems")
    holds(owner, ours, 20)
    follow()
    assert [row.state for row in queries.owned(ours, clock.today())] == ["below"]
    assert state(ours)[0] == "none"


def test_before_the_hit_is_confirmed_nothing_is_owned_by_a_listed_party() -> None:
    owner, ours = company(WORKS), company("Lantern Systems")
    holds(owner, ours, 90)
    taken_in(OFAC, code="ofac_sdn")
    carry_out()
    assert Hit.objects.filter(body_id=owner).exists() and queries.owned(ours, clock.today()) == ()


def test_an_in_house_list_has_no_ownership_rule_and_a_record_by_hand_counts_everywhere() -> None:
    owner, ours = company(WORKS), company("Lantern Systems")
    holds(owner, ours, 90)
    taken_in(FOUR)
    carry_out()
    say(Hit.objects.get(body_id=owner), "confirmed")
    assert queries.owned(ours, clock.today()) == ()
    by_hand(owner, "confirmed")
    rows = queries.owned(ours, clock.today())
    assert {"us_ofac", "eu", "uk", "ca"} == {row.regime for row in rows if row.state == "owned"} - {"us_bis"}


def test_a_unit_of_a_listed_body_is_that_bodys() -> None:
    ours = company("Lantern Systems")
    above = listed_owner()
    parties.place_under(by=ANALYST, body_id=ours, parent_id=above)
    follow()
    (row,) = queries.owned(ours, clock.today())
    assert row.state == "unknown" and row.unknown[0].control == "stands above it in the tree"


def test_an_unknown_body_is_not_found() -> None:
    with pytest.raises(NotFound):
        queries.owned(new_id(), clock.today())


class TestOfficials:
    def signatory(self, body_id: UUID, name: str = "Ludo Quaver", birth: str = "") -> tuple[UUID, UUID]:
        """(person, function) of somebody who signs for a body."""
        person = parties.enter_body(by=OFFICER, name=name, kind="person", country="THA", birth=birth)
        made = parties.record_official(
            by=ANALYST, body_id=body_id, person_id=person, function="Director", signs=True, start=DAY.replace(year=2020)
        )
        return person, made

    def test_an_official_is_screened_and_a_hit_counts_for_the_body(self) -> None:
        deal = deals.filed()
        taken_in((entry("7", "Ludo Quaver", schema="Person"), *FOUR))
        carry_out()
        assert stage(deal)[0] is StageState.CLEARED
        _, made = self.signatory(unit(deal))
        found, said = stage(deal)
        assert found is StageState.OPEN and "Ludo Quaver (official or signatory): Not yet compared" in said
        follow()
        assert "A hit is not judged" in stage(deal)[1] and facts(deal) == "possible"
        say(Hit.objects.get(), "confirmed")
        assert stage(deal)[0] is StageState.BLOCKED and facts(deal) == "confirmed"
        parties.end_official(by=ANALYST, official_id=made, until=clock.today())
        assert stage(deal)[0] is StageState.CLEARED

    def test_officials_of_what_stands_above_count_too(self) -> None:
        deal = deals.filed()
        ministry = parties.enter_body(by=OFFICER, name="Ministry of Examplia", kind="federal", country="THA")
        parties.place_under(by=ANALYST, body_id=unit(deal), parent_id=ministry)
        taken_in(FOUR)
        self.signatory(ministry)
        assert "Ludo Quaver (official or signatory): Not yet compared" in stage(deal)[1]
        assert len(assessments.read_file(deal, clock.today()).screened.officials) == 1

    def test_a_date_of_birth_contradicts_confirms_and_closes_when_it_changes(self) -> None:
        ours = company("Lantern Systems")
        person, _ = self.signatory(ours, birth="1970-02")
        taken_in((entry("7", "Ludo Quaver", schema="Person", births=("1970-02-11",)), *FOUR))
        carry_out()
        strong = Hit.objects.get()
        assert {one["part"]: one["says"] for one in strong.circumstances if one["part"] == "birth"} == {
            "birth": "confirms"
        }
        parties.correct_body(by=ANALYST, body_id=person, seen_version=1, changes=BodyChange(birth="1951"))
        follow()
        again = Hit.objects.filter(id=strong.id).get()
        assert again.strength != strong.strength or again.gone_at is not None

    def test_without_a_birth_what_was_compared_before_stays_the_same(self) -> None:
        body = deals.body()
        before = party_queries.body(body).content_sha256
        person = parties.enter_body(by=OFFICER, name="Ludo Quaver", kind="person", country="THA")
        plain = party_queries.body(person).content_sha256
        parties.correct_body(by=ANALYST, body_id=person, seen_version=1, changes=BodyChange(birth="1951"))
        assert party_queries.body(person).content_sha256 != plain and party_queries.body(body).content_sha256 == before
