"""The nine descriptions, loaded once; publishers' files read once each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

import duecare
from duecare.apps.risk.rules.indices.reading import Reading
from duecare.apps.risk.rules.indices.recognise import read
from duecare.apps.risk.rules.indices.spec import IndexSpec, index_spec

LIBRARY = Path(duecare.__file__).parent / "library" / "indices"


@cache
def load_specs() -> Mapping[str, IndexSpec]:
    """Every description under `library/indices/`, by id."""
    found = (index_spec(yaml.safe_load(path.read_text("utf-8"))) for path in sorted(LIBRARY.glob("*.yaml")))
    return {spec.id: spec for spec in found}


@pytest.fixture(scope="session")
def specs() -> Mapping[str, IndexSpec]:
    """The nine descriptions by id."""
    return load_specs()


@pytest.fixture(scope="session")
def reading(shared_data: Path) -> Callable[[str], Reading]:
    """Read one of the publishers' files by its path under indices/."""

    @cache
    def of(path: str) -> Reading:
        file = shared_data / "indices" / path
        return read(file.read_bytes(), file.name, load_specs())

    return of
