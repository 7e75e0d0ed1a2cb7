"""Who owns how much, and when: the shares of one company never pass one hundred per cent."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from duecare.kernel.errors import BadInput

WHOLE = Decimal(100)


@dataclass(frozen=True, slots=True)
class Share:
    """One holding. `share` in per cent, None when the holding is known and its size is not."""

    owner: Hashable
    share: Decimal | None
    start: date
    until: date | None = None

    def on(self, day: date) -> bool:
        """True when held on `day`; `until` is the first day on which it is not."""
        return self.start <= day and (self.until is None or day < self.until)


def check_shares(held: Iterable[Share]) -> None:
    """Refuse holdings in one company that cannot all be true.

    The sum can only rise on a day on which a holding starts, so those days are enough.

    Raises:
        BadInput: a share outside 0–100, a holding that ends before it starts, one owner twice on a
            day, or a sum above 100 on any day.
    """
    shares = tuple(held)
    for one in shares:
        if one.share is not None and not Decimal(0) < one.share <= WHOLE:
            raise BadInput("a share is more than 0 and at most 100 per cent.", field="share", value=one.share)
        if one.until is not None and one.until <= one.start:
            raise BadInput("the holding ends before it starts.", field="until", value=one.until)
    for day in {one.start for one in shares}:
        now = [one for one in shares if one.on(day)]
        if len({one.owner for one in now}) < len(now):
            raise BadInput(
                f"this owner's holding is already recorded for {day.isoformat()}.",
                field="owner",
                todo="End the earlier holding first.",
            )
        total = sum((one.share for one in now if one.share is not None), Decimal(0))
        if total > WHOLE:
            raise BadInput(
                f"the shares would add up to {total.normalize():f} per cent on {day.isoformat()}.",
                field="share",
                todo="Correct or end another holding first.",
            )


def unaccounted(held: Iterable[Share], day: date) -> Decimal | None:
    """Per cent whose owner nobody named on `day`; None when a holding's size is unknown."""
    now = [one.share for one in held if one.on(day)]
    known = [share for share in now if share is not None]
    return WHOLE - sum(known, Decimal(0)) if len(known) == len(now) else None
