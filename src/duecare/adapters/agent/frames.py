"""Messages cut into frames and put together again. Pure: no socket, no clock.

A message is a JSON object in canonical form (RFC 8785), cut into pieces of `PIECE` bytes. A frame is a canonical JSON
object too: `format`, `left` (how many frames are still to come) and `piece` (base64). It has one form; whatever has
another, or another field, is refused, and whoever sent it is not listened to any longer.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import cast

from duecare.kernel.canonical import JSON, canonical, parsed, quick

FORMAT = "duecare/agent/1"
PIECE = 32 * 1024
"""Bytes of a message in one frame."""
FRAME = 48 * 1024
"""Bytes of a frame at most: a piece in base64 and what stands around it."""
QUESTION = 1024 * 1024
"""Bytes of a question at most: a text of 256 KiB, every sign of it escaped."""
ANSWER = 32 * 1024 * 1024
"""Bytes of an answer at most: a case with a long conversation."""
GREETING = 2 * 1024
"""Bytes of what stands before a question: who asks, and whether they are listened to."""

Message = Mapping[str, JSON]
GO: Message = {"go": True}
"""Says to whoever greeted that somebody listens now to what they ask."""


class Malformed(ValueError):
    """These bytes are no frame, no message, or not the next one."""


def frames(message: Message, limit: int) -> Iterator[bytes]:
    """The frames of a message.

    Raises:
        ValueError: it is longer than `limit` bytes.
    """
    data = quick(message)  # made of records (`records.plain`): text, whole numbers, truth, under names of fields
    if len(data) > limit:
        raise ValueError(f"a message of {len(data)} bytes, and {limit} are allowed")
    count = max(1, -(-len(data) // PIECE))
    for number in range(count):
        piece = base64.b64encode(data[number * PIECE : (number + 1) * PIECE]).decode()
        yield canonical({"format": FORMAT, "left": count - 1 - number, "piece": piece})


class Gathering:
    """Frames of one message as they come in, at most `limit` bytes of it."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pieces: list[bytes] = []
        self._left: int | None = None

    def take(self, frame: bytes) -> Message | None:
        """The whole message with its last frame, None before.

        Raises:
            Malformed: see the class; nothing may be taken after it.
        """
        left, piece = _parted(frame)
        if self._left is None:
            self._left = left + 1
        if left != self._left - 1 or (left and len(piece) != PIECE):
            raise Malformed("not the next frame")
        to_come = (left - 1) * PIECE + 1 if left else 0  # at least: all are full but the last
        if sum(map(len, self._pieces)) + len(piece) + to_come > self._limit:
            raise Malformed("longer than allowed")
        self._left = left
        self._pieces.append(piece)
        return None if left else self._whole()

    def _whole(self) -> Message:
        return _object(b"".join(self._pieces))


def _parted(frame: bytes) -> tuple[int, bytes]:
    if len(frame) > FRAME:
        raise Malformed("a frame is longer than one may be")
    found = _object(frame)
    left, text = found.get("left"), found.get("piece")
    if set(found) != {"format", "left", "piece"} or found["format"] != FORMAT or not isinstance(text, str):
        raise Malformed("no frame")
    if not isinstance(left, int) or isinstance(left, bool) or not 0 <= left <= ANSWER // PIECE:
        raise Malformed("no number of frames")
    try:
        piece = base64.b64decode(text, validate=True)
    except ValueError as fault:
        raise Malformed("no base64") from fault
    if base64.b64encode(piece).decode() != text or len(piece) > PIECE:
        raise Malformed("no piece")
    return left, piece


def _object(data: bytes) -> Message:
    try:
        found = parsed(data)
    except ValueError as fault:
        raise Malformed("not canonical") from fault
    if not isinstance(found, dict):
        raise Malformed("not canonical")
    return cast("Message", found)
