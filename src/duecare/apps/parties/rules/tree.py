"""The tree of bodies: a unit stands in a department, a department in a ministry."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import TypeVar

from duecare.kernel.errors import BadInput

Node = TypeVar("Node", bound=Hashable)
DEEPEST = 12


def ancestors(node: Node, parents: Mapping[Node, Node | None]) -> tuple[Node, ...]:
    """From the parent up to the top. A circle in stored data ends the walk instead of hanging."""
    found: list[Node] = []
    above = parents.get(node)
    while above is not None and above not in found and above != node:
        found.append(above)
        above = parents.get(above)
    return tuple(found)


def check_parent(node: Node, parent: Node | None, parents: Mapping[Node, Node | None]) -> None:
    """Refuse a parent that would make a circle or a tree nobody can read.

    Raises:
        BadInput: `parent` is the body itself or stands below it, or the tree would pass `DEEPEST` levels.
    """
    if parent is None:
        return
    above = (parent, *ancestors(parent, parents))
    if node in above:
        raise BadInput(
            "a body cannot stand below itself.", field="parent", todo="Choose a body that is not part of this one."
        )
    if len(above) >= DEEPEST:
        raise BadInput(f"the tree would be more than {DEEPEST} levels deep.", field="parent")
