"""Structures as canonical JSON (RFC 8785), read back strictly: what is signed has one form only."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from typing import cast

from duecare.kernel.canonical import JSON, parsed


def read(data: bytes) -> Mapping[str, JSON]:
    """The object in these bytes.

    Raises:
        ValueError: no JSON object, or not in its canonical form.
    """
    found = parsed(data)
    if not isinstance(found, dict):
        raise ValueError("not canonical")
    return cast("Mapping[str, JSON]", found)


def text(value: JSON) -> str:
    """Raises ValueError when it is none."""
    if not isinstance(value, str):
        raise ValueError("text expected")
    return value


def whole(value: JSON) -> int:
    """Raises ValueError when it is no number from 0 up."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError("whole number expected")
    return value


def flag(value: JSON) -> bool:
    """Raises ValueError when it is neither true nor false."""
    if not isinstance(value, bool):
        raise ValueError("true or false expected")
    return value


def mapping(value: JSON) -> Mapping[str, JSON]:
    """Raises ValueError when it is no object."""
    if not isinstance(value, Mapping):
        raise ValueError("object expected")
    return value


def listed(value: JSON) -> tuple[JSON, ...]:
    """Raises ValueError when it is no list."""
    if isinstance(value, str) or not isinstance(value, list | tuple):
        raise ValueError("list expected")
    return tuple(value)


def texts(value: JSON) -> tuple[str, ...]:
    """Raises ValueError when it is no list of texts."""
    return tuple(text(one) for one in listed(value))


def day(value: JSON) -> date:
    """A calendar day as YYYY-MM-DD. Raises ValueError otherwise."""
    found = date.fromisoformat(text(value))
    if found.isoformat() != value:
        raise ValueError("YYYY-MM-DD expected")
    return found


def hexed(value: JSON, size: int) -> bytes:
    """So many bytes, written as lower-case hex. Raises ValueError otherwise."""
    found = bytes.fromhex(text(value))
    if len(found) != size or found.hex() != value:
        raise ValueError(f"{size} bytes expected")
    return found


def packed(data: bytes) -> str:
    """Many bytes as text: base64, a third shorter than hex."""
    return base64.b64encode(data).decode()


def unpacked(value: JSON, size: int | None = None) -> bytes:
    """The bytes again, so many where a size is given. Raises ValueError otherwise."""
    found = base64.b64decode(text(value), validate=True)
    if packed(found) != value or size not in (None, len(found)):
        raise ValueError("base64 of another length or form")
    return found
