"""Scenarios of people, roles and sign-ins."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from duecare.apps.accounts import actions
from duecare.apps.accounts.actions.tokens import issue_token
from duecare.kernel.actor import SYSTEM, Actor, Role
from tests.conftest import person
from tests.permissions.signed_in import known

from .stages import Scenario

ADMINISTRATOR = person(Role.ADMINISTRATOR, name="ada")
OFFICER = person(Role.COMPLIANCE_OFFICER, name="olga officer")


def _colleague() -> Actor:
    return known(Role.ANALYST, name="cole colleague")


def _invited() -> actions.Invited:
    return actions.invite_person(by=ADMINISTRATOR, name="Ian Invited", email="ian@example.test")


def _about_colleague(**more: object) -> Scenario:
    return Scenario("empty", lambda _: {"by": ADMINISTRATOR, "person_id": _colleague().id, **more})


def _suspended(_: object) -> Mapping[str, object]:
    who = _colleague().id
    actions.suspend_person(by=ADMINISTRATOR, person_id=who, reason="Away")
    return {"by": ADMINISTRATOR, "person_id": who, "reason": "Back"}


def _proposal() -> UUID:
    return actions.propose_role(by=ADMINISTRATOR, person_id=_colleague().id, role=Role.COUNSEL)


def _own(**more: object) -> Scenario:
    return Scenario("empty", lambda _: {"by": _colleague(), **more})


def _token(_: object) -> Mapping[str, object]:
    return {"by": _colleague(), "name": "sales system", "roles": (Role.ANALYST,), "days": 30}


def _issued(_: object) -> Mapping[str, object]:
    made = issue_token(by=_colleague(), name="sales system", roles=(Role.ANALYST,), days=30)
    return {"by": _colleague(), "token_id": made.id}


SCENARIOS: dict[str, Scenario] = {
    "tokens.issue_token": Scenario("empty", _token),
    "tokens.revoke_token": Scenario("empty", _issued),
    "people.invite_person": Scenario(
        "empty", lambda _: {"by": ADMINISTRATOR, "name": "Ian Invited", "email": "ian@example.test"}
    ),
    "people.invite_again": Scenario("empty", lambda _: {"by": ADMINISTRATOR, "person_id": _invited().person_id}),
    "people.accept_invitation": Scenario(
        "empty", lambda _: {"by": SYSTEM, "token": _invited().token, "password": "a long passphrase, 7 words"}
    ),
    "people.suspend_person": _about_colleague(reason="Away"),
    "people.reinstate_person": Scenario("empty", _suspended),
    "people.record_departure": _about_colleague(reason="Retired"),
    "people.end_sessions": _about_colleague(),
    "people.change_profile": _own(name="Cole New", language="en", time_zone="Europe/Berlin"),
    "roles.propose_role": _about_colleague(role=Role.COUNSEL),
    "roles.confirm_role": Scenario("empty", lambda _: {"by": OFFICER, "grant_id": _proposal()}),
    "roles.end_role": Scenario("empty", lambda _: {"by": OFFICER, "grant_id": _proposal(), "reason": "Not needed"}),
    "setting_up.make_first_administrator": Scenario(
        "empty", lambda _: {"by": SYSTEM, "name": "Fay First", "email": "fay@example.test"}
    ),
    "setting_up.create_ready_person": Scenario(
        "empty",
        lambda _: {
            "by": SYSTEM, "name": "Rae Ready", "email": "rae@example.test", "password": "a long passphrase, 7 words",
            "roles": (Role.ANALYST,), "totp_secret": "JBSWY3DPEHPK3PXP",
        },
    ),
    "signing_in.record_sign_in": _own(methods=["password", "totp"]),
    "signing_in.record_sign_out": _own(),
    "signing_in.record_failed_sign_in": Scenario(
        "empty", lambda _: {"by": SYSTEM, "person_id": _colleague().id, "step": "password"}
    ),
    "signing_in.record_unknown_sign_in": Scenario("empty", lambda _: {"by": SYSTEM}),
    "signing_in.record_password_change": _own(),
    "signing_in.record_password_reset": Scenario("empty", lambda _: {"by": SYSTEM, "person_id": _colleague().id}),
    "signing_in.record_factor_added": _own(factor="totp"),
    "signing_in.record_factor_removed": _own(factor="totp"),
    "signing_in.record_factor_renewed": _own(factor="recovery_codes"),
}  # fmt: skip
