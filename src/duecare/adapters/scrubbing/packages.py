"""Documents that are zip archives: read within limits, told apart, and written without times, comments and gaps."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

from duecare.adapters.scrubbing import jpeg, odf, ooxml, png, webp
from duecare.adapters.scrubbing.findings import Found, Kind, Reason, Refused, What

MOST_ENTRIES = 10_000
MOST_BYTES = 250 * 1024 * 1024
"""Of all entries unpacked."""

_NO_TIME = (1980, 1, 1, 0, 0, 0)
_PICTURES = {b"\xff\xd8\xff": jpeg.cleaned, png.MAGIC[:3]: png.cleaned, b"RIF": webp.cleaned}


def reader(content: bytes) -> tuple[Kind, Callable[[bytes, Found], bytes]]:
    """Kind of the document and what cleans it.

    Raises:
        Refused: another archive, damaged, encrypted, too much to unpack.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {info.filename for info in archive.infolist()}
            if "[Content_Types].xml" not in names and "mimetype" not in names:
                raise Refused(Reason.OTHER_TYPE)
            _check(archive)
            entries = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
            notes = Found()
            _note(archive, notes)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, ValueError, OSError) as fault:
        raise Refused(Reason.DAMAGED) from fault
    if "[Content_Types].xml" in entries:
        kind = ooxml.kind(entries)
        clean = ooxml.cleaned
    else:
        kind = odf.kind(entries)
        clean = odf.cleaned

    def cleaned(_: bytes, found: Found) -> bytes:
        found.within("zip", notes)
        return written(clean(entries, picture, found))

    return kind, cleaned


def picture(content: bytes, place: str, found: Found) -> bytes:
    """A picture of a document without its metadata; one of a kind that is not read stays, and that is noted."""
    clean = _PICTURES.get(content[:3])
    inner = Found()
    try:
        if clean is None:
            raise Refused(Reason.OTHER_TYPE)
        result = clean(content, inner)
    except Refused as refused:
        if refused.reason not in (Reason.OTHER_TYPE, Reason.ANIMATED):
            raise  # a damaged picture would carry along what it says, in a copy that is called cleaned
        found.add(What.UNEXAMINED_PART, refused.reason.value, place, removed=False)
        return content
    found.within(place, inner)
    return result


def written(entries: Mapping[str, bytes]) -> bytes:
    """The archive, its entries in the given order and without anything but names and content."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, _NO_TIME)
            info.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return out.getvalue()


def _check(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or sum(info.file_size for info in entries) > MOST_BYTES:
        raise Refused(Reason.BOMB)
    if len({info.filename.lower() for info in entries}) != len(entries):
        raise Refused(Reason.DAMAGED)
    for info in entries:
        if info.flag_bits & 1:
            raise Refused(Reason.ENCRYPTED)
        if info.filename.startswith("/") or ".." in info.filename.split("/") or "\\" in info.filename:
            raise Refused(Reason.DAMAGED)


def _note(archive: zipfile.ZipFile, found: Found) -> None:
    if archive.comment:
        found.add(What.COMMENT, archive.comment.decode("utf-8", "replace"))
    times = [info.date_time for info in archive.infolist() if info.date_time > (1980, 1, 1, 23, 59, 59)]
    if times:
        found.add(What.TIME, "{}-{:02}-{:02} {:02}:{:02}:{:02}".format(*max(times)))
