"""Drawing a sample that nobody can steer: order by hash of the seed and the id."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from uuid import UUID

KINDS = ("cleared", "unfound")
FINDINGS = ("agrees", "disagrees")


def drawn(ids: Iterable[UUID], seed: str, size: int) -> tuple[UUID, ...]:
    """`size` of these, the same for the same seed whatever order they come in; all of them when there are fewer."""
    return tuple(sorted(set(ids), key=lambda one: (_place(seed, one), one))[:size])


def _place(seed: str, one: UUID) -> bytes:
    return hashlib.sha256(f"{seed} {one}".encode()).digest()
