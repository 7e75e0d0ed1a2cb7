"""States of an edition, why one is held back, and what stands for all lists in force together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duecare.kernel.canonical import digest

STATES = ("in_force", "held", "superseded", "refused", "withdrawn")
HELD_BECAUSE = ("shrunk", "older")
RUN_STATES = ("waiting", "done", "failed")
ASKED_STATES = ("waiting", "done", "failed")
WITHDRAWAL_STATES = ("waiting", "done", "returned")

_WORDS = {
    "shrunk": "It lacks more than half of the entries in force.",
    "older": "It was published before the edition in force.",
}


def held_because(
    in_force: int, removed: int, published: date | None = None, published_in_force: date | None = None
) -> str:
    """Why a person has to confirm an edition before it counts; "" when nobody has to.

    A file cut between two rows reads like a whole one: only what is missing shows it.

    Args:
        in_force: entries of the edition in force; 0 when there is none.
        removed: how many of these the new edition lacks.
        published: the publisher's date of the new edition, if the file carries one.
        published_in_force: that of the edition in force.
    """
    if in_force and removed * 2 > in_force:
        return "shrunk"
    if published and published_in_force and published < published_in_force:
        return "older"
    return ""


def held_words(because: str) -> str:
    """The reason as a sentence."""
    return _WORDS.get(because, "")


def set_sha256(numbers: Mapping[str, int]) -> str:
    """What stands for editions in force together; lists without one (0) do not count."""
    return digest({code: number for code, number in numbers.items() if number})


def newer_than(then: Mapping[str, int], now: Mapping[str, int]) -> tuple[str, ...]:
    """Lists of which `now` holds another edition than `then`, sorted."""
    codes = then.keys() | now.keys()
    return tuple(sorted(code for code in codes if then.get(code, 0) != now.get(code, 0)))
