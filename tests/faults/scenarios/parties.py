"""Scenarios of bodies, owners, customers and screenings."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from duecare.apps.parties import actions, queries
from duecare.apps.parties.actions import BodyChange
from duecare.kernel.actor import SYSTEM
from duecare.kernel.ids import new_id
from tests.apps.assessments import deals
from tests.apps.assessments.deals import ANALYST, DAY, MEMBER, OFFICER, SALES

from .stages import Scenario


def _customer() -> UUID:
    return actions.register_customer(by=SALES, body_id=deals.body())


def _screening() -> Mapping[str, object]:
    body = deals.body()
    made = actions.record_screening(by=OFFICER, body_id=body, tool="by hand", list_date=DAY, result="none")
    return {"by": ANALYST, "screening_id": made, "seen_sha256": queries.body(body).content_sha256}


def _holding() -> Mapping[str, object]:
    owner, owned = deals.body("Holding of Examplia"), deals.body()
    return {"by": ANALYST, "owner_id": owner, "owned_id": owned, "share": Decimal(60), "start": DAY}


def _held() -> UUID:
    return actions.record_ownership(**_holding())  # type: ignore[arg-type]  # keywords as the action takes them


def _function() -> Mapping[str, object]:
    person = actions.enter_body(by=ANALYST, name="Ludo Quaver", kind="person", country="THA", birth="1970-02")
    return {"by": ANALYST, "body_id": deals.body(), "person_id": person, "function": "Director", "start": DAY}


def _official() -> UUID:
    return actions.record_official(**_function())  # type: ignore[arg-type]  # keywords as the action takes them


def _no_go() -> UUID:
    return actions.enter_no_go(by=OFFICER, country="THA", reason="Abuses")


def _proposed() -> UUID:
    made = _no_go()
    actions.propose_lifting(by=OFFICER, no_go_id=made, reason="It was dissolved")
    return made


SCENARIOS: dict[str, Scenario] = {
    "bodies.enter_body": Scenario(
        "empty",
        lambda _: {"by": SALES, "name": "Ministry of Examplia", "kind": "federal", "country": "THA",
                   "parent_id": deals.body()},
    ),
    "bodies.correct_body": Scenario(
        "empty",
        lambda _: {"by": ANALYST, "body_id": deals.body(), "seen_version": 1, "changes": BodyChange(name="New name")},
    ),
    "bodies.place_under": Scenario(
        "empty", lambda _: {"by": ANALYST, "body_id": deals.body(), "parent_id": deals.body("Ministry of Examplia")}
    ),
    "bodies.answer_profile": Scenario(
        "empty",
        lambda _: {"by": ANALYST, "body_id": deals.body(), "item": "branch", "value": "police", "source": "law"},
    ),
    "ownership.record_ownership": Scenario("empty", lambda _: _holding()),
    "ownership.end_ownership": Scenario(
        "empty", lambda _: {"by": ANALYST, "ownership_id": _held(), "until": DAY.replace(year=2027)}
    ),
    "officials.record_official": Scenario("empty", lambda _: _function()),
    "officials.end_official": Scenario(
        "empty", lambda _: {"by": ANALYST, "official_id": _official(), "until": DAY.replace(year=2027)}
    ),
    "customers.register_customer": Scenario("empty", lambda _: {"by": SALES, "body_id": deals.body()}),
    "customers.mark_customer": Scenario(
        "empty", lambda _: {"by": OFFICER, "customer_id": _customer(), "status": "suspended", "reason": "No deal"}
    ),
    "customers.show_suspension": Scenario(
        "empty", lambda _: {"by": SYSTEM, "customer_id": _customer(), "suspended": True}
    ),
    "customers.show_class": Scenario(
        "empty", lambda _: {"by": SYSTEM, "customer_id": _customer(), "cls": "high", "provisional": False}
    ),
    "screenings.record_screening": Scenario(
        "empty",
        lambda _: {"by": OFFICER, "body_id": deals.body(), "tool": "by hand", "list_date": DAY, "result": "possible",
                   "note": f"Same name as {new_id()}"},
    ),
    "no_go.enter_no_go": Scenario("empty", lambda _: {"by": OFFICER, "body_id": deals.body(), "reason": "Abuses"}),
    "no_go.propose_lifting": Scenario(
        "empty", lambda _: {"by": OFFICER, "no_go_id": _no_go(), "reason": "It was dissolved"}
    ),
    "no_go.lift_no_go": Scenario("empty", lambda _: {"by": MEMBER, "no_go_id": _proposed(), "reason": "I read it"}),
    "no_go.keep_no_go": Scenario("empty", lambda _: {"by": MEMBER, "no_go_id": _proposed(), "reason": "Not yet"}),
    "screenings.confirm_screening": Scenario("empty", lambda _: _screening()),
}  # fmt: skip
