"""What the property parts of a document say: Office's core, extended and custom properties, and lists of people."""

from __future__ import annotations

from duecare.adapters.scrubbing.findings import Found, Refused, What
from duecare.adapters.scrubbing.markup import local_name, parsed

NAMES = {
    "creator": What.AUTHOR, "initial-creator": What.AUTHOR, "Manager": What.AUTHOR, "printed-by": What.AUTHOR,
    "lastModifiedBy": What.LAST_EDITOR, "Company": What.COMPANY,
    "created": What.TIME, "modified": What.TIME, "lastPrinted": What.TIME, "creation-date": What.TIME,
    "date": What.TIME, "print-date": What.TIME,
    "title": What.TITLE, "subject": What.TITLE, "keywords": What.TITLE, "keyword": What.TITLE,
    "description": What.TITLE, "category": What.TITLE, "contentStatus": What.TITLE,
    "Application": What.SOFTWARE, "AppVersion": What.SOFTWARE, "generator": What.SOFTWARE,
    "revision": What.EDITING, "TotalTime": What.EDITING, "editing-cycles": What.EDITING,
    "editing-duration": What.EDITING, "identifier": What.DOCUMENT_ID,
    "Template": What.TEMPLATE, "HyperlinkBase": What.LOCAL_PATH,
}  # fmt: skip
_PEOPLE = {"displayName", "author", "userId", "name"}


def note_properties(sort: str, content: bytes, found: Found, place: str) -> bool:
    """Note the values of a part that goes, by the last word of its relationship; False when it is of another sort."""
    if sort not in ("core-properties", "extended-properties", "custom-properties", "people", "person"):
        return False
    try:
        root = parsed(content)
    except Refused:
        return False
    for element in root.iter():
        name = local_name(element.tag)
        if sort == "custom-properties":
            if name == "property":
                found.add(What.OTHER_DATA, f"{element.get('name')}: {''.join(element.itertext())}", place)
        elif sort in ("people", "person"):
            for key, value in element.attrib.items():
                if local_name(key) in _PEOPLE:
                    found.add(What.COMMENT_AUTHOR, value, place)
        elif name in NAMES and element.text:
            found.add(NAMES[name], element.text, f"{place} {name}")
    return True
