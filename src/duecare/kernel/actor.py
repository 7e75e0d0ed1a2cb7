"""Who acts: a person in their roles, an outside expert behind a link, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """Roles of the programme. Separation of duties is stated in `apps/accounts/rules/separation.py`."""

    SALES = "sales"
    COMPLIANCE_OFFICER = "compliance_officer"
    ANALYST = "analyst"
    COUNSEL = "counsel"
    COMMITTEE_MEMBER = "committee_member"
    PRODUCT_SECURITY = "product_security"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Kind(StrEnum):
    """PERSON signs in; OUTSIDE holds a scoped, expiring link; SYSTEM is the worker or the command line."""

    PERSON = "person"
    OUTSIDE = "outside"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who does it. Always passed as `by=`, never looked up by the code that acts.

    Attributes:
        kind: see `Kind`.
        id: random id, stable for the person; carries no personal data into the audit chain.
        name: shown in sentences; kept erasable beside the chain, never in it.
        roles: roles held at this moment.
        scope: for OUTSIDE, the one engagement the link opens; None otherwise.
    """

    kind: Kind
    id: UUID
    name: str
    roles: frozenset[Role] = field(default_factory=frozenset)
    scope: UUID | None = None

    def has(self, *roles: Role) -> bool:
        """True when at least one of the roles is held."""
        return not self.roles.isdisjoint(roles)


SYSTEM = Actor(Kind.SYSTEM, UUID("00000000-0000-4000-8000-000000000001"), "Duecare")
"""The worker, the command line and everything that no person pressed."""
