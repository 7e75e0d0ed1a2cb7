"""API tokens: how long they live, which roles they may carry, how they are kept. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from duecare.kernel.actor import Role
from duecare.kernel.errors import BadInput, Denied

from .separation import words

PREFIX = "duecare_"
"""Lets a scanner of code and chats recognise a token that was left lying about."""
LONGEST = timedelta(days=366)
SENSITIVE = frozenset({Role.ADMINISTRATOR, Role.COMMITTEE_MEMBER})
"""Roles that no program carries: letting people in, and deciding, is done by a person who is there."""


def token_hash(token: str) -> str:
    """What is stored instead of the token. It has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(b"duecare/api-token/1" + token.encode()).hexdigest()


def check_roles(wanted: Iterable[Role], held: frozenset[Role]) -> frozenset[Role]:
    """The roles of a token: some of the holder's, and none that only a person may use.

    Raises:
        BadInput: no role at all.
        Denied: a role the person does not hold, or one that no token carries.
    """
    asked = frozenset(wanted)
    if not asked:
        raise BadInput("a token needs at least one role", field="roles")
    for role in sorted(asked):
        if role not in held:
            raise Denied(
                f"You do not hold the role {words(role)}.",
                "No token was issued.",
                "A token carries only roles of the person it acts for.",
            )
        if role in SENSITIVE:
            raise Denied(
                f"No token carries the role {words(role)}.",
                "No token was issued.",
                "What this role does is done by a person who is signed in.",
            )
    return asked


def check_days(days: int) -> timedelta:
    """How long the token lives.

    Raises:
        BadInput: not between 1 and 366 days.
    """
    if not 1 <= days <= LONGEST.days:
        raise BadInput(f"must be from 1 to {LONGEST.days} days", field="days", value=days)
    return timedelta(days=days)
