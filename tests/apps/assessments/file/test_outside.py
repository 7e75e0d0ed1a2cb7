"""Experts behind a link, first-hand sources, documents: who sees what, and what a signature covers."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from duecare.adapters.sealing import sources_key_file
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import Given, Opinion
from duecare.apps.audit.queries import entries
from duecare.apps.risk.rules.facts import Unknown, effective
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.kernel.errors import BadInput, Conflict, Denied, DuecareError, NotFound
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, AUDITOR, COUNSEL, DAY, MEMBER, OFFICER, SALES

from . import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def test_only_counsel_invites_and_only_a_hash_of_the_secret_is_kept() -> None:
    made = deals.filed()
    with pytest.raises(Denied):
        actions.invite_expert(
            by=OFFICER, opportunity_id=made, name="A", email="", country="THA", qualification="b",
            questions=("3.1",), expires_on=DAY + timedelta(days=3),
        )  # fmt: skip
    engagement, token, _ = filled.invited(made)
    assert len(token) >= 43, "256 bits"
    with connection.cursor() as cursor:
        cursor.execute("select token_sha256 from assessments_engagement")
        [row] = cursor.fetchall()
    assert token not in row[0]
    assert token not in "".join(str(entry) for entry in entries())
    assert queries.engagements(made, {}, DAY)[0].id == engagement


@pytest.mark.parametrize("case", ["garbage", "empty", "expired", "revoked", "other bytes", "endless"])
def test_every_link_that_does_not_work_gets_the_same_answer(case: str) -> None:
    made = deals.filed()
    engagement, token, _ = filled.invited(made, days=5)
    day = DAY + timedelta(days=6) if case == "expired" else DAY
    if case == "revoked":
        actions.revoke_engagement(by=COUNSEL, engagement_id=engagement, reason="Wrong address")
    tried = {"garbage": "A" * 43, "empty": "", "other bytes": "é" * 43, "endless": "A" * 5000}.get(case, token)
    with pytest.raises(NotFound) as caught:
        queries.expert_of(tried, day)
    assert str(caught.value) == str(NotFound("page"))


def test_favourable_answers_count_only_after_the_conflicts_are_signed() -> None:
    made = deals.filed()
    _, _, expert = filled.invited(made, "3.4", "1.2")
    actions.expert_answers(by=expert, given=[Given("1.2", "answered", "yes")])

    def used() -> object:
        found = queries.facts_of(filled.deployment(made), DAY)["agency.mandate_in_law"]
        return effective(found, FACTS["agency.mandate_in_law"])

    assert isinstance(used(), Unknown)
    actions.state_conflicts(by=expert, none=False, text="My brother works at the ministry", signed_name="A. Exemple")
    assert used() is True
    actions.expert_answers(by=expert, given=[Given("1.2", "answered", "no")])
    assert used() is False


def test_the_expert_sees_and_answers_what_was_asked_and_nothing_else() -> None:
    made = deals.filed()
    _, _, expert = filled.invited(made, "3.1", "3.4")
    desk = queries.desk(expert)
    assert [one.code for one in desk.questions] == ["3.1", "3.4"]
    text = repr(desk)
    assert "cyber unit" not in text.lower()
    with pytest.raises(BadInput):
        actions.expert_answers(by=expert, given=[Given("3.2", "answered", "yes")])
    with pytest.raises(NotFound):
        queries.opportunity(expert, made)
    with pytest.raises(Denied):
        actions.answer_question(by=expert, opportunity_id=made, question="3.1", state="answered", value="yes")


def test_a_set_of_answers_is_taken_whole_or_not_at_all_and_names_the_row() -> None:
    made = deals.filed()
    _, _, expert = filled.invited(made, "3.1", "3.4")
    with pytest.raises(BadInput) as caught:
        actions.expert_answers(
            by=expert, given=[Given("3.1", "answered", "yes", row=5), Given("3.4", "answered", "maybe", row=6)]
        )
    assert (caught.value.row, caught.value.field) == (6, "3.4")
    assert queries.desk(expert).answers == {}


def test_signing_needs_conflicts_and_an_entry_for_every_question_and_binds_what_was_said() -> None:
    made = deals.filed()
    engagement, _, expert = filled.invited(made, "3.1", "3.4")
    sign = {"by": expert, "summary": "An order is needed.", "signed_name": "Avocat Exemple"}
    with pytest.raises(Conflict, match="Conflicts"):
        actions.sign_opinion(**sign)
    actions.state_conflicts(by=expert, none=True, text="", signed_name="Avocat Exemple")
    actions.expert_answers(by=expert, given=[Given("3.1", "answered", "yes")])
    with pytest.raises(Conflict, match=r"3\.4"):
        actions.sign_opinion(**sign)
    actions.expert_answers(by=expert, given=[Given("3.4", "asked_no_answer", reason="Practice differs")])
    sha = filled.stored(b"%PDF opinion")
    signed = actions.sign_opinion(**sign, opinion=Opinion(sha, "../opinion.pdf", 12, "application/pdf"))
    [row] = queries.engagements(made, queries.deal(made).fields(), DAY)
    assert (row.state, row.statement_sha256, row.opinion_sha256) == ("signed", signed, sha)
    assert [one.name for one in queries.documents(COUNSEL, made)] == ["opinion.pdf"]
    with pytest.raises(Conflict):
        actions.expert_answers(by=expert, given=[Given("3.1", "answered", "no")])
    with connection.cursor() as cursor:
        cursor.execute("update assessments_answer set value = 'no' where question = '3.1'")
    assert "opinion_altered" in {one.code for one in queries.inconsistencies(OFFICER)}
    assert engagement == row.id


def test_an_opinion_about_another_place_no_longer_clears_the_stage() -> None:
    made = deals.filed()
    filled.opinion(made)
    assert queries.engagements(made, queries.deal(made).fields(), DAY)[0].stale == ()
    found = queries.deal(made)
    moved = deals.intake(found.bodies("using")[0].id, found.deployments[0].product.id, place_of_use="KHM")
    actions.change_opportunity(by=SALES, opportunity_id=made, seen_version=found.version, intake=replace(moved))
    assert "place_of_use" in queries.engagements(made, queries.deal(made).fields(), DAY)[0].stale


def test_a_source_is_known_to_whoever_listened_and_to_nobody_else() -> None:
    made = deals.filed()
    with pytest.raises(Denied):
        actions.record_source(
            by=OFFICER, opportunity_id=made, knows_of="both", kind="lawyer", heard_on=DAY, summary="s", safety_plan="p"
        )
    named = actions.record_source(
        by=ANALYST, opportunity_id=made, knows_of="client", kind="former officer", heard_on=DAY,
        summary="Orders are signed afterwards", safety_plan="Met away from the office", identity="Somchai Invented",
    )  # fmt: skip
    assert actions.read_identity(by=ANALYST, source_id=named) == "Somchai Invented"
    with pytest.raises(NotFound):
        actions.read_identity(by=COUNSEL, source_id=named)
    with pytest.raises(Denied):
        actions.read_identity(by=AUDITOR, source_id=named)
    assert "Somchai" not in str(queries.snapshot(made))
    assert "Somchai" not in "".join(str(entry) for entry in entries())
    assert "source.identity" in {entry.act for entry in entries()}
    with connection.cursor() as cursor:
        cursor.execute("select identity from assessments_firsthandsource")
        assert b"Somchai" not in bytes(cursor.fetchone()[0])
    sources_key_file().unlink()
    with pytest.raises(DuecareError, match="cannot be opened"):
        actions.read_identity(by=ANALYST, source_id=named)


def test_a_privileged_document_is_closed_to_all_but_counsel_and_those_counsel_names() -> None:
    made = deals.filed()
    advice = filled.document(made, b"our legal position", privileged=True)
    assert queries.document(COUNSEL, advice).name == "minutes.txt"
    for other in (OFFICER, ANALYST, AUDITOR, MEMBER, SALES):
        with pytest.raises(NotFound):
            queries.document(other, advice)
    [seen] = queries.documents(OFFICER, made)
    assert (seen.open, seen.name, seen.sha256, seen.privilege_for) == (False, "", "", "")
    assert "legal position" not in str(queries.snapshot(made))
    with pytest.raises(Denied):
        actions.release_fact(by=OFFICER, document_id=advice, text="x")
    actions.release_fact(by=COUNSEL, document_id=advice, text="The decree of 2021 requires an order.")
    assert queries.documents(OFFICER, made)[0].released == ("The decree of 2021 requires an order.",)
    with pytest.raises(NotFound):
        queries.document(OFFICER, advice)


def test_counsel_names_one_reader() -> None:
    from tests.permissions.signed_in import known

    made = deals.filed()
    advice = filled.document(made, privileged=True)
    officer = known(*OFFICER.roles)
    actions.name_reader(by=COUNSEL, document_id=advice, person_id=officer.id)
    assert queries.document(officer, advice).open
    with pytest.raises(Conflict):
        actions.name_reader(by=COUNSEL, document_id=advice, person_id=officer.id)


def test_privilege_needs_an_owner_and_a_document_its_bytes() -> None:
    made = deals.filed()
    given = {"by": COUNSEL, "opportunity_id": made, "name": "a.txt", "size": 1, "media_type": "text/plain"}
    with pytest.raises(BadInput):
        actions.add_document(**given, sha256=filled.stored(b"x"), privileged=True)
    for sha in ("0" * 64, "../../etc/passwd", ""):
        with pytest.raises(BadInput):
            actions.add_document(**given, sha256=sha)
    actions.add_document(**given, sha256=filled.stored(b"x"))
    with pytest.raises(Conflict):
        actions.add_document(**given, sha256=filled.stored(b"x"))


def test_people_who_could_be_affected_are_consulted_before_a_sale_also_about_each_likely_target() -> None:
    made = deals.filed()
    filled.people(made, target="journalists")

    def left() -> tuple[str, ...]:
        found = queries.gate(made, DAY)
        return next(one.missing for one in found.requirements if one.code == "consultation")

    assert left() == (
        "a consultation of people who could be affected, or of those who speak for them",
        "a consultation about journalists",
    )
    told = {"who": "a bar association", "heard": "Orders are copied", "effect": "None: asked for already"}
    actions.record_consultation(
        by=OFFICER, opportunity_id=made, standing="proxy", groups=["lawyers"], held_on=DAY, safety_plan="Met abroad",
        **told,
    )  # fmt: skip
    assert left() == ("a consultation about journalists",)
    with pytest.raises(BadInput, match="still to come"):
        actions.record_consultation(
            by=OFFICER, opportunity_id=made, standing="not_possible", groups=["journalists"],
            held_on=DAY + timedelta(days=1), reason="Nobody dares",
        )  # fmt: skip
    with pytest.raises(Denied):
        actions.record_consultation(
            by=SALES, opportunity_id=made, standing="not_possible", groups=["journalists"], held_on=DAY, reason="x"
        )
    filled.consulted(made, "journalists")
    assert left() == ()
    [first, second] = queries.consultations(made, queries.deal(made).fields())
    assert (first.reference, first.stale, second.groups) == ("C-01", (), ("journalists",))
    kept = queries.snapshot(made)["consultations"]
    assert isinstance(kept, dict) and set(kept) == {"C-01", "C-02"}
    actions.record_consultation(
        by=OFFICER, opportunity_id=made, standing="not_possible", groups=["lawyers"], held_on=DAY,
        reason="Nobody dares", heard="typed before the choice was changed",
    )  # fmt: skip
    last = queries.consultations(made, queries.deal(made).fields())[-1]
    assert (last.reason, last.heard) == ("Nobody dares", "")
