"""The same deal again, or one deal in slices: noticed when it is filed.

Two deals resemble each other by customer or agency, by product and by the words of their purpose.
Values are summed over a year, because an authority limit that can be passed in slices is none. A
rejected deal rests for a cooling-off period; earlier it comes back with new facts only.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

WINDOW_DAYS = 365
COOLING_OFF_DAYS = 180
ALIKE = 60
"""Points out of 100 from which two deals count as alike."""


@dataclass(frozen=True, slots=True)
class DealSketch:
    """What is compared. `words` are the folded words of purpose and title; `bodies` all client bodies."""

    id: UUID
    reference: str
    bodies: frozenset[UUID]
    families: frozenset[UUID]
    products: frozenset[UUID]
    words: frozenset[str]
    value_eur: Decimal | None
    day: date
    rejected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Resemblance:
    """One deal that resembles, and why, in words. `points` 0–100."""

    other: UUID
    kind: str
    """same_deal, splitting or cooling_off."""
    points: int
    reasons: tuple[str, ...]


def likeness(one: DealSketch, other: DealSketch) -> tuple[int, tuple[str, ...]]:
    """Points 0–100 with their reasons: client 40 (same family 30), product 30, purpose up to 30."""
    points, reasons = 0, []
    if one.bodies & other.bodies:
        points, reasons = 40, ["the same client"]
    elif one.families & other.families:
        points, reasons = 30, ["bodies of the same ministry or group"]
    if one.products & other.products:
        points += 30
        reasons.append("the same product")
    union = one.words | other.words
    share = len(one.words & other.words) / len(union) if union else 0.0
    if share >= 0.2:
        points += round(30 * min(1.0, share / 0.8))
        reasons.append(f"{round(share * 100)} per cent of the purpose's words in common")
    # Without a client in common it is another deal, however alike its words.
    return (points, tuple(reasons)) if one.families & other.families or one.bodies & other.bodies else (0, ())


def resemblances(
    deal: DealSketch, others: Iterable[DealSketch], limits: Sequence[Decimal] = ()
) -> tuple[Resemblance, ...]:
    """Every earlier deal that `deal` resembles, the most alike first.

    Args:
        limits: values in euro above which another body decides; a sum that passes one which no
            single value passes is reported as splitting.
    """
    found: list[Resemblance] = []
    alike: list[DealSketch] = []
    for other in others:
        if other.id == deal.id or abs((deal.day - other.day).days) > WINDOW_DAYS:
            continue
        points, reasons = likeness(deal, other)
        if points < ALIKE:
            continue
        alike.append(other)
        cooling = other.rejected_on is not None and deal.day < other.rejected_on + timedelta(days=COOLING_OFF_DAYS)
        if cooling:
            reasons = (*reasons, f"rejected on {other.rejected_on}, less than {COOLING_OFF_DAYS} days before")
        found.append(Resemblance(other.id, "cooling_off" if cooling else "same_deal", points, reasons))
    if (split := _split(deal, alike, limits)) is not None:
        found = [
            Resemblance(
                one.other, "splitting" if one.kind == "same_deal" else one.kind, one.points, (*one.reasons, split)
            )
            for one in found
        ]
    return tuple(sorted(found, key=lambda one: (one.kind != "cooling_off", -one.points, str(one.other))))


def _split(deal: DealSketch, alike: Sequence[DealSketch], limits: Sequence[Decimal]) -> str | None:
    """The sentence about a limit that only the sum passes, or None. A missing value is never small."""
    if not alike:
        return None
    if deal.value_eur is None or any(other.value_eur is None for other in alike):
        return "the sum of the values is not known"
    values = [deal.value_eur, *(other.value_eur or Decimal(0) for other in alike)]
    total = sum(values, Decimal(0))
    for limit in sorted(limits):
        if max(values) <= limit < total:
            return f"together {total:f} euro within a year, above the limit of {limit:f} that each alone stays below"
    return None
