"""Ids that say nothing, and references that people can read aloud."""

from __future__ import annotations

import uuid


def new_id() -> uuid.UUID:
    """A random id (UUID version 4): reveals neither order nor number nor time."""
    return uuid.uuid4()


def reference(prefix: str, year: int, number: int) -> str:
    """A reference for open work, e.g. ``reference("O", 2026, 7) == "O-2026-007"``.

    Never for sealed work: a running number tells how many there are.
    """
    return f"{prefix}-{year}-{number:03d}"
