"""What is said in public about the method: made when something changed, signed, never changed, a row without gaps."""

from __future__ import annotations

import base64
import json
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from duecare.adapters import clock
from duecare.apps.audit.actions import catch_up, take_jobs
from duecare.apps.audit.queries import entries, prove
from duecare.apps.risk import actions, queries, tasks
from duecare.apps.risk.models import MethodStatement
from duecare.apps.risk.queries.statements import document_of
from duecare.entrypoints.cli.statements import check_told
from duecare.kernel.actor import Role
from duecare.kernel.canonical import digest
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound
from duecare.kernel.ids import new_id
from tests.apps.mitigation import figures
from tests.apps.risk import drafting
from tests.apps.risk.drawn import drawn_run
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

OFFICER = drafting.officer()


def said(day: date | None = None) -> dict[str, Any]:
    """The content of what counts on a day."""
    told: dict[str, Any] = queries.statement_on(day or clock.today()).told()["statement"]["content"]
    return told


def test_one_is_made_when_something_changed_and_none_when_nothing_did() -> None:
    figures.held()
    assert tasks.publish_statements.call() == 1
    assert tasks.publish_statements.call() == 0
    with clock.at(clock.now() + timedelta(hours=5)):
        assert tasks.publish_statements.call() == 0, "another hour says nothing new"
    (row,) = queries.statements()
    assert (row.number, row.since) == (1, clock.today())
    entry = entries()[0]
    assert entry.act == "method.publish_statement" and entry.facts["sha256"] == row.sha256
    catch_up()
    assert prove().sound


def test_it_holds_the_whole_method_and_nothing_of_anybody() -> None:
    figures.held()
    tasks.publish_statements.call()
    told, method = said(), queries.method_in_force(clock.today())
    assert told["method"]["sha256"] == method.sha256 == digest(told["method"]["document"])
    assert digest(document_of(method)) == method.sha256
    ignored = {rule.code for rule in method.classes.rules if rule.on_unknown == "ignore"}
    assert {one["rule"] for one in told["ignored_when_unknown"]} == ignored
    assert all(one["because"] for one in told["ignored_when_unknown"])
    rows = {row.iso3: row for row in queries.scores(method, clock.today()).countries()}
    assert len(told["coverage"]["countries"]) == len(rows) == 250
    for one in told["coverage"]["countries"]:
        row = rows[one["iso3"]]
        assert (one["coverage"], one["band"], one["treated_as"]) == (row.coverage, row.band, row.treated_as)
        assert (one["score"] is None) == (row.score is None)
    held = {(one.index, one.sha256) for one in queries.editions()}
    assert {(source["index"], one["sha256"]) for source in told["sources"] for one in source["editions"]} <= held
    assert any(source["editions"] for source in told["sources"]) and told["backtest"] is None


def test_a_method_put_in_force_is_said_from_its_day_and_the_day_before_stays_as_it_was() -> None:
    figures.held()
    tasks.publish_statements.call()
    before = said()["method"]["urn"]
    urn, later = drafting.committed(), clock.today() + timedelta(days=3)
    proposal = actions.propose_method(by=OFFICER, urn=urn, since=later)
    take_jobs()
    actions.confirm_method(by=drafting.second(), proposal_id=proposal)
    assert [job for job, _ in take_jobs()] == ["duecare.apps.risk.tasks.publish_statements"]
    assert tasks.publish_statements.call() == 0, "not in force yet"
    with clock.at(clock.now() + timedelta(days=5)):
        made = tasks.publish_statements.call()
        assert made >= 1 and said()["method"]["urn"] == urn != before
        assert said(later)["method"]["urn"] == urn and said(later - timedelta(days=1))["method"]["urn"] == before
        assert said(later)["method"]["in_force_since"] == later.isoformat()
    with pytest.raises(NotFound):
        queries.statement_on(date(2020, 1, 1))
    with pytest.raises(BadInput, match="in the future"):
        queries.statement_on(later)


def test_anybody_can_check_it_with_other_libraries() -> None:
    figures.held()
    tasks.publish_statements.call()
    told = json.loads(json.dumps(queries.statement_on(clock.today()).told()))
    key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(told["signature"]["public_key"]))
    key.verify(base64.b64decode(told["signature"]["value"]), rfc8785.dumps(told["statement"]))
    assert check_told(told, told["signature"]["public_key"])["number"] == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda told: told["statement"]["content"]["coverage"]["countries"][0].update(band="low"),
        lambda told: told["statement"].update(since="2020-01-01"),
        lambda told: told["signature"].update(value=base64.b64encode(bytes(64)).decode()),
        lambda told: told["signature"].update(public_key="ab"),
        lambda told: told["signature"].update(value="~"),
        lambda told: told.pop("signature"),
        lambda told: told["statement"].pop("content"),
    ],
)  # fmt: skip
def test_whatever_is_altered_is_found(change: Any) -> None:
    figures.held()
    tasks.publish_statements.call()
    told = queries.statement_on(clock.today()).told()
    altered = deepcopy(told)
    change(altered)
    check_told(told)
    with pytest.raises(BadInput):
        check_told(altered)


@pytest.mark.parametrize("told", [None, 7, "text", [], {}, {"statement": None, "signature": None}])
def test_what_is_no_statement_is_refused(told: object) -> None:
    with pytest.raises(BadInput, match="no signed statement"):
        check_told(told)


def test_another_key_is_refused() -> None:
    figures.held()
    tasks.publish_statements.call()
    with pytest.raises(BadInput, match="another key"):
        check_told(queries.statement_on(clock.today()).told(), "00" * 32)


def test_a_statement_altered_or_taken_out_of_the_table_is_found() -> None:
    figures.held()
    tasks.publish_statements.call()
    run = actions.keep_backtest(by=OFFICER, run=drawn_run("open-2026"))
    actions.publish_backtest(by=OFFICER, run_id=run)
    tasks.publish_statements.call()
    assert queries.statements_altered() == (2, ())
    first = MethodStatement.objects.get(number=1)
    MethodStatement.objects.filter(number=1).update(body=first.body.replace('"low"', '"high"'))
    assert queries.statements_altered()[1] == ("statement 1 was altered",)
    first.delete()
    assert queries.statements_altered()[1] == ("the statement before 2 is not the one it names",)


def test_a_backtest_is_public_from_the_act_until_it_is_withdrawn_and_what_was_said_stays() -> None:
    figures.held()
    run = actions.keep_backtest(by=OFFICER, run=drawn_run("open-2026"))
    tasks.publish_statements.call()
    assert said()["backtest"] is None
    actions.publish_backtest(by=OFFICER, run_id=run)
    with pytest.raises(Conflict):
        actions.publish_backtest(by=OFFICER, run_id=run)
    assert tasks.publish_statements.call() == 1
    assert said()["backtest"]["report"] == queries.backtest_of(run).report
    assert "cases_name" not in json.dumps(said()["backtest"]), "what a file was called may name a person"
    with pytest.raises(BadInput, match="say why"):
        actions.withdraw_backtest(by=OFFICER, run_id=run, reason=" ")
    actions.withdraw_backtest(by=OFFICER, run_id=run, reason="The list is not ours to show.")
    assert tasks.publish_statements.call() == 1 and said()["backtest"] is None
    assert [one.number for one in queries.statements()] == [3, 2, 1]
    assert queries.statements()[1].told()["statement"]["content"]["backtest"] is not None
    with pytest.raises(Conflict):
        actions.withdraw_backtest(by=OFFICER, run_id=run, reason="Again.")


def test_only_an_officer_publishes() -> None:
    run = actions.keep_backtest(by=OFFICER, run=drawn_run("open-2026"))
    for role in set(Role) - {Role.COMPLIANCE_OFFICER}:
        with pytest.raises(Denied):
            actions.publish_backtest(by=person(role), run_id=run)
        with pytest.raises(Denied):
            actions.withdraw_backtest(by=person(role), run_id=run, reason="No")
    with pytest.raises(NotFound):
        actions.publish_backtest(by=OFFICER, run_id=new_id())


def test_a_backtest_of_another_method_is_not_shown_with_this_one() -> None:
    figures.held()
    run = actions.keep_backtest(by=OFFICER, run=drawn_run("nine-2026"))
    actions.publish_backtest(by=OFFICER, run_id=run)
    tasks.publish_statements.call()
    assert said()["method"]["urn"].startswith("urn:duecare:method:open-2026") and said()["backtest"] is None
