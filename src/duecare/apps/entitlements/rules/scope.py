"""What an entitlement permits: functions, numbers, places, days. Pure.

What stays within the deployment that was decided on needs no second person: the body that decides has spoken.
Whatever goes beyond it, or was never decided here, takes two.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from duecare.kernel.countries import COUNTRIES, TERRITORIES
from duecare.kernel.errors import BadInput

LONGEST = timedelta(days=731)
"""Two years: what goes on longer is renewed, and looked at when it is."""
FUNCTIONS, FUNCTION_LENGTH = 50, 80
PLACES = 20


@dataclass(frozen=True, slots=True)
class Scope:
    """What is permitted. `numbers` are seats, or whatever the product counts; days are both included."""

    functions: tuple[str, ...]
    numbers: int
    places: tuple[str, ...]
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Decided:
    """The deployment as a decision in force lets it be supplied; `reference` is the decision's."""

    reference: str
    seats: int | None
    place: str


def checked(scope: Scope, on: date) -> Scope:
    """The scope as it is kept: functions and places in order, each once.

    Raises:
        BadInput: nothing permitted, a number or place that is none, days that are over or too many.
    """
    functions = tuple(sorted({" ".join(one.split()) for one in scope.functions} - {""}))
    if not functions:
        raise BadInput("name at least one function.", field="functions", todo="One a line, as the product knows it.")
    if len(functions) > FUNCTIONS or any(len(one) > FUNCTION_LENGTH for one in functions):
        raise BadInput("at most 50 functions of 80 characters each.", field="functions")
    if not all(one.isprintable() for one in functions):
        raise BadInput("a function holds characters that cannot be shown.", field="functions")
    if not 0 < scope.numbers < 1_000_000:
        raise BadInput("numbers are counted from 1 up.", field="numbers", value=scope.numbers)
    places = tuple(sorted(set(scope.places)))
    if not 0 < len(places) <= PLACES:
        raise BadInput("name at least one place, and at most 20.", field="places")
    if strange := [one for one in places if one not in COUNTRIES and one not in TERRITORIES]:
        raise BadInput("there is no such country or territory.", field="places", value=strange[0])
    if scope.ends_on < max(on, scope.starts_on):
        raise BadInput("it would be over before it begins.", field="ends_on", value=scope.ends_on)
    if scope.ends_on - scope.starts_on > LONGEST:
        raise BadInput("two years are the longest.", field="ends_on", todo="Renew it when they are over.")
    return Scope(functions, scope.numbers, places, scope.starts_on, scope.ends_on)


def within(scope: Scope, decided: Decided | None) -> bool:
    """Whether it permits no more numbers and no other place than were decided on; unknown is never within."""
    if decided is None or decided.seats is None or not decided.place:
        return False
    return scope.numbers <= decided.seats and _only(scope.places, decided.place)


def _only(places: Collection[str], place: str) -> bool:
    return set(places) == {place}
