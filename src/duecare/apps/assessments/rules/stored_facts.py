"""Facts as a recorded class keeps them, read back: the inverse of `facts_json`."""

from __future__ import annotations

from collections.abc import Mapping

from duecare.apps.risk.rules.facts import Fact, Facts, Unknown, UnknownKind, Value
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput


class StoredFacts:
    """Reads many records; facts that say the same are one object, since most files agree on most of them."""

    def __init__(self) -> None:
        self._known: dict[tuple[object, ...], Fact] = {}

    def read(self, stored: Mapping[str, JSON]) -> Facts:
        """The facts of one record, those about the country left out: they are of a day and a method.

        Raises:
            BadInput: something that no class was ever recorded with.
        """
        return {code: self._fact(code, held) for code, held in stored.items() if not code.startswith("country.")}

    def _fact(self, code: str, held: JSON) -> Fact:
        if not isinstance(held, Mapping):
            raise BadInput("a recorded class holds a fact that cannot be read", field=code, value=held)
        value, gap, reason = held.get("value"), held.get("unknown"), str(held.get("reason", ""))
        source, signed = str(held.get("source", "company")), held.get("conflicts_signed", True) is True
        key = (code, type(value), value, gap, reason, source, signed)
        if key not in self._known:
            self._known[key] = Fact(code, _value(code, value, gap, reason), source, signed)
        return self._known[key]


def _value(code: str, value: JSON, gap: JSON, reason: str) -> Value | Unknown:
    if isinstance(value, (bool, int, float, str)):
        return value
    try:
        return Unknown(UnknownKind(str(gap)), reason)
    except ValueError as fault:
        raise BadInput("a recorded class holds a fact that cannot be read", field=code, value=gap) from fault
