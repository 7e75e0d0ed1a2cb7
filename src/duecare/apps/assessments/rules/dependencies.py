"""Which part of a deal each requirement rests on: a change re-opens only what depends on it.

A record made for a stage keeps the values it was made for (its basis). When one of them is
different now, the record no longer speaks of this deal; when it is changed back, it does again.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from duecare.kernel.canonical import JSON, canonical

_PLACE = ("place_of_use", "effective_authority", "using")
_CLIENT = ("using", "contracting", "paying", "end_user")
_CHAIN = ("intermediary", "intermediaries", "owners", "consignee")
_PRODUCT = ("product", "product_version", "product_sensitivity")
_DEAL = ("purpose", "scope", "term_months", "seats")

DEPENDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "opportunity_filed": ("purpose", "scope", "term_months", "value", *_CLIENT, "product", "place_of_use"),
        "no_go": (*_CLIENT, *_CHAIN, *_PLACE),
        "not_suspended": _CLIENT,
        "country_rated": _PLACE,
        "product_classified": _PRODUCT,
        "parties_screened": (*_CLIENT, *_CHAIN),
        "export_classified": _PRODUCT,
        "licence": (*_PRODUCT, *_PLACE, *_CLIENT, "consignee", "purpose", "seats"),
        "art_5_2_assessed": (*_PRODUCT, *_PLACE, *_CLIENT, *_CHAIN, "purpose", "scope"),
        "red_flags": (*_PRODUCT, *_PLACE, *_CLIENT, *_CHAIN, *_DEAL),
        "legal_framework": _PLACE,
        "adverse_findings": (*_CLIENT, *_CHAIN),
        "foreign_relations": _PLACE,
        "necessity": ("purpose", "scope", "product", "using"),
        "at_risk_groups": (*_PLACE, "product", "purpose", "scope"),
        "consultation": (*_PLACE, "product", "purpose", "scope"),
        "severity": (*_PLACE, *_PRODUCT, "purpose", "scope"),
        "involvement": ("product", "scope", *_CHAIN),
        "local_expert": (*_PLACE, "product"),
        "first_hand_sources": _PLACE,
        "classified": (*_PLACE, *_PRODUCT, *_CLIENT, *_CHAIN, *_DEAL),
        "plan_adopted": (*_PLACE, *_PRODUCT, *_CLIENT, *_CHAIN, *_DEAL),
        "decision": (*_PLACE, *_PRODUCT, *_CLIENT, *_CHAIN, *_DEAL, "value"),
        "conditions_precedent": ("product", "using", "place_of_use"),
    }
)
FIELDS = tuple(sorted({field for fields in DEPENDS.values() for field in fields}))
"""Every field a stage may rest on. The title is not among them: a better title changes nothing."""


_SORTED: Mapping[str, tuple[str, ...]] = {stage: tuple(sorted(set(fields))) for stage, fields in DEPENDS.items()}


def changed(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> tuple[str, ...]:
    """Fields whose value differs, in the order of `FIELDS`; a field absent on one side counts as null."""
    return tuple(field for field in FIELDS if canonical(before.get(field)) != canonical(after.get(field)))


def reopened(before: Mapping[str, JSON], after: Mapping[str, JSON]) -> tuple[str, ...]:
    """Stages that rest on something that changed."""
    moved = set(changed(before, after))
    return tuple(stage for stage, fields in DEPENDS.items() if moved.intersection(fields))


def basis(stage: str, deal: Mapping[str, JSON]) -> dict[str, JSON]:
    """The values a record for this stage rests on; kept with the record."""
    return {field: deal.get(field) for field in sorted(set(DEPENDS[stage]))}


def stale(stage: str, kept: Mapping[str, JSON], deal: Mapping[str, JSON]) -> tuple[str, ...]:
    """Fields that are different from what a record rests on; empty means that it still holds."""
    return tuple(field for field in _SORTED[stage] if _differ(kept.get(field), deal.get(field)))


def _differ(before: JSON, after: JSON) -> bool:
    """Whether two values are written differently; most are told apart, or not, without writing them."""
    if before is after or (before == after and repr(before) == repr(after)):
        return False  # equal and of one type throughout: 1 and true are equal, and are not the same
    return canonical(before) != canonical(after)


class Against:
    """What a deal says now. Rows read together share the values they rest on; each such value is compared once."""

    __slots__ = ("_deal", "_seen")

    def __init__(self, deal: Mapping[str, JSON]) -> None:
        self._deal = deal
        # The compared value is kept beside the answer, so that its identity stays its own.
        self._seen: dict[tuple[str, int], tuple[Mapping[str, JSON], tuple[str, ...]]] = {}

    def stale(self, stage: str, kept: Mapping[str, JSON]) -> tuple[str, ...]:
        """As `stale`."""
        key = stage, id(kept)
        if key not in self._seen:
            self._seen[key] = kept, stale(stage, kept, self._deal)
        return self._seen[key][1]
