"""Severity and likelihood of a harm, which do not weigh the same.

Severity is scale, scope and irremediability (UN Guiding Principles, Principle 14 and its
commentary); what is most severe, or what delay would make irremediable, comes first (Principle 24).
So the matrix is not symmetric: death, torture and disappearance are high at any likelihood, and a
dimension nobody has rated is read at its worst.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from duecare.apps.risk.rules.facts import UnknownKind

from .answered_facts import AnsweredFact

SEVERITY, IRREMEDIABLE, LIKELIHOOD = "harm.severity", "harm.irremediable", "harm.likelihood"


class Scale(IntEnum):
    """How grave the harm is for a person."""

    MINOR = 1
    SERIOUS = 2
    GRAVE = 3


class Scope(IntEnum):
    """How many people it reaches."""

    INDIVIDUALS = 1
    GROUP = 2
    POPULATION = 3


class Remedy(IntEnum):
    """Whether people can be put back where they were."""

    REMEDIABLE = 1
    HARD = 2
    IRREMEDIABLE = 3


class Likelihood(IntEnum):
    """How likely the harm is, on the record of this customer and country; what already happens is likely."""

    REMOTE = 1
    POSSIBLE = 2
    LIKELY = 3


class Level(StrEnum):
    """Severity of a harm; the order is that of declaration."""

    MINOR = "minor"
    MODERATE = "moderate"
    SERIOUS = "serious"
    SEVERE = "severe"


LEVELS = tuple(Level)
CELLS = ("low", "moderate", "elevated", "high")
# Rows: scale; columns: scope. Grave harm to one person is as severe as grave harm to many.
_LEVEL = {
    Scale.MINOR: (Level.MINOR, Level.MODERATE, Level.SERIOUS),
    Scale.SERIOUS: (Level.SERIOUS, Level.SERIOUS, Level.SEVERE),
    Scale.GRAVE: (Level.SEVERE, Level.SEVERE, Level.SEVERE),
}
# Rows: severity; columns: likelihood. Severe harm is never below elevated; irremediable harm is high throughout.
_CELL = {
    Level.MINOR: ("low", "low", "moderate"),
    Level.MODERATE: ("low", "moderate", "elevated"),
    Level.SERIOUS: ("moderate", "elevated", "high"),
    Level.SEVERE: ("elevated", "high", "high"),
}


@dataclass(frozen=True, slots=True)
class Harm:
    """One harm to people. None means that nobody has rated it yet.

    Attributes:
        right: the right at stake, e.g. "life", "privacy", "peaceful assembly".
        threatens_life_or_body: death, torture or disappearance could follow: irremediable whatever else is rated.
    """

    right: str
    scale: Scale | None = None
    scope: Scope | None = None
    remedy: Remedy | None = None
    likelihood: Likelihood | None = None
    threatens_life_or_body: bool | None = None


@dataclass(frozen=True, slots=True)
class RatedHarm:
    """A harm's place in the matrix; `unrated` lists what was read at its worst."""

    harm: Harm
    level: Level
    irremediable: bool
    likelihood: Likelihood
    cell: str
    unrated: tuple[str, ...]

    def sentence(self) -> str:
        """For people; says when a rating is missing."""
        tail = f"; not yet rated and read at its worst: {', '.join(self.unrated)}" if self.unrated else ""
        return f"{self.harm.right}: {self.level.value}, {self.likelihood.name.lower()}, {self.cell}{tail}"


def rate_harm(harm: Harm) -> RatedHarm:
    """Place one harm in the matrix, every unrated dimension at its worst."""
    unrated = tuple(
        name
        for name in ("scale", "scope", "remedy", "likelihood", "threatens_life_or_body")
        if getattr(harm, name) is None
    )
    # What nobody rated is read at its worst, so the matrix never shows a gap as mild.
    final = harm.threatens_life_or_body is not False or harm.remedy in (None, Remedy.IRREMEDIABLE)
    level = _LEVEL[harm.scale or Scale.GRAVE][(harm.scope or Scope.POPULATION) - 1]
    if final:
        level = Level.SEVERE
    elif harm.remedy is Remedy.HARD:
        level = LEVELS[min(LEVELS.index(level) + 1, len(LEVELS) - 1)]
    likelihood = harm.likelihood or Likelihood.LIKELY
    cell = "high" if final else _CELL[level][likelihood - 1]
    return RatedHarm(harm, level, final, likelihood, cell, unrated)


def severity_facts(harms: Iterable[Harm]) -> dict[str, AnsweredFact]:
    """The facts that rules read: the worst fully rated harm, or unknown.

    A rated harm that already reaches the top stays known although others are open; anything less
    is unknown until all are rated, because the unrated one may be worse. No harm listed is not "no
    harm": it is unknown.
    """
    rated = [rate_harm(harm) for harm in harms]
    done = [r for r in rated if not r.unrated]
    complete = bool(rated) and len(done) == len(rated)
    worst = max((r.level for r in done), key=LEVELS.index, default=Level.MINOR)
    final = any(r.irremediable for r in done)
    likely = max((r.likelihood for r in done), default=Likelihood.REMOTE)
    rights = tuple(r.harm.right for r in rated)

    def fact(code: str, value: bool | str, top: bool) -> AnsweredFact:
        if complete or (done and top):
            return AnsweredFact(code, value, None, "", rights, tuple(r.harm.right for r in done))
        left = tuple(r.harm.right for r in rated if r.unrated)
        why = f"Not yet rated: {', '.join(left)}." if left else "No harm has been considered."
        return AnsweredFact(code, None, UnknownKind.NOT_ASKED, why, rights, left)

    return {
        SEVERITY: fact(SEVERITY, worst.value, worst is Level.SEVERE),
        IRREMEDIABLE: fact(IRREMEDIABLE, final, final),
        LIKELIHOOD: fact(LIKELIHOOD, likely.name.lower(), likely is Likelihood.LIKELY),
    }
