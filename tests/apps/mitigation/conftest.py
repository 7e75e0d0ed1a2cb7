"""Figures for every test that touches the database."""

from __future__ import annotations

from datetime import datetime

import pytest

from . import figures


@pytest.fixture
def rated(db: None, frozen: datetime) -> None:
    """Two countries are rated by the method in force."""
    figures.held()
