"""Ids that say nothing, and references that people can read aloud."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from itertools import count

Source = Callable[[], uuid.UUID]
_source: ContextVar[Source] = ContextVar("source_of_ids", default=uuid.uuid4)


def new_id() -> uuid.UUID:
    """A random id (UUID version 4): reveals neither order nor number nor time."""
    return _source.get()()


def counted(seed: str) -> Source:
    """Ids that come out the same every time, in the form of random ones. For invented companies only: whoever
    knows the seed knows them all, so `tests/house` lets nothing but the fictional company ask for them."""
    numbers = count(1)

    def made() -> uuid.UUID:
        digest = hashlib.sha256(f"{seed} {next(numbers)}".encode()).digest()
        return uuid.UUID(bytes=digest[:16], version=4)

    return made


@contextmanager
def taken_from(source: Source) -> Iterator[None]:
    """Let `new_id` take its ids from there, in this thread and until the block ends."""
    token = _source.set(source)
    try:
        yield
    finally:
        _source.reset(token)


def reference(prefix: str, year: int, number: int) -> str:
    """A reference for open work, e.g. ``reference("O", 2026, 7) == "O-2026-007"``.

    Never for sealed work: a running number tells how many there are.
    """
    return f"{prefix}-{year}-{number:03d}"
