"""Like files, unlike decisions: nearest neighbours in the rule trace, with the reason for each pair.

Two files are as alike as the rules that speak in them. A rule weighs as many points as it can move a class by:
its points, or the threshold of the class that its floor sets, whichever is more. Rules that are silent in both
say nothing about either and are left out (weighted Jaccard); a rule that fires in one and is unknown in the
other agrees by half, because an unknown counts as fired and is not the same as knowing.

The check asks, it does not judge: what speaks for a difference is listed beside it, and a person says whether
it carries. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias
from uuid import UUID

import numpy as np
import numpy.typing as npt

from duecare.apps.risk.rules.methodology import CLASSES, ClassMethod

ALIKE = 0.8
"""Share of what speaks in two files that must agree before their decisions are held beside each other."""
SAME_CONDITIONS = 0.5
"""Two approvals whose conditions overlap by less than this are unlike."""
FIRED, UNKNOWN, SILENT = "fired", "unknown", "not_fired"
_WORST = (SILENT, UNKNOWN, FIRED)
_RANK = {"approved": 0, "awaiting_ratification": 0, "approved_with_conditions": 1, "rejected": 3}
OUTCOMES = tuple(_RANK)
"""Outcomes that are compared: a deferral has decided nothing yet, and what was reopened no longer stands."""
Floats: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision with the trace it was bound to.

    Attributes:
        outcome: one of `OUTCOMES`.
        conditions: codes of measures, or the text of conditions of their own, that bind.
        rules: code → fired, unknown or not_fired; of several deployments the one that speaks loudest.
    """

    decision_id: UUID
    reference: str
    title: str
    decided_on: date
    risk_class: str
    outcome: str
    procedure: str
    conditions: frozenset[str]
    method_urn: str
    rules: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two decisions on files that are alike, and everything that could explain a difference.

    Attributes:
        likeness: 0 to 1.
        gap: 0 alike, 1 conditions or none, 2 and 3 approved against rejected.
        both: codes of rules that speak in both, the weightiest first.
        only_first, only_second: codes that speak in one alone.
        only_conditions_first, only_conditions_second: conditions that bind one alone.
    """

    first: Decided
    second: Decided
    likeness: float
    gap: int
    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    only_conditions_first: tuple[str, ...]
    only_conditions_second: tuple[str, ...]

    @property
    def same_class(self) -> bool:
        """Both were decided in the same class."""
        return self.first.risk_class == self.second.risk_class

    @property
    def same_method(self) -> bool:
        """Both were classified by the same version of the method."""
        return self.first.method_urn == self.second.method_urn

    @property
    def days_apart(self) -> int:
        """Days between the two decisions."""
        return abs((self.first.decided_on - self.second.decided_on).days)


def weights_of(method: ClassMethod) -> Mapping[str, float]:
    """What each rule can move a class by, in points; at least 1, so that no rule is nothing."""
    at = {step.name: step.at for step in method.thresholds} | {CLASSES[-1]: 100.0}
    return {rule.code: max(1.0, rule.effect.points, at.get(rule.effect.floor, 0.0)) for rule in method.rules}


def louder(traces: Sequence[Mapping[str, str]]) -> Mapping[str, str]:
    """One trace of several deployments: of each rule the state that speaks loudest."""
    codes = dict.fromkeys(code for trace in traces for code in trace)
    return {code: max((trace.get(code, SILENT) for trace in traces), key=_WORST.index) for code in codes}


def likeness(decided: Sequence[Decided], weights: Mapping[str, float]) -> Floats:
    """How alike each two files are, shape (n, n), 0 to 1, 1 on the diagonal.

    A rule that one of the two methods does not have is left out of that pair; one without weight counts 1.
    """
    codes = sorted({code for one in decided for code in one.rules})
    weight = np.array([weights.get(code, 1.0) for code in codes])
    fired, unknown, known = (
        np.array([[test(one.rules.get(code)) for code in codes] for one in decided], dtype=np.float64).reshape(
            len(decided), len(codes)
        )
        for test in (lambda state: state == FIRED, lambda state: state == UNKNOWN, lambda state: state is not None)
    )
    speaks = fired + unknown
    agree = (fired * weight) @ fired.T + (unknown * weight) @ unknown.T
    half = (fired * weight) @ unknown.T
    agree += (half + half.T) / 2
    one_sided = (speaks * weight) @ known.T
    either = one_sided + one_sided.T - (speaks * weight) @ speaks.T
    with np.errstate(invalid="ignore"):
        return np.where(either > 0, agree / either, 1.0)


def unlike(decided: Sequence[Decided], weights: Mapping[str, float], alike: float = ALIKE) -> tuple[Pair, ...]:
    """Pairs of like files with unlike decisions: the widest gap first, then the most alike."""
    if len(decided) < 2:
        return ()
    table = likeness(decided, weights)
    rank = np.array([_RANK[one.outcome] for one in decided])
    candidates = np.argwhere(np.triu((table >= alike) & _apart(decided, rank), k=1))
    pairs = [_pair(decided[a], decided[b], float(table[a, b]), weights) for a, b in candidates]
    return tuple(sorted(pairs, key=lambda one: (-one.gap, -one.likeness, one.first.reference, one.second.reference)))


def nearest(of: Decided, decided: Sequence[Decided], weights: Mapping[str, float], most: int) -> tuple[Pair, ...]:
    """The files most like one, decided alike or not; the most alike first."""
    others = [one for one in decided if one.decision_id != of.decision_id]
    if not others:
        return ()
    table = likeness([of, *others], weights)[0, 1:]
    order = sorted(range(len(others)), key=lambda at: (-table[at], others[at].reference))
    return tuple(_pair(of, others[at], float(table[at]), weights) for at in order[:most])


def _apart(decided: Sequence[Decided], rank: npt.NDArray[np.int64]) -> npt.NDArray[np.bool_]:
    """Whose outcomes or conditions differ, shape (n, n)."""
    words = sorted({word for one in decided for word in one.conditions})
    held = np.array([[word in one.conditions for word in words] for one in decided], dtype=np.float64)
    held = held.reshape(len(decided), len(words))
    both, each = held @ held.T, held.sum(axis=1)
    either = each[:, None] + each[None, :] - both
    approved = rank < _RANK["rejected"]
    differ = (either > 0) & (both < SAME_CONDITIONS * either) & approved[:, None] & approved[None, :]
    return np.asarray((rank[:, None] != rank[None, :]) | differ)


def _pair(first: Decided, second: Decided, alike: float, weights: Mapping[str, float]) -> Pair:
    def heaviest(codes: set[str]) -> tuple[str, ...]:
        return tuple(sorted(codes, key=lambda code: (-weights.get(code, 1.0), code)))

    mine, theirs = ({code for code, state in one.rules.items() if state != SILENT} for one in (first, second))
    gap = abs(_RANK.get(first.outcome, 0) - _RANK.get(second.outcome, 0))
    if not gap and first.outcome in _RANK and second.outcome in _RANK and _unlike_conditions(first, second):
        gap = 1
    return Pair(
        first, second, alike, gap, heaviest(mine & theirs), heaviest(mine - theirs), heaviest(theirs - mine),
        tuple(sorted(first.conditions - second.conditions)), tuple(sorted(second.conditions - first.conditions)),
    )  # fmt: skip


def _unlike_conditions(first: Decided, second: Decided) -> bool:
    either = first.conditions | second.conditions
    return bool(either) and len(first.conditions & second.conditions) < SAME_CONDITIONS * len(either)
