""" "What changed since you last looked": a part for any page about one thing.

The page has already decided that this person may see the thing; ask it only there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from duecare.apps.audit.queries import since_last_look
from duecare.kernel.actor import Actor

from .log_lines import Line, lines


@dataclass(frozen=True, slots=True)
class ChangesShown:
    """For `audit_log/_changes.html`. `seq` goes back with "seen", so that nothing newer is skipped."""

    about_id: UUID
    seq: int
    lines: Sequence[Line]
    more: bool
    first_time: bool


def changes_for(actor: Actor, about_id: UUID, *, customer: bool = False, limit: int = 8) -> ChangesShown:
    """What others did to this thing (or to everything of a customer) since this person's last look."""
    found = since_last_look(actor.id, about_id, customer=customer, limit=limit)
    return ChangesShown(about_id, found.seq, lines(found.rows), found.more, found.first_time)
