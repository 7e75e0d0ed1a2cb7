"""The choices of a method made otherwise, as lines of a table: what was changed, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_lazy

from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.sensitivity import Alternative

GROUPS = {
    "index": gettext_lazy("One index left out"),
    "dimension": gettext_lazy("One dimension left out"),
    "evidence": gettext_lazy("Evidence that raises left out"),
    "scale": gettext_lazy("Another scale"),
    "combination": gettext_lazy("Another way to combine"),
    "weights": gettext_lazy("Other weights"),
}
NAMES = {
    "min_max": gettext_lazy("the best country at 0, the worst at 100"),
    "z_score": gettext_lazy("every figure with the same mean and spread"),
    "rank": gettext_lazy("the share of countries that stand better"),
    "arithmetic_without_floor": gettext_lazy("arithmetic mean without the floor"),
    "geometric": gettext_lazy("geometric mean of what is safe, with the floor"),
    "geometric_without_floor": gettext_lazy("geometric mean of what is safe, without the floor"),
    "worst_dimension": gettext_lazy("the worst dimension alone"),
    "equal_dimensions": gettext_lazy("every dimension the same"),
    "plain_mean_of_indices": gettext_lazy("plain mean of the indices"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One alternative: `group` is "" where it is that of the line above."""

    group: str
    name: str
    found: Alternative


def alternatives_shown(
    method: Methodology, alternatives: Iterable[Alternative], titles: Mapping[str, str]
) -> tuple[Line, ...]:
    """Every alternative with its words; `titles` names the indices."""
    known = dict(titles) | {item.id: item.title for item in method.country.dimensions}
    known |= {rule.id: rule.title for rule in method.country.raises}
    lines: list[Line] = []
    last = ""
    for one in alternatives:
        name = str(NAMES[one.name]) if one.name in NAMES else known.get(one.name, one.name)
        named = (
            gettext("without %(name)s") % {"name": name} if one.group in ("index", "dimension", "evidence") else name
        )
        lines.append(Line("" if one.group == last else str(GROUPS[one.group]), named, one))
        last = one.group
    return tuple(lines)
