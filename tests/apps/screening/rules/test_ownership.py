"""Ownership by listed parties: the examples of the guidance, dated thresholds, chains, circles, what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.library import load_folder
from duecare.apps.screening.rules.holdings import Holding, per_cent
from duecare.apps.screening.rules.ownership import EVERY, STATES, Owned, owned, sentence
from duecare.apps.screening.rules.ownership_regimes import OwnershipRegime, ownership_of, parse_ownership

DAY = date(2026, 6, 1)
REGIMES = {one.code: one for one in (parse_ownership(item.data) for item in load_folder("ownership"))}
X, Y, A, B, C, D = (UUID(int=number) for number in range(1, 7))
NAMES = {X: "Listed X", Y: "Listed Y", A: "Works A", B: "Works B", C: "Works C", D: "Works D"}


def holds(owner: UUID, owned_: UUID, share: str | None, control: str = "") -> Holding:
    return Holding(owner, owned_, None if share is None else Decimal(share), control, date(2010, 1, 1))


def one(code: str, party: UUID, *held: Holding, day: date = DAY, listed: Iterable[UUID] = (X, Y)) -> Owned | None:
    rows = owned(held, dict.fromkeys(listed, (code,)), REGIMES.values(), day)
    return next((row for row in rows if row.party == party and row.regime == code), None)


def state(code: str, party: UUID, *held: Holding, day: date = DAY) -> str:
    found = one(code, party, *held, day=day)
    return found.state if found else "nothing"


class TestOfac:
    """Questions 399 to 401 of OFAC, each with its example."""

    def test_two_blocked_persons_are_added(self) -> None:
        assert state("us_ofac", A, holds(X, A, "25"), holds(Y, A, "25")) == "owned"
        assert state("us_ofac", A, holds(X, A, "25"), holds(Y, A, "24.999")) == "below"

    def test_half_of_half_is_blocked(self) -> None:
        found = one("us_ofac", B, holds(X, A, "50"), holds(A, B, "50"))
        assert found and found.state == "owned" and found.share == Decimal(50)

    def test_two_halves_that_hold_a_quarter_each(self) -> None:
        held = (holds(X, A, "50"), holds(X, B, "50"), holds(A, C, "25"), holds(B, C, "25"))
        assert state("us_ofac", C, *held) == "owned"

    def test_direct_and_indirect_are_added(self) -> None:
        assert state("us_ofac", B, holds(X, A, "50"), holds(X, B, "10"), holds(A, B, "40")) == "owned"

    def test_what_a_company_below_the_threshold_holds_counts_nothing(self) -> None:
        held = (holds(X, A, "25"), holds(X, B, "25"), holds(A, C, "50"), holds(B, C, "50"))
        assert state("us_ofac", C, *held) == "nothing"

    def test_control_alone_does_not_block_and_a_share_not_known_is_unknown(self) -> None:
        found = one("us_ofac", A, holds(X, A, None, "appoints the board"))
        assert found and (found.state, found.why, found.at_most) == ("unknown", "size", Decimal(100))
        assert [link.owner for link in found.unknown] == [X]
        assert state("us_ofac", A, holds(X, A, "10", "appoints the board")) == "below"

    def test_before_the_revised_guidance_one_person_had_to_hold_it(self) -> None:
        held = (holds(X, A, "25"), holds(Y, A, "25"))
        assert state("us_ofac", A, *held, day=date(2014, 8, 12)) == "below"
        assert state("us_ofac", A, *held, day=date(2014, 8, 13)) == "owned"


class TestOtherRegimes:
    def test_exactly_half_depends_on_regime_and_day(self) -> None:
        half = holds(X, A, "50")
        assert state("eu", A, half, day=date(2024, 7, 2)) == "below"
        assert state("eu", A, half, day=date(2024, 7, 3)) == "owned"
        assert state("uk", A, half) == "below" and state("uk", A, holds(X, A, "50.001")) == "owned"
        assert state("ca", A, half) == "owned" and state("ca", A, half, day=date(2023, 6, 21)) == "unknown"

    def test_control_counts_in_europe_and_britain_and_passes_down(self) -> None:
        held = (holds(X, A, "10", "casts the deciding vote"), holds(A, B, "60"))
        for code in ("eu", "uk", "au", "ca", "un"):
            assert state(code, A, *held) == "controlled"
        assert state("eu", B, *held) == "owned"

    def test_where_no_text_says_how_the_reading_that_finds_more_counts(self) -> None:
        several = (holds(X, A, "40"), holds(A, B, "80"), holds(X, B, "18"))
        found = one("eu", B, *several)
        assert found and found.share == Decimal(50) and found.state == "owned"
        assert state("us_ofac", B, *several) == "below"
        long = (holds(X, A, "60"), holds(A, B, "60"), holds(B, C, "60"))
        assert state("eu", C, *long) == "owned" and state("uk", C, *long) == "owned"

    def test_in_britain_holdings_of_two_are_not_added_and_a_person_judges(self) -> None:
        found = one("uk", A, holds(X, A, "30"), holds(Y, A, "30"))
        assert found and (found.state, found.why, str(found.share), str(found.together)) == (
            "unknown",
            "together",
            "30",
            "60",
        )
        assert state("uk", A, holds(X, A, "30"), holds(Y, A, "20")) == "below"

    def test_where_no_share_is_stated_a_person_judges(self) -> None:
        for code in ("un", "au"):
            found = one(code, A, holds(X, A, "3"))
            assert found and (found.state, found.why) == ("unknown", "stated")
            assert state(code, A, holds(X, A, "100")) == "owned"

    def test_the_affiliates_rule_is_suspended_for_a_year(self) -> None:
        held = holds(X, A, "70")
        days = {
            date(2025, 9, 28): "nothing", date(2025, 9, 29): "owned", date(2025, 11, 9): "owned",
            date(2025, 11, 10): "nothing", date(2026, 11, 9): "nothing", date(2026, 11, 10): "owned",
        }  # fmt: skip
        assert {day: state("us_bis", A, held, day=day) for day in days} == days

    def test_a_list_belongs_to_its_regime_and_an_in_house_list_to_none(self) -> None:
        rules = REGIMES.values()
        assert ownership_of("ofac_sdn", rules) == {"us_ofac"}
        assert ownership_of("us_csl_entity_list", rules) == {"us_bis"}
        assert ownership_of("in_house", rules) == frozenset()

    def test_a_party_of_which_nobody_recorded_the_list_counts_everywhere(self) -> None:
        rows = owned((holds(X, A, "60"),), {X: (EVERY,)}, REGIMES.values(), DAY)
        assert {row.regime for row in rows if row.state == "owned"} == {"us_ofac", "eu", "uk", "ca"}

    def test_periods_follow_each_other_and_nothing_is_verified(self) -> None:
        for rule in REGIMES.values():
            assert not rule.verified
            for before, after in zip(rule.periods, rule.periods[1:], strict=False):
                assert before.until is not None and before.until <= after.start, rule.code
            assert all((one.share is None) == (one.operator == "none") for one in rule.periods), rule.code


class TestChains:
    def test_the_chain_leads_from_the_party_to_the_listed_one(self) -> None:
        held = (holds(A, B, "70"), holds(X, A, "55"), holds(D, B, "30"))
        found = one("us_ofac", B, *held)
        assert found and [(link.owner, link.owned) for link in found.chain] == [(A, B), (X, A)] and found.by == (X,)
        assert sentence(found, NAMES, "OFAC") == "Owned 70 per cent by Listed X, listed (OFAC)."

    def test_a_share_not_known_names_whose(self) -> None:
        found = one("us_ofac", B, holds(X, A, "80"), holds(A, B, None, "runs it"), holds(D, B, "40"))
        assert found and found.state == "unknown" and found.at_most == Decimal(60)
        assert "how much Works A holds" in sentence(found, NAMES, "OFAC")

    def test_a_share_not_known_that_cannot_reach_the_threshold_is_low(self) -> None:
        assert state("us_ofac", A, holds(X, A, None, "founder"), holds(D, A, "60")) == "below"

    def test_of_several_who_are_not_added_only_those_who_reach_it_are_named(self) -> None:
        found = one("uk", A, holds(X, A, "60"), holds(Y, A, "5"))
        assert found and found.by == (X,) and found.share == 60 and found.together == 65

    def test_holdings_of_other_days_do_not_count(self) -> None:
        past = replace(holds(X, A, "90"), until=DAY)
        assert state("us_ofac", A, past) == "nothing"
        assert state("us_ofac", A, past, day=DAY - timedelta(days=1)) == "owned"
        assert state("us_ofac", A, replace(past, start=DAY + timedelta(days=1), until=None)) == "nothing"

    def test_companies_that_hold_each_other(self) -> None:
        """X has 1 % of A; A and B hold 99 % of each other, so all of both is X's in the end."""
        circle = (holds(X, A, "1"), holds(B, A, "99"), holds(A, B, "100"))
        assert state("us_ofac", A, *circle) == "below"
        found = one("eu", A, *circle)
        assert found and found.share == Decimal(100) and found.state == "owned"
        assert state("eu", A, holds(B, A, "100"), holds(A, B, "100"), holds(X, C, "9")) == "nothing"

    def test_a_part_without_end_is_cut_and_not_rounded_up(self) -> None:
        assert per_cent(Fraction(2, 3)) == Decimal("66.666666") and str(per_cent(Fraction(1))) == "100"


BODIES = [UUID(int=number) for number in range(1, 8)]


@st.composite
def structures(draw: st.DrawFn) -> list[Holding]:
    """Holdings of seven bodies in each other, circles among them; no company is held by more than 100 %."""
    found = []
    for company in BODIES[2:]:
        left = 100
        for owner in draw(
            st.lists(st.sampled_from([one for one in BODIES if one != company]), unique=True, max_size=4)
        ):
            share = draw(st.one_of(st.none(), st.integers(1, max(1, left))))
            if share is not None and share > left:
                continue
            left -= share or 0
            control = "board" if share is None or (draw(st.booleans()) and draw(st.booleans())) else ""
            found.append(Holding(owner, company, None if share is None else Decimal(share), control))
    return found


def rows(held: Iterable[Holding], regime: OwnershipRegime) -> dict[UUID, Owned]:
    return {row.party: row for row in owned(held, {X: (EVERY,), Y: (EVERY,)}, (regime,), DAY)}


@given(structures(), st.sampled_from(sorted(REGIMES)))
def test_shares_stay_between_none_and_all_and_order_does_not_matter(held: list[Holding], code: str) -> None:
    found = rows(held, REGIMES[code])
    assert found == rows(list(reversed(held)), REGIMES[code])
    for row in found.values():
        assert 0 <= row.share <= row.together <= row.at_most <= 100
        assert row.party not in (X, Y) and row.chain and row.by


@given(structures(), st.sampled_from(sorted(REGIMES)), st.sampled_from(BODIES[2:]), st.integers(1, 100))
def test_more_held_by_listed_parties_never_lowers_anything(
    held: list[Holding], code: str, company: UUID, share: int
) -> None:
    taken = sum((one.share or Decimal(0) for one in held if one.owned == company), Decimal(0))
    if taken + share > 100 or any(one.owner == X and one.owned == company for one in held):
        return
    before, after = rows(held, REGIMES[code]), rows([*held, holds(X, company, str(share))], REGIMES[code])
    for party, row in before.items():
        more = after[party]
        assert more.share >= row.share and more.together >= row.together
        assert STATES.index(more.state) >= STATES.index(row.state)


@given(structures(), st.sampled_from(["us_ofac", "eu", "uk"]))
def test_another_listed_party_never_lowers_anything(held: list[Holding], code: str) -> None:
    regime = REGIMES[code]
    fewer = {row.party: row for row in owned(held, {X: (code,)}, (regime,), DAY)}
    more = rows(held, regime)
    for party, row in fewer.items():
        if party != Y:
            assert more[party].share >= row.share and STATES.index(more[party].state) >= STATES.index(row.state)


@pytest.mark.parametrize("code", sorted(REGIMES))
def test_a_hundred_companies_in_one_circle_come_to_an_end(code: str) -> None:
    ring = [UUID(int=number) for number in range(10, 110)]
    held = [holds(ring[at - 1], one_, "99") for at, one_ in enumerate(ring)]
    found = owned([*held, holds(X, ring[0], "1")], {X: (code,)}, (REGIMES[code],), date(2026, 12, 1))
    assert found and all(row.share <= 100 for row in found)
