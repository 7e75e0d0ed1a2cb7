"""What an EXIF block says (JEITA CP-3451, tags of EXIF 2.32), and the one block that a cleaned copy may carry."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Any

from PIL import ExifTags, Image

from duecare.adapters.scrubbing.findings import Found, What

_TAGS = {
    0x010F: What.CAMERA, 0x0110: What.CAMERA, 0xA433: What.CAMERA, 0xA434: What.CAMERA, 0xC614: What.CAMERA,
    0x0131: What.SOFTWARE, 0x013C: What.SOFTWARE, 0x000B: What.SOFTWARE,
    0x0132: What.TIME, 0x9003: What.TIME, 0x9004: What.TIME, 0x9010: What.TIME, 0x9011: What.TIME, 0x9012: What.TIME,
    0x013B: What.AUTHOR, 0x9C9D: What.AUTHOR, 0x8298: What.AUTHOR, 0xA430: What.AUTHOR,
    0x010D: What.TITLE, 0x010E: What.TITLE, 0x9C9B: What.TITLE, 0x9C9F: What.TITLE,
    0x9286: What.COMMENT, 0x9C9C: What.COMMENT, 0x9C9E: What.COMMENT,
    0xA431: What.SERIAL_NUMBER, 0xA435: What.SERIAL_NUMBER, 0xC62F: What.SERIAL_NUMBER,
    0xA420: What.DOCUMENT_ID, 0x02BC: What.XMP,
}  # fmt: skip
_UTF16 = range(0x9C9B, 0x9CA0)  # the XP tags of Windows
_POINTERS = (0x8769, 0x8825, 0xA005, 0x0112)
_EXIF, _GPS, _THUMBNAIL = 0x8769, 0x8825, 1


def orientation(block: bytes) -> int:
    """1 to 8, how the picture is turned before it is shown; 1 where it does not say."""
    value = _loaded(block).get(0x0112, 1)
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def only_turned(turn: int) -> bytes:
    """An EXIF block with the orientation and nothing else; empty where the picture stands upright."""
    if turn == 1:
        return b""
    return b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0)


def note(block: bytes, found: Found) -> None:
    """Note what the block (from its byte order mark on) says; one that cannot be read is noted as such."""
    try:
        exif = _loaded(block)
        before = len(found.all())
        _note_tags(dict(exif), found)
        _note_tags(exif.get_ifd(_EXIF), found)
        _note_position(exif.get_ifd(_GPS), found)
        thumbnail = exif.get_ifd(_THUMBNAIL)
        if thumbnail:
            found.add(What.THUMBNAIL, f"{thumbnail.get(0x0202, len(block))} bytes", "Exif")
        if len(found.all()) > before or set(dict(exif)) <= {0x0112}:
            return
    except Exception:  # a block may be damaged in many ways, and it is removed anyway
        pass
    found.add(What.OTHER_DATA, f"Exif, {len(block)} bytes")


def _loaded(block: bytes) -> Image.Exif:
    exif = Image.Exif()
    try:
        exif.load(block.removeprefix(b"Exif\0\0"))
    except Exception:  # as above
        return Image.Exif()
    return exif


def _note_tags(tags: Mapping[int, object], found: Found) -> None:
    for tag, value in tags.items():
        if tag in _POINTERS:
            continue
        name = ExifTags.TAGS.get(tag, f"0x{tag:04x}")
        what = _TAGS.get(tag, What.DEVICE_DATA)
        found.add(what, f"{_text(tag, value)}" if what is not What.DEVICE_DATA else _short(value), f"Exif {name}")


def _short(value: object) -> str:
    return f"{len(value)} bytes" if isinstance(value, bytes) and len(value) > 16 else str(value)


def _text(tag: int, value: object) -> str:
    if not isinstance(value, bytes):
        return str(value)
    if tag in _UTF16:
        return value.decode("utf-16-le", "replace").rstrip("\0")
    for mark, coding in ((b"ASCII\0\0\0", "latin-1"), (b"UNICODE\0", "utf-16")):
        if value.startswith(mark):
            return value[8:].decode(coding, "replace")
    return value.decode("utf-8", "replace")


def _note_position(gps: Mapping[int, object], found: Found) -> None:
    if not gps:
        return
    try:
        where = f"{_degrees(gps[2], gps[1], 'S'):.6f}, {_degrees(gps[4], gps[3], 'W'):.6f}"
        found.add(What.POSITION, where, "Exif GPS")
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):  # damaged, and all the same a position
        found.add(What.POSITION, "GPS", "Exif GPS")
    for tag, value in gps.items():
        if tag not in (1, 2, 3, 4):
            found.add(What.POSITION, _short(value), f"Exif {ExifTags.GPSTAGS.get(tag, tag)}")


def _degrees(parts: Any, side: object, negative: str) -> float:
    degrees, minutes, seconds = map(float, parts)
    value = degrees + minutes / 60 + seconds / 3600
    return -value if str(side).startswith(negative) else value
