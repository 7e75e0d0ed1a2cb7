"""The catalogue of measures and the minimum of each class, from the library and the method."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from duecare.adapters.library import load_folder
from duecare.apps.mitigation.rules.catalogue import Measure, catalogue_of, parse_measure
from duecare.apps.risk import queries as risk


@cache
def catalogue() -> Mapping[str, Measure]:
    """Every measure of the library by code, read once."""
    return MappingProxyType(catalogue_of(parse_measure(item.data) for item in load_folder("measures")))


def minimums(method_urn: str) -> Mapping[str, tuple[str, ...]]:
    """Measures that each class asks for at least, by the method that gave the class. Raises NotFound."""
    classes = risk.method(method_urn).classes
    return {consequence.cls: consequence.measures for consequence in classes.consequences}
