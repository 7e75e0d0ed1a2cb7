"""Which kind the bytes are, and the one reader for it. Runs in the confined process."""

from __future__ import annotations

import codecs
import importlib
from collections.abc import Callable

from duecare.adapters.scrubbing import jpeg, packages, pdf, png, webp
from duecare.adapters.scrubbing.findings import Examined, Found, Kind, Reason, Refused

Cleaner = Callable[[bytes, Found], bytes]

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def load_all() -> None:
    """Load what would else be loaded from files at its first use."""
    for plugin in ("JpegImagePlugin", "PngImagePlugin", "WebPImagePlugin", "TiffImagePlugin", "MpoImagePlugin"):
        importlib.import_module(f"PIL.{plugin}")
    for coding in ("utf-16", "utf-16-le", "utf-16-be", "latin-1", "ascii", "cp437", "utf-8"):
        codecs.lookup(coding)


def cleaned_file(content: bytes) -> Examined:
    """Findings and cleaned copy of one file; whatever goes wrong is "damaged", since parsers fail in many ways."""
    kind, found = Kind.OTHER, Found()
    try:
        kind, clean = _reader(content)
        return Examined(kind, cleaned=clean(content, found), findings=found.all())
    except Refused as refused:
        return Examined(kind, reason=refused.reason)
    except MemoryError:
        return Examined(kind, reason=Reason.BOMB)
    except Exception:  # a parser that fails, however it does, leaves the file unexamined
        return Examined(kind, reason=Reason.DAMAGED)


def _reader(content: bytes) -> tuple[Kind, Cleaner]:
    if content.startswith(b"\xff\xd8\xff"):
        return Kind.JPEG, jpeg.cleaned
    if content.startswith(png.MAGIC):
        return Kind.PNG, png.cleaned
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return Kind.WEBP, webp.cleaned
    if content.startswith(b"%PDF-"):
        return Kind.PDF, pdf.cleaned
    if content.startswith(b"PK\x03\x04"):
        return packages.reader(content)
    # A protected Word, Excel or PowerPoint file is an old container with this stream in it.
    if content.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in content:
        raise Refused(Reason.ENCRYPTED)
    raise Refused(Reason.OTHER_TYPE)
