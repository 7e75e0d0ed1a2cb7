"""Scenarios of log requests and their programme."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.entitlements.queries import entitlement
from duecare.apps.entitlements.rules.changing import COMMITTEE_OFFICE
from duecare.apps.monitoring.rules.log_copies import Copy
from tests.apps.entitlements.issued import issued
from tests.apps.monitoring.asked_for_logs import (
    ANALYST,
    COUNSEL,
    GIVEN,
    MEMBER,
    OFFICER,
    adopted,
    drawn,
    given,
    refused,
    sent,
    waiting,
)

from .stages import Scenario


def _customer(made: UUID) -> UUID:
    adopted()
    return entitlement(OFFICER, issued(made)).customer_id


def _draw(made: UUID) -> Mapping[str, object]:
    _customer(made)
    return {"by": COMMITTEE_OFFICE, "day": clock.today() + timedelta(days=400)}


def _copy() -> Copy:
    return Copy("ab" * 16, "cd" * 32, entries=3, sealed=2, head="ef" * 32, last=clock.today() + timedelta(days=1))


def _silent(made: UUID) -> Mapping[str, object]:
    return {
        "by": COMMITTEE_OFFICE, "request_id": sent(_customer(made)), "day": clock.today() + timedelta(days=40),
    }  # fmt: skip


SCENARIOS: dict[str, Scenario] = {
    "log_programmes.propose_programme": Scenario("empty", lambda _: {"by": OFFICER, "given": GIVEN}),
    "log_programmes.adopt_programme": Scenario("empty", lambda _: {"by": COUNSEL, "programme_id": waiting()}),
    "log_programmes.refuse_programme": Scenario(
        "empty", lambda _: {"by": COUNSEL, "programme_id": waiting(), "reason": "Too seldom"}
    ),
    "log_running.draw_requests": Scenario("filed", _draw),
    "log_running.send_request": Scenario(
        "filed",
        lambda made: {"by": COMMITTEE_OFFICE, "request_id": drawn(_customer(made)), "day": clock.today()},
    ),
    "log_running.note_silence": Scenario("filed", _silent),
    "log_answering.ask_for_log": Scenario("filed", lambda made: {"by": MEMBER, "customer_id": _customer(made)}),
    "log_answering.record_log_answer": Scenario(
        "filed",
        lambda made: {
            "by": ANALYST,
            "request_id": sent(_customer(made)),
            "answer": "refused",
            "day": clock.today(),
        },
    ),
    "log_answering.record_log_check": Scenario(
        "filed",
        lambda made: {
            "by": ANALYST,
            "request_id": given(_customer(made)),
            "result": "sound",
            "head": "ab" * 32,
            "entries": 3,
        },
    ),
    "log_answering.record_checked_copy": Scenario(
        "filed", lambda made: {"by": ANALYST, "request_id": given(_customer(made)), "copy": _copy()}
    ),
    "log_answering.follow_proposal": Scenario(
        "filed", lambda made: {"by": MEMBER, "request_id": refused(_customer(made))}
    ),
    "log_answering.leave_proposal": Scenario(
        "filed", lambda made: {"by": MEMBER, "request_id": refused(_customer(made)), "reason": "A court forbids it"}
    ),
}
