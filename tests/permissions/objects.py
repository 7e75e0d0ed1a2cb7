"""An example object for every keyword in an address, so that every route can be opened.

`MAKERS["person_id"]` serves every route with that keyword; `MAKERS["route_name.keyword"]` serves one
route only and goes first. A maker gets the actor who will ask, creates the object and returns the
value for the address. `OTHERS` holds the same for an object of *somebody else*, where that matters.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date, timedelta

from allauth.mfa.models import Authenticator

from duecare.adapters import clock
from duecare.apps.accounts import actions
from duecare.apps.accounts.models import RoleGrant
from duecare.apps.risk import actions as risk
from duecare.kernel.actor import Actor, Role
from duecare.kernel.ids import new_id
from tests.apps.risk import drafting
from tests.apps.risk.drawn import drawn_run
from tests.apps.risk.made_editions import rsf
from tests.conftest import person

from . import (
    correspondence_objects,
    deal_objects,
    entitlement_objects,
    file_objects,
    governance_objects,
    log_objects,
    plan_objects,
    report_objects,
    screening_objects,
)
from .signed_in import known

Maker = Callable[[Actor | None], object]


def _colleague(actor: Actor | None) -> object:
    return known(Role.ANALYST, name="cole colleague").id


def _proposal(actor: Actor | None) -> object:
    receiver = known(Role.ANALYST, name="cole colleague")
    return RoleGrant.objects.create(
        person_id=receiver.id, role=Role.COUNSEL, proposed_by=new_id(), proposed_at=clock.now()
    ).id


def _suspended(actor: Actor | None) -> object:
    receiver = known(Role.ANALYST, name="cole colleague")
    actions.suspend_person(by=person(Role.ADMINISTRATOR, name="ada"), person_id=receiver.id, reason="away")
    return receiver.id


def _invitation(actor: Actor | None) -> object:
    by = person(Role.ADMINISTRATOR, name="ada")
    return actions.invite_person(by=by, name="Ian Invited", email="ian@example.test").token


def _invited(actor: Actor | None) -> object:
    by = person(Role.ADMINISTRATOR, name="ada")
    return actions.invite_person(by=by, name="Ian Invited", email="ian@example.test").person_id


def _backtest(actor: Actor | None) -> object:
    return risk.keep_backtest(by=person(Role.AUDITOR, name="test one"), run=drawn_run())


def _passkey_of(owner: Actor | None) -> object:
    if owner is None:
        return 1
    return Authenticator.objects.create(user_id=owner.id, type=Authenticator.Type.WEBAUTHN, data={"name": "Key"}).pk


def _method_proposed(actor: Actor | None) -> object:
    by = person(Role.COMPLIANCE_OFFICER, name="olga officer")
    return risk.propose_method(by=by, urn="open-2026", since=date(2999, 1, 1))


def _event(actor: Actor | None) -> object:
    by = person(Role.ANALYST, name="anna analyst")
    day = clock.today() - timedelta(days=secrets.randbelow(1_000))
    return risk.record_event(by=by, country="THA", kind="coup", happened_on=day, words="A coup.", source="A paper")


def _going_on(actor: Actor | None) -> object:
    by = person(Role.ANALYST, name="anna analyst")
    day = clock.today() - timedelta(days=secrets.randbelow(1_000))
    return risk.record_event(
        by=by, country="THA", kind="emergency", happened_on=day, words="A curfew.", source="A paper"
    )


def _edition_proposed(actor: Actor | None) -> object:
    by = person(Role.ANALYST, name="anna analyst")
    return risk.propose_edition(by=by, data=rsf(2025), file_name="2025.csv")


MAKERS: dict[str, Maker] = {
    "reference": lambda actor: "0123456789abcdef",
    "sealed_file.number": lambda actor: "1",
    "sealed_added.number": lambda actor: "1",
    "sealed_my_brief_file.number": lambda actor: "1",
    "sealed_lesson.mark": lambda actor: "0" * 32,
    "sealed_inquiry_pack.mark": lambda actor: "0" * 32,
    "what": lambda actor: "say",
    "act": lambda actor: "ask",
    "rest": lambda actor: "elsewhere",
    "run_id": _backtest,
    "iso3": lambda actor: "THA",
    "event_id": _event,
    "country_event_end.event_id": _going_on,
    "name": lambda actor: "nine-2026",
    "proposal_id": _method_proposed,
    "draft_id": lambda actor: drafting.begun(),
    "draft_version.number": lambda actor: 1,
    "simulation_id": lambda actor: drafting.asked(drafting.begun()),
    "commit_id": lambda actor: drafting.proposed(drafting.begun()),
    **{f"edition_{step}.proposal_id": _edition_proposed for step in ("proposal", "accept", "discard")},
    "person_id": _colleague,
    "person_reinstate.person_id": _suspended,
    "person_invite_again.person_id": _invited,
    "grant_id": _proposal,
    "about_id": lambda actor: new_id(),
    "invitation.token": _invitation,
    "pk": _passkey_of,
    "uidb36": lambda actor: "1",
    "key": lambda actor: "set-password",
    **governance_objects.MAKERS,
    **deal_objects.MAKERS,
    **correspondence_objects.MAKERS,
    **entitlement_objects.MAKERS,
    **file_objects.MAKERS,
    **log_objects.MAKERS,
    **plan_objects.MAKERS,
    **report_objects.MAKERS,
    **screening_objects.MAKERS,
}

OTHERS: dict[str, Maker] = {
    "pk": lambda actor: _passkey_of(known(Role.ANALYST, name="cole colleague")),
}
