"""What of a plan is put to decision, and how two frozen papers differ. Pure.

The definition of a measure is decided on: what, why, by which role, by when, whether delivery waits
for it. Its progress and the name of its owner are not, or every step of the work would undo the
decision that asked for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from duecare.apps.assessments.rules.gate import Requirement, StageState
from duecare.apps.governance.rules.papers import ProposedCondition
from duecare.kernel.canonical import JSON

from .catalogue import Due

VERSION = 1
KIND = "opportunity"
WAIVER = "waiver"
OF_THE_DECISION = frozenset({"decision", "conditions_precedent"})
"""Stages that follow from the decision and cannot come before it."""


@dataclass(frozen=True, slots=True)
class Defined:
    """A measure as defined. `why` holds rule codes, classes, or a person's reason."""

    code: str
    title: str
    what: str
    why: tuple[str, ...]
    owner_role: str
    verifier_role: str
    due: Due
    due_on: date | None
    condition_precedent: bool
    evidence: tuple[str, ...]

    def as_json(self) -> dict[str, JSON]:
        """For the frozen paper."""
        return {
            "code": self.code,
            "title": self.title,
            "what": self.what,
            "why": list(self.why),
            "owner_role": self.owner_role,
            "verifier_role": self.verifier_role,
            "due": {"kind": self.due.kind.value, "days": self.due.days, "months": self.due.months},
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "condition_precedent": self.condition_precedent,
            "evidence": list(self.evidence),
        }

    def condition(self) -> ProposedCondition:
        """As a condition that binds with any approval."""
        return ProposedCondition(f"{self.title}: {self.what}", self.code, self.condition_precedent)


def plan_json(measures: Iterable[Defined]) -> list[JSON]:
    """The plan as frozen, in the order of the codes, whatever the order of the rows."""
    return [measure.as_json() for measure in sorted(measures, key=lambda one: one.code)]


def sentence(deployments: int, products: Sequence[str], users: Sequence[str], term_months: int | None) -> str:
    """What a vote is for, in one sentence."""
    what = "one deployment" if deployments == 1 else f"{deployments} deployments"
    term = "for an unstated term" if term_months is None else f"for {term_months} months"
    return f"Approve {what} of {', '.join(products) or 'no product'} to {', '.join(users) or 'nobody'} {term}."


def payload(sentence: str, file: Mapping[str, JSON], plan: list[JSON]) -> dict[str, JSON]:
    """Everything that is decided on. `class_reasons` are those of the file, put where a reader looks first."""
    return {
        "version": VERSION,
        "sentence": sentence,
        "class_reasons": class_reasons(file),
        "file": dict(file),
        "plan": plan,
    }


def class_reasons(file: Mapping[str, JSON]) -> list[JSON]:
    """The confirmed classes of the file in words, in the file's own order of names."""
    classes = file.get("classes")
    if not isinstance(classes, Mapping):
        return []
    rows = [row for _, row in sorted(classes.items()) if isinstance(row, Mapping)]
    traces = [trace for row in rows if isinstance(trace := row.get("trace"), Mapping)]
    return [f"{trace['headline']}" for trace in traces if trace.get("headline")]


def plan_changes(old: Sequence[JSON], new: Sequence[JSON]) -> tuple[str, ...]:
    """One sentence for each measure added, taken out or defined differently."""
    before, after = _by_code(old), _by_code(new)
    said = [f"Plan: {code} {after[code]['title']} was added." for code in sorted(after.keys() - before.keys())]
    said += [f"Plan: {code} {before[code]['title']} was taken out." for code in sorted(before.keys() - after.keys())]
    for code in sorted(before.keys() & after.keys()):
        fields = [key.replace("_", " ") for key in sorted(after[code]) if before[code].get(key) != after[code][key]]
        if fields:
            said.append(f"Plan: {code} {after[code]['title']} changed ({', '.join(fields)}).")
    return tuple(said)


def own_conditions(
    adopted: Sequence[ProposedCondition], plan: Iterable[ProposedCondition]
) -> tuple[tuple[int, ProposedCondition], ...]:
    """What those who decided asked for beyond the plan, each with its place among all conditions (first is 1)."""
    left = list(plan)
    found = []
    for place, condition in enumerate(adopted, start=1):
        if condition in left:
            left.remove(condition)
        else:
            found.append((place, condition))
    return tuple(found)


def _by_code(plan: Sequence[JSON]) -> dict[str, Mapping[str, JSON]]:
    measures = cast("Sequence[Mapping[str, JSON]]", plan)
    return {str(measure["code"]): measure for measure in measures}


def in_the_way(requirements: Iterable[Requirement], cls: str) -> tuple[str, ...]:
    """What must be cleared before it is put to decision: whatever a contract waits for, but for the decision itself.

    A prohibited deployment may be put before those who decide although something blocks it that no
    work can clear: they can only refuse it, and a refusal is on record where silence would not be.
    """
    return tuple(
        f"{one.title}: {', '.join(one.missing) or one.sentence}"
        for one in requirements
        if "contract" in one.stops
        and one.code not in OF_THE_DECISION
        and not one.met
        and not (cls == "prohibited" and one.state is StageState.BLOCKED)
    )
