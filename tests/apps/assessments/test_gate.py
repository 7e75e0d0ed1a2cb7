"""The gate: what clears a stage, what closes it again, and the token that outsiders check."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.adapters.signing import create_key
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries.gate import stages
from duecare.apps.assessments.rules.gate import ACTS, Gate, StageFact, StageState, evaluate_gate
from duecare.apps.audit.queries import head
from duecare.apps.parties import actions as parties
from duecare.apps.parties.actions import BodyChange
from duecare.kernel.errors import BadInput, Conflict, Denied
from duecare.kernel.ids import new_id

from . import deals
from .deals import ANALYST, COUNSEL, DAY, OFFICER, SALES, SECURITY, SECURITY_TWO

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("frozen")]
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def state(made: UUID, stage: str, day: date = DAY) -> StageState:
    found = {one.code: one for one in queries.gate(made, day).requirements}[stage]
    return found.state


def missing(made: UUID, stage: str) -> str:
    found = {one.code: one for one in queries.gate(made, DAY).requirements}[stage]
    return " ".join((found.sentence, *found.missing))


def test_a_new_opportunity_permits_nothing_and_says_what_is_missing() -> None:
    found = queries.gate(deals.draft(), DAY)
    assert [one.permitted for one in found.verdicts] == [False] * len(ACTS)
    assert found.verdict("quote").open == ("opportunity_filed", "country_rated", "parties_screened")
    assert found.verdict("contract").sentence.startswith("Sale not permitted: ")


def test_stages_of_floors_above_are_unknown_until_they_report() -> None:
    made = deals.filed()
    assert state(made, "decision") is StageState.UNKNOWN
    above = {"decision": StageFact("decision", StageState.CLEARED)}
    found = queries.gate(made, DAY, above)
    assert "decision" not in found.verdict("contract").open
    assert "plan_adopted" in found.verdict("contract").open


def test_screening_clears_when_every_party_is_and_one_new_party_closes_it() -> None:
    made = deals.filed()
    assert state(made, "parties_screened") is StageState.OPEN
    deals.screen(made)
    assert state(made, "parties_screened") is StageState.CLEARED
    actions.add_party(by=SALES, opportunity_id=made, body_id=deals.body("Reseller"), role="intermediary")
    assert state(made, "parties_screened") is StageState.OPEN
    assert "Reseller: Not screened." in missing(made, "parties_screened")


def test_a_renamed_party_and_old_lists_close_it_again() -> None:
    made = deals.filed()
    deals.screen(made)
    assert state(made, "parties_screened", DAY + timedelta(days=90)) is StageState.OPEN
    using = queries.deal(made).party("using")
    assert using
    parties.correct_body(by=OFFICER, body_id=using.id, seen_version=1, changes=BodyChange(name="Cyber Bureau"))
    assert state(made, "parties_screened") is StageState.OPEN


def test_a_listed_party_blocks() -> None:
    made = deals.filed()
    using = queries.deal(made).party("using")
    assert using
    hit = parties.record_screening(
        by=OFFICER, body_id=using.id, tool="by hand", list_date=DAY, result="confirmed", note="entry 4711"
    )
    parties.confirm_screening(by=ANALYST, screening_id=hit, seen_sha256=using.content_sha256)
    assert state(made, "parties_screened") is StageState.BLOCKED


def test_a_product_counts_as_assessed_after_a_second_person() -> None:
    bare = deals.product("NL-9", assessed=False)
    made = actions.open_opportunity(by=SALES, intake=deals.intake(deals.body(), bare))
    assert state(made, "product_classified") is StageState.OPEN
    proposed = actions.assess_product(
        by=SECURITY, product_id=bare, intrusive=True, covert=True, mass=False, auditable="no", export_category="none",
        reason="Review",
    )  # fmt: skip
    assert state(made, "product_classified") is StageState.WAITING
    with pytest.raises(Denied, match="yourself"):
        actions.confirm_product(by=SECURITY, assessment_id=proposed)
    actions.confirm_product(by=SECURITY_TWO, assessment_id=proposed)
    assert state(made, "product_classified") is StageState.CLEARED
    with pytest.raises(Conflict):
        actions.confirm_product(by=COUNSEL, assessment_id=proposed)


EXPORT = ("export_classified", "licence", "art_5_2_assessed")


def test_export_is_cleared_by_counsel_and_reopened_by_what_it_rests_on() -> None:
    made = deals.filed()
    assert {state(made, stage) for stage in EXPORT} == {StageState.OPEN}
    deals.export_cleared(made)
    assert [state(made, stage) for stage in EXPORT] == [StageState.CLEARED, StageState.NOT_REQUIRED, StageState.CLEARED]
    assert "General counsel" in missing(made, "licence")
    deal = queries.deal(made)
    using, product = deal.party("using"), deal.deployments[0].product
    assert using and product
    original = deals.intake(using.id, product.id)
    other = replace(original, purpose=deals.PURPOSE + " and of demonstrators")
    actions.change_opportunity(by=SALES, opportunity_id=made, seen_version=2, intake=other)
    assert [state(made, stage) for stage in EXPORT] == [StageState.CLEARED, StageState.OPEN, StageState.OPEN]
    assert "Changed since it was recorded: purpose" in missing(made, "licence")
    actions.change_opportunity(by=SALES, opportunity_id=made, seen_version=3, intake=original)
    assert state(made, "licence") is StageState.NOT_REQUIRED
    deals.assess(product.id, covert=True)
    assert state(made, "export_classified") is StageState.OPEN


def export(made: UUID, kind: str, outcome: str, **more: object) -> None:
    one = queries.deal(made).deployments[0].id
    given: dict[str, object] = {"reason": "File note", "by_whom": "Export authority", "dated": DAY, **more}
    actions.record_export(by=COUNSEL, deployment_id=one, kind=kind, outcome=outcome, **given)  # type: ignore[arg-type]  # keywords of the action


def test_awareness_stops_export_until_the_authority_decides() -> None:
    made = deals.filed()
    deals.export_cleared(made)
    export(made, "awareness", "aware")
    assert state(made, "art_5_2_assessed") is StageState.BLOCKED
    with pytest.raises(Conflict, match="We were aware"):
        export(made, "awareness", "not_aware")
    with pytest.raises(Conflict, match="No authority has been told"):
        export(made, "awareness", "no_authorisation_needed")
    export(made, "awareness", "authority_told")
    assert state(made, "art_5_2_assessed") is StageState.WAITING
    export(made, "awareness", "authorisation_needed")
    assert state(made, "art_5_2_assessed") is StageState.OPEN
    assert state(made, "licence") is StageState.OPEN  # "not required" no longer stands
    export(made, "licence", "licensed", number="L-1", expires_on=date(2027, 11, 23))
    assert (state(made, "art_5_2_assessed"), state(made, "licence")) == (StageState.CLEARED, StageState.CLEARED)
    assert state(made, "licence", date(2027, 11, 23)) is StageState.OPEN
    assert state(made, "art_5_2_assessed", date(2027, 11, 23)) is StageState.OPEN


def test_export_records_are_kept_and_dated() -> None:
    made = deals.filed()
    export(made, "licence", "pending")
    assert state(made, "licence") is StageState.WAITING
    rows = queries.export_rows([queries.deal(made).deployments[0].id])
    assert [row.retain_until for row in rows] == [date(2031, 12, 31)]
    with pytest.raises(BadInput, match="number"):
        export(made, "licence", "licensed")
    with pytest.raises(BadInput, match="still to come"):
        export(made, "licence", "refused", dated=date(2026, 11, 24))
    with pytest.raises(BadInput, match="outcome"):
        export(made, "licence", "not_aware")


def test_the_country_is_rated_only_with_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    made = deals.filed()
    assert state(made, "country_rated") is StageState.OPEN
    assert "figures for THA" in missing(made, "country_rated")


def test_two_deployments_are_cleared_only_together() -> None:
    made = deals.filed()
    deals.export_cleared(made)
    given = actions.DeploymentInput(deals.product("NL-B"), deals.body("Second Unit"), 1, "THA")
    actions.add_deployment(by=SALES, opportunity_id=made, given=given)
    assert state(made, "export_classified") is StageState.OPEN


facts = st.lists(
    st.builds(
        StageFact,
        st.sampled_from([stage.code for stage in stages()]),
        st.sampled_from(list(StageState)),
        st.sampled_from(["", "by counsel"]),
    ),
    max_size=25,
)


@pytest.mark.django_db(transaction=False)
@given(facts, st.sampled_from([None, "low", "elevated", "prohibited"]))
def test_no_act_is_permitted_while_a_stage_that_stops_it_is_not_reported_as_met(
    given_facts: list[StageFact], cls: str | None
) -> None:
    found = evaluate_gate(stages(), given_facts, ACTS, cls)
    good = (StageState.CLEARED, StageState.NOT_REQUIRED)
    for act in ACTS:
        for stage in stages():
            reports = [fact.state for fact in given_facts if fact.code == stage.code]
            if act in stage.stops and (not reports or any(report not in good for report in reports)):
                assert not found.verdict(act).permitted


def permissive() -> Gate:
    return evaluate_gate(stages(), [StageFact(s.code, StageState.CLEARED) for s in stages()], ACTS, "low")


def test_a_token_says_what_the_gate_said_and_where_the_chain_stood() -> None:
    made = deals.filed()
    text = queries.gate_token(queries.gate(made, DAY), made, "quote", NOW, audit_key())
    read = queries.read_gate_token(audit_key().public, text, NOW + timedelta(hours=23))
    assert (read.opportunity, read.act, read.permitted) == (str(made), "quote", False)
    assert "country_rated" in read.missing
    assert (read.audit_seq, read.audit_head) == head()
    good = queries.gate_token(permissive(), made, "delivery", NOW, audit_key())
    assert queries.read_gate_token(audit_key().public, good, NOW).permitted


def test_an_old_early_foreign_or_altered_token_proves_nothing(tmp_path: object) -> None:
    from pathlib import Path

    key = audit_key()
    text = queries.gate_token(permissive(), new_id(), "quote", NOW, key)
    for moment in (NOW + timedelta(hours=24), NOW - timedelta(minutes=6)):
        with pytest.raises(Denied, match="expired"):
            queries.read_gate_token(key.public, text, moment)
    foreign = create_key(Path(str(tmp_path)) / "other.pem")
    with pytest.raises(Denied, match="not signed"):
        queries.read_gate_token(foreign.public, text, NOW)
    body, _, signature = text.partition(".")
    another = "B" if signature[0] == "A" else "A"  # the first six bits: the last ones are nought once in sixteen
    for forged in (f"{body[:-2]}AA.{signature}", f"{body}.{another}{signature[1:]}", "nonsense", "", body):
        with pytest.raises(Denied):
            queries.read_gate_token(key.public, forged, NOW)
    from duecare.adapters.signing import token

    with pytest.raises(Denied, match="not a gate token"):
        queries.read_gate_token(key.public, token(key, b'{"v":"duecare/other/1"}'), NOW)


def test_a_verdict_that_was_not_asked_for_is_not_signed() -> None:
    found = evaluate_gate(stages(), [], ("quote",))
    with pytest.raises(BadInput):
        queries.gate_token(found, new_id(), "delivery", clock.now(), audit_key())
