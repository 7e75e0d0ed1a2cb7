"""PDF (ISO 32000-2): written anew with what draws, is read aloud or leads within the document.

Only a file that is whole is taken: a repair guesses where a damaged stream ends and can sweep a neighbour into it.
Writing anew leaves earlier revisions, unused objects and bytes behind the end; keys of catalogue, page, annotation and
picture are kept by lists, everywhere else known keys go.
"""

from __future__ import annotations

import io
import re

import pikepdf

from duecare.adapters.scrubbing import xmp
from duecare.adapters.scrubbing.findings import Found, Reason, Refused, What
from duecare.adapters.scrubbing.pdf_objects import scrub

_INFO = {"/Author": What.AUTHOR, "/Creator": What.SOFTWARE, "/Producer": What.SOFTWARE, "/CreationDate": What.TIME,
         "/ModDate": What.TIME, "/Title": What.TITLE, "/Subject": What.TITLE, "/Keywords": What.TITLE,
         "/Company": What.COMPANY, "/Manager": What.AUTHOR, "/SourceModified": What.TIME}  # fmt: skip
_LONGEST_XMP = 4 * 1024 * 1024


def cleaned(content: bytes, found: Found) -> bytes:
    """The document without its metadata.

    Raises:
        Refused: damaged, or protected (also with an empty password: what is allowed then is the author's word).
    """
    try:
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False, suppress_warnings=True) as pdf:
            if pdf.is_encrypted:
                raise Refused(Reason.ENCRYPTED)
            _note_revisions(pdf, content, found)
            _note_document(pdf, found)
            _without_trailer(pdf)
            scrub(pdf, found)
            if pdf.get_warnings() or not len(pdf.pages):
                raise Refused(Reason.DAMAGED)
            out = io.BytesIO()
            pdf.remove_unreferenced_resources()
            pdf.save(out, static_id=True, fix_metadata_version=False, object_stream_mode=_PLAIN)
            return out.getvalue()
    except pikepdf.PasswordError as fault:
        raise Refused(Reason.ENCRYPTED) from fault
    except pikepdf.PdfError as fault:
        raise Refused(Reason.DAMAGED) from fault


_PLAIN = pikepdf.ObjectStreamMode.generate


def _note_revisions(pdf: pikepdf.Pdf, content: bytes, found: Found) -> None:
    ends = [match.end() for match in re.finditer(rb"%%EOF", content)]
    # A file laid out for the web has two ends and one revision.
    revisions = len(ends) - (1 if pdf.is_linearized else 0)
    if revisions > 1:
        found.add(What.EARLIER_REVISION, revisions - 1)
    if ends and content[ends[-1] :].strip():
        found.add(What.EMBEDDED_FILE, f"{len(content) - ends[-1]} bytes", "behind the document")


def _note_document(pdf: pikepdf.Pdf, found: Found) -> None:
    trailer = pdf.trailer
    info = trailer.get("/Info")
    if isinstance(info, pikepdf.Dictionary):
        for key, value in info.items():
            found.add(_INFO.get(key, What.OTHER_DATA), value, f"Info {key}")
        for key in list(info.keys()):  # emptied too: an altered reference elsewhere may lead here
            del info[key]
    identity = trailer.get("/ID")
    if isinstance(identity, pikepdf.Array):
        for one in list(identity)[:2]:
            found.add(What.DOCUMENT_ID, bytes(one).hex(), "ID")
    metadata = pdf.Root.get("/Metadata")
    if isinstance(metadata, pikepdf.Stream):
        packet = metadata.read_bytes()
        if len(packet) <= _LONGEST_XMP:
            xmp.note(packet, found)
        else:
            found.add(What.XMP, f"{len(packet)} bytes")


def _without_trailer(pdf: pikepdf.Pdf) -> None:
    for key in list(pdf.trailer.keys()):
        if key not in ("/Root", "/Size"):
            del pdf.trailer[key]
