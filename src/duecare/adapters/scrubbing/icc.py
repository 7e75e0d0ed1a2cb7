"""Colour profiles (ICC.1:2022): the curves and matrices stay, the texts go.

A profile of a screen or scanner names the device, often its serial number and the hour at which it was measured. A
profile is therefore built anew from the tags that change a colour, each of a known form and of the length that its
form gives; a profile that cannot be built so is left out, which is told.
"""

from __future__ import annotations

import struct

from duecare.adapters.scrubbing.findings import Found, What

_COLOUR = {b"wtpt", b"bkpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"chad", b"A2B0", b"A2B1",
           b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt", b"lumi"}  # fmt: skip
_TEXT = b"desc\0\0\0\0\0\0\0\x08profile\0" + bytes(78)
_RIGHTS = b"text\0\0\0\0none\0"


def rebuilt(profile: bytes, found: Found) -> bytes:
    """The profile without anything that tells a device, a time or a person; empty when it cannot be built."""
    try:
        tags = _tags(profile)
    except (struct.error, ValueError, IndexError):
        tags = {}
    found.add(What.COLOUR_PROFILE, _name(profile, tags))
    kept: dict[bytes, bytes] = {}
    for name, content in tags.items():
        if name in _COLOUR:
            exact = _exact(content)
            if exact is None:
                return b""
            kept[name] = exact
    if not kept.keys() & {b"rTRC", b"kTRC", b"A2B0"}:
        return b""
    # Version 2 with its form of description, which every reader of version 4 knows; version 4 profiles keep theirs.
    return _joined(profile, {b"desc": _TEXT, b"cprt": _RIGHTS, **kept})


def _tags(profile: bytes) -> dict[bytes, bytes]:
    if profile[36:40] != b"acsp" or struct.unpack(">I", profile[:4])[0] != len(profile):
        raise ValueError("no profile")
    (count,) = struct.unpack(">I", profile[128:132])
    if count > 100:
        raise ValueError("too many tags")
    found = {}
    for number in range(count):
        name, start, length = struct.unpack(">4sII", profile[132 + 12 * number : 144 + 12 * number])
        if start + length > len(profile):
            raise ValueError("behind its end")
        found[name] = profile[start : start + length]
    return found


def _exact(content: bytes) -> bytes | None:
    """The tag cut to the length that its form gives; None for a form that is not read."""
    form, rest = content[:4], content[8:]
    length: int | None = None
    if form == b"XYZ ":
        length = 12
    elif form == b"sf32":
        length = 36
    elif form == b"curv":
        length = 4 + 2 * struct.unpack(">I", rest[:4])[0]
    elif form == b"para" and rest[1] <= 4:
        length = 4 + 4 * (1, 3, 4, 5, 7)[rest[1]]
    elif form in (b"mft1", b"mft2"):
        length = _table_length(form, rest)
    if length is None or len(rest) < length:
        return None
    return form + bytes(4) + rest[:length]


def _table_length(form: bytes, rest: bytes) -> int:
    inputs, outputs, grid = rest[0], rest[1], rest[2]
    if form == b"mft1":
        return int(40 + 256 * inputs + grid**inputs * outputs + 256 * outputs)
    before, after = struct.unpack(">HH", rest[40:44])
    return int(44 + 2 * (before * inputs + grid**inputs * outputs + after * outputs))


def _joined(profile: bytes, tags: dict[bytes, bytes]) -> bytes:
    start, table, body = 132 + 12 * len(tags), b"", b""
    for name, content in tags.items():
        table += struct.pack(">4sII", name, start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    # Kept of the head: version, class, colour space, connection space; date, maker, model, creator and id are zero.
    head = bytes(4) + profile[8:24] + bytes(12) + b"acsp" + bytes(24) + profile[64:68] + profile[68:80]
    head = struct.pack(">I", start + len(body)) + head
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + table + body


def _name(profile: bytes, tags: dict[bytes, bytes]) -> str:
    text = tags.get(b"desc", b"")
    if text[:4] == b"mluc" and len(text) > 28:
        length, start = struct.unpack(">II", text[20:28])
        return text[start : start + length].decode("utf-16-be", "replace")
    if text[:4] == b"desc" and len(text) > 12:
        return text[12:].split(b"\0")[0].decode("latin-1")
    return f"{len(profile)} bytes"
