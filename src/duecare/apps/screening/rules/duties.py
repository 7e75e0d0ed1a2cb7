"""What a regime wants to be told of a confirmed hit, and by when.

The days are from the library (`library/lists/`), each with its source. Working days are Monday to
Friday. Public holidays are not taken out: they differ by country, and a day too early harms nobody; whoever
reads a day is told so (`counted`). A regime that gives no number of days ("as soon as practicable") has 0 of
them: the report is due on the day of the confirmation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from duecare.kernel.canonical import JSON

COUNTING = ("calendar", "working")


@dataclass(frozen=True, slots=True)
class Regime:
    """A regime: which lists are its own, to whom a hit is reported, within how many days, after which source.

    `wording` is the rule's own word for the time.
    """

    code: str
    title: str
    lists: tuple[str, ...]
    to: str
    days: int
    counting: str
    source: str
    verified: bool
    wording: str = ""

    @property
    def counted(self) -> str:
        """How the day was counted, as a sentence; what it leaves out stands in it."""
        if not self.days:
            return f"The rule says “{self.wording}” and gives no number of days: due on the day itself."
        if self.counting == "calendar":
            return f"{self.days} days, Saturdays, Sundays and public holidays among them."
        return (
            f"{self.days} working days, Monday to Friday. Public holidays are not taken out, so the day may be "
            "earlier than the rule's."
        )

    def covers(self, list_code: str) -> bool:
        """True for a list of this regime; a name that ends in `*` stands for all that begin so."""
        return any(list_code.startswith(one[:-1]) if one.endswith("*") else list_code == one for one in self.lists)


def parse_regime(data: Mapping[str, JSON]) -> Regime:
    """A regime from its library file, which its schema has checked."""
    lists, days = data["lists"], data["days"]
    assert isinstance(lists, Sequence) and isinstance(days, int)  # by schema
    return Regime(
        code=str(data["code"]),
        title=str(data["title"]),
        lists=tuple(str(one) for one in lists),
        to=str(data["to"]),
        days=days,
        counting=str(data["counting"]),
        source=str(data["source"]),
        verified=data["verified"] is True,
        wording=str(data["wording"]),
    )


def regimes_of(list_code: str, regimes: Iterable[Regime]) -> tuple[Regime, ...]:
    """The regimes under which a hit on a list is reported."""
    return tuple(one for one in regimes if one.covers(list_code))


def due_on(start: date, days: int, counting: str) -> date:
    """The last day on which a report is in time; `days` 0 is the same day.

    Args:
        start: the day of the confirmation; it is not counted.
        counting: one of `COUNTING`.
    """
    if counting == "calendar":
        return start + timedelta(days=days)
    day, left = start, days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return day
