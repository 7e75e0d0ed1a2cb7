"""The API under /api/v1."""

from __future__ import annotations

PREFIX = "api/v1/"
NAMESPACE = "api"
"""Under which its addresses are reversed."""
