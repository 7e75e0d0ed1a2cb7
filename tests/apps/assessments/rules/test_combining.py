"""Several statements about one fact: none of them can make the result better than the worst that was said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.assessments.rules.combining import adverse, badness, combine
from duecare.apps.assessments.rules.file_facts import agency_facts, deal_facts, party_facts, product_facts
from duecare.apps.assessments.rules.groups import Group, GroupFinding, GroupState, group_fact, targeted
from duecare.apps.parties.rules.profile import ProfileValue
from duecare.apps.parties.rules.screening import ScreeningState
from duecare.apps.risk.rules.facts import Fact, Unknown, UnknownKind, effective
from duecare.apps.risk.rules.facts_registry import FACTS

CODE = "agency.oversight"
KIND = FACTS[CODE]
gaps = st.sampled_from([kind for kind in UnknownKind if kind is not UnknownKind.NOT_APPLICABLE]).map(Unknown)
facts = st.builds(
    Fact, st.just(CODE), st.sampled_from(KIND.options) | gaps, st.sampled_from(["company", "expert"]), st.booleans()
)
groups = [Group(code, code, "", "", (), ()) for code in ("a", "b", "c")]
findings = st.lists(
    st.builds(GroupFinding, st.sampled_from("abc"), st.sampled_from(list(GroupState)), st.just("because")), max_size=6
)


def rank(fact: Fact) -> float:
    """How bad; unknown lies beyond every value but the worst, which nothing outweighs."""
    value = effective(fact, KIND)
    if not isinstance(value, Unknown):
        return badness(value, KIND)
    return 3.5 if value.kind not in (UnknownKind.NOT_ASKED,) else -1


@given(st.lists(facts, min_size=1, max_size=5))
def test_the_result_is_one_of_those_said_and_none_is_worse(said: list[Fact]) -> None:
    found = adverse(said, KIND)
    assert found in said
    assert rank(found) == max(rank(one) for one in said)


@given(st.lists(facts, min_size=1, max_size=4), facts)
def test_saying_more_never_makes_it_better(said: list[Fact], more: Fact) -> None:
    assert rank(adverse([*said, more], KIND)) >= rank(adverse(said, KIND))


def test_facts_are_combined_by_code() -> None:
    found = combine([Fact(CODE, "independent"), Fact(CODE, "internal"), Fact("law.judge", True)])
    assert (found[CODE].value, found["law.judge"].value) == ("internal", True)


@given(findings)
def test_groups_are_safe_only_when_all_of_them_were_looked_at(given_: list[GroupFinding]) -> None:
    states = {finding.code: finding.state for finding in given_}
    fact = group_fact(groups, given_)
    if GroupState.LIKELY_TARGET in states.values():
        assert fact.value is True
    elif {states.get(code) for code in "abc"} == {GroupState.NOT_LIKELY}:
        assert fact.value is False
    else:
        assert fact.gap is UnknownKind.NOT_ASKED


def test_no_to_one_question_says_nothing_about_groups_nobody_looked_at() -> None:
    nobody, everybody = (
        group_fact(groups, []),
        group_fact(groups, [GroupFinding(code, GroupState.NOT_LIKELY, "because") for code in "abc"]),
    )
    assert targeted(everybody, nobody).gap is UnknownKind.NOT_ASKED
    assert targeted(everybody, everybody).value is False


def test_a_profile_keeps_its_kind_of_gap() -> None:
    [mandate, judge] = agency_facts(
        {
            "mandate_in_law": ProfileValue("mandate_in_law", gap="not_applicable", reason="x"),
            "judicial_authorisation": ProfileValue("judicial_authorisation", value="no", gap=None),
        }
    )
    # The mandate always has to be in law, so "not applicable" is read as an answer still owed.
    assert mandate.value == Unknown(UnknownKind.ASKED_NO_ANSWER, "x")
    assert judge.value is False


def test_what_nobody_recorded_of_product_and_deal_is_not_asked() -> None:
    *deal, no_go = deal_facts(None, 0, None, on_no_go=False)
    for fact in (*product_facts(None), *deal):
        assert fact.value == Unknown(UnknownKind.NOT_ASKED)
    assert no_go.value is False, "the register is ours: what is not on it is known not to be"
    assert deal_facts(False, 1, 12, on_no_go=False)[0].value is True, "a named intermediary outweighs “there is none”"


def test_no_hit_takes_every_party_to_be_compared_and_known() -> None:
    clear, waits = ScreeningState("none", ""), ScreeningState("unknown", "Not screened.")
    values = {
        "all clear": party_facts([clear, clear], True),
        "one open": party_facts([clear, waits], True),
        "nobody named": party_facts([], True),
        "perhaps more": party_facts([clear], False),
    }
    assert [fact.value for fact in values.pop("all clear")] == ["none", True]
    for case, (denied, screened) in values.items():
        assert isinstance(denied.value, Unknown), case
        assert isinstance(screened.value, Unknown), case
    hit = party_facts([ScreeningState("confirmed", ""), waits], False)
    assert hit[0].value == "confirmed", "a hit is known whatever else is open"
