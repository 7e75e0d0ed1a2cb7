"""An actor that notes what is asked of it.

To make an example object takes as long as to ask for it. A maker that only asked "do you sell?" and was told no has
made what serves everybody who does not sell; one that put the actor's id into a row has made theirs alone.
"""

from __future__ import annotations

from duecare.kernel.actor import Actor, Role

_OWN = frozenset({"kind", "id", "name", "roles", "scope"})


class Noting(Actor):
    """As the actor it is made of; `serves` says whom else what was made with it may serve."""

    __slots__ = ("_answers", "_theirs")

    def __init__(self, of: Actor) -> None:
        super().__init__(of.kind, of.id, of.name, of.roles, of.scope)
        object.__setattr__(self, "_answers", {})
        object.__setattr__(self, "_theirs", False)

    def __getattribute__(self, word: str) -> object:
        if word in _OWN:
            object.__setattr__(self, "_theirs", True)
        return object.__getattribute__(self, word)

    def has(self, *roles: Role) -> bool:
        """As always, and noted."""
        answer = not object.__getattribute__(self, "roles").isdisjoint(roles)
        self._answers[roles] = answer
        return answer

    def serves(self, other: Actor) -> bool:
        """True when `other` would have given the same answers and nothing of this actor itself was looked at."""
        return not self._theirs and all(other.has(*roles) == answer for roles, answer in self._answers.items())
