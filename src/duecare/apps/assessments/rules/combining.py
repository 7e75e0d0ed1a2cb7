"""Two places that answer the same fact: the worse one counts, and a gap is never filled by good news.

The agency's profile and the questionnaire both ask about branch, mandate, oversight, judge and
record. Where one of them was simply not asked, the other speaks. Where both speak, the answer that
counts more against the customer stands; a refusal or an expired answer outweighs a favourable one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from duecare.apps.risk.rules.facts import Fact, Facts, FactType, Kind, Unknown, UnknownKind, Value, effective, facts_of
from duecare.apps.risk.rules.facts_registry import FACTS
from duecare.kernel.errors import BadInput

# From the gap that asks for most work to the one that asks for least; "not asked" yields to any answer.
_SILENT = (UnknownKind.NOT_ASKED, UnknownKind.NOT_APPLICABLE)
_GRAVEST = (UnknownKind.REFUSED, UnknownKind.EXPIRED, UnknownKind.ASKED_NO_ANSWER)


def combine(facts: Iterable[Fact], registry: Mapping[str, FactType] = FACTS) -> Facts:
    """One fact of each code out of several.

    Raises:
        BadInput: a fact outside the vocabulary or with a value it cannot take.
    """
    grouped: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.code not in registry:
            raise BadInput("No fact has this name.", field=fact.code)
        grouped.setdefault(fact.code, []).append(fact)
    return facts_of(*(adverse(said, registry[code]) for code, said in grouped.items()))


def adverse(said: list[Fact], kind: FactType) -> Fact:
    """The one of several statements about the same fact on which rules may rely."""
    if len(said) == 1:
        return said[0]
    read = [(fact, effective(fact, kind)) for fact in said]
    known = [(fact, value) for fact, value in read if not isinstance(value, Unknown)]
    gaps = [(fact, value) for fact, value in read if isinstance(value, Unknown)]
    worst = max(known, key=lambda pair: badness(pair[1], kind)) if known else None
    if worst and badness(worst[1], kind) >= badness(kind.worst, kind):
        return worst[0]
    open_gaps = [pair for pair in gaps if pair[1].kind in _GRAVEST]
    if open_gaps:
        return min(open_gaps, key=lambda pair: _GRAVEST.index(pair[1].kind))[0]
    if worst:
        return worst[0]
    # Only "not asked" and "not applicable" are left: the one that says something stands.
    return max(gaps, key=lambda pair: _SILENT.index(pair[1].kind))[0]


def badness(value: Value, kind: FactType) -> float:
    """How much a value speaks against the customer; comparable within one fact only."""
    match kind.kind:
        case Kind.BOOL:
            return float(value == kind.worst)
        case Kind.CHOICE:
            return float(kind.options.index(str(value)))
        case Kind.NUMBER:
            return abs(float(value) - float(kind.favourable))
        case Kind.TEXT:
            return float(value != kind.favourable)
