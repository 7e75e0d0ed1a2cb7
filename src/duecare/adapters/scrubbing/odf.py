"""OpenDocument (ISO/IEC 26300): content, styles and pictures stay; properties, settings, scripts and the rest go."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from duecare.adapters.scrubbing.findings import Found, Kind, Reason, Refused, What
from duecare.adapters.scrubbing.markup import Element, local_name, parsed, remove, written
from duecare.adapters.scrubbing.properties import NAMES

Picture = Callable[[bytes, str, Found], bytes]

_PREFIX = b"application/vnd.oasis.opendocument."
_KINDS = {b"text": Kind.ODF_TEXT, b"spreadsheet": Kind.ODF_SHEET, b"presentation": Kind.ODF_SLIDES}
_MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
_DRAWN = re.compile(r"(Object \d+/)?(content|styles)\.xml")
_PICTURE = re.compile(r"(Object \d+/)?(Pictures|ObjectReplacements|media)/[^/]+|ObjectReplacements/[^/]+")
_SESSION = re.compile(r"^(paragraph-)?rsid$")
_GONE = {"scripts": What.SCRIPT, "event-listeners": What.SCRIPT, "dde-source": What.LOCAL_PATH,
         "dde-connection-decls": What.LOCAL_PATH, "creator-initials": What.COMMENT_AUTHOR}  # fmt: skip
_LOCAL = re.compile(r"^(file:|/|\.\./|[a-z]:[\\/])|\\", re.IGNORECASE)


def kind(entries: Mapping[str, bytes]) -> Kind:
    """Which sort of OpenDocument; raises `Refused` for anything else and for an encrypted one."""
    sort = entries["mimetype"].strip()
    if not sort.startswith(_PREFIX) or "content.xml" not in entries:
        raise Refused(Reason.OTHER_TYPE)
    if b"encryption-data" in entries.get("META-INF/manifest.xml", b"") or "encrypted-package" in entries:
        raise Refused(Reason.ENCRYPTED)
    return _KINDS.get(sort.removeprefix(_PREFIX).removesuffix(b"-template"), Kind.ODF_OTHER)


def cleaned(entries: Mapping[str, bytes], picture: Picture, found: Found) -> dict[str, bytes]:
    """The entries of the cleaned archive, in order.

    Raises:
        Refused: damaged, or with a document type.
    """
    sort = entries["mimetype"].strip()
    if not re.fullmatch(rb"[a-z.-]{1,60}", sort.removeprefix(b"application/")):
        raise Refused(Reason.DAMAGED)
    kept = {"mimetype": sort, "META-INF/manifest.xml": b""}
    for name, content in entries.items():
        if _DRAWN.fullmatch(name):
            root = parsed(content)
            _scrub(root, found, name)
            kept[name] = written(root)
        elif _PICTURE.fullmatch(name):
            kept[name] = picture(content, name, found)
        elif name not in kept:
            _note_gone(name, content, found)
    kept["META-INF/manifest.xml"] = _manifest(kept, sort.decode())
    return kept


def _note_gone(name: str, content: bytes, found: Found) -> None:
    last = name.rpartition("/")[2]
    if last == "meta.xml":
        _note_meta(parsed(content), found, name)
    elif last == "settings.xml":
        _note_settings(parsed(content), found, name)
    elif name.startswith("Thumbnails/"):
        found.add(What.THUMBNAIL, f"{len(content)} bytes", name)
    elif name.startswith(("Basic/", "Scripts/", "Dialogs/")):
        found.add(What.SCRIPT, f"{len(content)} bytes", name)
    elif "signatures" in last:
        found.add(What.SIGNATURE, f"{len(content)} bytes", name)
    elif name.startswith("Versions/") or last == "VersionList.xml":
        found.add(What.EARLIER_REVISION, f"{len(content)} bytes", name)
    elif re.fullmatch(r"Object \d+", name):
        found.add(What.EMBEDDED_FILE, f"{len(content)} bytes", name)
    else:
        found.add(What.OTHER_DATA, f"{len(content)} bytes", name)


def _note_meta(root: Element, found: Found, place: str) -> None:
    for element in root.iter():
        name = local_name(element.tag)
        if name == "user-defined":
            said = next((value for key, value in element.attrib.items() if local_name(key) == "name"), "")
            found.add(What.OTHER_DATA, f"{said}: {element.text or ''}", place)
        elif name == "template":
            found.add(What.TEMPLATE, " ".join(element.attrib.values()), place)
        elif element.text and element.text.strip():
            what = What.LAST_EDITOR if name == "creator" else NAMES.get(name, What.OTHER_DATA)
            found.add(what, element.text, f"{place} {name}")


def _note_settings(root: Element, found: Found, place: str) -> None:
    for element in root.iter():
        said = next((str(value) for key, value in element.attrib.items() if local_name(key) == "name"), "")
        if element.text and "Printer" in said and "Name" in said:
            found.add(What.PRINTER, element.text, place)
        elif element.text and said in ("Rsid", "RsidRoot"):
            found.add(What.REVISION_ID, element.text, place)
    found.add(What.OTHER_DATA, "settings", place)


def _scrub(root: Element, found: Found, place: str) -> None:
    for element in list(root.iter()):
        name = local_name(element.tag)
        if name in _GONE:
            found.add(_GONE[name], " ".join(element.itertext()) or name, place)
            remove(element)
            continue
        above = local_name(element.getparent().tag) if element.getparent() is not None else ""
        if name in ("creator", "date") and above in ("annotation", "change-info"):
            who = What.COMMENT_AUTHOR if above == "annotation" else What.CHANGE_AUTHOR
            found.add(What.TIME if name == "date" else who, element.text or "", place)
            element.text = "1970-01-01T00:00:00" if name == "date" else "Author"
        elif name == "deletion":
            text = (part for below in element if local_name(below.tag) != "change-info" for part in below.itertext())
            found.add(What.DELETED_TEXT, " ".join(text) or name, place, removed=False)
        elif name == "notes" and "presentation" in element.tag:
            found.add(What.SPEAKER_NOTES, " ".join(element.itertext()), place, removed=False)
        _attributes(element, name, found, place)
    _hidden(root, found, place)


def _attributes(element: Element, name: str, found: Found, place: str) -> None:
    for key in list(element.attrib):
        short, value = local_name(key), str(element.get(key))
        if _SESSION.match(short):
            found.add(What.REVISION_ID, value, place)
            del element.attrib[key]
        elif short == "href" and _LOCAL.search(value):
            found.add(What.LOCAL_PATH, value, place)
            element.set(key, "#")
        elif short == "name" and name == "frame" and re.search(r"\.\w{3,4}$|[\\/]", value):
            found.add(What.LOCAL_PATH, value, place)
            element.set(key, "Picture")


def _hidden(root: Element, found: Found, place: str) -> None:
    hidden_styles, rows = set[str](), 0
    for element in root.iter():
        name = local_name(element.tag)
        said = {local_name(key): str(value) for key, value in element.attrib.items()}
        if (name == "table-properties" and said.get("display") == "false") or (
            name == "drawing-page-properties" and said.get("visibility") == "hidden"
        ):
            hidden_styles.add(_named(element.getparent()))
        elif name == "table" and said.get("style-name") in hidden_styles:
            found.add(What.HIDDEN_SHEET, said.get("name", ""), place, removed=False)
        elif name == "page" and said.get("style-name") in hidden_styles:
            found.add(What.HIDDEN_SLIDE, said.get("name", ""), place, removed=False)
        elif name in ("table-row", "table-column") and said.get("visibility") in ("collapse", "filter"):
            rows += 1
        elif name == "text-properties" and said.get("display") == "none":
            found.add(What.HIDDEN_TEXT, _named(element.getparent()), place, removed=False)
    if rows:
        found.add(What.HIDDEN_ROWS, rows, place, removed=False)


def _named(element: Element) -> str:
    return next((str(value) for key, value in element.attrib.items() if key.endswith("style:1.0}name")), "")


def _manifest(kept: Mapping[str, bytes], sort: str) -> bytes:
    root = parsed(f'<m:manifest xmlns:m="{_MANIFEST}" m:version="1.3"/>'.encode())
    entry, path, media = (f"{{{_MANIFEST}}}{name}" for name in ("file-entry", "full-path", "media-type"))
    root.append(root.makeelement(entry, {path: "/", media: sort}))
    folders = {name.split("/")[0] + "/" for name in kept if name.startswith("Object ")}
    for folder in sorted(folders):
        root.append(root.makeelement(entry, {path: folder, media: "application/vnd.oasis.opendocument.chart"}))
    for name in kept:
        if name not in ("mimetype", "META-INF/manifest.xml"):
            form = "text/xml" if name.endswith(".xml") else ""
            root.append(root.makeelement(entry, {path: name, media: form}))
    return written(root)
