"""What a page sends as text, as what it stands for."""

from __future__ import annotations

from typing import Any

from duecare.kernel.errors import BadInput


def code(kind: Any, text: str, field: str) -> Any:
    """A word of a closed vocabulary. Raises BadInput: none of it."""
    try:
        return kind(text)
    except ValueError as fault:
        raise BadInput("choose one of those offered", field=field) from fault


def keys_of(text: str, field: str = "who") -> bytes:
    """A fingerprint. Raises BadInput: none."""
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) != 32:
        raise BadInput("choose one of those offered", field=field)
    return found
