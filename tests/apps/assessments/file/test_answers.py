"""Answers, flags, findings, groups, harms: history is kept, gaps never help, two persons collide."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from duecare.apps.assessments import actions, queries
from duecare.apps.risk.rules.facts import Unknown, UnknownKind
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.periods import add_months
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ADMINISTRATOR, ANALYST, AUDITOR, COUNSEL, DAY, OFFICER, SALES

from . import filled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def fact(made: UUID, code: str, day: object = DAY) -> object:
    return queries.facts_of(filled.deployment(made), day)[code].value  # type: ignore[arg-type]  # a date


def answer(made: UUID, question: str = "1.2", **more: object) -> UUID:
    given = {"by": COUNSEL, "opportunity_id": made, "question": question, "state": "answered", "value": "yes", **more}
    return actions.answer_question(**given)  # type: ignore[arg-type]  # keywords of the action


def test_a_new_answer_stands_and_the_old_one_stays_readable() -> None:
    made = deals.filed()
    answer(made)
    assert fact(made, "agency.mandate_in_law") is True
    answer(made, value="no", reason="Repealed")
    assert fact(made, "agency.mandate_in_law") is False
    rows = queries.answer_rows(made, queries.deal(made).fields())
    assert [(row.number, row.value) for row in rows] == [(1, "yes"), (2, "no")]


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"state": "asked_no_answer", "value": ""}, UnknownKind.ASKED_NO_ANSWER),
        ({"state": "refused", "value": "", "reason": "State secret"}, UnknownKind.REFUSED),
        ({"state": "not_applicable", "value": "", "reason": "The body has no such power", "question": "1.4"},
         UnknownKind.NOT_APPLICABLE),
        ({"answered_on": add_months(DAY, -12)}, UnknownKind.EXPIRED),
        (None, UnknownKind.NOT_ASKED),
    ],
)  # fmt: skip
def test_the_five_kinds_of_unknown_reach_the_facts_apart(given: dict[str, object] | None, kind: UnknownKind) -> None:
    made = deals.filed()
    if given is not None:
        answer(made, **given)
    code = "agency.judicial_authorisation" if kind is UnknownKind.NOT_APPLICABLE else "agency.mandate_in_law"
    found = fact(made, code)
    assert isinstance(found, Unknown)
    assert found.kind is kind


def test_two_who_answer_at_once_collide() -> None:
    made = deals.filed()
    answer(made, seen=0)
    with pytest.raises(Conflict):
        answer(made, seen=0, value="no")
    assert fact(made, "agency.mandate_in_law") is True


def test_a_change_of_the_deal_opens_only_what_rests_on_it() -> None:
    made = deals.filed()
    answer(made, "2.2")
    answer(made, "5.4", value="no")
    found = queries.deal(made)
    changed = replace(
        deals.intake(found.bodies("using")[0].id, found.deployments[0].product.id),
        purpose=deals.PURPOSE.replace("organised crime", "tax evasion"),
    )
    actions.change_opportunity(by=SALES, opportunity_id=made, seen_version=found.version, intake=changed)
    purpose = fact(made, "deal.purpose_defined")
    assert isinstance(purpose, Unknown)
    stale = {row.question: row.stale for row in queries.answer_rows(made, queries.deal(made).fields())}
    assert stale == {"2.2": ("purpose",), "5.4": ()}


def test_bad_answers_are_refused_whole() -> None:
    made = deals.filed()
    for bad in (
        {"question": "99.1"},
        {"value": "perhaps"},
        {"value": ""},
        {"answered_on": DAY + timedelta(days=1)},
        {"evidence": ("0" * 64,)},
        {"state": "no_such_state"},
    ):
        with pytest.raises(BadInput):
            answer(made, **bad)  # type: ignore[arg-type]  # keywords of the action
    assert queries.answer_rows(made, {}) == ()


def test_sales_auditor_and_administrator_write_nothing_and_another_file_is_not_there() -> None:
    made = deals.filed()
    for by in (SALES, AUDITOR, ADMINISTRATOR):
        with pytest.raises(Denied):
            answer(made, by=by)
    with pytest.raises(NotFound):
        answer(UUID(int=7))


def test_legal_advice_counts_once_counsel_released_the_fact_and_stays_closed_to_others() -> None:
    made = deals.filed()
    written = answer(made, privileged=True, reason="Our counsel's view")
    assert isinstance(fact(made, "agency.mandate_in_law"), Unknown)
    fields = queries.deal(made).fields()
    [shown] = queries.answer_rows(made, fields, OFFICER)
    assert (shown.hidden, shown.value, shown.reason) == (True, "", "")
    assert queries.answer_rows(made, fields, COUNSEL)[0].value == "yes"
    with pytest.raises(Denied):
        actions.release_answer(by=OFFICER, answer_id=written, reason="please")
    actions.release_answer(by=COUNSEL, answer_id=written, reason="A public statute says so")
    assert fact(made, "agency.mandate_in_law") is True


def test_flags_count_and_a_resolved_one_needs_a_document_of_the_file() -> None:
    made = deals.filed()
    assert isinstance(fact(made, "flags.unresolved"), Unknown)
    filled.flags(made, {"RF-US-01": "open"})
    assert fact(made, "flags.unresolved") == 1
    with pytest.raises(BadInput):
        actions.assess_flag(by=OFFICER, opportunity_id=made, code="RF-US-01", state="resolved", note="explained")
    filled.document(made, b"explanation")
    held = tuple(queries.known_hashes(made))
    actions.assess_flag(
        by=OFFICER, opportunity_id=made, code="RF-US-01", state="resolved", note="explained", evidence=held, seen=1
    )
    assert fact(made, "flags.unresolved") == 0


def test_an_ungraded_finding_is_unknown_and_doubt_takes_two_persons() -> None:
    made = deals.filed()
    filled.dossier(made)
    assert fact(made, "findings.credible_5y") == "none"
    found = actions.record_finding(
        by=ANALYST, opportunity_id=made, what="Phones of reporters were searched", source="A press report", about="unit"
    )
    assert isinstance(fact(made, "findings.credible_5y"), Unknown)
    actions.grade_source(by=ANALYST, finding_id=found, value="E", grounds="Often wrong before")
    assert isinstance(fact(made, "findings.credible_5y"), Unknown), "a poor source alone dismisses nothing"
    actions.grade_content(by=ANALYST, finding_id=found, value=5, grounds="The unit did not exist then")
    with pytest.raises(Denied):
        actions.second_reading(by=ANALYST, finding_id=found, grounds="I agree with myself")
    assert isinstance(fact(made, "findings.credible_5y"), Unknown)
    actions.second_reading(by=OFFICER, finding_id=found, grounds="Checked the decree")
    assert fact(made, "findings.credible_5y") == "none"
    actions.grade_content(by=OFFICER, finding_id=found, value=2, grounds="A court document came up")
    assert fact(made, "findings.credible_5y") == "credible"


def test_no_embargo_takes_a_look_at_every_regime() -> None:
    made = deals.filed()
    answer(made, "4.1", value="no")
    answer(made, "4.2", value="no")
    assert isinstance(fact(made, "sanctions.arms_embargo"), Unknown)
    filled.regimes(made)
    assert fact(made, "sanctions.arms_embargo") is False
    stale = fact(made, "sanctions.arms_embargo", DAY + timedelta(days=31))
    assert isinstance(stale, Unknown)
    actions.check_regime(by=COUNSEL, opportunity_id=made, regime="A third State", embargo=True, on=DAY, evidence="list")
    assert fact(made, "sanctions.arms_embargo") is True


def test_one_targeted_group_decides_and_silence_about_the_others_is_not_safety() -> None:
    made = deals.filed()
    answer(made, "6.1", value="no")
    assert isinstance(fact(made, "groups.at_risk_targeted"), Unknown)
    filled.people(made)
    assert fact(made, "groups.at_risk_targeted") is False
    filled.people(made, target="journalists")
    assert fact(made, "groups.at_risk_targeted") is True


def test_an_unrated_harm_keeps_severity_unknown_and_torture_is_severe_at_once() -> None:
    made = deals.filed()
    assert isinstance(fact(made, "harm.severity"), Unknown)
    filled.people(made)
    assert fact(made, "harm.severity") == "minor"
    actions.rate_harm(
        by=ANALYST, opportunity_id=made, right="Freedom from torture", scale=3, scope=1, remedy=3, likelihood=1,
        threatens_life_or_body=True, reasoning="Reports of torture in custody",
    )  # fmt: skip
    assert (fact(made, "harm.severity"), fact(made, "harm.irremediable")) == ("severe", True)
    actions.withdraw_harm(by=OFFICER, opportunity_id=made, right="freedom from torture", reasoning="Entered by mistake")
    assert fact(made, "harm.severity") == "minor"


def test_profile_and_questionnaire_disagree_and_the_worse_one_counts() -> None:
    made = deals.filed()
    filled.agency(made)
    assert fact(made, "agency.oversight") == "independent"
    answer(made, "1.3", value="internal")
    assert fact(made, "agency.oversight") == "internal"
    answer(made, "1.3", state="refused", value="", reason="State secret")
    found = fact(made, "agency.oversight")
    assert isinstance(found, Unknown)
    assert found.kind is UnknownKind.REFUSED
