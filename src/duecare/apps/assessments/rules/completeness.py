"""How far each part of a file is: what the gate is told and what the overview shows are one reading."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .gate import StageFact, StageState
from .questionnaire import Progress

SECTIONS: tuple[tuple[str, str], ...] = (
    ("agency", "legal_framework"),
    ("legal", "legal_framework"),
    ("necessity", "necessity"),
    ("red-flags", "red_flags"),
    ("findings", "adverse_findings"),
    ("relations", "foreign_relations"),
    ("people-at-risk", "at_risk_groups"),
    ("consultation", "consultation"),
    ("severity", "severity"),
    ("involvement", "involvement"),
    ("expert", "local_expert"),
    ("sources", "first_hand_sources"),
    ("class", "classified"),
)
"""Sections of the file in the order of work, each with the stage of the gate it serves."""


@dataclass(frozen=True, slots=True)
class Part:
    """One section's completeness; `missing` names what is still to be done, in words."""

    code: str
    done: int
    of: int
    missing: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """True when nothing is left. A part of nothing is not complete: nobody asked anything."""
        return self.of > 0 and not self.missing and self.done >= self.of


def questions_part(code: str, progress: Progress) -> Part:
    """Completeness of questions: a refusal or an expired answer is still open."""
    left = [
        (name, kind)
        for kind in ("not_asked", "asked_no_answer", "refused", "expired")
        for name in getattr(progress, kind)
    ]
    done = len(progress.answered) + len(progress.not_applicable)
    missing = tuple(f"question {name} ({kind.replace('_', ' ')})" for name, kind in left)
    return Part(code, done, done + len(left), missing)


def stage_of(stage: str, parts: Sequence[Part], detail: str = "") -> StageFact:
    """The stage's report from the parts that serve it."""
    missing = tuple(what for part in parts for what in part.missing)
    if parts and all(part.complete for part in parts):
        return StageFact(stage, StageState.CLEARED, detail)
    return StageFact(stage, StageState.OPEN, detail, missing or ("something that was never begun",))
