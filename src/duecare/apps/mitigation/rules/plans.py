"""The mitigation plan that follows from a class and the rules that fired. Every customer has one.

Principle 19 asks that findings are integrated and acted on; so the plan is derived, never typed:
the minimum of the class and of every class below it, and what each fired rule requires. A worse
class therefore never has fewer measures, and no measure is without a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duecare.kernel.errors import BadInput

from .catalogue import Due, Measure

CLASSES = ("low", "moderate", "elevated", "high", "prohibited")


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A rule that fired, or counted because its facts are unknown, with the measures it requires."""

    code: str
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PlannedMeasure:
    """One measure of a plan.

    Attributes:
        why: the fired rules' codes, then the class whose minimum asks for it ("class elevated").
        condition_precedent: True when delivery waits for it.
    """

    code: str
    title: str
    why: tuple[str, ...]
    owner_role: str
    due: Due
    condition_precedent: bool
    evidence: tuple[str, ...]
    verifier_role: str


def plan_for(
    cls: str,
    fired: Iterable[FiredRule],
    catalogue: Mapping[str, Measure],
    minimums: Mapping[str, Sequence[str]],
) -> tuple[PlannedMeasure, ...]:
    """The minimum plan, conditions precedent first, then by code.

    Args:
        cls: risk class of the deployment.
        fired: rules that fired.
        catalogue: measures by code.
        minimums: measure codes per class; those of milder classes are included. Every class needs an entry.

    Raises:
        BadInput: an unknown class, a class without minimum, a measure that is not in the catalogue,
            or a plan without any measure. A required measure is never dropped quietly.
    """
    if cls not in CLASSES:
        raise BadInput("there is no plan for this class.", field="class", value=cls)
    why: dict[str, list[str]] = {}
    for rule in fired:
        for code in rule.measures:
            why.setdefault(code, []).append(rule.code)
    for name in CLASSES[: CLASSES.index(cls) + 1]:
        if name not in minimums:
            raise BadInput("the methodology names no minimum measures.", field="class", value=name)
        for code in minimums[name]:
            why.setdefault(code, []).append(f"class {name}")
    if not why:
        raise BadInput("the plan would be empty; every customer has a plan.", field="class", value=cls)
    if missing := sorted(set(why) - set(catalogue)):
        raise BadInput("a required measure is not in the catalogue.", field="measure", value=missing[0])
    planned = (_planned(catalogue[code], tuple(dict.fromkeys(reasons))) for code, reasons in why.items())
    return tuple(sorted(planned, key=lambda measure: (not measure.condition_precedent, measure.code)))


def uncovered(required: Iterable[PlannedMeasure], adopted: Iterable[str]) -> tuple[str, ...]:
    """Codes of required measures that an adopted plan leaves out; a plan may add, never drop."""
    held = set(adopted)
    return tuple(measure.code for measure in required if measure.code not in held)


def open_conditions(plan: Iterable[PlannedMeasure], verified: Iterable[str]) -> tuple[str, ...]:
    """Codes of conditions precedent that nobody has verified yet; delivery waits for them."""
    done = set(verified)
    return tuple(m.code for m in plan if m.condition_precedent and m.code not in done)


def _planned(measure: Measure, why: tuple[str, ...]) -> PlannedMeasure:
    return PlannedMeasure(
        code=measure.code,
        title=measure.title,
        why=why,
        owner_role=measure.owner_role,
        due=measure.due,
        condition_precedent=measure.condition_precedent,
        evidence=measure.evidence,
        verifier_role=measure.verifier_role,
    )


def merged(plans: Iterable[Sequence[PlannedMeasure]]) -> tuple[PlannedMeasure, ...]:
    """One plan for several deployments: every measure of each, with the reasons of all of them."""
    found: dict[str, PlannedMeasure] = {}
    for measure in (one for plan in plans for one in plan):
        held = found.get(measure.code)
        why = tuple(dict.fromkeys((*(held.why if held else ()), *measure.why)))
        found[measure.code] = replace(measure, why=why)
    return tuple(sorted(found.values(), key=lambda measure: (not measure.condition_precedent, measure.code)))
