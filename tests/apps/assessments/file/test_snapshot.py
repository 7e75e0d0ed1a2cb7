"""The snapshot: the same file gives the same hash, every change another one, and the change is said in words."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters import clock
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import Given
from duecare.apps.assessments.rules.changes import changes
from duecare.apps.assessments.rules.file_acts import FILE_ACTS
from duecare.apps.audit.queries import entries
from duecare.apps.parties import actions as parties
from duecare.kernel.canonical import canonical
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, COUNSEL, DAY, OFFICER

from . import filled

leaf = st.none() | st.booleans() | st.integers(0, 9) | st.text(max_size=5)
items = st.dictionaries(
    st.text("abc", min_size=1, max_size=2), leaf | st.dictionaries(st.text("xy", min_size=1, max_size=1), leaf)
)
files = st.dictionaries(st.sampled_from(["answers", "flags", "findings", "version", "classes"]), items | leaf)


@given(files, files)
def test_sentences_are_there_exactly_when_something_differs(old: Any, new: Any) -> None:
    assert bool(changes(old, new)) == (canonical(old) != canonical(new))
    assert changes(old, old) == ()


@pytest.mark.django_db
def test_the_hash_rests_on_the_file_and_not_on_the_day(frozen: datetime) -> None:
    made = deals.filed()
    filled.complete(made)
    filled.confirmed(made)
    before = queries.file_hash(made)
    with clock.at(datetime(2027, 6, 1, tzinfo=UTC)):
        assert queries.file_hash(made) == before


@pytest.mark.django_db
def test_every_act_of_the_file_changes_the_hash_and_is_listed(frozen: datetime) -> None:
    made = deals.filed()
    filled.document(made)
    advice = filled.document(made, b"advice", privileged=True)
    secret = actions.answer_question(
        by=COUNSEL, opportunity_id=made, question="1.4", state="answered", value="no", privileged=True
    )
    _engagement, _, expert = filled.invited(made, "3.1")
    found = actions.record_finding(by=ANALYST, opportunity_id=made, what="w", source="s", about="unit")

    def rate(scale: int) -> None:
        actions.rate_harm(
            by=ANALYST, opportunity_id=made, right="life", scale=scale, scope=1, remedy=1, likelihood=1,
            threatens_life_or_body=False, reasoning="r",
        )  # fmt: skip

    steps = (
        lambda: actions.answer_question(by=COUNSEL, opportunity_id=made, question="1.2", state="refused"),
        lambda: actions.release_answer(by=COUNSEL, answer_id=secret, reason="public"),
        lambda: actions.assess_flag(by=OFFICER, opportunity_id=made, code="RF-US-01", state="open", note="n"),
        lambda: actions.grade_source(by=ANALYST, finding_id=found, value="B", grounds="g"),
        lambda: actions.grade_content(by=ANALYST, finding_id=found, value=4, grounds="g"),
        lambda: actions.second_reading(by=OFFICER, finding_id=found, grounds="g"),
        lambda: actions.record_reply(by=OFFICER, finding_id=found, reply="requested"),
        lambda: filled.dossier(made),
        lambda: filled.regimes(made),
        lambda: actions.assess_group(
            by=ANALYST, opportunity_id=made, group="journalists", state="likely_target", reasoning="r"
        ),
        lambda: rate(2),
        lambda: actions.withdraw_harm(by=ANALYST, opportunity_id=made, right="life", reasoning="r"),
        lambda: actions.release_fact(by=COUNSEL, document_id=advice, text="A fact"),
        lambda: actions.state_conflicts(by=expert, none=True, text="", signed_name="E"),
        lambda: actions.expert_answers(by=expert, given=[Given("3.1", "answered", "no")]),
        lambda: actions.sign_opinion(by=expert, summary="s", signed_name="E"),
        lambda: filled.sources(made),
        lambda: filled.consulted(made),
        lambda: filled.confirmed(made),
    )
    for step in steps:
        before, sha = queries.snapshot(made), queries.file_hash(made)
        step()
        after = queries.snapshot(made)
        last = entries()[0].act
        assert queries.file_hash(made) != sha, last
        assert changes(before, after), last
        assert last in FILE_ACTS or last == "customer.show_class"


@pytest.mark.django_db
def test_what_changed_is_said_in_words(frozen: datetime) -> None:
    made = deals.filed()
    actions.answer_question(by=COUNSEL, opportunity_id=made, question="3.4", state="answered", value="judge")
    before = queries.snapshot(made)
    actions.answer_question(by=COUNSEL, opportunity_id=made, question="3.4", state="answered", value="nobody")
    filled.flags(made, {})
    said = changes(before, queries.snapshot(made))
    assert "The answer to question 3.4 changed: value from “judge” to “nobody”." in said
    assert "Red flag RF-US-01 was added: “not present”." in said


@pytest.mark.django_db
def test_a_changed_profile_or_owner_changes_the_hash_at_once(frozen: datetime) -> None:
    made = deals.filed()
    filled.agency(made)
    using = queries.deal(made).bodies("using")[0]
    before, sha = queries.snapshot(made), queries.file_hash(made)
    parties.answer_profile(by=ANALYST, body_id=using.id, item="oversight", value="none", source="Ombudsman's report")
    after = queries.snapshot(made)
    assert queries.file_hash(made) != sha
    assert any("oversight" in said for said in changes(before, after))
    sha = queries.file_hash(made)
    parties.record_ownership(
        by=ANALYST, owner_id=deals.body("Holding of Nowhere"), owned_id=using.id, share=Decimal(51), control="",
        start=DAY, source="register",
    )  # fmt: skip
    assert queries.file_hash(made) != sha
