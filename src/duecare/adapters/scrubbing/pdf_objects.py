"""The objects of a PDF, one by one: what of each stays."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from duecare.adapters.scrubbing import jpeg, xmp
from duecare.adapters.scrubbing.findings import Found, Reason, Refused, What
from duecare.adapters.scrubbing.pdf_keys import ANNOTATION, CATALOG, FILTERS, IMAGE, PAGE

_ANYWHERE = {
    "/Metadata": What.XMP, "/PieceInfo": What.OTHER_DATA, "/LastModified": What.TIME, "/Thumb": What.THUMBNAIL,
    "/AA": What.SCRIPT, "/JS": What.SCRIPT, "/AF": What.EMBEDDED_FILE, "/EF": What.EMBEDDED_FILE,
    "/CreatorInfo": What.SOFTWARE, "/XFA": What.FORM_DATA, "/OPI": What.LOCAL_PATH, "/ModDate": What.TIME,
    "/CreationDate": What.TIME, "/Creator": What.SOFTWARE,
}  # fmt: skip
_CATALOG_GONE = {"/OpenAction": What.SCRIPT, "/AF": What.EMBEDDED_FILE, "/Collection": What.EMBEDDED_FILE,
                 "/Perms": What.SIGNATURE, "/DSS": What.SIGNATURE, "/URI": What.LOCAL_PATH, "/Metadata": What.XMP,
                 "/PieceInfo": What.OTHER_DATA, "/AA": What.SCRIPT}  # fmt: skip
_ANNOTATION_GONE = {"/T": What.COMMENT_AUTHOR, "/M": What.TIME, "/CreationDate": What.TIME, "/NM": What.DOCUMENT_ID,
                    "/Popup": What.OTHER_DATA, "/AA": What.SCRIPT, "/Subj": What.COMMENT}  # fmt: skip
_ACTIONS = {"/GoTo", "/URI", "/Named", "/Hide", "/SetOCGState"}
_FILES = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/Popup"}


def scrub(pdf: pikepdf.Pdf, found: Found) -> None:
    """Take out of every object what does not draw."""
    _catalog(pdf.Root, found)
    for page in pdf.pages:
        _page(page.obj, found)
    for thing in list(pdf.objects):
        _walk(thing, found)


def _catalog(root: Any, found: Found) -> None:
    names = root.get("/Names")
    if isinstance(names, Dictionary):
        for key in list(names.keys()):
            if key == "/Dests":
                continue
            what = {"/JavaScript": What.SCRIPT, "/EmbeddedFiles": What.EMBEDDED_FILE}.get(key, What.OTHER_DATA)
            found.add(what, _said(names[key]), f"Names {key}")
            del names[key]
        if not names.keys():
            del root["/Names"]
    opening = root.get("/OpenAction")
    if isinstance(opening, Array) or (isinstance(opening, Dictionary) and opening.get("/S") == Name("/GoTo")):
        del root["/OpenAction"]  # it opens at a page, which is neither a script nor worth a word
    _only(root, CATALOG, _CATALOG_GONE, found, "Root")


def _page(page: Any, found: Found) -> None:
    _only(page, PAGE, _ANYWHERE, found, "Page")
    notes = page.get("/Annots")
    if not isinstance(notes, Array):
        return
    kept = []
    for note in list(notes):
        if not isinstance(note, Dictionary):
            continue
        sort = str(note.get("/Subtype", ""))
        if sort in _FILES:
            if sort != "/Popup":
                found.add(What.EMBEDDED_FILE, f"{sort} {_said(note)}", "Annot")
            continue
        _annotation(note, sort, found)
        kept.append(note)
    page["/Annots"] = Array(kept)


def _annotation(note: Any, sort: str, found: Found) -> None:
    if sort == "/Widget":  # a field of a form: /T is its name, which its value hangs on
        _only(note, ANNOTATION, _ANNOTATION_GONE, found, "Annot")
    else:
        _only(note, ANNOTATION - {"/T", "/TU", "/V", "/Parent"}, _ANNOTATION_GONE, found, "Annot")


def _walk(thing: Any, found: Found) -> None:
    """One object with what is nested in it; a stack, since a stranger sets the depth."""
    waiting = [thing]
    while waiting:
        current = waiting.pop()
        if isinstance(current, Dictionary | Stream):
            _dictionary(current, found)
            below = [current[key] for key in list(current.keys())]
        elif isinstance(current, Array):
            below = list(current)
        else:
            continue
        # References lead to objects that have their own turn.
        waiting.extend(one for one in below if isinstance(one, Dictionary | Array) and not one.is_indirect)


def _dictionary(thing: Any, found: Found) -> None:
    sort = str(thing.get("/Subtype", ""))
    for key in [key for key in list(thing.keys()) if key in _ANYWHERE]:
        _note(key, thing[key], _ANYWHERE[key], found, sort or "object")
        del thing[key]
    action = thing.get("/S")
    if isinstance(action, Name) and str(action) in ("/JavaScript", "/Launch", "/GoToR", "/GoToE", "/SubmitForm",
                                                    "/ImportData", "/Rendition", "/Movie", "/Sound"):  # fmt: skip
        found.add(
            What.SCRIPT if str(action) == "/JavaScript" else What.LOCAL_PATH, f"{action} {_said(thing)}", "Action"
        )
        for key in list(thing.keys()):
            del thing[key]
        return
    if thing.get("/Type") == Name("/Filespec"):
        found.add(What.EMBEDDED_FILE, _said(thing), "Filespec")
        for key in list(thing.keys()):
            del thing[key]
        return
    if thing.get("/Type") in (Name("/Sig"), Name("/DocTimeStamp")) or "/ByteRange" in thing:
        found.add(What.SIGNATURE, _said(thing), "Sig")
        for key in list(thing.keys()):
            del thing[key]
        return
    if isinstance(thing, Stream) and sort == "/Image":
        _only(thing, IMAGE, {}, found, "Image")
    if isinstance(thing, Stream):
        _picture(thing, found)


def _picture(thing: Any, found: Found) -> None:
    """A photo inside keeps its own EXIF block, which every reader of PDF passes over and every thief can read."""
    filters = thing.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, Array) else [str(filters)] if filters else []
    # A picture whose filter was altered is drawn by nobody and would be carried along whole.
    if not set(names) <= FILTERS or (not names and thing.read_raw_bytes().startswith(b"\xff\xd8\xff")):
        raise Refused(Reason.DAMAGED)
    if names == ["/DCTDecode"]:
        inner = Found()
        clean = jpeg.cleaned(thing.read_raw_bytes(), inner)
        found.within("Image", inner)
        thing.write(clean, filter=Name("/DCTDecode"), decode_parms=thing.get("/DecodeParms"))
    elif "/DCTDecode" in names or "/JPXDecode" in names:
        found.add(What.UNEXAMINED_PART, " ".join(names), "Image", removed=False)


def _only(thing: Any, kept: set[str], words: dict[str, What], found: Found, place: str) -> None:
    for key in list(thing.keys()):
        if key not in kept:
            _note(key, thing[key], words.get(key, What.OTHER_DATA), found, place)
            del thing[key]


def _note(key: str, value: Any, what: What, found: Found, place: str) -> None:
    if what is What.XMP and isinstance(value, Stream):
        xmp.note(value.read_bytes(), found, f"{place} XMP")
        value.write(b"")  # an altered reference elsewhere may lead here
    elif what is What.SCRIPT or isinstance(value, pikepdf.String | str | int):
        found.add(what, _said(value), f"{place} {key}")
    else:
        found.add(what, f"{key} {_said(value)}", f"{place} {key}")


def _said(value: Any) -> str:
    """The texts that stand in a value, to be shown; not deep, since it may lead round in a circle."""
    texts, waiting, seen = [], [(value, 0)], 0
    while waiting and seen < 200:
        current, depth = waiting.pop()
        seen += 1
        if isinstance(current, pikepdf.String | str):
            texts.append(str(current))
        elif depth < 5 and isinstance(current, Array):
            waiting.extend((one, depth + 1) for one in current)
        elif depth < 5 and isinstance(current, Dictionary | Stream):
            waiting.extend(
                (current[key], depth + 1) for key in list(current.keys()) if key not in ("/P", "/Parent", "/AP")
            )
    return " ".join(texts)
