"""Which script a name is written in, and the name in its own script that stands in brackets behind another."""

from __future__ import annotations

import re

_BRACKET = re.compile(r"^(?P<before>[^()]*)\((?P<inside>[^()]+)\)\s*[;,.]?\s*$")
_LABEL = re.compile(
    r"^(?:in\s+)?(?:arabic|belarusian|belarussian|chinese|cyrillic|farsi|hebrew|(?:in )?original script|korean|persian|"
    r"russian|ukrainian)(?:\s+(?:script|spelling|language))?\s*:\s*",
    re.IGNORECASE,
)


def is_latin(text: str) -> bool:
    """True when most of its letters are Latin, or it has none."""
    if text.isascii():
        return True
    letters = [char for char in text if char.isalpha()]
    latin = sum(char < "\u0250" or "\u1e00" <= char <= "\u1eff" for char in letters)
    return 2 * latin >= len(letters)


def without_label(text: str) -> str:
    """ "Russian: Имя" -> "Имя"."""
    return _LABEL.sub("", text)


def own_script(text: str) -> str:
    """The bracketed end of a Latin name in another script, if it can stand for the whole name; else "".

    A single word in brackets is a spelling of one part, or a country ("Al-Haramain Foundation (Ινδονησία)"): as a
    name of its own it would hit every namesake."""
    if text.isascii() or "(" not in text:
        return ""
    found = _BRACKET.match(text)
    if not found or not found["before"].strip() or not is_latin(found["before"]):
        return ""
    inside = found["inside"].rpartition(":")[2].strip()  # "Previously listed as. In Arabic: …"
    return inside if not is_latin(inside) and len(inside.split()) > 1 else ""
