"""What was done to a reporter: one part of the protection file. Entries in the work compartment. The others are
`assessment` and `measures`.

Directive 2019/1937 art. 19 names what counts as retaliation, "in particular": so there is one kind more for the rest.
Art. 16 and 23(1)(d) forbid to break the duty of confidence; such a breach is kept here as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON

from .reading import day, mapping, text

PROTECTION = "duecare/protection/1"


class Matter(StrEnum):
    """What an entry of the file is about. `A` to `O` are the letters of art. 19."""

    RISK_LOW = "risk-low"
    """Of cases from before there were questions; no longer written, and so are the next three."""
    RISK_MEDIUM = "risk-medium"
    RISK_HIGH = "risk-high"
    MEASURE = "measure"
    """Something to be done for the reporter, by a day."""
    A = "a"
    B = "b"
    C = "c"
    D = "d"
    E = "e"
    F = "f"
    G = "g"
    H = "h"
    I = "i"  # noqa: E741 - a letter of the article
    J = "j"
    K = "k"
    L = "l"
    M = "m"
    N = "n"
    O = "o"  # noqa: E741 - a letter of the article
    OTHER = "other"
    BREACH = "breach"
    """Who the reporter is became known to somebody who may not know it."""


FORMER = frozenset({Matter.RISK_LOW, Matter.RISK_MEDIUM, Matter.RISK_HIGH, Matter.MEASURE})
"""What older cases hold and nobody writes any more."""


@dataclass(frozen=True, slots=True)
class Protection:
    """One entry. `on`: of a measure the day by which it is done, of everything else the day of which it tells."""

    matter: Matter
    on: date
    text: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"day": self.on.isoformat(), "format": PROTECTION, "matter": self.matter.value, "text": self.text}


def protection(body: Mapping[str, JSON]) -> Protection:
    """The entry again. Raises ValueError: this is none."""
    told = mapping(body)
    if set(told) != {"day", "format", "matter", "text"} or told["format"] != PROTECTION:
        raise ValueError("no entry of a protection file")
    return Protection(Matter(text(told["matter"])), day(told["day"]), text(told["text"]))
