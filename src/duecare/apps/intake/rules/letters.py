"""Letters: a few signed sheets between people some of whom are in no case, beside the cases and looking like them.

A letter is a group of sixteen envelopes under a random name, as every group is; each of those who take part finds a
seed in it. Its sheets are objects under that seed, each an entry that names the one before it; the first names
everybody.
"""

from __future__ import annotations

from collections.abc import Mapping

from duecare.kernel.canonical import JSON
from duecare.kernel.framing import framed

from .reading import hexed, texts

SHEET = 16 * 1024
"""Bytes of every sheet."""
LONGEST = 2_000
"""Letters of a text on a sheet: four bytes each, with the keys beside them, always fit."""


def letter_aad(installation: bytes, group: bytes, name: bytes) -> bytes:
    """What a sheet is bound to."""
    return framed("duecare/letter/1", installation, group, name)


def to_whom(body: Mapping[str, JSON]) -> tuple[bytes, ...]:
    """Fingerprints that the first sheet names beside its author's. Raises ValueError: none."""
    return tuple(hexed(one, 32) for one in texts(body.get("to")))
