"""Scenarios of the log itself, of editions and of methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.library import LIBRARY
from duecare.adapters.stored_files import Strays
from duecare.apps.assessments.queries.simulating import simulate
from duecare.apps.audit.actions import REGISTERED
from duecare.apps.audit.rules.verifying import Report
from duecare.apps.risk import actions, queries
from duecare.apps.risk.models import EditionProposal
from duecare.apps.risk.queries.drafting import read_method
from duecare.apps.risk.queries.statements import content_on
from duecare.apps.risk.rules.indices.reading import Reading
from duecare.apps.risk.rules.indices.recognise import read
from duecare.kernel.actor import SYSTEM, Role
from tests.apps.risk import drafting
from tests.apps.risk.drawn import drawn_run
from tests.conftest import person

from .stages import Scenario

FIRST = person(Role.COMPLIANCE_OFFICER, name="method one")
SECOND = person(Role.COMPLIANCE_OFFICER, name="method two")
FILE = LIBRARY / "figures" / "vdem_v12.csv"


def _edition(_: object) -> Mapping[str, object]:
    data = FILE.read_bytes()
    whole = read(data, FILE.name, queries.index_specs())
    reading = replace(whole, observations=whole.observations[:40])  # few rows, every step
    return {"by": SYSTEM, "data": data, "file_name": FILE.name, "reading": reading, "progress": None}


def _few() -> Reading:
    whole = read(FILE.read_bytes(), FILE.name, queries.index_specs())
    return replace(whole, observations=whole.observations[:40])


def _put_up(_: object) -> Mapping[str, object]:
    return {"by": FIRST, "data": FILE.read_bytes(), "file_name": FILE.name, "reading": _few()}


def _waiting() -> UUID:
    row: EditionProposal = REGISTERED["duecare.apps.risk.actions._propose"](**_put_up(None))  # type: ignore[assignment]  # what the action returns
    return row.id


def _accepted(_: object) -> Mapping[str, object]:
    made = _waiting()
    return {
        "by": SECOND, "proposal_id": made, "seen": queries.seen_token(), "reading": _few(), "progress": None,
    }  # fmt: skip


def _proposed() -> UUID:
    return actions.propose_method(by=FIRST, urn="open-2026", since=clock.today())


def _tested() -> UUID:
    return actions.keep_backtest(by=FIRST, run=drawn_run())


def _published(_: object) -> Mapping[str, object]:
    made = _tested()
    actions.publish_backtest(by=FIRST, run_id=made)
    return {"by": FIRST, "run_id": made, "reason": "The list was not ours to show."}


HAPPENED: Mapping[str, object] = {
    "by": FIRST, "country": "THA", "kind": "coup", "words": "The army took over (invented).", "source": "A paper",
}  # fmt: skip


def _wrong(_: object) -> Mapping[str, object]:
    made = REGISTERED["duecare.apps.risk.actions.events.record_event"](**HAPPENED, happened_on=clock.today())
    return {"by": SECOND, "event_id": made, "reason": "It was another country."}


def _over(_: object) -> Mapping[str, object]:
    lasting = {**HAPPENED, "kind": "emergency", "words": "Gatherings were forbidden (invented)."}
    made = REGISTERED["duecare.apps.risk.actions.events.record_event"](**lasting, happened_on=clock.today())
    return {"by": SECOND, "event_id": made, "ended_on": clock.today(), "source": "The gazette (invented)"}


SIMULATIONS: dict[str, Scenario] = {
    "simulations.ask_simulation": Scenario(
        "empty", lambda _: {"by": FIRST, "draft_id": drafting.begun(), "against": "open-2026", "years": 1}
    ),
    "simulations._keep": Scenario("empty", lambda _: _kept(_)),
    "simulations._fail": Scenario(
        "empty",
        lambda _: {
            "by": SYSTEM,
            "simulation_id": drafting.asked(drafting.begun()),
            "fault": "A fact that cannot be read.",
        },
    ),
}
AUDIT: dict[str, Scenario] = {
    "record_export": Scenario("filed", lambda _: {"by": person(Role.AUDITOR), "wanted": {"act": "deal.file"}}),
    "record_verification": Scenario("filed", lambda _: {"by": person(Role.AUDITOR), "report": Report(3, 3, 0, ())}),
    "record_batch": Scenario("filed", lambda _: {"by": SYSTEM, "day": date(2026, 3, 2), "hashes": [b"h" * 32] * 256}),
    "record_sweep": Scenario("filed", lambda _: {"by": SYSTEM, "strays": Strays("evidence", ("half.part",))}),
}


def _begin(_: object) -> Mapping[str, object]:
    return {
        "by": FIRST,
        "base_urn": "urn:duecare:method:open-2026:1",
        "read": read_method(drafting.fresh(), "mine.yaml"),
    }


def _save(_: object) -> Mapping[str, object]:
    made = actions.begin_draft(by=FIRST, base="open-2026")
    read = read_method(drafting.lower(drafting.fresh()), "mine.yaml")
    return {"by": FIRST, "draft_id": made, "seen": 1, "read": read, "note": "Precaution."}


def _propose(_: object) -> Mapping[str, object]:
    made = drafting.begun()
    return {"by": FIRST, "draft_id": made, "simulation_id": drafting.simulated(made, 0), "reasons": "Principle."}


def _confirm(_: object) -> Mapping[str, object]:
    made = drafting.begun()
    commit = drafting.proposed(made)
    return {"by": SECOND, "commit_id": commit, "seen_sha256": queries.draft(made).last.sha256, "reasons": "Agreed."}


def _kept(_: object) -> Mapping[str, object]:
    waiting = drafting.asked(drafting.begun(), 0)
    against, draft, row = queries.methods_of(waiting)
    return {"by": SYSTEM, "simulation_id": waiting, "outcome": simulate(against, draft, 0, row.as_of)}


RISK: dict[str, Scenario] = {
    "drafts._begin": Scenario("empty", _begin),
    "drafts._save": Scenario("empty", _save),
    "drafts.discard_draft": Scenario(
        "empty", lambda _: {"by": FIRST, "draft_id": drafting.begun(), "reason": "Nobody wants it."}
    ),
    "commits.propose_commit": Scenario("empty", _propose),
    "commits.confirm_commit": Scenario("empty", _confirm),
    "commits.return_commit": Scenario(
        "empty", lambda _: {"by": SECOND, "commit_id": drafting.proposed(drafting.begun()), "reason": "Say why 36."}
    ),
    "_keep_edition": Scenario("empty", _edition),
    "_propose": Scenario("empty", _put_up),
    "_accept": Scenario("empty", _accepted),
    "discard_edition": Scenario(
        "empty", lambda _: {"by": SECOND, "proposal_id": _waiting(), "reason": "Not the publisher's file"}
    ),
    "propose_method": Scenario("empty", lambda _: {"by": FIRST, "urn": "open-2026", "since": clock.today()}),
    "keep_backtest": Scenario("empty", lambda _: {"by": FIRST, "run": drawn_run()}),
    "events.record_event": Scenario("empty", lambda _: {**HAPPENED, "happened_on": clock.today()}),
    "events.end_event": Scenario("empty", _over),
    "events.withdraw_event": Scenario("empty", _wrong),
    "statements._publish": Scenario(
        "empty", lambda _: {"by": SYSTEM, "day": clock.today(), "said": content_on(clock.today())}
    ),
    "statements.publish_backtest": Scenario("empty", lambda _: {"by": FIRST, "run_id": _tested()}),
    "statements.withdraw_backtest": Scenario("empty", _published),
    "confirm_method": Scenario("empty", lambda _: {"by": SECOND, "proposal_id": _proposed()}),
}
