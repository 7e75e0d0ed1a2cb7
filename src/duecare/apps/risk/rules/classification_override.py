"""Overrides: a named departure from the method, one class down at most, for a while, by two persons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, Conflict, Denied
from duecare.kernel.periods import add_months

from .classification import Classification
from .methodology import OverridePolicy, severity_of, worst


@dataclass(frozen=True, slots=True)
class Override:
    """A request to depart from the class; goes to the register whether granted or not.

    Attributes:
        to: class asked for.
        by: who asks.
        second: id of the other person who agrees; None while nobody has.
        expires: last day on which it counts.
    """

    to: str
    by: Actor
    second: UUID | None
    reason: str
    expires: date


def check_override(result: Classification, override: Override, policy: OverridePolicy, today: date) -> None:
    """Refuse an override that the policy does not allow. Raising a class is always allowed with a reason.

    Raises:
        Denied: wrong role, no second person, or the same person twice.
        Conflict: prohibited, blocked or a hard stop: only new facts or a new methodology change these.
        BadInput: no reason, too many classes down, an expiry in the past or too far away.
    """
    if not override.reason.strip():
        raise BadInput("An override needs a reason.", field="reason")
    if not any(role.value in policy.roles for role in override.by.roles):
        raise Denied(
            "Your roles do not allow an override.", "The class stands.", f"It takes: {', '.join(policy.roles)}."
        )
    if override.second is None or override.second == override.by.id:
        raise Denied("An override takes a second person.", "The class stands.", "Ask another member to agree.")
    lowered = severity_of(result.cls) - severity_of(override.to)
    if lowered > 0 and result.hard_stop:
        raise Conflict(
            "This class cannot be overridden: it is prohibited or blocked.",
            "The class stands.",
            "Only new facts or a new version of the method can change it.",
        )
    if lowered > policy.steps:
        raise BadInput(f"An override lowers by {policy.steps} class at most.", field="class", value=override.to)
    if not today < override.expires <= add_months(today, policy.max_months):
        raise BadInput(
            f"An override ends within {policy.max_months} months.", field="expires", value=override.expires.isoformat()
        )


def overridden(result: Classification, override: Override, today: date) -> str:
    """The class in force today: the override's until it expires, then the method's again.

    A hard stop that came up later still stands: then an override can only raise.
    """
    if today > override.expires:
        return result.cls
    return worst(override.to, result.cls) if result.hard_stop else override.to
