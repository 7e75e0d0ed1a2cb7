"""Parts of companies that listed parties hold, directly and down the chain; circles come to an end.

Two readings of "indirectly". **Cascade** (OFAC, question 401; United Kingdom, schedule 1: a chain in each link
of which the one above has a majority stake): a company that reaches the threshold is as its owners are, so
that what it holds counts whole; what a company below the threshold holds counts nothing. X holds 50 % of
A, A holds 50 % of B: B is reached. X holds 25 % of A, A holds all of B: B is not. **Worse** (where no text
says which): besides, a share below the threshold is multiplied down the chain, and the larger part counts;
X's 40 % of A, which holds all of B, together with 15 % held directly are 55 % of B.

Companies that hold each other make a system of linear equations, not an endless walk. It is solved
exactly, in fractions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction
from uuid import UUID

from .ownership_regimes import Period

WHOLE, NOTHING = Fraction(1), Fraction(0)
SHOWN = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Holding:
    """Who holds what of whom.

    Attributes:
        share: per cent; None when it is not known.
        control: in what control without shares lies; "" for none.
        start, until: days; None without limit. `until` is the first day on which it is no longer held.
    """

    owner: UUID
    owned: UUID
    share: Decimal | None
    control: str = ""
    start: date | None = None
    until: date | None = None

    def on(self, day: date) -> bool:
        """True when held on a day."""
        return (self.start is None or self.start <= day) and (self.until is None or day < self.until)

    def order(self) -> tuple[UUID, UUID, Decimal, str]:
        """What makes results the same in whatever order holdings are given."""
        return (self.owned, self.owner, self.share if self.share is not None else Decimal(-1), self.control)


@dataclass(frozen=True, slots=True)
class Reach:
    """How far listed parties reach: who counts as one of them, by control alone or not, and which part of whom."""

    whole: frozenset[UUID]
    controlled: frozenset[UUID]
    parts: Mapping[UUID, Fraction]


def sizes(holdings: Iterable[Holding], *, unknown: bool) -> dict[Holding, Fraction]:
    """The part each holding is of its company.

    Args:
        unknown: give a holding whose size nobody knows all that is left of its company; otherwise nothing.
    """
    rows = tuple(holdings)
    known: dict[UUID, Fraction] = {}
    for one in rows:
        known[one.owned] = known.get(one.owned, NOTHING) + Fraction(one.share or 0) / 100
    left = {owned: max(NOTHING, WHOLE - part) if unknown else NOTHING for owned, part in known.items()}
    return {one: left[one.owned] if one.share is None else Fraction(one.share) / 100 for one in rows}


def reach(parts_of: Mapping[Holding, Fraction], listed: frozenset[UUID], period: Period) -> Reach:
    """How far these listed parties reach under a rule. It only ever adds, so it comes to an end."""
    whole, controlled = listed, frozenset[UUID]()
    while True:
        parts = _parts(parts_of, whole, multiply=period.indirect == "worse")
        owned = frozenset(one for one, part in parts.items() if period.reached(part)) - whole
        held = frozenset(one.owned for one in parts_of if period.control and one.control and one.owner in whole)
        more = owned | (held - whole)
        if not more:
            return Reach(whole, controlled - {one for one, part in parts.items() if period.reached(part)}, parts)
        whole, controlled = whole | more, controlled | (held - whole - owned)


def per_cent(part: Fraction) -> Decimal:
    """A part as per cent, cut (not rounded up) behind the sixth decimal."""
    with localcontext() as context:
        context.prec = 60
        found = (Decimal(part.numerator) * 100 / Decimal(part.denominator)).quantize(SHOWN, ROUND_DOWN)
    return found.normalize() + Decimal(0)


def _parts(sized: Mapping[Holding, Fraction], whole: frozenset[UUID], *, multiply: bool) -> dict[UUID, Fraction]:
    """Which part of each company those that count whole hold, at most all of it."""
    worth = dict.fromkeys(whole, WHOLE)
    if multiply:
        worth |= _between(sized, whole)
    parts: dict[UUID, Fraction] = {}
    for one, size in sized.items():
        parts[one.owned] = parts.get(one.owned, NOTHING) + size * worth.get(one.owner, NOTHING)
    return {owned: min(WHOLE, part) for owned, part in parts.items()}


def _between(sized: Mapping[Holding, Fraction], whole: frozenset[UUID]) -> dict[UUID, Fraction]:
    """The part held of every company that does not itself count whole, circles among them solved.

    Equations x = base + sum of size * x(owner), unknown by unknown. Shares of a company never pass 100 %,
    so 1 minus what a company holds of itself through others stays above 0; where holdings that cannot
    all be true leave nothing, the company is taken as wholly held.
    """
    rows: dict[UUID, dict[UUID, Fraction]] = {}
    base: dict[UUID, Fraction] = {}
    below = _below(sized, whole)
    for one, size in sized.items():
        if one.owned in whole or not size or one.owner not in below:
            continue
        row = rows.setdefault(one.owned, {})
        base.setdefault(one.owned, NOTHING)
        if one.owner in whole:
            base[one.owned] += size
        else:
            row[one.owner] = row.get(one.owner, NOTHING) + size
    for here in sorted(rows):
        _resolve(here, rows, base)
    return {one: min(WHOLE, part) for one, part in base.items()}


def _below(sized: Mapping[Holding, Fraction], whole: frozenset[UUID]) -> frozenset[UUID]:
    """Those that count whole and every company in which they have something: a circle nobody enters stays out."""
    next_down: dict[UUID, set[UUID]] = {}
    for one, size in sized.items():
        if size:
            next_down.setdefault(one.owner, set()).add(one.owned)
    found, left = set(whole), list(whole)
    while left:
        new = next_down.get(left.pop(), set()) - found
        found |= new
        left += new
    return frozenset(found)


def _resolve(here: UUID, rows: dict[UUID, dict[UUID, Fraction]], base: dict[UUID, Fraction]) -> None:
    """Free one equation of itself and put what comes of it into all others."""
    left = WHOLE - rows[here].pop(here, NOTHING)
    if left > 0:
        rows[here] = {other: part / left for other, part in rows[here].items()}
        base[here] /= left
    else:
        rows[here], base[here] = {}, WHOLE
    for other, row in rows.items():
        if other != here and (factor := row.pop(here, NOTHING)):
            base[other] += factor * base[here]
            for third, part in rows[here].items():
                row[third] = row.get(third, NOTHING) + factor * part
