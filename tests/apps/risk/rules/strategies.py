"""Random files: any answers, any of them missing in any of the ways an answer can be missing."""

from __future__ import annotations

from hypothesis import strategies as st

from duecare.apps.risk.rules.facts import FactType, Kind, Unknown, UnknownKind, Value
from duecare.apps.risk.rules.facts_registry import FACTS

SILENCES = st.sampled_from(
    [UnknownKind.NOT_ASKED, UnknownKind.ASKED_NO_ANSWER, UnknownKind.REFUSED, UnknownKind.EXPIRED]
).map(Unknown)


def answer(kind: FactType) -> st.SearchStrategy[Value]:
    """Any value the fact can take; favourable ones often, so that low classes occur too."""
    good = st.just(kind.favourable)
    match kind.kind:
        case Kind.BOOL:
            return good | good | st.booleans()
        case Kind.CHOICE:
            return good | good | st.sampled_from(kind.options + kind.unknown_values)
        case Kind.NUMBER:
            return good | good | st.floats(0, 100)
        case Kind.TEXT:
            return good | st.sampled_from(["5A001.j", "4D004"])


full_files = st.fixed_dictionaries({code: answer(kind) for code, kind in FACTS.items()})
FAVOURABLE: dict[str, Value] = {code: kind.favourable for code, kind in FACTS.items()}
