"""Descriptions of indices and released methodologies; which one is in force, from the database.

A methodology is released in one of two ways: it ships with the product, or the company committed it.
Both are found by the same names, and neither ever changes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache, lru_cache
from types import MappingProxyType
from uuid import UUID

from duecare.adapters.library import load_folder
from duecare.adapters.yaml_text import read_yaml
from duecare.apps.risk.models import CommittedMethod, MethodInForce
from duecare.apps.risk.rules.indices.spec import IndexSpec, index_spec
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.methodology_parse import parse_methodology
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import DuecareError, NotFound

DEFAULT_METHOD = "nine-2026"


@cache
def index_specs() -> Mapping[str, IndexSpec]:
    """Every index described in the library, by id."""
    return MappingProxyType({item.code: index_spec(item.data) for item in load_folder("indices")})


@cache
def shared_rules() -> Mapping[str, Mapping[str, JSON]]:
    """Documents that a methodology may include, by code."""
    return MappingProxyType({item.code: item.data for item in load_folder("methodology_rules")})


@cache
def every_shipped() -> tuple[Methodology, ...]:
    """Every methodology that ships with the product, all versions, by family and version."""
    found = [parse_methodology(item.data, shared_rules()) for item in load_folder("methodology")]
    return tuple(sorted(found, key=lambda one: (_family(one.urn), one.version)))


@cache
def shipped() -> Mapping[str, Methodology]:
    """The newest committed version of each that ships by its short name, e.g. "nine-2026"."""
    return MappingProxyType({_family(one.urn): one for one in every_shipped() if one.state == "committed"})


def earlier_methods() -> Mapping[str, Methodology]:
    """Shipped versions that a newer one followed, e.g. "nine-2026-1"; who put one in force keeps it."""
    newest = {one.urn for one in shipped().values()}
    return MappingProxyType({short_name(one.urn): one for one in every_shipped() if one.urn not in newest})


def methods() -> Mapping[str, Methodology]:
    """Every released methodology by its short name: those that ship, then those the company committed.

    One whose row was altered is left out: nobody committed what it says (`duecare check` names it).
    """
    rows = CommittedMethod.objects.order_by("committed_at").values_list("sha256", "text")
    own = [found for sha256, text in rows if (found := _committed(sha256, text)) is not None]
    return MappingProxyType({**shipped(), **{short_name(found.urn): found for found in own}})


def released_urns() -> frozenset[str]:
    """URNs that are taken, those of altered rows among them."""
    own = CommittedMethod.objects.values_list("urn", flat=True)
    return frozenset({*(found.urn for found in every_shipped()), *own})


@lru_cache(maxsize=64)
def _committed(sha256: str, text: str) -> Methodology | None:
    """A committed text, parsed; None when it no longer has the hash it was committed under."""
    try:
        found = parse_methodology(read_yaml(text, "committed method").data, shared_rules())
    except DuecareError:
        return None
    return replace(found, state="committed") if found.sha256 == sha256 else None


def short_name(urn: str) -> str:
    """ "nine-2026" of the newest shipped version, "nine-2026-1" of an earlier one or of one the company committed."""
    family = _family(urn)
    newest = shipped().get(family)
    if urn.count(":") < 4 or (newest is not None and newest.urn == urn):
        return family
    return f"{family}-{urn.rsplit(':', 1)[1]}"


def _family(urn: str) -> str:
    return urn.split(":")[3] if urn.count(":") >= 4 else urn


def method(name: str) -> Methodology:
    """A released methodology by short name ("nine-2026": the newest version), with version, or by URN.

    Raises:
        NotFound: there is none of that name.
        DuecareError: it was committed, and its row was altered since.
    """
    if (newest := shipped().get(name)) is not None:
        return newest
    for found in every_shipped():
        if name in (found.urn, f"{_family(found.urn)}-{found.version}"):
            return found
    for sha256, text, urn in CommittedMethod.objects.values_list("sha256", "text", "urn"):
        if name in (short_name(urn), urn):
            if (own := _committed(sha256, text)) is not None:
                return own
            raise _altered(urn, "after it was committed")
    raise NotFound(f"methodology called {name}")


def _altered(urn: str, when: str) -> DuecareError:
    return DuecareError(
        f"The methodology {short_name(urn)} was changed {when}.",
        "Nothing can be rated until this is cleared up.",
        "Restore the released text; a change needs a new version and a new decision.",
    )


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
        raise _altered(row.urn, "after it was put in force")
    return found
