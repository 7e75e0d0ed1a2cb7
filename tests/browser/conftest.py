"""The fictional company for every test in this folder."""

from __future__ import annotations

from .fixtures import built, company, found, served

__all__ = ["built", "company", "found", "served"]
