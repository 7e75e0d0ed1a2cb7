"""JPEG (ITU-T T.81): every segment that is not needed to draw goes, and the coefficients are packed anew.

Packing anew (mozjpeg's `jpegtran`) changes no pixel, and nothing that hides between or behind the coded data lives
through it. Of what was known before stay a colour profile built anew and, where the picture is turned when shown, a
block that says so and nothing else.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from mozjpeg_lossless_optimization import COPY_MARKERS, optimize

from duecare.adapters.scrubbing import exif, icc, xmp
from duecare.adapters.scrubbing.findings import Found, Reason, Refused, What
from duecare.adapters.scrubbing.pixels import check_same, check_size

_EXIF, _XMP, _MORE_XMP = b"Exif\0\0", b"http://ns.adobe.com/xap/1.0/\0", b"http://ns.adobe.com/xmp/extension/\0"
_ICC, _PHOTOSHOP = b"ICC_PROFILE\0", b"Photoshop 3.0\0"
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_IPTC = {80: What.AUTHOR, 85: What.AUTHOR, 110: What.AUTHOR, 116: What.AUTHOR, 122: What.AUTHOR, 55: What.TIME,
         60: What.TIME, 65: What.SOFTWARE, 90: What.POSITION, 92: What.POSITION, 95: What.POSITION, 101: What.POSITION,
         5: What.TITLE, 25: What.TITLE, 105: What.TITLE, 120: What.TITLE, 115: What.COMPANY}  # fmt: skip
_SCAN, _END = 0xDA, 0xD9


def cleaned(content: bytes, found: Found) -> bytes:
    """The picture without its metadata.

    Raises:
        Refused: damaged, too many pixels, or its pixels would not be the same.
    """
    turn, profile = 1, {}
    for marker, body in _segments(content, found):
        if marker == 0xE1 and body.startswith(_EXIF):
            turn = exif.orientation(body[6:]) if turn == 1 else turn
        if marker == 0xE2 and body.startswith(_ICC) and len(body) > 14:
            profile[body[12]] = body[14:]
        _note(marker, body, found)
    bare = bytes(optimize(content, copy=COPY_MARKERS.NONE))
    if not bare.startswith(b"\xff\xd8"):
        raise Refused(Reason.DAMAGED)
    kept = _application(0xE1, _EXIF, exif.only_turned(turn))
    if profile:
        kept += _profile(icc.rebuilt(b"".join(profile[part] for part in sorted(profile)), found))
    result = bare[:2] + kept + bare[2:]
    check_same(content, result, "JPEG")
    return result


def _segments(content: bytes, found: Found) -> Iterator[tuple[int, bytes]]:
    """Marker and body of every segment with a length, to the end of the picture."""
    at = 2
    while at + 4 <= len(content):
        if content[at] != 0xFF:
            raise Refused(Reason.DAMAGED)
        marker = content[at + 1]
        if marker == 0xFF:  # a filling byte
            at += 1
            continue
        if marker == _END:
            break
        (length,) = struct.unpack(">H", content[at + 2 : at + 4])
        body = content[at + 4 : at + 2 + length]
        if length < 2 or len(body) != length - 2:
            raise Refused(Reason.DAMAGED)
        yield marker, body
        at += 2 + length
        if marker == _SCAN:
            at = _behind_scan(content, at)
    if content[at : at + 2] != b"\xff\xd9":
        raise Refused(Reason.DAMAGED)
    if len(content) > at + 2:  # a film of a moving photo, a second picture, whatever was put there
        found.add(What.EMBEDDED_FILE, f"{len(content) - at - 2} bytes", "behind the picture")


def _behind_scan(content: bytes, at: int) -> int:
    while True:
        at = content.find(b"\xff", at)
        if at < 0 or at + 1 >= len(content):
            raise Refused(Reason.DAMAGED)
        if content[at + 1] != 0 and not 0xD0 <= content[at + 1] <= 0xD7 and content[at + 1] != 0xFF:
            return at
        at += 1 if content[at + 1] == 0xFF else 2


def _note(marker: int, body: bytes, found: Found) -> None:
    if marker in _FRAMES:
        if len(body) < 6:
            raise Refused(Reason.DAMAGED)
        height, width = struct.unpack(">HH", body[1:5])
        check_size(width, height)
    elif marker == 0xFE:
        found.add(What.COMMENT, body.decode("utf-8", "replace"), "COM")
    elif marker == 0xE0:
        _note_jfif(body, found)
    elif 0xE1 <= marker <= 0xEF and not body.startswith(_ICC):
        _note_application(marker, body, found)


def _note_jfif(body: bytes, found: Found) -> None:
    if not body.startswith(b"JFIF\0"):
        found.add(What.OTHER_DATA, f"{len(body)} bytes", "APP0")
    if body.startswith(b"JFXX") or len(body) > 14:
        found.add(What.THUMBNAIL, f"{len(body)} bytes", "JFIF")


def _note_application(marker: int, body: bytes, found: Found) -> None:
    if body.startswith(_EXIF):
        exif.note(body[6:], found)
    elif body.startswith(_XMP):
        xmp.note(body[len(_XMP) :], found)
    elif body.startswith(_MORE_XMP):
        found.add(What.XMP, f"{len(body)} bytes", "XMP")
    elif body.startswith(_PHOTOSHOP):
        _note_photoshop(body, found)
    elif not body.startswith(b"Adobe") or len(body) > 12:
        name = body[:16].split(b"\0")[0].decode("ascii", "replace")
        found.add(What.OTHER_DATA, f"{name} {len(body)} bytes", f"APP{marker - 0xE0}")


def _note_photoshop(body: bytes, found: Found) -> None:
    found.add(What.OTHER_DATA, f"Photoshop {len(body)} bytes", "APP13")
    if b"8BIM\x04\x0c" in body or b"8BIM\x04\x09" in body:
        found.add(What.THUMBNAIL, f"{len(body)} bytes", "Photoshop")
    at = body.find(b"\x1c\x02")
    while at >= 0 and at + 5 <= len(body):
        dataset, length = struct.unpack(">BH", body[at + 2 : at + 5])
        value = body[at + 5 : at + 5 + length].decode("utf-8", "replace")
        found.add(_IPTC.get(dataset, What.OTHER_DATA), value, f"IPTC 2:{dataset}")
        at = body.find(b"\x1c\x02", at + 5 + length)


def _application(marker: int, name: bytes, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(name) + len(body) + 2) + name + body if body else b""


def _profile(profile: bytes) -> bytes:
    size = 65_000
    pieces = [profile[at : at + size] for at in range(0, len(profile), size)]
    if len(pieces) > 255:
        return b""
    return b"".join(
        _application(0xE2, _ICC + bytes([number, len(pieces)]), piece) for number, piece in enumerate(pieces, 1)
    )
