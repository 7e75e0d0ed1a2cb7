"""An act: something a person may do that changes the record.

Each app lists its acts in `rules/acts.py`; from these tables come the policy (default-deny: an
act names the roles that may do it), the sentences of the audit log and the reference page
"events". An action without an act cannot be written, because the decorator asks for one.
"""

from __future__ import annotations

from dataclasses import dataclass

from duecare.kernel.actor import Actor, Kind, Role
from duecare.kernel.errors import Denied


@dataclass(frozen=True, slots=True)
class Act:
    """One act.

    Attributes:
        code: dotted name, e.g. "opportunity.file": thing, then verb.
        sentence: what the log says; `{actor}`, `{subject}` and any fact may stand in braces.
        roles: roles of which one is needed; empty means no signed-in person may do it.
        outside: True when an invited outside expert may do it behind a scoped link.
        system: True when the worker or the command line may do it.
        anyone: True when every signed-in person may do it, even without a role (their own account).
    """

    code: str
    sentence: str
    roles: frozenset[Role] = frozenset()
    outside: bool = False
    system: bool = False
    anyone: bool = False

    def check(self, by: Actor) -> None:
        """Default-deny.

        Raises:
            Denied: `by` holds none of the roles, or is of a kind that may not do this.
        """
        if not self.permits(by):
            wanted = ", ".join(sorted(role.replace("_", " ") for role in self.roles)) or "nobody signed in"
            raise Denied(
                f"Your roles do not allow this ({self.code.replace('.', ' ').replace('_', ' ')}).",
                "Nothing was changed.",
                f"It is open to: {wanted}.",
            )

    def permits(self, by: Actor) -> bool:
        """The pair of `check`, for buttons and menus."""
        match by.kind:
            case Kind.PERSON:
                return self.anyone or by.has(*self.roles)
            case Kind.OUTSIDE:
                return self.outside and by.scope is not None
            case Kind.SYSTEM:
                return self.system


def act(code: str, sentence: str, *roles: Role, outside: bool = False, system: bool = False) -> Act:
    """Shorthand used in the tables."""
    return Act(code, sentence, frozenset(roles), outside, system)
