"""Files that wait to be sent, with a draft or from an opened mailbox; `key` is the browser's.

Their drawer is one beside the browser's own: the process that takes files writes it while the pages write the other.
"""

from __future__ import annotations

from collections.abc import Callable

from duecare.apps.intake.actions import waiting_files
from duecare.apps.intake.actions.attaching import Sent
from duecare.apps.intake.actions.waiting_files import Bench, Waiting
from duecare.entrypoints.reporter import place

__all__ = ["Waiting", "add", "drop", "kept", "remove", "renew", "waiting"]


def waiting(key: bytes) -> Waiting:
    """Files that wait, oldest first."""
    return waiting_files.waiting(_bench(), key)


def add(key: bytes, one: Sent, fits: Callable[[Waiting], bool]) -> bool:
    """Put one more behind them; False when it does not fit any more."""
    return waiting_files.add(_bench(), key, one, fits)


def remove(key: bytes, name: bytes) -> None:
    """Take one out again, by the name of its original."""
    waiting_files.remove(_bench(), key, name)


def kept(key: bytes, sent: Waiting) -> None:
    """They belong to a case now."""
    waiting_files.kept(_bench(), key, sent)


def renew(key: bytes) -> None:
    """Another half hour for them."""
    waiting_files.renew(_bench(), key)


def drop(key: bytes) -> None:
    """All of them go at once."""
    waiting_files.drop(_bench(), key)


def _bench() -> Bench:
    return Bench(place.kept(), place.files())
