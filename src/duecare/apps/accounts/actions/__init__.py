"""Writing about people: who comes and goes, who holds which role, what happened at sign-in."""

from __future__ import annotations

from .people import (
    Invited,
    accept_invitation,
    change_profile,
    end_sessions,
    invite_again,
    invite_person,
    record_departure,
    reinstate_person,
    suspend_person,
)
from .roles import confirm_role, end_role, propose_role
from .setting_up import create_ready_person, make_first_administrator
from .tokens import Issued, issue_token, revoke_token

__all__ = [
    "Invited",
    "Issued",
    "accept_invitation",
    "change_profile",
    "confirm_role",
    "create_ready_person",
    "end_role",
    "end_sessions",
    "invite_again",
    "invite_person",
    "issue_token",
    "make_first_administrator",
    "propose_role",
    "record_departure",
    "reinstate_person",
    "revoke_token",
    "suspend_person",
]
