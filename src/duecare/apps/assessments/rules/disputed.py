"""Disputed territories: every place whose score applies, so that the worst of them counts.

Four things are kept apart: the recognised state, who holds authority in fact, where the product is
used, and on which legal basis. None of them alone may lower a score. Nothing here takes a position
on the status of any territory.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a party or a deployment stands; codes as in `kernel.countries`, "" when not stated."""

    who: str
    recognised: str = ""
    authority: str = ""
    place_of_use: str = ""
    legal_basis: str = ""


@dataclass(frozen=True, slots=True)
class Applicable:
    """A code whose score applies, and every reason why."""

    code: str
    because: tuple[str, ...]


def applicable(standings: Iterable[Standing]) -> tuple[Applicable, ...]:
    """All codes that apply, sorted; the caller scores each of them and takes the worst."""
    found: dict[str, list[str]] = {}
    for one in standings:
        for code, why in (
            (one.recognised, "recognised state"),
            (one.authority, "authority in fact"),
            (one.place_of_use, "place of use"),
        ):
            if code:
                found.setdefault(code, []).append(f"{why} of {one.who}")
    return tuple(Applicable(code, tuple(dict.fromkeys(because))) for code, because in sorted(found.items()))


def missing_basis(standings: Iterable[Standing]) -> tuple[str, ...]:
    """Who is in a disputed place without a stated legal basis."""
    return tuple(
        one.who
        for one in standings
        if not one.legal_basis.strip() and len({one.recognised, one.authority, one.place_of_use} - {""}) > 1
    )


def worst(scores: Mapping[str, float | None]) -> tuple[str, float | None] | None:
    """The code that counts: an unknown score outweighs every known one, then the highest.

    Returns None when no code applies at all; the caller treats that as unknown too.
    """
    if not scores:
        return None
    return max(sorted(scores.items()), key=lambda pair: float("inf") if pair[1] is None else pair[1])
