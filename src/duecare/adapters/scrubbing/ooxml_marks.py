"""Marks inside the parts of an Office file that are kept: who wrote what when, on which machine, in which session."""

from __future__ import annotations

import re

from duecare.adapters.scrubbing.findings import Found, What
from duecare.adapters.scrubbing.markup import Element, local_name, remove

NOBODY = "Author"
"""Stands where a name is required."""

_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_REVISION = re.compile(r"\{http://schemas\.microsoft\.com/office/spreadsheetml/\d+/revision\d*\}")
_GONE = {
    "rsids": What.REVISION_ID, "docId": What.DOCUMENT_ID, "creationId": What.DOCUMENT_ID, "docVars": What.OTHER_DATA,
    "absPath": What.LOCAL_PATH, "fileSharing": What.AUTHOR, "fileVersion": What.SOFTWARE, "mailMerge": What.LOCAL_PATH,
    "revisionPtr": What.DOCUMENT_ID, "dataBinding": What.OTHER_DATA, "attachedTemplate": What.TEMPLATE,
    "webPublishing": What.LOCAL_PATH, "modifyVerifier": What.OTHER_DATA,
}  # fmt: skip
_ATTRIBUTES = {
    "paraId": What.REVISION_ID, "textId": What.REVISION_ID, "durableId": What.REVISION_ID, "dateUtc": What.TIME,
    "dt": What.TIME, "created": What.TIME, "refreshedDate": What.TIME, "refreshedDateIso": What.TIME,
    "refreshedBy": What.AUTHOR, "codeName": What.SCRIPT, "userId": What.COMMENT_AUTHOR,
    "providerId": What.COMMENT_AUTHOR, "creationId": What.DOCUMENT_ID,
}  # fmt: skip
_REQUIRED = {"created": "1970-01-01T00:00:00.000", "userId": NOBODY, "providerId": "None"}
_FILE_NAME = re.compile(r"[\\/]|\.(jpe?g|png|gif|bmp|tiff?|webp|heic|emf|wmf|svg|pdf)\b", re.IGNORECASE)
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def scrub(root: Element, gone: set[str], found: Found, place: str) -> None:
    """Take the marks out of one part; `gone` are the relationships that no longer exist."""
    if local_name(root.tag) == "notes":
        found.add(What.SPEAKER_NOTES, _text(root), place, removed=False)
    if local_name(root.tag) == "sld" and root.get("show") in ("0", "false"):
        found.add(What.HIDDEN_SLIDE, place, place, removed=False)
    for element in list(root.iter()):
        name = local_name(element.tag)
        if name in _GONE:
            said = [str(value) for value in element.attrib.values()]
            said += [str(value) for below in element.iterdescendants() for value in below.attrib.values()]
            found.add(_GONE[name], " ".join(said) or name, place)
            _remove_whole(element)
            continue
        _names(element, name, found, place)
        _attributes(element, found, place)
        _hidden(element, name, found, place)
        if gone:
            _relations(element, name, gone)
    _count_hidden(root, found, place)


def _remove_whole(element: Element) -> None:
    """Take it out with the extension around it: an empty one makes a file that Office wants to repair."""
    above = element.getparent()
    while above is not None and len(above) == 1 and local_name(above.tag) in ("ext", "extLst"):
        element, above = above, above.getparent()
    remove(element)


def _names(element: Element, name: str, found: Found, place: str) -> None:
    who = What.COMMENT_AUTHOR if name in ("comment", "author", "cmAuthor") else What.CHANGE_AUTHOR
    for key in list(element.attrib):
        short = local_name(key)
        if short == "author" or (short == "name" and name in ("cmAuthor", "author")):
            found.add(who, element.get(key), place)
            element.set(key, NOBODY)
        elif short == "initials":
            found.add(who, element.get(key), place)
            element.set(key, NOBODY[0])
    if name == "author" and element.text and element.text.strip():
        found.add(who, element.text, place)
        element.text = NOBODY
    if name in ("cNvPr", "docPr"):
        for key in ("name", "descr", "title"):
            value = element.get(key, "")
            if _FILE_NAME.search(value):
                found.add(What.LOCAL_PATH, value, place)
                element.set(key, "Picture" if key == "name" else "")


def _attributes(element: Element, found: Found, place: str) -> None:
    for key in list(element.attrib):
        short = local_name(key)
        if short.startswith("rsid") and key.startswith(_WORD):
            what: What | None = What.REVISION_ID
        elif _REVISION.match(key):
            what = What.REVISION_ID
        elif key == f"{_WORD}date":
            what = What.TIME
        else:
            what = _ATTRIBUTES.get(short)
        if what is not None and element.get(key) != _REQUIRED.get(short):
            found.add(what, element.get(key), place)
            if short in _REQUIRED:
                element.set(key, _REQUIRED[short])
            else:
                del element.attrib[key]


def _hidden(element: Element, name: str, found: Found, place: str) -> None:
    if name == "sheet" and element.get("state") in ("hidden", "veryHidden"):
        found.add(What.HIDDEN_SHEET, element.get("name", ""), place, removed=False)
    elif name in ("del", "moveFrom") and element.tag.startswith(_WORD):
        found.add(What.DELETED_TEXT, _text(element), place, removed=False)
    elif name == "vanish" and element.get(f"{_WORD}val") not in ("0", "false"):
        above = element.getparent()
        run = above.getparent() if above is not None else None
        found.add(What.HIDDEN_TEXT, _text(run) if run is not None else "vanish", place, removed=False)


def _count_hidden(root: Element, found: Found, place: str) -> None:
    if local_name(root.tag) != "worksheet":
        return
    hidden = [
        element.get("r") or f"{element.get('min')}-{element.get('max')}"
        for element in root.iter()
        if local_name(element.tag) in ("row", "col") and element.get("hidden") in ("1", "true")
    ]
    if hidden:
        found.add(What.HIDDEN_ROWS, f"{len(hidden)}: {', '.join(hidden)}", place, removed=False)


def _relations(element: Element, name: str, gone: set[str]) -> None:
    """An element that names a part which went would make the file a damaged one."""
    for key in list(element.attrib):
        if not key.startswith(_RELATIONS) or element.get(key) not in gone:
            continue
        if name == "pageSetup":
            del element.attrib[key]
        elif name in ("oleObj", "control") and (drawn := _drawing(element)) is not None:
            _put_in_place(element, drawn)
        else:
            remove(element)
        return


def _drawing(element: Element) -> Element | None:
    return next((below for below in element.iter() if local_name(below.tag) == "pic"), None)


def _put_in_place(element: Element, drawn: Element) -> None:
    """In slides the picture of an embedded object stands inside it: the picture takes the place of the frame."""
    frame = element
    while frame is not None and local_name(frame.tag) != "graphicFrame":
        frame = frame.getparent()
    if frame is None or frame.getparent() is None:
        remove(element)
    else:
        frame.getparent().replace(frame, drawn)


def _text(element: Element) -> str:
    return " ".join(text for text in element.itertext() if text.strip())
