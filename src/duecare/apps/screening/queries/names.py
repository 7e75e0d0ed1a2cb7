"""A name compared with the lists in force, and two names with each other: plain answers, nothing is kept.

Module-level functions of plain values, so that a process beside the web's can be asked: the matcher's
compiled part takes 160 MB, which a web process does not have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from duecare.apps.screening.rules.weighing import Particulars
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict

from .comparing import Subject, compare
from .lists import in_force
from .matching import index_in_force, knowledge

_KIND = {"Person": "person", "Company": "company", "Organization": "company", "PublicBody": "federal"}


@dataclass(frozen=True, slots=True)
class NameAsked:
    """What is asked about: a name, what it is of ("" leaves it open), and what else is known."""

    name: str
    schema: str = ""
    countries: tuple[str, ...] = ()
    births: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


def search_name(asked: NameAsked, near: bool = False) -> list[dict[str, JSON]]:
    """Listed entries that a name could mean, the strongest first, each with every reason and its content.

    Args:
        near: also what came close without being a hit; its `strength` is "".

    Raises:
        BadInput: nothing to compare. Conflict: no list is in force.
    """
    _check(name=asked.name)
    if not in_force().numbers:
        raise Conflict("No list is in force.", "Nothing can be screened.", "Import a list first.")
    known = Particulars(_KIND.get(asked.schema, ""), asked.countries, asked.births, asked.numbers)
    subject = Subject((asked.name,), asked.schema or None, known)
    (found,) = compare([subject], index_in_force())
    return [{**one.body(), "entry": one.entry.body} for one in found if one.strength or near]


def compare_names(first: str, second: str, schema: str = "") -> JSON:
    """Score and alignment of two names: {"score", "parts"}. Raises BadInput: nothing to compare."""
    from duecare.apps.screening.rules.comparing import compare as of_two

    _check(first=first, second=second)
    return of_two(knowledge(), first, second, schema or None).body()


def _check(**names: str) -> None:
    for field, name in names.items():
        if not _letters(name):
            raise BadInput("the name has neither letter nor digit", field=field, value=name[:80])


def _letters(name: Sequence[str]) -> bool:
    return any(sign.isalnum() for sign in name)
