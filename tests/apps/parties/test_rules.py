"""What must always hold for trees, shares, folding, profiles and screenings."""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.parties.rules.folding import fold, words
from duecare.apps.parties.rules.profile import ITEMS, check_answer, standing
from duecare.apps.parties.rules.screening import VALID_DAYS, Content, Record, denied, screening_state
from duecare.apps.parties.rules.shares import Share, check_shares, unaccounted
from duecare.apps.parties.rules.tree import ancestors, check_parent
from duecare.kernel.errors import BadInput

DAY = date(2026, 11, 23)


@given(st.lists(st.tuples(st.integers(0, 15), st.integers(0, 15)), max_size=60))
def test_whatever_is_moved_where_the_tree_never_holds_a_circle(moves: list[tuple[int, int]]) -> None:
    parents: dict[int, int | None] = dict.fromkeys(range(16))
    for node, parent in moves:
        try:
            check_parent(node, parent, parents)
        except BadInput:
            continue
        parents[node] = parent
    for node in parents:
        above = ancestors(node, parents)
        assert node not in above
        assert len(set(above)) == len(above)
        assert not above or parents[above[-1]] is None  # the walk ended at a top, not at a circle


def test_a_body_cannot_stand_below_its_own_unit() -> None:
    with pytest.raises(BadInput, match="below itself"):
        check_parent("ministry", "unit", {"unit": "department", "department": "ministry", "ministry": None})


shares = st.builds(
    Share,
    st.integers(0, 4),
    st.one_of(st.none(), st.decimals("0.5", "100", places=1)),
    st.dates(date(2020, 1, 1), date(2022, 1, 1)),
    st.one_of(st.none(), st.dates(date(2022, 1, 2), date(2023, 1, 1))),
)


@given(st.lists(shares, max_size=6), st.dates(date(2019, 1, 1), date(2024, 1, 1)))
def test_accepted_shares_never_pass_a_hundred_on_any_day(held: list[Share], day: date) -> None:
    try:
        check_shares(held)
    except BadInput:
        return
    assert sum((one.share for one in held if one.share is not None and one.on(day)), Decimal(0)) <= 100


def test_shares_above_a_hundred_are_refused_and_one_after_the_other_is_fine() -> None:
    with pytest.raises(BadInput, match=r"110 per cent on 2026-11-23"):
        check_shares((Share("a", Decimal(60), date(2020, 1, 1)), Share("b", Decimal(50), DAY)))
    check_shares((Share("a", Decimal(60), date(2020, 1, 1), DAY), Share("b", Decimal(50), DAY)))


def test_a_holding_of_unknown_size_leaves_the_rest_unknown() -> None:
    assert unaccounted((Share("a", Decimal(60), DAY),), DAY) == Decimal(40)
    assert unaccounted((Share("a", Decimal(60), DAY), Share("b", None, DAY)), DAY) is None


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=40))
def test_what_is_folded_holds_no_mark_that_combines_and_nothing_else_is_lost(text: str) -> None:
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    assert not any(unicodedata.combining(one) for one in fold(text))
    assert fold(bare) == fold(text)


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Ministère de l’Intérieur", "ministere"), ("ŁÓDŹ", "lodz"), ("Straße", "STRASSE"), ("Đà Nẵng", "da nang")],
)
def test_people_find_what_they_type_without_accents(written: str, typed: str) -> None:
    assert all(word in fold(written) for word in words(typed))


def test_a_profile_answer_expires_and_a_refusal_does_not_become_better() -> None:
    given_on = date(2025, 1, 10)
    assert standing("oversight", "judicial", "", "", "Act 5", given_on, date(2026, 1, 9)).value == "judicial"
    late = standing("oversight", "judicial", "", "", "Act 5", given_on, date(2026, 1, 10))
    assert (late.value, late.gap) == ("", "expired")
    assert standing("oversight", "", "refused", "", "", given_on, date(2030, 1, 1)).gap == "refused"


@pytest.mark.parametrize(
    ("item", "value", "gap", "reason"),
    [
        ("oversight", "", "", ""),
        ("oversight", "judicial", "refused", ""),
        ("oversight", "excellent", "", ""),
        ("rank", "high", "", ""),
        ("oversight", "", "not_applicable", " "),
        ("oversight", "", "expired", "said so"),
    ],
)
def test_an_answer_that_says_two_things_or_none_is_refused(item: str, value: str, gap: str, reason: str) -> None:
    with pytest.raises(BadInput):
        check_answer(item, value, gap, reason)
    assert "oversight" in ITEMS


CONTENT = Content("Agency", "", ("AG", "Bureau"), "federal", "THA")


def record(result: str = "none", *, confirmed: bool = True, sha: str = "", listed: date = DAY) -> Record:
    return Record(sha or CONTENT.sha256(), "hand", listed, result, confirmed, DAY if confirmed else None)


def test_the_order_of_aliases_does_not_change_what_was_screened_and_a_name_does() -> None:
    assert Content("Agency", "", ("Bureau", "AG"), "federal", "THA").sha256() == CONTENT.sha256()
    assert Content("Agency 2", "", ("Bureau", "AG"), "federal", "THA").sha256() != CONTENT.sha256()


@pytest.mark.parametrize(
    ("records", "state"),
    [
        ((), "unknown"),
        ((record(confirmed=False),), "unknown"),
        ((record(),), "none"),
        ((record(sha="0" * 64),), "unknown"),
        ((record(listed=DAY - timedelta(days=VALID_DAYS)),), "unknown"),
        ((record("possible"),), "possible"),
        ((record("possible"), record()), "none"),
        ((record(), record("confirmed", sha="0" * 64)), "confirmed"),
        ((record(), record("confirmed", confirmed=False)), "none"),
    ],
)
def test_only_a_current_record_confirmed_by_two_clears_a_party(records: tuple[Record, ...], state: str) -> None:
    assert screening_state(records, CONTENT.sha256(), DAY).state == state


@given(st.lists(st.sampled_from(["none", "unknown", "possible", "confirmed"]), max_size=6))
def test_one_party_unknown_or_hit_is_never_hidden_by_the_others(states: list[str]) -> None:
    from duecare.apps.parties.rules.screening import ScreeningState

    found = denied(ScreeningState(state, "") for state in states)
    assert (found == "none") == (bool(states) and set(states) == {"none"})
