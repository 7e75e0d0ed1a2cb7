"""A draft from its first text to a released methodology, and everything that must not happen on the way."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from duecare.adapters import clock
from duecare.apps.assessments.actions import ask_simulation, run_simulation
from duecare.apps.audit.actions import catch_up
from duecare.apps.audit.queries import Filter, entries, prove
from duecare.apps.risk import actions, queries
from duecare.apps.risk.models import CommittedMethod, DraftVersion, MethodCommit, Simulation, SimulationMover
from duecare.apps.risk.rules import acts
from duecare.kernel.actor import SYSTEM, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, DuecareError, NotFound
from duecare.kernel.ids import new_id
from tests.apps.mitigation import figures, ready
from tests.apps.risk import drafting
from tests.conftest import person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]


def last_entry() -> tuple[str, dict[str, object]]:
    row = entries(limit=1)[0]
    return row.act, dict(row.facts)


def test_every_save_is_a_version_and_an_entry() -> None:
    made = drafting.begun()
    found = queries.draft(made)
    assert [one.number for one in found.versions] == [2, 1] and found.last.note == "Precaution earlier."
    act, facts = last_entry()
    assert act == "method.save_draft" and (facts["number"], facts["sha256"]) == (2, found.last.sha256)
    assert [row.act for row in entries(Filter(about_id=made))] == ["method.save_draft", "method.begin_draft"]
    catch_up()
    assert prove().sound


def test_a_refused_text_leaves_no_trace() -> None:
    made = drafting.begun()
    before = (DraftVersion.objects.count(), len(entries()))
    bad = queries.draft(made).last.text.replace("at: 36", "at: 1")
    with pytest.raises(BadInput, match=r"line \d+"):
        actions.save_draft(by=drafting.officer(), draft_id=made, seen=2, text=bad)
    with pytest.raises(BadInput, match=r"line \d+"):
        actions.begin_draft(by=drafting.officer(), base=drafting.BASE, text=bad)
    assert (DraftVersion.objects.count(), len(entries())) == before


def test_nobody_saves_over_what_they_have_not_seen() -> None:
    made = drafting.begun()
    text = queries.draft(made).last.text.replace("at: 36", "at: 37")
    with pytest.raises(Conflict, match="Version 2 was saved meanwhile"):
        actions.save_draft(by=drafting.second(), draft_id=made, seen=1, text=text)
    with pytest.raises(Conflict, match="Nothing differs"):
        actions.save_draft(by=drafting.second(), draft_id=made, seen=2, text=queries.draft(made).last.text)
    assert queries.draft(made).row.number == 2


def test_only_those_whose_work_it_is_write_and_release() -> None:
    made = drafting.begun()
    simulation = drafting.simulated(made, 0)
    for role in Role:
        by = person(role, name=f"{role} x")
        for act, call in (
            (acts.BEGIN_DRAFT, lambda by=by: actions.begin_draft(by=by, base=drafting.BASE)),
            (acts.SAVE_DRAFT, lambda by=by: actions.save_draft(by=by, draft_id=made, seen=9, text=drafting.fresh())),
            (acts.DISCARD_DRAFT, lambda by=by: actions.discard_draft(by=by, draft_id=new_id(), reason="x")),
            (
                acts.PROPOSE_COMMIT,
                lambda by=by: actions.propose_commit(by=by, draft_id=new_id(), simulation_id=simulation, reasons="x"),
            ),
            (
                acts.CONFIRM_COMMIT,
                lambda by=by: actions.confirm_commit(by=by, commit_id=new_id(), seen_sha256="0" * 64, reasons="x"),
            ),
        ):
            if not act.permits(by):
                with pytest.raises(Denied):
                    call()
    assert acts.PROPOSE_COMMIT.roles == acts.PROPOSE_METHOD.roles
    assert acts.CONFIRM_COMMIT.roles == acts.CONFIRM_METHOD.roles


def test_two_people_release_it_and_it_is_found_like_a_shipped_one() -> None:
    urn = drafting.committed()
    method = queries.method(urn)
    assert method.state == "committed" and method.urn == "urn:duecare:method:open-2026:2"
    assert queries.method("open-2026-2") == method and queries.methods()["open-2026-2"] == method
    assert queries.method("open-2026").version == 1, "the shipped one keeps its name"
    row = CommittedMethod.objects.get()
    assert row.sha256 == method.sha256 and row.commit.proposed_by != row.commit.answered_by
    act, facts = last_entry()
    assert act == "method.commit" and facts["sha256"] == method.sha256
    assert facts["result_sha256"] == row.commit.simulation.result_sha256
    catch_up()
    assert queries.committed_altered() == (1, ()) and prove().sound


def test_a_released_one_comes_in_force_by_two_people_like_any_other() -> None:
    urn, today = drafting.committed(), clock.today()
    proposal = actions.propose_method(by=drafting.officer(), urn=urn, since=today)
    assert queries.method_in_force(today).urn != urn
    with pytest.raises(Denied):
        actions.confirm_method(by=drafting.officer(), proposal_id=proposal)
    actions.confirm_method(by=drafting.second(), proposal_id=proposal)
    assert queries.method_in_force(today).urn == urn
    assert queries.scores_in_force(today).method.urn == urn
    assert len(queries.scores(queries.method(urn), today).countries()) == 250


def test_who_proposed_does_not_confirm() -> None:
    made = drafting.begun()
    commit = drafting.proposed(made)
    sha256 = queries.draft(made).last.sha256
    with pytest.raises(Denied, match="yourself"):
        actions.confirm_commit(by=drafting.officer(), commit_id=commit, seen_sha256=sha256, reasons="Mine.")
    with pytest.raises(Conflict, match="Another text"):
        actions.confirm_commit(by=drafting.second(), commit_id=commit, seen_sha256="0" * 64, reasons="Agreed.")
    with pytest.raises(BadInput):
        actions.confirm_commit(by=drafting.second(), commit_id=commit, seen_sha256=sha256, reasons=" ")
    assert not CommittedMethod.objects.exists()
    row = MethodCommit.objects.get(id=commit)
    row.state, row.answered_by, row.answered_at = "confirmed", row.proposed_by, clock.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_without_a_simulation_of_exactly_this_text_nothing_is_released() -> None:
    made = drafting.begun()
    officer = drafting.officer()
    waiting = drafting.asked(made, 0)
    with pytest.raises(Conflict, match="exactly this text"):
        actions.propose_commit(by=officer, draft_id=made, simulation_id=waiting, reasons="Principle.")
    run_simulation(simulation_id=waiting)
    text = queries.draft(made).last.text
    actions.save_draft(by=officer, draft_id=made, seen=2, text=text + "# only a comment more\n")
    assert queries.draft(made).last.sha256 == queries.draft(made).versions[1].sha256, "the same method"
    with pytest.raises(Conflict, match="exactly this text"):
        actions.propose_commit(by=officer, draft_id=made, simulation_id=waiting, reasons="Principle.")
    with pytest.raises(NotFound):
        actions.propose_commit(by=officer, draft_id=made, simulation_id=new_id(), reasons="Principle.")


def test_while_it_waits_it_is_not_written_and_returned_it_is_again() -> None:
    made = drafting.begun()
    commit = drafting.proposed(made)
    text = queries.draft(made).last.text.replace("at: 36", "at: 37")
    with pytest.raises(Conflict, match="second person has been asked"):
        actions.save_draft(by=drafting.officer(), draft_id=made, seen=2, text=text)
    actions.return_commit(by=drafting.second(), commit_id=commit, reason="Say why 36.")
    assert queries.draft(made).row.state == "open"
    assert actions.save_draft(by=drafting.officer(), draft_id=made, seen=2, text=text) == 3
    with pytest.raises(Conflict, match="returned meanwhile"):
        actions.confirm_commit(
            by=drafting.second(), commit_id=commit, seen_sha256=queries.draft(made).versions[1].sha256, reasons="Late."
        )


def test_after_it_is_released_the_draft_is_closed_for_good() -> None:
    drafting.committed()
    (row,) = queries.drafts()
    text = queries.draft(row.id).last.text.replace("at: 36", "at: 37")
    with pytest.raises(Conflict, match="never changes"):
        actions.save_draft(by=drafting.officer(), draft_id=row.id, seen=2, text=text)
    with pytest.raises(Conflict, match="never changes"):
        actions.discard_draft(by=drafting.officer(), draft_id=row.id, reason="Regret.")


def test_a_name_is_released_once() -> None:
    first, second = drafting.begun(), drafting.begun()
    assert queries.draft(first).row.urn != queries.draft(second).row.urn, "each draft begins under a version of its own"
    urn = queries.draft(first).row.urn
    text = queries.draft(second).last.text.replace(queries.draft(second).row.urn, urn)
    text = text.replace("\nversion: 3", "\nversion: 2")
    actions.save_draft(by=drafting.officer(), draft_id=second, seen=2, text=text)
    commits = [drafting.proposed(one) for one in (first, second)]
    sha256 = queries.draft(first).last.sha256
    actions.confirm_commit(by=drafting.second(), commit_id=commits[0], seen_sha256=sha256, reasons="Agreed.")
    with pytest.raises(DuecareError, match=r"released already|committed meanwhile"):
        actions.confirm_commit(
            by=drafting.second(), commit_id=commits[1], seen_sha256=queries.draft(second).last.sha256, reasons="Too."
        )
    assert MethodCommit.objects.get(id=commits[1]).state == "proposed"
    with pytest.raises(BadInput, match="released already"):
        actions.begin_draft(by=drafting.officer(), base=drafting.BASE, text=text)


@pytest.mark.parametrize("what", ["text", "urn", "both", "simulation", "mover", "gone"])
def test_whatever_is_altered_past_the_actions_is_found(what: str) -> None:
    figures.held()
    urn = drafting.committed()
    row = CommittedMethod.objects.get()
    match what:
        case "text":
            CommittedMethod.objects.update(text=row.text.replace("at: 36", "at: 50"))
        case "urn":
            CommittedMethod.objects.update(urn="urn:duecare:method:open-2026:7")
        case "both":
            text = row.text.replace("at: 36", "at: 50")
            read = queries.read_method(text, "x")
            CommittedMethod.objects.update(text=text, sha256=read.method.sha256, text_sha256=read.text_sha256)
        case "simulation":
            Simulation.objects.update(result=row.commit.simulation.result.replace('"decisions": 0', '"decisions": 1'))
        case "mover":
            assert SimulationMover.objects.update(after="low") > 0
        case "gone":
            row.delete()
    _, wrong = queries.committed_altered()
    assert len(wrong) == 1, wrong
    if what == "text":
        assert "open-2026-2" not in queries.methods()
        with pytest.raises(DuecareError, match="changed after it was committed"):
            queries.method(urn)


def test_a_text_altered_while_it_waits_is_not_committed() -> None:
    made = drafting.begun()
    commit = drafting.proposed(made)
    version = DraftVersion.objects.get(draft_id=made, number=2)
    DraftVersion.objects.filter(id=version.id).update(text=version.text.replace("at: 36", "at: 50"))
    with pytest.raises(Conflict, match="altered"):
        actions.confirm_commit(by=drafting.second(), commit_id=commit, seen_sha256=version.sha256, reasons="Agreed.")
    assert not CommittedMethod.objects.exists()


def test_a_simulation_runs_once_over_countries_customers_and_decisions() -> None:
    figures.held()
    deal = ready.classified()
    ready.planned(deal)
    ready.decided(deal)
    made = drafting.begun()
    found = drafting.asked(made, years=2)
    assert queries.simulation(found).state == "waiting" and [one.kind for one in queries.method_work()] == [
        "simulation"
    ]
    assert run_simulation(simulation_id=found) and not run_simulation(simulation_id=found)
    row = queries.simulation(found)
    assert (row.state, row.customers, row.deployments, row.decisions) == ("done", 1, 1, 1)
    assert [day.day.year for day in row.days] == [clock.today().year - 2, clock.today().year - 1, clock.today().year]
    assert all(day.countries.total == 250 and day.customers.total == 1 for day in row.days)
    act, facts = last_entry()
    assert act == "method.simulate" and facts["result_sha256"] == row.result_sha256
    moved = queries.movers(found)
    today = [one for one in moved if one.kind == "country" and one.day == row.as_of]
    assert [one.subject for one in today] == ["NOR"] and row.days[-1].countries.moved == 1
    assert all(one.reasons[0]["cause"] == "thresholds" for one in today)


def test_the_customer_of_a_simulation_has_the_class_that_was_recorded() -> None:
    """The committed method over the facts of the last class gives that class again: nothing is lost on the way."""
    from duecare.apps.assessments.models import Classification

    figures.held()
    ready.classified()
    found = drafting.simulated(drafting.begun(), 0)
    recorded = Classification.objects.exclude(state="returned").order_by("number").last()
    assert recorded is not None
    (day,) = queries.simulation(found).days
    rows = {name: sum(counts) for name, counts in day.customers.rows}
    assert rows == {name: int(name == recorded.cls) for name in day.customers.names}


def test_what_cannot_be_simulated_is_told_and_not_tried_for_ever() -> None:
    figures.held()
    ready.classified()
    from duecare.apps.assessments.models import Classification

    for row in Classification.objects.all():
        row.facts["no.such.fact"] = {"value": True, "source": "company", "conflicts_signed": True}
        row.save(update_fields=["facts"])
    found = drafting.asked(drafting.begun(), 0)
    assert run_simulation(simulation_id=found)
    told = queries.simulation(found)
    assert told.state == "failed" and "no.such.fact" in told.fault
    assert last_entry()[0] == "method.fail_simulation"


def test_an_error_in_the_program_leaves_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The job fails and is logged as ever; whoever asked reads that it broke instead of "waiting" for good."""

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("duecare.apps.assessments.actions.simulations.simulate", broken)
    found = drafting.asked(drafting.begun())
    with pytest.raises(ZeroDivisionError):
        run_simulation(simulation_id=found)
    row = queries.simulation(found)
    assert row.state == "failed" and "(ZeroDivisionError)" in row.fault and "Tell the administrator" in row.fault
    assert not queries.method_work() or queries.method_work()[0].kind != "simulation"


def test_asking_needs_a_draft_a_released_method_and_a_number_of_years() -> None:
    made = drafting.begun()
    for draft, against, years, fault in (
        (new_id(), drafting.BASE, 1, NotFound),
        (made, "nothing", 1, NotFound),
        (made, drafting.BASE, 21, BadInput),
        (made, drafting.BASE, -1, BadInput),
    ):
        with pytest.raises(fault):
            ask_simulation(by=drafting.officer(), draft_id=UUID(str(draft)), against=against, years=years)
    assert not Simulation.objects.exists()


def test_the_worker_carries_out_what_was_asked(transactional_db: None) -> None:
    from duecare.entrypoints.worker.loop import carry_out

    found = drafting.asked(drafting.begun(), 0)
    carry_out()
    assert queries.simulation(found).state == "done"
    assert entries(Filter(act="method.simulate"))[0].actor_id == SYSTEM.id
    assert queries.simulation(found).finished_at is not None
