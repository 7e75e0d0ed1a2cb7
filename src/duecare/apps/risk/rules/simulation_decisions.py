"""What a class decides under two methods: who approves, whether an expert is needed, measures, blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from duecare.kernel.canonical import JSON

from .methodology import CLASSES, severity_of
from .simulation import Mover
from .simulation_classes import Rated, class_reasons


@dataclass(frozen=True, slots=True)
class Follows:
    """What follows from one class.

    Attributes:
        approver: by the method's own consequences.
        authority: by the company's matrix for class and value, e.g. "committee".
        may_approve: False where that matrix has no approval as an outcome.
    """

    cls: str
    approver: str
    authority: str
    independent: bool
    may_approve: bool
    expert: bool
    measures: tuple[str, ...]
    review_months: int
    blocked: bool

    def as_json(self) -> dict[str, JSON]:
        """As kept beside the mover."""
        return {
            "class": self.cls,
            "approver": self.approver,
            "authority": self.authority,
            "independent": self.independent,
            "may_approve": self.may_approve,
            "expert": self.expert,
            "measures": list(self.measures),
            "review_months": self.review_months,
            "blocked": self.blocked,
        }


@dataclass(frozen=True, slots=True)
class Authority:
    """A row of the authority matrix, as far as it is compared."""

    decides: str
    independent: bool
    may_approve: bool


def class_of(rated: Rated, subjects: list[int]) -> str:
    """The worst class of some subjects: what a deal or a customer shows."""
    return CLASSES[int(rated.cls[rated.worst[subjects]].max())]


def follows(rated: Rated, subjects: list[int], authority: Mapping[str, Authority]) -> Follows:
    """What follows for a deal of these deployments: the worst class decides, measures and blocks add up.

    Args:
        authority: for each class who decides a deal of its value.
    """
    cls = class_of(rated, subjects)
    consequence, level = rated.method.consequence(cls), authority[cls]
    rows = [int(rated.worst[at]) for at in subjects]
    required = {code for row in rows for _, _, effect in rated.effects(row) for code in effect.require}
    return Follows(
        cls=cls,
        approver=consequence.approver,
        authority=level.decides,
        independent=level.independent,
        may_approve=level.may_approve,
        expert=consequence.expert,
        measures=tuple(sorted(required | set(consequence.measures))),
        review_months=consequence.review_months,
        blocked=any(bool(rated.blocked[row]) for row in rows),
    )


def differences(before: Follows, after: Follows) -> tuple[str, ...]:
    """Names of what differs, in the order in which a reader wants to know it."""
    names = ("cls", "blocked", "may_approve", "approver", "authority", "independent", "expert", "measures",
             "review_months")  # fmt: skip
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def decision_mover(
    day: date,
    subject: str,
    rated: tuple[Rated, Rated],
    subjects: list[int],
    authority: Mapping[str, Authority],
    said: Mapping[str, JSON],
) -> Mover | None:
    """A decision that would have differed, or None.

    Args:
        day: when it was decided.
        rated: the deal's deployments as of then under the committed method and under the draft.
        said: what is known of the decision: outcome, reference.
    """
    before, after = (follows(one, subjects, authority) for one in rated)
    differs = differences(before, after)
    if not differs:
        return None
    direction = int(np.sign(severity_of(after.cls) - severity_of(before.cls)))
    at = leading(rated, subjects, direction)
    return Mover(
        kind="decision",
        day=day,
        subject=subject,
        before=before.cls,
        after=after.cls,
        direction=direction,
        reasons=class_reasons(*rated, at, direction),
        detail={**said, "differs": list(differs), "before": before.as_json(), "after": after.as_json()},
    )


def leading(rated: tuple[Rated, Rated], subjects: list[int], direction: int) -> int:
    """The deployment that sets the worse of the two classes: what is said about it explains the whole."""
    worse = rated[1] if direction > 0 else rated[0]
    return max(subjects, key=lambda at: (int(worse.cls[worse.worst[at]]), int(worse.points[worse.worst[at]])))
