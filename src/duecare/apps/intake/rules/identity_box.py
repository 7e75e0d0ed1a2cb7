"""The identity object: one size whatever was said, and a key that whoever writes it does not have.

Inside, a plaintext of one length is sealed with HPKE to a key that follows from both halves. That envelope could be
told from noise, so it lies in a box like every other object, under a seed that members and reporter have.
"""

from __future__ import annotations

from duecare.kernel.framing import framed

SEALING = 1136
"""Bytes HPKE adds."""
ROOM = 4096 - 32 - SEALING
"""Bytes that are sealed: with both layers around them they fill the smallest object."""
LONGEST_IDENTITY = 2400
"""Bytes of the JSON of what somebody says of themselves: signature and frame of the entry take the rest."""
_LENGTH = 4


def filled(content: bytes) -> bytes:
    """Always `ROOM` bytes. Raises ValueError: it does not fit."""
    if len(content) > ROOM - _LENGTH:
        raise ValueError(f"an identity object takes {ROOM - _LENGTH} bytes, not {len(content)}")
    return (len(content).to_bytes(_LENGTH, "big") + content).ljust(ROOM, b"\0")


def unfilled(plain: bytes) -> bytes | None:
    """The content again, or None."""
    size = int.from_bytes(plain[:_LENGTH], "big")
    content, rest = plain[_LENGTH : _LENGTH + size], plain[_LENGTH + size :]
    return content if len(plain) == ROOM and len(content) == size and not rest.strip(b"\0") else None


def info(installation: bytes, case: bytes) -> bytes:
    """HPKE info of the envelope inside."""
    return framed("duecare/identity-object/1", installation, case)
