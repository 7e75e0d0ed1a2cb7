"""What listed parties own or control, by the rule of each regime on a day.

A share that is not known is never low: where it could reach a threshold the result is unknown and names
the holding. What each regime's rule says, and since when, is in `library/ownership/`; how parts of parts
are counted is in `holdings`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from uuid import UUID

from duecare.apps.parties.rules.screening import ScreeningState

from .holdings import NOTHING, Holding, Reach, per_cent, reach, sizes
from .ownership_regimes import OwnershipRegime, Period

STATES = ("below", "unknown", "controlled", "owned")
"""From the least to the most; "owned" and "controlled" count as a confirmed hit."""

EVERY = "*"
"""Stands for every regime: of a party found by hand nobody recorded on which list."""


@dataclass(frozen=True, slots=True)
class Owned:
    """Where one party stands with the listed ones under one regime.

    Attributes:
        state: one of `STATES`.
        why: share, control, size (a share is not known), together (several listed parties reach the threshold
            only together, and whether they act together is for a person), stated (the regime states no share).
        share: per cent that counts: of all listed parties where the regime adds them, else of the largest.
        together: per cent of all listed parties.
        at_most: the same if every share that is not known were as large as it can be.
        by: the listed parties that reach it, sorted.
        chain: the holdings that lead to them, the nearest first.
        unknown: those of the chain whose size decides and is not known.
    """

    party: UUID
    regime: str
    state: str
    why: str
    share: Decimal
    together: Decimal
    at_most: Decimal
    by: tuple[UUID, ...]
    chain: tuple[Holding, ...]
    unknown: tuple[Holding, ...]

    @property
    def counts(self) -> bool:
        """True when the party is to be treated as its listed owners are."""
        return self.state in ("owned", "controlled")


def owned(
    holdings: Iterable[Holding],
    listed: Mapping[UUID, Collection[str]],
    regimes: Iterable[OwnershipRegime],
    day: date,
) -> tuple[Owned, ...]:
    """What listed parties own or control on a day, by party and regime; a party they hold nothing of is missing.

    Args:
        listed: listed parties with the codes of their regimes, or `EVERY`.
    """
    held = sorted({one for one in holdings if one.on(day) and one.owner != one.owned}, key=Holding.order)
    found: list[Owned] = []
    for regime in regimes:
        roots = frozenset(one for one, codes in listed.items() if regime.code in codes or EVERY in codes)
        period = regime.period(day)
        if roots and period is not None:
            found += _under(regime.code, period, held, roots)
    return tuple(sorted(found, key=lambda one: (one.party, one.regime)))


def with_ownership(state: ScreeningState, found: Sequence[tuple[str, str]]) -> ScreeningState:
    """A party's state together with what listed parties own of it: the worse of both.

    Args:
        found: (state, sentence) of `Owned`, by regime.
    """
    certain = [said for what, said in found if what in ("owned", "controlled")]
    if certain and state.state != "confirmed":
        return replace(state, state="confirmed", why=certain[0], until=None)
    unknown = [said for what, said in found if what == "unknown"]
    if unknown and state.state == "none":
        return replace(state, state="unknown", why=unknown[0], until=None)
    return state


def _under(code: str, period: Period, held: list[Holding], roots: frozenset[UUID]) -> list[Owned]:
    known, widest = sizes(held, unknown=False), sizes(held, unknown=True)
    together, most = reach(known, roots, period), reach(widest, roots, period)
    each = (roots,) if period.aggregation == "yes" else tuple(frozenset({root}) for root in sorted(roots))
    alone = tuple(reach(known, one, period) for one in each)
    alone_most = tuple(reach(widest, one, period) for one in each)
    found = []
    for party in sorted({one.owned for one in held} - roots):
        if not most.parts.get(party, NOTHING) and party not in most.whole:
            continue
        state, why = _state(party, period, alone, together, alone_most, most)
        chain, by = _chain(party, held, roots, most)
        if state in ("owned", "controlled"):
            reaching = frozenset[UUID]().union(
                *(who for who, one in zip(each, alone, strict=True) if party in one.whole)
            )
            by = tuple(one for one in by if one in reaching)
        unknown = tuple(one for one in chain if one.share is None) if why == "size" else ()
        largest = max(one.parts.get(party, NOTHING) for one in alone)
        found.append(
            Owned(
                party, code, state, why, per_cent(largest), per_cent(together.parts.get(party, NOTHING)),
                per_cent(most.parts.get(party, NOTHING)), by, chain, unknown,
            )
        )  # fmt: skip
    return found


def _state(
    party: UUID, period: Period, alone: tuple[Reach, ...], together: Reach, alone_most: tuple[Reach, ...], most: Reach
) -> tuple[str, str]:
    """(state, why): what is certain first, then what could be."""
    if any(party in one.whole and party not in one.controlled for one in alone):
        return "owned", "share"
    if any(party in one.controlled for one in alone):
        return "controlled", "control"
    if any(party in one.whole for one in alone_most):
        return "unknown", "size"
    if period.aggregation == "conditional" and party in together.whole:
        return "unknown", "together"
    if period.aggregation == "conditional" and party in most.whole:
        return "unknown", "size"
    if period.share is None:
        return "unknown", "stated"
    return "below", "share"


def _chain(
    party: UUID, held: list[Holding], roots: frozenset[UUID], most: Reach
) -> tuple[tuple[Holding, ...], tuple[UUID, ...]]:
    """The holdings that lead from a party up to the listed ones, nearest first, and which ones these are."""
    links: list[Holding] = []
    seen, level = {party}, [party]
    while level:
        rows = [one for one in held if one.owned in level and _leads(one, most)]
        links += rows
        level = sorted({one.owner for one in rows} - seen - roots)
        seen |= set(level)
    return tuple(links), tuple(sorted({one.owner for one in links} & roots))


def _leads(one: Holding, most: Reach) -> bool:
    """True for a holding through which a listed party has something."""
    return one.owner in most.whole or bool(most.parts.get(one.owner, NOTHING))


def sentence(one: Owned, names: Mapping[UUID, str], title: str) -> str:
    """What is found, for whoever asks why; `title` of the regime."""
    part = f"{one.together:f} per cent"
    who = ", ".join(names.get(party, "a listed party") for party in one.by)
    if one.state == "owned":
        return f"Owned {one.share:f} per cent by {who}, listed ({title})."
    if one.state == "controlled":
        return f"Controlled by {who}, listed ({title})."
    if one.why == "size":
        holders = ", ".join(dict.fromkeys(names.get(held.owner, "an owner") for held in one.unknown))
        return f"It is not known how much {holders} holds; behind it stands {who}, listed ({title})."
    if one.why == "together":
        return f"{who}, listed, hold {part} together; whether they act together is not judged ({title})."
    if one.why == "stated":
        return f"{who}, listed, holds {part}; the rule states no share, so it has to be judged ({title})."
    return f"{who}, listed, holds {part}, less than the rule's share ({title})."
