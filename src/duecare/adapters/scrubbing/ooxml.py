"""Word, Excel and PowerPoint files (ECMA-376): parts are kept by a list of what draws, all others go.

What is kept is reached from the root by relationships of a known type. Elements that name a part which went, go with
it. Macros go too: a copy that somebody reads needs none, and the kind of the file is changed to one without.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from duecare.adapters.scrubbing.findings import Found, Kind, Reason, Refused, What
from duecare.adapters.scrubbing.markup import Element, parsed, written
from duecare.adapters.scrubbing.ooxml_marks import scrub
from duecare.adapters.scrubbing.properties import note_properties

Picture = Callable[[bytes, str, Found], bytes]

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_KINDS = {"word": Kind.WORD, "wordprocessingml": Kind.WORD, "excel": Kind.SHEET, "spreadsheetml": Kind.SHEET,
          "powerpoint": Kind.SLIDES, "presentationml": Kind.SLIDES}  # fmt: skip
_PLAIN = {"word": "wordprocessingml", "excel": "spreadsheetml", "powerpoint": "presentationml"}
_KEPT = frozenset(
    [
        "officeDocument",
        "styles",
        "stylesWithEffects",
        "settings",
        "fontTable",
        "theme",
        "themeOverride",
        "numbering",
        "footnotes",
        "endnotes",
        "header",
        "footer",
        "image",
        "hyperlink",
        "comments",
        "chart",
        "chartEx",
        "chartUserShapes",
        "chartStyle",
        "chartColorStyle",
        "diagramData",
        "diagramLayout",
        "diagramQuickStyle",
        "diagramColors",
        "diagramDrawing",
        "drawing",
        "vmlDrawing",
        "worksheet",
        "chartsheet",
        "dialogsheet",
        "sharedStrings",
        "calcChain",
        "sheetMetadata",
        "table",
        "tableSingleCells",
        "pivotTable",
        "pivotCacheDefinition",
        "pivotCacheRecords",
        "slide",
        "slideLayout",
        "slideMaster",
        "notesSlide",
        "notesMaster",
        "handoutMaster",
        "presProps",
        "viewProps",
        "tableStyles",
        "commentAuthors",
        "authors",
        "externalLink",
        "externalLinkPath",
        "glossaryDocument",
        "font",
        "audio",
        "video",
        "media",
    ]
)
_GONE = {
    "core-properties": What.AUTHOR, "extended-properties": What.SOFTWARE, "custom-properties": What.OTHER_DATA,
    "thumbnail": What.THUMBNAIL, "printerSettings": What.PRINTER, "vbaProject": What.SCRIPT, "wordVbaData": What.SCRIPT,
    "control": What.SCRIPT, "oleObject": What.EMBEDDED_FILE, "package": What.EMBEDDED_FILE,
    "attachedTemplate": What.TEMPLATE, "people": What.COMMENT_AUTHOR, "person": What.COMMENT_AUTHOR,
    "threadedComment": What.COMMENT_AUTHOR, "origin": What.SIGNATURE, "usernames": What.CHANGE_AUTHOR,
    "revisionHeaders": What.CHANGE_AUTHOR, "connections": What.LOCAL_PATH, "commentsExtended": What.REVISION_ID,
    "commentsIds": What.REVISION_ID, "commentsExtensible": What.REVISION_ID, "mailMergeSource": What.LOCAL_PATH,
}  # fmt: skip
_LOCAL = re.compile(r"^(file:|[a-z]:[\\/]|\\\\|/)|\\", re.IGNORECASE)


@dataclass(slots=True)
class _Package:
    entries: Mapping[str, bytes]
    picture: Picture
    found: Found
    types: dict[str, str] = field(default_factory=dict)
    kept: dict[str, bytes] = field(default_factory=dict)
    noted: set[str] = field(default_factory=set)


def kind(entries: Mapping[str, bytes]) -> Kind:
    """Word, Excel or PowerPoint, by the type of the main part; raises `Refused` for anything else."""
    for name in _declared(entries).values():
        for word, found in _KINDS.items():
            if f".{word}." in name.replace("-", ".") and name.endswith("main+xml"):
                return found
    raise Refused(Reason.OTHER_TYPE)


def cleaned(entries: Mapping[str, bytes], picture: Picture, found: Found) -> dict[str, bytes]:
    """The entries of the cleaned archive, in order.

    Raises:
        Refused: damaged, or with a document type.
    """
    package = _Package(entries, picture, found, _declared(entries))
    _follow(package, "")
    for name in sorted(entries.keys() - package.kept.keys() - {"[Content_Types].xml"}):
        if not name.endswith(".rels") and name not in package.noted:
            found.add(What.OTHER_DATA, f"{len(entries[name])} bytes", name)
    return {"[Content_Types].xml": _content_types(package), **package.kept}


def _declared(entries: Mapping[str, bytes]) -> dict[str, str]:
    """Content type of every part."""
    root = parsed(entries["[Content_Types].xml"])
    by_ending, by_name = {}, {}
    for element in root:
        if element.tag == f"{_TYPES}Default":
            by_ending[element.get("Extension", "").lower()] = element.get("ContentType", "")
        elif element.tag == f"{_TYPES}Override":
            by_name[element.get("PartName", "").lstrip("/")] = element.get("ContentType", "")
    endings = {name: by_ending.get(name.rpartition(".")[2].lower(), "") for name in entries}
    return {name: by_name.get(name, endings[name]) for name in entries}


def _follow(package: _Package, start: str) -> None:
    """Keep what is reached from `start`, part after part; no recursion, since a stranger sets the depth."""
    waiting = [start]
    while waiting:
        part = waiting.pop()
        gone: set[str] = set()
        waiting.extend(_relations(package, part, gone))
        if part:
            package.kept[part] = _part(package, part, gone)


def _relations(package: _Package, part: str, gone: set[str]) -> Iterator[str]:
    folder, _, name = part.rpartition("/")
    rels = posixpath.join(folder, "_rels", f"{name}.rels")
    if rels not in package.entries:
        return
    root = parsed(package.entries[rels])
    for relation in list(root):
        target = _target(package, relation, folder)
        if target is None:
            gone.add(relation.get("Id", ""))
            root.remove(relation)
        elif target and target not in package.kept:
            package.kept[target] = b""
            yield target
    package.kept[rels] = written(root)


def _target(package: _Package, relation: Element, folder: str) -> str | None:
    """Part to keep; empty for a link outside that stays, None for what goes."""
    sort, target = relation.get("Type", "").rpartition("/")[2], relation.get("Target", "")
    if relation.get("TargetMode") == "External":
        return _outside(package, relation, sort, target)
    if target.startswith("#"):
        return "" if sort == "hyperlink" else None
    name = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    if sort in _KEPT and name in package.entries:
        return name
    content = package.entries.get(name, b"")
    package.noted.add(name)
    if not note_properties(sort, content, package.found, name):
        package.found.add(_GONE.get(sort, What.OTHER_DATA), f"{sort} {len(content)} bytes", name)
    return None


def _outside(package: _Package, relation: Element, sort: str, target: str) -> str | None:
    if sort == "hyperlink" and not _LOCAL.search(target):
        return ""
    package.found.add(_GONE.get(sort, What.LOCAL_PATH), target, sort)
    if sort in ("hyperlink", "externalLinkPath"):
        relation.set("Target", "removed")
        return ""
    return None


def _part(package: _Package, part: str, gone: set[str]) -> bytes:
    content, sort = package.entries[part], package.types[part]
    if sort.endswith("xml") or sort.endswith("vmlDrawing"):
        root = parsed(content)
        scrub(root, gone, package.found, part)
        return written(root)
    return package.picture(content, part, package.found)


def _content_types(package: _Package) -> bytes:
    root = parsed(f'<Types xmlns="{_TYPES[1:-1]}"/>'.encode())
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    root.append(root.makeelement(f"{_TYPES}Default", {"Extension": "rels", "ContentType": rels}))
    for name in package.kept:
        if not name.endswith(".rels"):
            sort = _without_macros(package.types[name])
            root.append(root.makeelement(f"{_TYPES}Override", {"PartName": f"/{name}", "ContentType": sort}))
    return written(root)


def _without_macros(sort: str) -> str:
    """The type of the main part of a file without macros: `…ms-word.document.macroEnabled.main+xml` and its like."""
    match = re.fullmatch(r"application/vnd\.ms-(\w+)\.(\w+)\.macroEnabled(?:Template)?\.main\+xml", sort)
    if not match:
        return sort
    return f"application/vnd.openxmlformats-officedocument.{_PLAIN.get(match[1], match[1])}.{match[2]}.main+xml"
