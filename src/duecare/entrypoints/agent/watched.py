"""Names of sealed objects by which an open vault tells that a case changed: one that is missing, one that has come.

They are kept from one look to the next, so that a look over ten thousand cases costs no more than asking for them.
"""

from __future__ import annotations

from collections.abc import Mapping

from duecare.apps.intake.rules.rings import Remembered
from duecare.apps.intake.rules.store import Store


class Watched:
    """By name, the case to which it belongs: a name is random and belongs to one."""

    def __init__(self, cases: Mapping[bytes, Remembered]) -> None:
        self._there: dict[bytes, bytes] = {}
        self._awaited: dict[bytes, bytes] = {}
        self._unnamed: set[bytes] = set()
        self._asked: list[bytes] | None = None
        for case, one in cases.items():
            self._add(case, one)

    def replace(self, case: bytes, before: Remembered | None, now: Remembered) -> None:
        """What was watched of the case is not any more."""
        if before and (before.there, before.awaited) == (now.there, now.awaited):
            return
        for name in before.there if before else ():
            self._there.pop(name, None)
        for name in before.awaited if before else ():
            self._awaited.pop(name, None)
        self._unnamed.discard(case)
        self._add(case, now)

    def _add(self, case: bytes, one: Remembered) -> None:
        self._there |= dict.fromkeys(one.there, case)
        self._awaited |= dict.fromkeys(one.awaited, case)
        if not one.there:  # a ring of the first form
            self._unnamed.add(case)
        self._asked = None

    def changed(self, store: Store) -> set[bytes]:
        """Cases of which something went that stood, or something stands that was awaited."""
        if self._asked is None:
            self._asked = sorted({*self._there, *self._awaited})
        found = store.there(self._asked)
        gone = self._there.keys() - found
        come = self._awaited.keys() & found
        return {self._there[name] for name in gone} | {self._awaited[name] for name in come} | self._unnamed
