"""Descriptions of indices and released methodologies, from the library; which one is in force, from the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from types import MappingProxyType
from uuid import UUID

from duecare.adapters.library import load_folder
from duecare.apps.risk.models import MethodInForce
from duecare.apps.risk.rules.indices.spec import IndexSpec, index_spec
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.methodology_parse import parse_methodology
from duecare.kernel.errors import DuecareError, NotFound

DEFAULT_METHOD = "nine-2026"


@cache
def index_specs() -> Mapping[str, IndexSpec]:
    """Every index described in the library, by id."""
    return MappingProxyType({item.code: index_spec(item.data) for item in load_folder("indices")})


@cache
def every_method() -> tuple[Methodology, ...]:
    """Every released methodology, all versions, by family and version."""
    shared = {item.code: item.data for item in load_folder("methodology_rules")}
    found = [parse_methodology(item.data, shared) for item in load_folder("methodology")]
    return tuple(sorted(found, key=lambda one: (_family(one.urn), one.version)))


@cache
def methods() -> Mapping[str, Methodology]:
    """The newest committed version of every methodology by its short name, e.g. "nine-2026"."""
    return MappingProxyType({_family(one.urn): one for one in every_method() if one.state == "committed"})


def earlier_methods() -> Mapping[str, Methodology]:
    """Versions that a newer one followed, by short name, e.g. "nine-2026-1"; who put one in force keeps it."""
    newest = {one.urn for one in methods().values()}
    return MappingProxyType({short_name(one.urn): one for one in every_method() if one.urn not in newest})


def short_name(urn: str) -> str:
    """ "nine-2026" of the newest version's URN, "nine-2026-1" of an earlier one's; `method` finds both."""
    family = _family(urn)
    newest = methods().get(family)
    return family if newest is None or newest.urn == urn else f"{family}-{urn.rsplit(':', 1)[1]}"


def _family(urn: str) -> str:
    return urn.split(":")[3] if urn.count(":") >= 4 else urn


def method(name: str) -> Methodology:
    """A released methodology by short name ("nine-2026": the newest version), with version, or by URN.

    Raises:
        NotFound: there is none of that name.
    """
    if (newest := methods().get(name)) is not None:
        return newest
    for found in every_method():
        if name in (found.urn, f"{_family(found.urn)}-{found.version}"):
            return found
    raise NotFound(f"methodology called {name}")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A methodology proposed as the one in force; `confirmed_by` None while it waits for a second person."""

    id: UUID
    name: str
    since: date
    proposed_at: datetime
    proposed_by: UUID
    confirmed_by: UUID | None


def proposals() -> tuple[Proposal, ...]:
    """All proposals, the latest first."""
    rows = MethodInForce.objects.order_by("-since", "-adopted_at")
    return tuple(
        Proposal(row.id, short_name(row.urn), row.since, row.adopted_at, row.adopted_by, row.confirmed_by)
        for row in rows
    )


def proposal_id(text: str) -> UUID:
    """The id in an address.

    Raises:
        NotFound: it is none.
    """
    try:
        return UUID(text)
    except ValueError as fault:
        raise NotFound("proposal") from fault


def method_in_force(day: date) -> Methodology:
    """The methodology confirmed for that day; `nine-2026` before anybody chose one.

    Raises:
        DuecareError: the library no longer holds the one chosen, or its content was changed.
    """
    rows = MethodInForce.objects.filter(since__lte=day).exclude(confirmed_by=None)
    return method_of(rows.order_by("-since", "-adopted_at").first())


def method_of(row: MethodInForce | None) -> Methodology:
    """The methodology that was chosen, unaltered; `nine-2026` where nobody chose one. Raises DuecareError."""
    if row is None:
        return method(DEFAULT_METHOD)
    found = method(row.urn)
    if found.sha256 != row.sha256:
        raise DuecareError(
            f"The methodology {short_name(row.urn)} was changed after it was put in force.",
            "Nothing can be rated until this is cleared up.",
            "Restore the released file; a change needs a new version and a new decision.",
        )
    return found
