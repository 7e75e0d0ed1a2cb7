"""The committee and its people, for every test of a decision."""

from __future__ import annotations

import pytest

from .people import Body, found


@pytest.fixture
def body() -> Body:
    """A committee that can decide."""
    return found()
