"""Figures, as for the tests of the domain."""

from __future__ import annotations

from tests.apps.mitigation.conftest import rated

__all__ = ["rated"]
