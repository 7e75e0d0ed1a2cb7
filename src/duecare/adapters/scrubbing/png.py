"""PNG (ISO/IEC 15948): only chunks that draw stay, and the pixel data are packed anew to exactly their length."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

from duecare.adapters.scrubbing import exif, icc, xmp
from duecare.adapters.scrubbing.findings import Found, Reason, Refused, What
from duecare.adapters.scrubbing.pixels import check_same, check_size

MAGIC = b"\x89PNG\r\n\x1a\n"
_LENGTHS = {b"gAMA": 4, b"cHRM": 32, b"sRGB": 1, b"cICP": 4}
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_KEYWORDS = {
    "Author": What.AUTHOR, "Artist": What.AUTHOR, "Copyright": What.AUTHOR, "Software": What.SOFTWARE,
    "Source": What.CAMERA, "Title": What.TITLE, "Description": What.TITLE, "Comment": What.COMMENT,
    "Creation Time": What.TIME, "date:create": What.TIME, "date:modify": What.TIME, "Thumb::URI": What.LOCAL_PATH,
}  # fmt: skip
_LONGEST_TEXT = 4 * 1024 * 1024


def cleaned(content: bytes, found: Found) -> bytes:
    """The picture without its metadata.

    Raises:
        Refused: damaged, animated, too many pixels.
    """
    chunks = list(_chunks(content, found))
    if chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        raise Refused(Reason.DAMAGED)
    head = chunks[0][1]
    width, height = struct.unpack(">II", head[:8])
    check_size(width, height)
    kept, turn = [_chunk(b"IHDR", head)], 1
    for name, body in chunks[1:]:
        if name == b"acTL":
            raise Refused(Reason.ANIMATED)
        if name == b"eXIf":
            turn = exif.orientation(body)
        kept.append(_kept(name, body, found))
    turned = exif.only_turned(turn)
    data = _pixels(b"".join(body for name, body in chunks if name == b"IDAT"), head)
    result = MAGIC + b"".join(kept) + (_chunk(b"eXIf", turned) if turned else b"")
    result += _chunk(b"IDAT", data) + _chunk(b"IEND", b"")
    check_same(content, result, "PNG")
    return result


def _chunks(content: bytes, found: Found) -> Iterator[tuple[bytes, bytes]]:
    at = len(MAGIC)
    while at + 12 <= len(content):
        length, name = struct.unpack(">I4s", content[at : at + 8])
        body = content[at + 8 : at + 8 + length]
        check = content[at + 8 + length : at + 12 + length]
        if len(check) != 4 or struct.unpack(">I", check)[0] != zlib.crc32(name + body):
            raise Refused(Reason.DAMAGED)
        at += 12 + length
        yield name, body
        if name == b"IEND":
            if at < len(content):
                found.add(What.EMBEDDED_FILE, f"{len(content) - at} bytes", "behind the picture")
            return
    raise Refused(Reason.DAMAGED)


def _kept(name: bytes, body: bytes, found: Found) -> bytes:
    """The chunk for the cleaned copy; empty for what is left out, which is noted."""
    if name in (b"IDAT", b"IEND"):
        return b""
    if (
        _LENGTHS.get(name) == len(body)
        or (name == b"PLTE" and len(body) <= 768 and len(body) % 3 == 0)
        or (name == b"tRNS" and len(body) <= 256)
    ):
        return _chunk(name, body)
    if name == b"iCCP":
        profile = icc.rebuilt(_inflated(body.partition(b"\0")[2][1:]), found)
        return _chunk(b"iCCP", b"profile\0\0" + zlib.compress(profile)) if profile else b""
    _note(name, body, found)
    if not name[0] & 0x20:  # critical and unknown: it cannot be left out without changing the picture
        raise Refused(Reason.DAMAGED)
    return b""


def _note(name: bytes, body: bytes, found: Found) -> None:
    if name == b"eXIf":
        exif.note(body, found)
    elif name in (b"tEXt", b"zTXt", b"iTXt"):
        _note_text(name, body, found)
    elif name == b"tIME" and len(body) == 7:
        year, *rest = struct.unpack(">H5B", body)
        found.add(What.TIME, "{}-{:02}-{:02} {:02}:{:02}:{:02}".format(year, *rest), "tIME")
    else:
        found.add(What.OTHER_DATA, f"{len(body)} bytes", name.decode("latin-1"))


def _note_text(name: bytes, body: bytes, found: Found) -> None:
    keyword_bytes, _, rest = body.partition(b"\0")
    keyword = keyword_bytes.decode("latin-1")
    if name == b"zTXt":
        rest = _inflated(rest[1:])
    elif name == b"iTXt":
        packed, (_, _, text) = rest[:1] == b"\1", _language_and_text(rest)
        rest = _inflated(text) if packed else text
    if keyword == "XML:com.adobe.xmp":
        xmp.note(rest, found)
    elif keyword.startswith("Raw profile type"):
        found.add(What.OTHER_DATA, f"{keyword}, {len(rest)} bytes", name.decode())
    else:
        text_value = rest.decode("utf-8" if name == b"iTXt" else "latin-1", "replace")
        found.add(_KEYWORDS.get(keyword, What.OTHER_DATA), text_value or keyword, f"{name.decode()} {keyword}")


def _language_and_text(rest: bytes) -> tuple[bytes, bytes, bytes]:
    language, _, behind = rest[2:].partition(b"\0")
    translated, _, text = behind.partition(b"\0")
    return language, translated, text


def _inflated(packed: bytes) -> bytes:
    """At most `_LONGEST_TEXT` bytes; what does not unpack gives nothing, since it is only shown."""
    try:
        return zlib.decompressobj().decompress(packed, _LONGEST_TEXT)
    except zlib.error:
        return b""


def _pixels(packed: bytes, head: bytes) -> bytes:
    """The pixel data packed anew: neither more than the picture needs nor anything behind them."""
    inflater = zlib.decompressobj()
    need = _bytes_of_pixels(head)
    try:
        data = inflater.decompress(packed, need + 1)
    except zlib.error as fault:
        raise Refused(Reason.DAMAGED) from fault
    if len(data) != need:
        raise Refused(Reason.DAMAGED)
    return zlib.compress(data, 6)


def _bytes_of_pixels(head: bytes) -> int:
    width, height, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", head)
    if colour not in _SAMPLES or depth not in (1, 2, 4, 8, 16):
        raise Refused(Reason.DAMAGED)
    bits = depth * _SAMPLES[colour]
    if not interlaced:
        return int(height * (1 + (width * bits + 7) // 8))
    total = 0
    for left, top, right, down in _PASSES:
        columns, rows = (width - left + right - 1) // right, (height - top + down - 1) // down
        total += rows * (1 + (columns * bits + 7) // 8) if columns > 0 and rows > 0 else 0
    return int(total)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
