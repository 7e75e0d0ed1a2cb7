"""Tagged PDFs (PDF/UA-1) from typst templates under `library/documents/`.

The same data give the same bytes: the fonts inside typst come first, and the creation date is the
data's own. A script those fonts lack is set from the machine's fonts; a sign that no font here has
is written as its code point, because a name that vanishes from a decision would be worse than an
ugly one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache

import typst

from duecare.adapters.library import LIBRARY
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import DuecareError, NotFound

_UNSET = re.compile(r'the text `"(.+?)"` could not be displayed')
_ROUNDS = 40
"""How often signs without a font may be found: typst names them some at a time."""


def render(template: str, data: Mapping[str, JSON], *, created: datetime) -> bytes:
    """Set a document.

    Args:
        template: name under `library/documents/`, without ".typ".
        data: what the template shows; it reads "title" and "lang" for the document itself.
        created: creation date written into the file.

    Raises:
        NotFound: no such template.
        DuecareError: the template does not fit the data.
    """
    path = LIBRARY / "documents" / f"{template}.typ"
    if not template.isidentifier() or not path.is_file():
        raise NotFound("document template")
    text = json.dumps(data, ensure_ascii=False)
    fonts = _fonts(system=False)
    for _ in range(_ROUNDS):
        try:
            return _set(path.read_bytes(), text, created, fonts)
        except typst.TypstError as fault:
            missing = set(_UNSET.findall(fault.diagnostic))
            if not missing:
                raise DuecareError(
                    f"The document “{template}” could not be set: {fault.message}.",
                    "No PDF was made; the signed record itself is untouched.",
                    "Download the JSON, and tell the administrator.",
                ) from fault
        if fonts is _fonts(system=False):
            fonts = _fonts(system=True)
        else:
            text = _spelled(text, "".join(missing))
    raise DuecareError("The document holds too many signs without a font.", "No PDF was made.", "Download the JSON.")


def _set(source: bytes, text: str, created: datetime, fonts: typst.Fonts) -> bytes:
    made = typst.compile(
        source,
        format="pdf",
        font_paths=fonts,
        sys_inputs={"data": text},
        pdf_standards=["ua-1"],
        timestamp=int(created.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single PDF")
    return made


@cache
def _fonts(*, system: bool) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=system, include_embedded_fonts=True)


def _spelled(text: str, missing: str) -> str:
    """Write each sign no font has as its code point; ASCII stays, since JSON itself is made of it."""
    signs = {ord(sign): f"[U+{ord(sign):04X}]" for sign in missing if ord(sign) > 126}
    return text.translate(signs)
