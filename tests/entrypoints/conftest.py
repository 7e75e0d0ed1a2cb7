"""The fictional company, for tests that ask every page."""

from __future__ import annotations

from tests.browser.fixtures import built, company, found

__all__ = ["built", "company", "found"]
