"""Several byte strings as one, so that no two different lists come out the same.

Each part stands behind its length in four bytes, big-endian. Whatever is hashed, signed or bound to a
ciphertext is framed: without lengths, `"ab" ‖ "c"` and `"a" ‖ "bc"` would be one text.
"""

from __future__ import annotations


def framed(*parts: bytes | str | int) -> bytes:
    """Every part behind its length; text as UTF-8, a number as eight bytes big-endian."""
    whole: list[bytes] = []
    for part in parts:
        plain = part if type(part) is bytes else _plain(part)  # most are; a report frames several hundred
        whole += (len(plain).to_bytes(4, "big"), plain)
    return b"".join(whole)


def _plain(part: bytes | str | int) -> bytes:
    if isinstance(part, int):
        return part.to_bytes(8, "big")
    return part.encode() if isinstance(part, str) else bytes(part)
