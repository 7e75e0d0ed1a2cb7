"""What an XMP packet says (ISO 16684-1): Adobe's properties, mapped to the vocabulary."""

from __future__ import annotations

from duecare.adapters.scrubbing.findings import Found, Refused, What
from duecare.adapters.scrubbing.markup import local_name, parsed

_NAMES = {
    "creator": What.AUTHOR, "Artist": What.AUTHOR, "Author": What.AUTHOR, "OwnerName": What.AUTHOR,
    "rights": What.AUTHOR, "contributor": What.AUTHOR, "AuthorsPosition": What.AUTHOR, "publisher": What.COMPANY,
    "title": What.TITLE, "description": What.TITLE, "subject": What.TITLE, "Keywords": What.TITLE,
    "CreateDate": What.TIME, "ModifyDate": What.TIME, "MetadataDate": What.TIME, "DateCreated": What.TIME,
    "when": What.TIME, "DateTimeOriginal": What.TIME, "date": What.TIME,
    "CreatorTool": What.SOFTWARE, "Producer": What.SOFTWARE, "softwareAgent": What.SOFTWARE, "Software": What.SOFTWARE,
    "DocumentID": What.DOCUMENT_ID, "InstanceID": What.DOCUMENT_ID, "OriginalDocumentID": What.DOCUMENT_ID,
    "documentID": What.DOCUMENT_ID, "instanceID": What.DOCUMENT_ID,
    "GPSLatitude": What.POSITION, "GPSLongitude": What.POSITION, "GPSAltitude": What.POSITION,
    "City": What.POSITION, "Country": What.POSITION, "Location": What.POSITION, "State": What.POSITION,
    "Make": What.CAMERA, "Model": What.CAMERA, "Lens": What.CAMERA,
    "SerialNumber": What.SERIAL_NUMBER, "BodySerialNumber": What.SERIAL_NUMBER, "LensSerialNumber": What.SERIAL_NUMBER,
    "image": What.THUMBNAIL, "filePath": What.LOCAL_PATH, "fromPart": What.LOCAL_PATH,
}  # fmt: skip
_LISTS = ("li", "Alt", "Seq", "Bag")


def note(packet: bytes, found: Found, place: str = "XMP") -> None:
    """Note every property; a packet that cannot be read is noted as such."""
    before = len(found.all())
    try:
        root = parsed(packet.strip(b"\0 \r\n\t"))
    except Refused:
        found.add(What.XMP, f"{len(packet)} bytes", place)
        return
    for element in root.iter():
        for name, value in element.attrib.items():
            _note(local_name(str(name)), str(value), found, place)
        if element.text and element.text.strip():
            named = element
            while local_name(named.tag) in _LISTS and (above := named.getparent()) is not None:
                named = above
            _note(local_name(named.tag), element.text, found, place)
    if len(found.all()) == before:
        found.add(What.XMP, f"{len(packet)} bytes", place)


def _note(name: str, value: str, found: Found, place: str) -> None:
    if name in ("about", "lang", "parseType", "xmptk", "x"):
        return
    what = _NAMES.get(name, What.XMP)
    found.add(what, "XMP" if what is What.THUMBNAIL else value, f"{place} {name}")
