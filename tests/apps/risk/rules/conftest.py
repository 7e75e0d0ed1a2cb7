"""The shipped methodologies, and a panel of real figures where the publishers' files are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.vintage import Panel

from .documents import shipped
from .real_files import real_panel


@pytest.fixture(scope="session")
def nine() -> Methodology:
    """nine-2026 as shipped."""
    return shipped("nine-2026")


@pytest.fixture(scope="session")
def real(shared_data: Path) -> Panel:
    """All nine publishers' original files as one panel."""
    return real_panel(shared_data / "indices")
