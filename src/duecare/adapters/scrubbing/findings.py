"""The closed vocabulary of what a file can carry besides its content, and of why a file was not examined.

Pages say these words in seven languages, so a value here is a key and never a sentence. A finding's `value` is what
stands in the file, cut to `LONGEST` characters; it is as confidential as the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

LONGEST = 300
"""Characters of a value that are shown."""
MOST = 500
"""Findings of one file; the rest is counted in a last one of kind `other_data`."""


class Kind(StrEnum):
    """What the bytes are, told by the bytes and never by a name or a declared type."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    PDF = "pdf"
    WORD = "word"
    SHEET = "sheet"
    SLIDES = "slides"
    ODF_TEXT = "odf_text"
    ODF_SHEET = "odf_sheet"
    ODF_SLIDES = "odf_slides"
    ODF_OTHER = "odf_other"
    OTHER = "other"


class What(StrEnum):
    """Classes of findings."""

    AUTHOR = "author"
    LAST_EDITOR = "last_editor"
    COMPANY = "company"
    TITLE = "title"
    TIME = "time"
    EDITING = "editing"
    SOFTWARE = "software"
    POSITION = "position"
    CAMERA = "camera"
    SERIAL_NUMBER = "serial_number"
    DEVICE_DATA = "device_data"
    THUMBNAIL = "thumbnail"
    COMMENT = "comment"
    COMMENT_AUTHOR = "comment_author"
    CHANGE_AUTHOR = "change_author"
    DELETED_TEXT = "deleted_text"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_SLIDE = "hidden_slide"
    HIDDEN_TEXT = "hidden_text"
    SPEAKER_NOTES = "speaker_notes"
    REVISION_ID = "revision_id"
    DOCUMENT_ID = "document_id"
    PRINTER = "printer"
    TEMPLATE = "template"
    LOCAL_PATH = "local_path"
    EMBEDDED_FILE = "embedded_file"
    XMP = "xmp"
    SCRIPT = "script"
    FORM_DATA = "form_data"
    EARLIER_REVISION = "earlier_revision"
    SIGNATURE = "signature"
    COLOUR_PROFILE = "colour_profile"
    OTHER_DATA = "other_data"
    UNEXAMINED_PART = "unexamined_part"


class Reason(StrEnum):
    """Why a file was not examined. It is then handed on as it came, and the page says so."""

    OTHER_TYPE = "other_type"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    TOO_LARGE = "too_large"
    BOMB = "bomb"
    ANIMATED = "animated"
    TIMED_OUT = "timed_out"
    ENDED = "ended"
    BUSY = "busy"
    NOT_CLEAN = "not_clean"


class Refused(Exception):
    """The file cannot be examined; `reason` says why. Never leaves this package."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing in the file that is not its visible content.

    `value` as it stands in the file, `place` the part or page it stands in. `removed` is False for what the cleaned
    copy still has: hidden sheets, deleted text, parts of a kind that is not read.
    """

    what: What
    value: str
    place: str = ""
    removed: bool = True


@dataclass(frozen=True, slots=True)
class Examined:
    """What is known about one file. `cleaned` is None exactly when `reason` says why it was not examined.

    `offline` is whether the system let the process be cut off from the network; None when no process ran.
    """

    kind: Kind
    findings: tuple[Finding, ...] = ()
    cleaned: bytes | None = None
    reason: Reason | None = None
    offline: bool | None = None


class Found:
    """Findings of one file as they are gathered: each once, shortened, counted."""

    def __init__(self) -> None:
        self._all: dict[tuple[What, str, str], Finding] = {}
        self.left_out = 0

    def add(self, what: What, value: object, place: str = "", *, removed: bool = True) -> None:
        """Note one finding; an empty value is none."""
        text = "".join(letter if letter.isprintable() else " " for letter in str(value)[: LONGEST * 2])
        text = " ".join(text.split())[:LONGEST]
        key = (what, text, place[:LONGEST])
        if not text or key in self._all:
            return
        if len(self._all) >= MOST:
            self.left_out += 1
            return
        self._all[key] = Finding(what, text, place[:LONGEST], removed)

    def within(self, place: str, inner: Found) -> None:
        """Take over what was found in a part of the file, for example in a picture of a document."""
        for one in inner.all():
            self.add(one.what, one.value, f"{place} {one.place}".strip(), removed=one.removed)

    def all(self) -> tuple[Finding, ...]:
        """In the order in which they were found."""
        rest = (Finding(What.OTHER_DATA, f"+{self.left_out}"),) if self.left_out else ()
        return (*self._all.values(), *rest)
