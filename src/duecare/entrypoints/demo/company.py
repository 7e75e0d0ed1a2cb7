"""What the stories share: who is who, and what was made under which name."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from duecare.apps.accounts import queries as accounts
from duecare.kernel.actor import Actor

from .calendar import Calendar


@dataclass(frozen=True, slots=True)
class Company:
    """Ids by the short names the stories use."""

    calendar: Calendar
    people: dict[str, UUID] = field(default_factory=dict)
    bodies: dict[str, UUID] = field(default_factory=dict)
    products: dict[str, UUID] = field(default_factory=dict)
    committees: dict[str, UUID] = field(default_factory=dict)
    customers: dict[str, UUID] = field(default_factory=dict)
    deals: dict[str, UUID] = field(default_factory=dict)
    decisions: dict[str, UUID] = field(default_factory=dict)
    meetings: dict[str, UUID] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    """Paths that outside people hold, shown once."""

    def actor(self, name: str) -> Actor:
        """Somebody of the company, in the roles they hold at this moment.

        Raises:
            KeyError: the stories name nobody so.
        """
        found = accounts.actor_of(self.people[name])
        if found is None:
            raise KeyError(name)
        return found
