"""Who reads advice of counsel: opened to a member of the work, and taken from one, each by a turn of the keys."""

from __future__ import annotations

from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.compartments import Compartment
from duecare.kernel.errors import BadInput

from .turning import grant, revoke


def open_advice(*, by: Case, site: Site, who: bytes) -> None:
    """Let a member read it, from its beginning on.

    Raises:
        BadInput: they do not read the work, or read it already.
        NotHeld, Denied, Conflict: see `turning.grant`.
    """
    parts = by.header.members.get(who, frozenset())
    if Compartment.WORK not in parts or Compartment.PRIVILEGE in parts:
        raise BadInput("choose one of those offered", field="who")
    grant(by=by, site=site, to={who: frozenset({Compartment.PRIVILEGE})})


def close_advice(*, by: Case, site: Site, who: bytes) -> None:
    """Take it from a member, who stays in the case and no longer holds every part of it.

    Raises:
        BadInput: they do not read it.
        NotHeld, Denied: see `turning.revoke`: somebody who holds every part is left.
    """
    if Compartment.PRIVILEGE not in by.header.members.get(who, frozenset()):
        raise BadInput("choose one of those offered", field="who")
    revoke(by=by, site=site, who=who, compartments={Compartment.PRIVILEGE})
