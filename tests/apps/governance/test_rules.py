"""What must always hold of authority, quorum and outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.library import item
from duecare.apps.governance.rules.authority import Level, Matrix, authority_for, matrix_of
from duecare.apps.governance.rules.conflicts import Declared, recusals
from duecare.apps.governance.rules.overrides import check_override
from duecare.apps.governance.rules.papers import CLASSES, freeze
from duecare.apps.governance.rules.procedures import check_procedure, closing_moment
from duecare.apps.governance.rules.quorum import Bench, Member, bench
from duecare.apps.governance.rules.states import DECISION
from duecare.apps.governance.rules.voting import (
    APPROVALS,
    CHOICES,
    DEFERRED,
    FOR,
    OPEN,
    REJECTED,
    Cast,
    outcome,
    urgent_agreement,
)
from duecare.kernel.canonical import digest
from duecare.kernel.errors import BadInput, DuecareError
from duecare.kernel.states import unreachable

PEOPLE = tuple(UUID(int=number) for number in range(1, 9))


def shipped() -> Matrix:
    found = item("authority", "default")
    return matrix_of(found.data, found.sha256)


members = st.lists(
    st.builds(Member, st.sampled_from(PEOPLE), st.booleans(), st.booleans(), st.booleans()),
    max_size=8,
    unique_by=lambda member: member.person_id,
).map(tuple)
levels = st.sampled_from(shipped().rows)
votes = st.lists(
    st.builds(Cast, st.sampled_from(PEOPLE), st.sampled_from(CHOICES)),
    max_size=8,
    unique_by=lambda vote: vote.person_id,
).map(tuple)


def sit(seats: tuple[Member, ...], level: Level, requester: UUID, recused: frozenset[UUID] = frozenset()) -> Bench:
    return bench(seats, level, requester_id=requester, account_team=(), recused=dict.fromkeys(recused, "a conflict"))


@given(members, levels, votes, st.sampled_from(PEOPLE), st.frozensets(st.sampled_from(PEOPLE)), st.booleans())
def test_nothing_is_approved_without_quorum_majority_or_independence(
    seats: tuple[Member, ...],
    level: Level,
    cast: tuple[Cast, ...],
    requester: UUID,
    recused: frozenset[UUID],
    conditions: bool,
) -> None:
    table = sit(seats, level, requester, recused)
    result = outcome(table, level, cast, conditions=conditions)
    if result.state not in APPROVALS:
        return
    able = {m.person_id for m in seats if m.votes} - recused - {requester}
    counted = [vote for vote in cast if vote.person_id in able]
    ayes = [vote for vote in counted if vote.choice in FOR]
    against = [vote for vote in counted if vote.choice in ("against", "defer")]
    assert level.may_approve
    assert len(counted) >= max(level.quorum_at_least, len(able) // 2 + 1)
    assert len(ayes) >= len(against) and ayes
    independents = {m.person_id for m in seats if m.independent}
    if level.independent_required:
        assert any(vote.person_id in independents for vote in counted)
    if level.independent_veto:
        assert not any(vote.choice == "against" for vote in counted if vote.person_id in independents)


@given(members, levels, votes, st.sampled_from(PEOPLE))
def test_the_requester_never_counts(
    seats: tuple[Member, ...], level: Level, cast: tuple[Cast, ...], requester: UUID
) -> None:
    table = sit(seats, level, requester)
    without = tuple(vote for vote in cast if vote.person_id != requester)
    assert outcome(table, level, cast, conditions=False) == outcome(table, level, without, conditions=False)
    assert table.member(requester) is None


@given(members, levels, st.sampled_from(PEOPLE), st.frozensets(st.sampled_from(PEOPLE)))
def test_recusals_never_bring_the_quorum_below_its_floor(
    seats: tuple[Member, ...], level: Level, requester: UUID, recused: frozenset[UUID]
) -> None:
    assert sit(seats, level, requester, recused).quorum >= level.quorum_at_least


@given(levels, st.sampled_from(CHOICES), st.sampled_from(CHOICES), st.sampled_from(CHOICES))
def test_an_objecting_vote_never_helps(level: Level, one: str, two: str, three: str) -> None:
    """Turning a vote into "against" never turns a refusal into an approval."""
    seats = (Member(PEOPLE[0], independent=True), Member(PEOPLE[1], chair=True), Member(PEOPLE[2]))
    table = sit(seats, level, PEOPLE[7])
    cast = tuple(Cast(seat.person_id, choice) for seat, choice in zip(seats, (one, two, three), strict=True))
    before = outcome(table, level, cast, conditions=False).state
    for place in range(3):
        harder = tuple(replace(vote, choice="against") if n == place else vote for n, vote in enumerate(cast))
        if outcome(table, level, harder, conditions=False).state in APPROVALS:
            assert before in APPROVALS


def four(level: Level, *choices: str) -> str:
    seats = (
        Member(PEOPLE[0], chair=True),
        Member(PEOPLE[1], independent=True),
        Member(PEOPLE[2]),
        Member(PEOPLE[3]),
    )
    cast = tuple(Cast(person, choice) for person, choice in zip(PEOPLE, choices, strict=False) if choice)
    return outcome(sit(seats, level, PEOPLE[7]), level, cast, conditions=False).state


ELEVATED = authority_for(shipped(), "elevated", Decimal(1))
HIGH = authority_for(shipped(), "high", Decimal(1))


@pytest.mark.parametrize(
    ("level", "choices", "state"),
    [
        (ELEVATED, ("for", "for", "for", "against"), "approved"),
        (ELEVATED, ("for", "for_with_conditions", "for", "against"), "approved_with_conditions"),
        (ELEVATED, ("for", "against", "for", "against"), "approved"),  # the chair's casting vote on the tie
        (ELEVATED, ("against", "for", "for", "against"), "rejected"),  # and the other way round
        (ELEVATED, ("abstain", "for", "for", "against"), "approved"),
        (ELEVATED, ("abstain", "for", "against", "abstain"), "deferred"),  # a tie that nobody breaks
        (ELEVATED, ("defer", "for", "for", "against"), "deferred"),
        (ELEVATED, ("for", "abstain", "for", "for"), "approved"),  # present, and content to abstain
        (ELEVATED, ("for", "", "for", "for"), OPEN),  # the independent member is missing
        (ELEVATED, ("for", "for", "", ""), OPEN),  # no quorum
        (ELEVATED, ("for", "against", "for", "for"), "approved"),
        (HIGH, ("for", "against", "for", "for"), REJECTED),  # at high the independent member can end it
        (HIGH, ("for", "for", "for", "against"), "approved"),
        (authority_for(shipped(), "prohibited", Decimal(1)), ("for", "for", "for", "for"), REJECTED),
        (ELEVATED, ("abstain", "abstain", "abstain", "abstain"), DEFERRED),
    ],
)
def test_outcomes_by_hand(level: Level, choices: tuple[str, ...], state: str) -> None:
    assert four(level, *choices) == state


def test_two_in_haste_must_agree_and_one_be_independent() -> None:
    seats = (Member(PEOPLE[0]), Member(PEOPLE[1], independent=True), Member(PEOPLE[2]))
    table = sit(seats, ELEVATED, PEOPLE[7])

    def agreed(one: int, first: str, two: int, second: str) -> bool:
        return urgent_agreement(table, ELEVATED, (Cast(PEOPLE[one], first), Cast(PEOPLE[two], second)))[0]

    assert agreed(0, "for", 1, "for_with_conditions")
    assert not agreed(0, "for", 2, "for")
    assert not agreed(0, "for", 1, "abstain")


@pytest.mark.parametrize(
    ("risk_class", "value", "decides", "independent", "veto"),
    [
        ("low", "250000", "compliance_officer", False, False),
        ("low", "250000.01", "committee", False, False),
        ("low", None, "committee", False, False),  # an unknown value is above every limit
        ("moderate", "1", "committee", False, False),
        ("elevated", "1", "committee", True, False),
        ("high", "5000000", "committee", True, True),
        ("high", "5000001", "board", True, True),
        ("high", None, "board", True, True),
        ("indeterminate", "1", "committee", True, True),
        ("prohibited", "1", "committee", True, True),
    ],
)
def test_the_shipped_matrix(risk_class: str, value: str | None, decides: str, independent: bool, veto: bool) -> None:
    level = authority_for(shipped(), risk_class, Decimal(value) if value else None)
    assert (level.decides, level.independent_required, level.independent_veto) == (decides, independent, veto)
    assert level.may_approve is (risk_class != "prohibited")


@given(st.sampled_from(CLASSES), st.one_of(st.none(), st.decimals(0, 10**12, places=2)))
def test_somebody_always_decides(risk_class: str, value: Decimal | None) -> None:
    assert authority_for(shipped(), risk_class, value).risk_class == risk_class


def test_a_matrix_with_a_hole_is_refused() -> None:
    data = dict(item("authority", "default").data)
    rows = data["rows"]
    assert isinstance(rows, tuple)
    with pytest.raises(BadInput, match="elevated"):
        matrix_of({**data, "rows": tuple(row for row in rows if row["class"] != "elevated")}, "")
    with pytest.raises(BadInput, match="low"):
        matrix_of({**data, "rows": tuple(reversed(rows))}, "")


def test_the_closing_day_ends_at_midnight_where_the_company_is() -> None:
    bangkok = closing_moment(date(2026, 11, 26), ZoneInfo("Asia/Bangkok"))
    assert bangkok == datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    summer = closing_moment(date(2026, 3, 28), ZoneInfo("Europe/Berlin"))  # the night clocks go forward
    assert summer == datetime(2026, 3, 28, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("procedure", "risk_class", "closes", "urgency"),
    [
        ("single", "moderate", None, ""),
        ("written", "indeterminate", 10, ""),
        ("written", "elevated", 2, ""),
        ("written", "elevated", None, ""),
        ("urgent", "high", None, "a ship leaves"),
        ("urgent", "moderate", None, "  "),
        ("by acclamation", "low", None, ""),
    ],
)
def test_procedures_that_a_class_does_not_allow(
    procedure: str, risk_class: str, closes: int | None, urgency: str
) -> None:
    opened = date(2026, 11, 23)
    with pytest.raises(BadInput):
        check_procedure(
            procedure,
            authority_for(shipped(), risk_class, Decimal(1)),
            shipped(),
            opened_on=opened,
            closes_on=opened + timedelta(days=closes) if closes else None,
            urgency=urgency,
        )


def test_standing_conflicts_by_country_customer_and_company() -> None:
    customer, company = UUID(int=50), UUID(int=51)
    on = date(2026, 11, 23)
    paper = freeze(
        kind="opportunity",
        subject_id=UUID(int=52),
        customer_id=customer,
        reference="O",
        title="T",
        payload={},
        risk_class="low",
        value_eur=None,
        requester_id=PEOPLE[7],
        countries=("THA",),
        parties=(company,),
    )
    declared = (
        Declared(PEOPLE[0], "country", "THA", "family there", on, None),
        Declared(PEOPLE[1], "customer", str(customer), "worked there", on - timedelta(days=9), on),
        Declared(PEOPLE[2], "company", str(company), "owns shares", on + timedelta(days=1), None),
        Declared(PEOPLE[3], "country", "DEU", "lives there", on, None),
        Declared(PEOPLE[4], "customer", str(company), "wrong kind is still a conflict", on, None),
    )
    assert set(recusals(declared, paper, on)) == {PEOPLE[0], PEOPLE[1], PEOPLE[4]}


@pytest.mark.parametrize(
    ("kind", "old", "new", "days", "ok"),
    [
        ("class", "high", "elevated", 90, True),
        ("class", "high", "moderate", 90, False),
        ("class", "prohibited", "high", 90, False),
        ("class", "low", "prohibited", 90, True),
        ("class", "indeterminate", "low", 90, False),
        ("class", "high", "elevated", 366, False),
        ("class", "high", "elevated", 0, False),
        ("class", "high", "high", 90, False),
        ("mood", "high", "elevated", 90, False),
        ("score", "57", "52", 365, True),
    ],
)
def test_overrides(kind: str, old: str, new: str, days: int, ok: bool) -> None:
    today = date(2026, 11, 23)
    try:
        check_override(kind, old, new, reason="as said", today=today, expires_on=today + timedelta(days=days))
    except DuecareError:
        assert not ok
    else:
        assert ok


def test_every_state_can_be_reached() -> None:
    assert not tuple(unreachable(DECISION))


def test_a_paper_that_is_not_its_hash_is_refused() -> None:
    paper = freeze(
        kind="opportunity",
        subject_id=PEOPLE[0],
        customer_id=None,
        reference="O",
        title="T",
        payload={"seats": 5},
        risk_class="low",
        value_eur=None,
        requester_id=PEOPLE[1],
    )
    assert paper.sha256 == digest({"seats": 5})
    paper.check()
    with pytest.raises(BadInput, match="hash"):
        replace(paper, payload={"seats": 6}).check()
