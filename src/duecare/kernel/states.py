"""States as one table: from it come the buttons, the checks, the documentation and the tests.

A `StateTable` is data. It never asks the database and never decides whether evidence is there;
`requires` names the checks in words, and the action that moves the state performs them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .actor import Actor, Role
from .errors import Conflict, Denied


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move.

    Attributes:
        verb: what a person does, e.g. "send_to_committee".
        sources: states it may start from.
        target: state it leads to.
        roles: who may do it.
        requires: what must be there, one phrase each.
        reason_required: True when the person must say why.
        persons: how many different persons it takes.
    """

    verb: str
    sources: frozenset[str]
    target: str
    roles: frozenset[Role]
    requires: tuple[str, ...] = ()
    reason_required: bool = False
    persons: int = 1


@dataclass(frozen=True, slots=True)
class StateTable:
    """All states of one kind of thing and every move between them."""

    name: str
    initial: str
    states: tuple[tuple[str, str], ...]
    """(code, what it means in one sentence)."""
    moves: tuple[Move, ...]

    def __post_init__(self) -> None:
        known = {code for code, _ in self.states}
        for move in self.moves:
            if strange := ({move.target} | set(move.sources)) - known:
                raise ValueError(f"{self.name}: move {move.verb} names unknown states {sorted(strange)}")
        if self.initial not in known:
            raise ValueError(f"{self.name}: unknown initial state {self.initial}")

    def open_to(self, state: str, actor: Actor) -> tuple[Move, ...]:
        """Moves this actor may make from here, by role alone."""
        return tuple(m for m in self.moves if state in m.sources and actor.has(*m.roles))

    def check(self, state: str, verb: str, actor: Actor, reason: str = "") -> Move:
        """Return the move or say why not.

        Raises:
            Conflict: the thing is in a state from which this cannot be done.
            Denied: the actor's roles do not allow it, or the reason is missing.
        """
        moves = [m for m in self.moves if m.verb == verb and state in m.sources]
        if not moves:
            raise Conflict(
                f"This cannot be done any more: the {self.name} is {state.replace('_', ' ')}.",
                "Somebody may have acted before you.",
                "Reload the page to see what happened.",
            )
        move = moves[0]
        if not actor.has(*move.roles):
            raise Denied(
                f"Your roles do not allow you to {verb.replace('_', ' ')}.",
                "Nothing was changed.",
                f"It takes one of: {', '.join(sorted(move.roles))}.",
            )
        if move.reason_required and not reason.strip():
            raise Denied(
                "A reason is required.", "Nothing was changed.", "Say why in a sentence; it is kept in the record."
            )
        return move


def sources(*codes: str) -> frozenset[str]:
    """Shorthand for the states a move may start from."""
    return frozenset(codes)


def roles(*names: Role) -> frozenset[Role]:
    """Shorthand for the roles that may make a move."""
    return frozenset(names)


def unreachable(table: StateTable) -> Iterable[str]:
    """States that no sequence of moves from the initial state reaches."""
    seen, frontier = {table.initial}, [table.initial]
    while frontier:
        here = frontier.pop()
        for move in table.moves:
            if here in move.sources and move.target not in seen:
                seen.add(move.target)
                frontier.append(move.target)
    return tuple(code for code, _ in table.states if code not in seen)
