"""Overrides: by a role, with a reason, an end, a second person, and by one class at most."""

from __future__ import annotations

from datetime import date, timedelta

from duecare.kernel.errors import BadInput, Denied

KINDS = ("score", "class", "decision")
LADDER = ("low", "moderate", "elevated", "high", "prohibited")
LONGEST = timedelta(days=365)


def check_override(kind: str, from_value: str, to_value: str, *, reason: str, today: date, expires_on: date) -> None:
    """Refuse an override that may not be.

    Prohibited, blocks and hard stops are not overridden; a class is lowered by one step at most,
    and raised freely, because caution needs no permission.

    Raises:
        BadInput: unknown kind or class, no reason, an end that is missing, past or over a year off.
        Denied: prohibited would be lowered, or a class by more than one step.
    """
    if kind not in KINDS:
        raise BadInput("there is no such kind of override", field="kind", value=kind)
    if not reason.strip():
        raise BadInput("a reason is required", field="reason", todo="Say why in a sentence; it stays in the register.")
    if not today < expires_on <= today + LONGEST:
        raise BadInput("an override ends within a year, and not before tomorrow", field="expires_on", value=expires_on)
    if from_value == to_value:
        raise BadInput("nothing would change", field="to_value", value=to_value)
    if kind == "class":
        _check_step(from_value, to_value)


def _check_step(from_class: str, to_class: str) -> None:
    # Indeterminate is treated as elevated at least, so that a missing rating is no way down.
    known = {**{name: step for step, name in enumerate(LADDER)}, "indeterminate": LADDER.index("elevated")}
    if from_class not in known or to_class not in LADDER:
        raise BadInput(
            "there is no such class", field="to_value", value=to_class if from_class in known else from_class
        )
    lowered = known[from_class] - known[to_class]
    if from_class == "prohibited" and lowered > 0:
        raise Denied(
            "Prohibited cannot be overridden.",
            "Nothing was changed.",
            "Only new facts or a new version of the method change it.",
        )
    if lowered > 1:
        raise Denied("A class is lowered by one step at most.", "Nothing was changed.", "Bring new facts instead.")
