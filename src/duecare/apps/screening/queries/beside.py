"""Names compared while a person waits, by the process beside: the web process stays small."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duecare.adapters import beside
from duecare.apps.screening.rules.weighing import Particulars
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput

from .comparing import Subject, compare
from .lists import in_force
from .matching import index_in_force, knowledge

LONGEST = 500
"""Letters of a name that a page takes; the matcher takes longer ones."""


def two_names(left: str, right: str, schema: str | None) -> Mapping[str, JSON]:
    """Score and alignment of two names, as `Alignment.body()` writes them.

    Args:
        schema: FollowTheMoney's word for what both are of; None takes the better of a person's and another's reading.

    Raises:
        BadInput: no name, or one longer than `LONGEST`. Busy: no answer in time.
    """
    for field, name in (("left", left), ("right", right)):
        _check(field, name)
    return beside.ask(_two_names, left, right, schema)


def on_the_lists(name: str, schema: str | None, known: Particulars, *, near: bool) -> Sequence[Mapping[str, JSON]]:
    """What any name meets on the lists in force, as `Likeness.body()` writes it, the strongest first; nothing is kept.

    Args:
        near: also what came close without being a hit; its "strength" is "".

    Raises:
        BadInput: no name, or one longer than `LONGEST`; no list is in force. Busy: no answer in time.
    """
    _check("name", name)
    if not in_force().numbers:
        raise BadInput("no list is in force.", field="name", means="Nothing can be searched.", todo="Import a list.")
    return beside.ask(_on_the_lists, name, schema, known, near=near)


def _check(field: str, name: str) -> None:
    if not any(sign.isalnum() for sign in name):  # nothing that could be met: "no hit" would be a false comfort
        raise BadInput("write a name.", field=field, means="Nothing was compared.")
    if len(name) > LONGEST:
        raise BadInput(f"longer than {LONGEST} letters.", field=field, means="Nothing was compared.")


def _two_names(left: str, right: str, schema: str | None) -> Mapping[str, JSON]:
    from duecare.apps.screening.rules.comparing import compare as aligned

    found = aligned(knowledge(), left, right, schema).body()
    assert isinstance(found, Mapping)  # as `Alignment.body` writes it
    return found


def _on_the_lists(name: str, schema: str | None, known: Particulars, *, near: bool) -> list[Mapping[str, JSON]]:
    (found,) = compare([Subject((name,), schema, known)], index_in_force(), near=near)
    return [one.body() for one in found if one.strength or near]
