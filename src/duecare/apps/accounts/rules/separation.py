"""Which roles exclude each other in one person, and why. Pure.

The reasons rest on UNGP 19 (responsibility assigned where impact can be prevented, with oversight
by others) and ISO 37301 (independence and access of the compliance function). What depends on a
single file (who requested it never approves it, the second person is not the first) is checked
there, not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from duecare.kernel.actor import Role
from duecare.kernel.errors import Denied


@dataclass(frozen=True, slots=True)
class Exclusion:
    """Two roles that one person may not hold together."""

    one: Role
    other: Role
    because: str


_SELLS = "whoever earns from a sale must not rate, advise on or approve it"
_OPENS_NO_FILE = "an administrator keeps the system running without opening what it holds"
_VERIFIES = "an auditor verifies the work of others and must have none of their own in it"

_OF_ADMINISTRATOR = (
    Role.SALES,
    Role.COMPLIANCE_OFFICER,
    Role.ANALYST,
    Role.COUNSEL,
    Role.COMMITTEE_MEMBER,
    Role.PRODUCT_SECURITY,
    Role.AUDITOR,
)
_OF_AUDITOR = (
    Role.SALES,
    Role.COMPLIANCE_OFFICER,
    Role.ANALYST,
    Role.COUNSEL,
    Role.COMMITTEE_MEMBER,
    Role.PRODUCT_SECURITY,
)
_OF_SALES = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.COMMITTEE_MEMBER, Role.PRODUCT_SECURITY)

EXCLUSIONS: tuple[Exclusion, ...] = (
    *(Exclusion(Role.SALES, role, _SELLS) for role in _OF_SALES),
    *(Exclusion(Role.AUDITOR, role, _VERIFIES) for role in _OF_AUDITOR),
    *(Exclusion(Role.ADMINISTRATOR, role, _OPENS_NO_FILE) for role in _OF_ADMINISTRATOR),
)


def exclusions(roles: Iterable[Role]) -> tuple[Exclusion, ...]:
    """Every pair among `roles` that may not meet in one person."""
    pairs = {frozenset(pair) for pair in combinations(frozenset(roles), 2)}
    return tuple(rule for rule in EXCLUSIONS if frozenset((rule.one, rule.other)) in pairs)


def check_separation(held: Iterable[Role], wanted: Role) -> None:
    """Refuse a role that does not go with those already held or proposed.

    Raises:
        Denied: names the two roles and the reason.
    """
    found = exclusions({*held, wanted})
    if found:
        rule = found[0]
        raise Denied(
            f"The roles {words(rule.one)} and {words(rule.other)} exclude each other: {rule.because}.",
            "Nothing was changed.",
            f"End the role {words(rule.other if rule.one is wanted else rule.one)} first, or choose another person.",
        )


def words(role: Role) -> str:
    """The role as people say it: "compliance officer"."""
    return role.value.replace("_", " ")
