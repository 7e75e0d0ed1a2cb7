"""Scenarios of correspondence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from duecare.adapters import clock
from duecare.adapters.home import evidence
from duecare.apps.engagement.rules.letters import Written
from duecare.apps.entitlements.rules.changing import COMMITTEE_OFFICE
from tests.apps.engagement.written import KEEPER, SECOND, came, incoming, left, went

from .stages import Scenario


def _sent(_: object) -> Mapping[str, object]:
    given = Written("out", clock.today(), "Invented Unit", "post", "Request for the usage log")
    return {"by": COMMITTEE_OFFICE, "given": given, "text": "Please give us the log."}


def _handed(_: object) -> Mapping[str, object]:
    due = clock.today() + timedelta(days=7)
    return {"by": KEEPER, "letter_id": came(), "owner_id": SECOND.id, "due_on": due}


def _enclosed(_: object) -> Mapping[str, object]:
    sha256, size = evidence().put([b"Dear Sir or Madam"])
    return {"by": KEEPER, "letter_id": came(), "sha256": sha256, "name": "letter.txt", "size": size}


SCENARIOS: dict[str, Scenario] = {
    "letters.record_letter": Scenario("empty", lambda _: {"by": KEEPER, **incoming()}),
    "letters.send_letter": Scenario("empty", _sent),
    "letters.hand_letter": Scenario("empty", _handed),
    "letters.link_answer": Scenario("empty", lambda _: {"by": KEEPER, "letter_id": came(), "answer_id": went()}),
    "letters.leave_unanswered": Scenario(
        "empty", lambda _: {"by": KEEPER, "letter_id": came(), "reason": "An advertisement"}
    ),
    "letters.agree_to_leave": Scenario("empty", lambda _: {"by": SECOND, "letter_id": left()}),
    "letters.add_letter_document": Scenario("empty", _enclosed),
}
