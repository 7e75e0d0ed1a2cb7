"""Consultation: silence is no consent, and that nobody could be asked is not an answer."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.assessments.rules.consulting import Consulted, SpeakingFor, check_consultation, still_missing
from duecare.kernel.errors import BadInput

TOLD = {"who": "a union", "reason": "", "heard": "They fear haste", "effect": "A judge", "safety_plan": "Met abroad"}
KNOWN = ("journalists", "lawyers")
GROUPS = st.sampled_from(("journalists", "lawyers", "clergy"))
ROWS = st.lists(
    st.builds(Consulted, st.sampled_from(SpeakingFor), st.lists(GROUPS, min_size=1, max_size=3).map(tuple)), max_size=5
)


def test_nobody_asked_is_open_and_each_likely_target_is_spoken_about() -> None:
    nobody = "a consultation of people who could be affected, or of those who speak for them"
    assert still_missing([], []) == (nobody,)
    assert still_missing([], ["lawyers"]) == (nobody, "a consultation about lawyers")
    one = Consulted(SpeakingFor.PROXY, ("journalists",))
    assert still_missing([one], ["journalists"]) == ()
    assert still_missing([one], ["human_rights_defenders"]) == ("a consultation about human rights defenders",)


def test_an_expert_counts_only_for_a_group_that_nobody_could_reach() -> None:
    expert = Consulted(SpeakingFor.INDEPENDENT, ("lawyers", "clergy"))
    assert still_missing([expert], ["lawyers"])
    assert still_missing([Consulted(SpeakingFor.NOT_POSSIBLE, ("lawyers",))], ["lawyers"])
    both = [Consulted(SpeakingFor.NOT_POSSIBLE, ("lawyers",)), expert]
    assert still_missing(both, ["lawyers"]) == ()
    assert still_missing(both, ["clergy"]) == ("a consultation about clergy",)


@given(ROWS, st.sets(GROUPS), st.builds(Consulted, st.sampled_from(SpeakingFor), st.lists(GROUPS).map(tuple)))
def test_asking_more_never_leaves_more_open_and_reasons_alone_never_close(
    rows: list[Consulted], targets: set[str], more: Consulted
) -> None:
    assert set(still_missing([*rows, more], targets)) <= set(still_missing(rows, targets))
    unasked = [row for row in rows if row.standing is SpeakingFor.NOT_POSSIBLE]
    assert len(still_missing(unasked, targets)) == 1 + len(targets)


@pytest.mark.parametrize(
    ("standing", "groups", "without", "field"),
    [
        ("friends", KNOWN, "", "standing"), ("proxy", (), "", "groups"), ("proxy", ("everybody",), "", "groups"),
        ("affected", KNOWN, "who", "who"), ("proxy", KNOWN, "heard", "heard"), ("proxy", KNOWN, "effect", "effect"),
        ("independent", KNOWN, "safety_plan", "safety_plan"), ("not_possible", KNOWN, "", "reason"),
    ],
)  # fmt: skip
def test_what_is_missing_is_named(standing: str, groups: tuple[str, ...], without: str, field: str) -> None:
    told = TOLD | ({without: " "} if without else {})
    with pytest.raises(BadInput) as refused:
        check_consultation(standing, groups, KNOWN, told)
    assert refused.value.field == field
