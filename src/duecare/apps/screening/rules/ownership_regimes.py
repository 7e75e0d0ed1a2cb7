"""From which share, or by which control, a regime counts a party as its listed owners; dated.

The figures are in the library (`library/ownership/`), one file per regime, each with its source and
`verified: false` until somebody has compared it with the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from duecare.kernel.canonical import JSON

AGGREGATION = ("yes", "no", "conditional")
INDIRECT = ("cascade", "worse")


@dataclass(frozen=True, slots=True)
class Period:
    """The rule as it stands from `start` until the day before `until`.

    Attributes:
        share: per cent; None where the regime states none.
        operator: at_least, more_than or none.
        aggregation: whether holdings of several listed parties are added; "conditional": where they act together.
        indirect: "cascade": what reaches the threshold counts whole further down, anything else not at all.
            "worse": besides, shares below the threshold are multiplied down the chain.
        control: whether control without shares is enough.
    """

    start: date
    until: date | None
    share: Decimal | None
    operator: str
    aggregation: str
    indirect: str
    control: bool
    source: str
    note: str = ""

    def on(self, day: date) -> bool:
        """True while the rule stands like this."""
        return self.start <= day and (self.until is None or day < self.until)

    def reached(self, part: Fraction) -> bool:
        """Whether a part (0 to 1) makes its holder's listing count; where no share is stated only the whole does."""
        if self.share is None:
            return part >= 1
        limit = Fraction(self.share) / 100
        return part > limit if self.operator == "more_than" else part >= limit


@dataclass(frozen=True, slots=True)
class OwnershipRegime:
    """A regime with its rule through time. `verified` False: nobody compared it with the law."""

    code: str
    title: str
    lists: tuple[str, ...]
    periods: tuple[Period, ...]
    verified: bool

    def covers(self, list_code: str) -> bool:
        """True for a list of this regime; a name that ends in `*` stands for all that begin so."""
        return any(list_code.startswith(one[:-1]) if one.endswith("*") else list_code == one for one in self.lists)

    def period(self, day: date) -> Period | None:
        """The rule of a day; None while there is none, or while it is suspended."""
        return next((one for one in self.periods if one.on(day)), None)


def parse_ownership(data: Mapping[str, JSON]) -> OwnershipRegime:
    """A regime from its library file, which its schema has checked."""
    lists, periods = data["lists"], data["periods"]
    assert isinstance(lists, Sequence) and isinstance(periods, Sequence)  # by schema
    return OwnershipRegime(
        code=str(data["code"]),
        title=str(data["title"]),
        lists=tuple(str(one) for one in lists),
        periods=tuple(_period(one) for one in periods if isinstance(one, Mapping)),
        verified=data["verified"] is True,
    )


def ownership_of(list_code: str, regimes: Iterable[OwnershipRegime]) -> frozenset[str]:
    """Codes of the regimes to which a list belongs; none for an in-house list."""
    return frozenset(one.code for one in regimes if one.covers(list_code))


def _period(data: Mapping[str, JSON]) -> Period:
    until, share = data["until"], data["share"]
    return Period(
        start=date.fromisoformat(str(data["from"])),
        until=None if until is None else date.fromisoformat(str(until)),
        share=None if share is None else Decimal(str(share)),
        operator=str(data["operator"]),
        aggregation=str(data["aggregation"]),
        indirect=str(data["indirect"]),
        control=data["control"] is True,
        source=str(data["source"]),
        note=str(data.get("note", "")),
    )
