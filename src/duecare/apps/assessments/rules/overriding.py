"""Which class counts when a second person has confirmed to depart from the method's."""

from __future__ import annotations

from duecare.apps.assessments.rules.gate import CLASSES


def counted(cls: str, hard_stop: bool, from_value: str, to_value: str) -> str:
    """The class that counts: the overriding one while it speaks of this class, else the method's.

    An override made for another class says nothing about this one. Raising is free; lowering goes one
    step at most and never past a hard stop, whatever the register holds: it is checked again here
    because it is relied on here.

    Args:
        cls: the method's class; "" where there is none, which no override fills.
        hard_stop: the method blocks this deployment.
        from_value: the class the override departs from.
        to_value: the class it names.
    """
    if not cls or from_value != cls or to_value not in CLASSES:
        return cls
    lowers = CLASSES.index(cls) - CLASSES.index(to_value)
    return cls if lowers > 1 or (lowers > 0 and hard_stop) else to_value
