"""What listed parties own or control of our parties, with names, sources and the chain that leads there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from uuid import UUID

from duecare.adapters.library import load_folder
from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.apps.screening.rules import ownership as rule
from duecare.apps.screening.rules.holdings import Holding
from duecare.apps.screening.rules.ownership_regimes import OwnershipRegime, ownership_of, parse_ownership

IN_TREE = "stands above it in the tree"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One holding of a chain; `share` in per cent, None when it is not known."""

    owner_id: UUID
    owner: str
    owned_id: UUID
    owned: str
    share: Decimal | None
    control: str
    start: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class OwnedRow:
    """Where a party stands with the listed ones under one regime's rule of that day.

    Attributes:
        state: below, unknown, controlled or owned; `counts` when it is to be treated as its listed owners are.
        share, together, at_most: per cent; see `rules.ownership.Owned`.
        threshold, operator: of the rule; `threshold` None where it states none.
        verified: False: nobody compared the rule with its source.
    """

    body_id: UUID
    regime: str
    title: str
    state: str
    why: str
    counts: bool
    sentence: str
    share: Decimal
    together: Decimal
    at_most: Decimal
    by: tuple[UUID, ...]
    by_names: tuple[str, ...]
    chain: tuple[LinkRow, ...]
    unknown: tuple[LinkRow, ...]
    threshold: Decimal | None
    operator: str
    since: date
    source: str
    note: str
    verified: bool


@cache
def ownership_regimes() -> tuple[OwnershipRegime, ...]:
    """The ownership rule of every regime, read once."""
    return tuple(parse_ownership(item.data) for item in load_folder("ownership"))


def regimes_listing(list_code: str) -> frozenset[str]:
    """The regimes whose ownership rule speaks of a list."""
    return ownership_of(list_code, ownership_regimes())


def owned_by_listed(
    bodies: Mapping[UUID, BodyRow], listed: Mapping[UUID, Collection[str]], on: date
) -> Mapping[UUID, tuple[OwnedRow, ...]]:
    """For each of these bodies what listed ones among them own or control; one statement, none without a listed one.

    Args:
        bodies: the parties and whatever stands above them.
        listed: those of them that are listed, with the codes of their regimes or `rules.ownership.EVERY`.
    """
    if not listed:
        return {}
    held = [
        Holding(one.owner_id, one.owned_id, one.share, one.control, one.start, one.until)
        for one in parties.holdings_in(bodies)
    ]
    # A unit of a listed body is the listed body's, though nobody has recorded a share.
    held += [
        Holding(row.parent_id, row.id, None, IN_TREE)
        for row in bodies.values()
        if row.parent_id is not None and row.parent_id in bodies
    ]
    names = {key: row.name for key, row in bodies.items()}
    regimes = {one.code: one for one in ownership_regimes()}
    found: dict[UUID, list[OwnedRow]] = defaultdict(list)
    for one in rule.owned(held, listed, regimes.values(), on):
        found[one.party].append(_row(one, regimes[one.regime], names, on))
    return {key: tuple(rows) for key, rows in found.items()}


def _row(one: rule.Owned, regime: OwnershipRegime, names: Mapping[UUID, str], on: date) -> OwnedRow:
    period = regime.period(on)
    assert period is not None  # it gave the result
    return OwnedRow(
        body_id=one.party,
        regime=one.regime,
        title=regime.title,
        state=one.state,
        why=one.why,
        counts=one.counts,
        sentence=rule.sentence(one, names, regime.title),
        share=one.share,
        together=one.together,
        at_most=one.at_most,
        by=one.by,
        by_names=tuple(names.get(who, "") for who in one.by),
        chain=_links(one.chain, names),
        unknown=_links(one.unknown, names),
        threshold=period.share,
        operator=period.operator,
        since=period.start,
        source=period.source,
        note=period.note,
        verified=regime.verified,
    )


def _links(chain: Iterable[Holding], names: Mapping[UUID, str]) -> tuple[LinkRow, ...]:
    return tuple(
        LinkRow(
            one.owner, names.get(one.owner, ""), one.owned, names.get(one.owned, ""), one.share, one.control,
            one.start, one.until,
        )
        for one in chain
    )  # fmt: skip
