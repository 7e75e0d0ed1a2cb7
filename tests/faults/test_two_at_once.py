"""Two processes at the same moment on one database: one is served, the other is told, nothing is mixed up."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from duecare.apps.audit.actions import REGISTERED
from duecare.apps.audit.queries import prove
from duecare.apps.governance import actions, queries
from tests.apps.governance.people import Body, officer

from .homes import Homes, content, inside
from .scenarios import SCENARIOS
from .scenarios.governance import _ballot, _voted

pytestmark = [pytest.mark.once, pytest.mark.usefixtures("open_database")]

ONCE_ONLY = (
    "accounts.actions.people.accept_invitation",
    "accounts.actions.roles.confirm_role",
    "assessments.actions.classification.confirm_class",
    "assessments.actions.products.confirm_product",
    "assessments.actions.reassessment.keep_class",
    "assessments.actions.reassessment.queue_for_report",
    "assessments.actions.reassessment.queue_reassessment",
    "engagement.actions.letters.add_letter_document",
    "engagement.actions.letters.agree_to_leave",
    "engagement.actions.letters.leave_unanswered",
    "engagement.actions.letters.link_answer",
    "entitlements.actions.answering.issue_entitlement",
    "entitlements.actions.answering.refuse_entitlement",
    "entitlements.actions.changing.agree_to_change",
    "entitlements.actions.changing.ask_change",
    "entitlements.actions.changing.take_back_change",
    "entitlements.actions.proposing.propose_entitlement",
    "entitlements.actions.running.carry_out",
    "governance.actions.closing.close_decision",
    "governance.actions.closing.ratify",
    "governance.actions.opening.open_decision",
    "governance.actions.overrides.confirm_override",
    "governance.actions.reconsidering.answer_reconsideration",
    "governance.actions.voting.cast_vote",
    "mitigation.actions.drafting.adopt_plan",
    "mitigation.actions.measures.verify_measure",
    "mitigation.actions.papers.submit_to_committee",
    "monitoring.actions.assessing.assess_report",
    "monitoring.actions.assessing.confirm_report",
    "monitoring.actions.assessing.return_report",
    "monitoring.actions.changes.decline_change",
    "monitoring.actions.changes.finish_change",
    "monitoring.actions.changes.take_up_change",
    "monitoring.actions.log_answering.follow_proposal",
    "monitoring.actions.log_answering.leave_proposal",
    "monitoring.actions.log_answering.record_checked_copy",
    "monitoring.actions.log_answering.record_log_answer",
    "monitoring.actions.log_programmes.adopt_programme",
    "monitoring.actions.log_programmes.propose_programme",
    "monitoring.actions.log_programmes.refuse_programme",
    "monitoring.actions.log_running.draw_requests",
    "monitoring.actions.log_running.note_silence",
    "monitoring.actions.log_running.send_request",
    "monitoring.actions.recording.correct_report",
    "monitoring.actions.recording.keep_copy",
    "parties.actions.screenings.confirm_screening",
    "assessments.actions.simulations._keep",
    "risk.actions._accept",
    "risk.actions.commits.confirm_commit",
    "risk.actions.commits.propose_commit",
    "risk.actions.confirm_method",
    "risk.actions.discard_edition",
    "risk.actions.drafts._save",
    "risk.actions.events.end_event",
    "risk.actions.events.record_event",
    "risk.actions.events.withdraw_event",
    "risk.actions.statements.publish_backtest",
    "risk.actions.statements.withdraw_backtest",
    "screening.actions.importing._accept",
    "screening.actions.importing._keep",
    "screening.actions.importing.refuse_edition",
    "screening.actions.judging.confirm_clearance",
    "screening.actions.judging.dispose",
    "screening.actions.judging.record_report",
    "screening.actions.outside._keep",
    "screening.actions.outside.draw_results",
    "screening.actions.outside.judge_result",
    "screening.actions.running._end",
    "screening.actions.running._note_changes",
    "screening.actions.sampling.judge_sample",
    "screening.actions.withdrawing.ask_withdrawal",
    "screening.actions.withdrawing.keep_list",
    "screening.actions.withdrawing.withdraw_list",
)
"""Acts that must happen once, however many people press the button."""


def at_once(home: Path, *acts: Callable[[], object]) -> list[str]:
    """Do each act in a process of its own, started together; what each met: "done" or the error's name and words."""
    gate_out, gate_in = os.pipe()
    children = [_child(home, act, gate_out, gate_in) for act in acts]
    os.close(gate_out)
    os.close(gate_in)  # all wait for this end of file
    told = []
    for child, out in children:
        with os.fdopen(out, "rb") as pipe:
            told.append(pipe.read().decode())
        os.waitpid(child, 0)
    return told


def _child(home: Path, act: Callable[[], object], gate_out: int, gate_in: int) -> tuple[int, int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        return child, reading
    said = "done"
    try:
        with inside(home):
            os.close(gate_in)
            os.read(gate_out, 1)
            act()
    except BaseException as fault:
        cause = fault.__cause__ and (fault.__cause__.__cause__ or fault.__cause__)  # what the driver said, of our words
        told = f" ← {cause!r} {getattr(cause, 'sqlite_errorname', '')}" if cause else ""
        said = f"{type(fault).__name__}: {fault}{told}"
    finally:
        os.write(writing, said.encode())
        os._exit(0)


@pytest.mark.parametrize("path", ONCE_ONLY)
def test_pressed_twice_at_once_it_happens_once(path: str, homes: Homes) -> None:
    scenario = SCENARIOS[f"duecare.apps.{path}"]
    home, value = homes.at(scenario.stage)
    with inside(home):
        keywords: Mapping[str, object] = scenario.keywords(value)
    before = content(home).counts()
    act = partial(REGISTERED[f"duecare.apps.{path}"], **keywords)
    told = at_once(home, act, act, act)
    assert told.count("done") == 1, told
    refused = [said for said in told if said != "done"]
    assert all(said.startswith(("Conflict:", "NotFound:")) for said in refused), refused
    alone, _ = homes.at(scenario.stage)
    with inside(alone):
        again = scenario.keywords(homes.made.get(scenario.stage, (None, None))[1])
    counted = content(alone).counts()
    with inside(alone):
        REGISTERED[f"duecare.apps.{path}"](**again)
    grown = {table: count - counted[table] for table, count in content(alone).counts().items()}
    assert {table: count - before[table] for table, count in content(home).counts().items()} == grown
    with inside(home):
        assert prove().sound


def test_many_at_once_are_all_served_and_chained(homes: Homes) -> None:
    home, _ = homes.at("bench")
    with inside(home):
        founders = [officer(f"officer {turn}") for turn in range(8)]
    acts = [
        partial(actions.found_committee, by=by, name=f"Board {turn}", kind="board") for turn, by in enumerate(founders)
    ]
    assert at_once(home, *acts) == ["done"] * 8
    with inside(home):
        report = prove()
    assert report.sound and report.beyond == 0


def test_a_vote_and_a_closing_at_once_never_close_over_an_unread_vote(homes: Homes) -> None:
    home, body = homes.at("bench")
    assert isinstance(body, Body)
    with inside(home):
        ballot = _ballot(body)
        decision = ballot["decision_id"]
        sha = ballot["seen_sha256"]
        closer = officer()
        for member in (body.independent, body.first, body.second):
            actions.cast_vote(by=member, decision_id=decision, choice="for", reason="Read", seen_sha256=sha)
    told = at_once(
        home,
        partial(actions.cast_vote, **ballot),
        partial(actions.close_decision, by=closer, decision_id=decision, seen_votes=3),
    )
    assert told.count("done") == 1 and sum(said.startswith("Conflict") for said in told) == 1, told
    with inside(home):
        page = queries.decision(closer, decision)
        assert (page.state, page.total_votes) == (("open", 4) if told[0] == "done" else ("approved", 3))
        assert prove().sound


def test_the_second_vote_of_one_person_is_refused_and_the_first_stands(homes: Homes) -> None:
    home, body = homes.at("bench")
    assert isinstance(body, Body)
    with inside(home):
        ballot = _ballot(body)
    other = {**ballot, "choice": "against", "conditions": ()}
    told = at_once(home, partial(actions.cast_vote, **ballot), partial(actions.cast_vote, **other))
    assert sorted(said.partition(":")[0] for said in told) == ["Conflict", "done"], told
    assert any("voted already" in said for said in told)


def test_two_who_close_at_once(homes: Homes) -> None:
    home, body = homes.at("bench")
    assert isinstance(body, Body)
    with inside(home):
        decision = _voted(body)
        closers = (officer("closer one"), officer("closer two"), body.chair)
    acts = [partial(actions.close_decision, by=by, decision_id=decision, seen_votes=4) for by in closers]
    told = at_once(home, *acts)
    assert told.count("done") == 1 and sum(said.startswith("Conflict") for said in told) == 2, told
    with inside(home):
        assert len(queries.records(decision)) == 1, "one signed record"
