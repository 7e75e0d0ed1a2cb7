"""Scenarios of the log itself, of editions and of methods."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.library import LIBRARY
from duecare.adapters.stored_files import Strays
from duecare.apps.audit.actions import REGISTERED
from duecare.apps.audit.rules.verifying import Report
from duecare.apps.risk import actions, queries
from duecare.apps.risk.models import EditionProposal
from duecare.apps.risk.rules.indices.reading import Reading
from duecare.apps.risk.rules.indices.recognise import read
from duecare.kernel.actor import SYSTEM, Role
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


AUDIT: dict[str, Scenario] = {
    "record_export": Scenario("filed", lambda _: {"by": person(Role.AUDITOR), "wanted": {"act": "deal.file"}}),
    "record_verification": Scenario("filed", lambda _: {"by": person(Role.AUDITOR), "report": Report(3, 3, 0, ())}),
    "record_sweep": Scenario("filed", lambda _: {"by": SYSTEM, "strays": Strays("evidence", ("half.part",))}),
}
RISK: dict[str, Scenario] = {
    "_keep_edition": Scenario("empty", _edition),
    "_propose": Scenario("empty", _put_up),
    "_accept": Scenario("empty", _accepted),
    "discard_edition": Scenario(
        "empty", lambda _: {"by": SECOND, "proposal_id": _waiting(), "reason": "Not the publisher's file"}
    ),
    "propose_method": Scenario("empty", lambda _: {"by": FIRST, "urn": "open-2026", "since": clock.today()}),
    "keep_backtest": Scenario("empty", lambda _: {"by": FIRST, "run": drawn_run()}),
    "confirm_method": Scenario("empty", lambda _: {"by": SECOND, "proposal_id": _proposed()}),
}
