"""What a publisher's licence lets leave the company, and in which form.

Two forms of everything that explains a score. *Open*: raw values only of indices whose licence lets them be passed on;
of the others the dimension's score, and where to get the file. *Confidential*: every raw value, marked as such, for
whoever checks the work. A licence that says nothing clear counts as closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from .indices.spec import IndexSpec
from .methodology import CountryMethod

Form: TypeAlias = Literal["open", "confidential"]
FORMS: tuple[Form, ...] = ("open", "confidential")


def closed_indices(method: CountryMethod, specs: Mapping[str, IndexSpec], form: Form) -> frozenset[str]:
    """Ids of the method's indices whose raw values the form may not carry.

    An index the library does not describe has no licence that anybody could have read, so it is closed.
    """
    if form == "confidential":
        return frozenset()
    return frozenset(
        index for index in indices_of(method) if index not in specs or not specs[index].licence.redistribute
    )


def indices_of(method: CountryMethod) -> tuple[str, ...]:
    """Ids of the indices a method reads, each once, in its order; those of evidence that only raises come last."""
    evidence = (item.index for rule in method.raises for item in rule.inputs)
    return tuple(dict.fromkeys((*(item.index for item in method.inputs()), *evidence)))


def carries_closed(method: CountryMethod, specs: Mapping[str, IndexSpec], form: Form) -> bool:
    """True when the form holds raw values that may not be passed on: it must be marked confidential."""
    return form == "confidential" and bool(closed_indices(method, specs, "open"))


def named(specs: Mapping[str, IndexSpec], indices: Iterable[str]) -> tuple[str, ...]:
    """Titles of indices, sorted; the id where the library does not describe one."""
    return tuple(sorted(specs[index].title if index in specs else index for index in indices))
