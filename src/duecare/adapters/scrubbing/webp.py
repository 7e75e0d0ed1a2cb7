"""WebP (RFC 9649): the coded picture, its transparency and a rebuilt colour profile stay; other chunks go."""

from __future__ import annotations

import re
import struct

from duecare.adapters.scrubbing import exif, icc, xmp
from duecare.adapters.scrubbing.findings import Found, Reason, Refused, What
from duecare.adapters.scrubbing.pixels import check_same

_PROFILE, _ALPHA, _EXIF, _XMP, _ANIMATED = 0x20, 0x10, 0x08, 0x04, 0x02
_FLAGS = {b"ICCP": _PROFILE, b"ALPH": _ALPHA, b"EXIF": _EXIF, b"XMP ": _XMP, b"ANIM": _ANIMATED}
# A length that was altered can make the coded picture swallow the chunk behind it; decoders do not mind.
_SWALLOWED = re.compile(rb"EXIF.{4}(?:Exif\0\0)?(?:II\*\0|MM\0\*)|<x:xmpmeta|<\?xpacket|<rdf:RDF|XMP .{4}<", re.DOTALL)


def cleaned(content: bytes, found: Found) -> bytes:
    """The picture without its metadata.

    Raises:
        Refused: damaged, animated, too many pixels.
    """
    chunks = _chunks(content, found)
    picture = next((name for name in (b"VP8 ", b"VP8L") if name in chunks), None)
    if picture is None or _SWALLOWED.search(chunks[picture]) or _SWALLOWED.search(chunks.get(b"ALPH", b"")):
        raise Refused(Reason.DAMAGED)
    turn, profile = 1, b""
    for name, body in chunks.items():
        if name == b"EXIF":
            turn = exif.orientation(body.removeprefix(b"Exif\0\0"))
            exif.note(body.removeprefix(b"Exif\0\0"), found)
        elif name == b"XMP ":
            xmp.note(body, found)
        elif name == b"ICCP":
            profile = icc.rebuilt(body, found)
        elif name not in (b"VP8X", b"ALPH", picture):
            found.add(What.OTHER_DATA, f"{len(body)} bytes", name.decode("latin-1"))
    kept = {b"ICCP": profile, b"ALPH": chunks.get(b"ALPH", b""), picture: chunks[picture]}
    result = _joined({**kept, b"EXIF": exif.only_turned(turn)}, chunks.get(b"VP8X"))
    check_same(content, result, "WEBP")
    return result


def _chunks(content: bytes, found: Found) -> dict[bytes, bytes]:
    (size,) = struct.unpack("<I", content[4:8])
    if size + 8 > len(content):
        raise Refused(Reason.DAMAGED)
    if size + 8 < len(content):
        found.add(What.EMBEDDED_FILE, f"{len(content) - size - 8} bytes", "behind the picture")
    if content[12:16] == b"VP8X" and content[20] & _ANIMATED:
        raise Refused(Reason.ANIMATED)
    at, chunks = 12, dict[bytes, bytes]()
    while at < size + 8:
        name, length = struct.unpack("<4sI", content[at : at + 8])
        if name in chunks or at + 8 + length > size + 8:
            raise Refused(Reason.DAMAGED)
        chunks[name] = content[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
    _check_flags(chunks)
    return chunks


def _check_flags(chunks: dict[bytes, bytes]) -> None:
    """What the head announces must be there: a chunk whose name or place was altered is not passed over in silence."""
    head = chunks.get(b"VP8X")
    if head is None:
        if len(chunks) != 1:
            raise Refused(Reason.DAMAGED)
        return
    if len(head) != 10:
        raise Refused(Reason.DAMAGED)
    # Transparency of a lossless picture is inside its data, so that flag needs no chunk.
    for name, flag in _FLAGS.items():
        if bool(head[0] & flag) != (name in chunks) and name != b"ALPH":
            raise Refused(Reason.DAMAGED)


def _joined(chunks: dict[bytes, bytes], head: bytes | None) -> bytes:
    present = {name: body for name, body in chunks.items() if body}
    if head is not None:
        flags = sum(_FLAGS[name] for name in (b"ICCP", b"EXIF") if name in present) | head[0] & _ALPHA
        present = {b"VP8X": bytes([flags, 0, 0, 0]) + head[4:10], **present}
    body = b"WEBP"
    for name, content in present.items():
        body += name + struct.pack("<I", len(content)) + content + bytes(len(content) % 2)
    return b"RIFF" + struct.pack("<I", len(body)) + body
