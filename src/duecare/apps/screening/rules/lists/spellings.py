"""Names that a publisher packs into one: "Maher (a.k.a. Mahir) AL-EXAMPLE", "Old Works Ltd., a.k.a. New Works".

The name as written stays; what it stands for is added, so that neither spelling is weighed down by the other. Used for
the lists that write so, and not for those that put remarks in brackets ("Rashid (the Moroccan)").
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .scripts import is_latin

MOST = 12
"""Spellings taken from one name; beyond it the brackets hold something else."""
_BRACKET = re.compile(r"\s*\(([^()]*)\)")
_KNOWN_AS = re.compile(r"(?:,|;|\s)*\(?\b(?P<word>a\.k\.a\.|f\.k\.a\.|n\.k\.a\.)[,:]?\s+", re.IGNORECASE)
_AKA = re.compile(r"^(?:a\.k\.a\.|also known as|or)[,:]?\s+", re.IGNORECASE)
_ALTERNATIVES = re.compile(r"\s*[,;/]\s*(?:or\s+)?|\s+or\s+")
_ACRONYM = re.compile(r"\s*\([A-Z][A-Z0-9&/-]{2,9}\)\s*$")
_INSERTED = re.compile(r"\s*\([^()]*\b[af]\.k\.a\.[^()]*\)(?=\s+\w)", re.IGNORECASE)
_SUCCESSORS = re.compile(r"[;,]?\s+and (?:any|its) (?:successor|sub-?unit|subsidiar).*$", re.IGNORECASE)
_TITLES = frozenset({"hojjatoleslam", "ayatollah", "general", "colonel", "haji", "hajj", "mullah", "dr", "shaykh"})
_WORD = re.compile(r"^[^\W\d][\w'’`-]*$")


@dataclass(frozen=True, slots=True)
class Spelling:
    """A name taken out of another; `former` when the publisher says f.k.a."""

    text: str
    former: bool = False


def spellings(text: str, *, person: bool) -> tuple[Spelling, ...]:
    """What a name stands for besides itself, in its order; () for a plain name."""
    if not is_latin(text):
        return ()
    found = _in_brackets(text) if person else _of_body(text)
    return tuple(dict.fromkeys(one for one in found if one.text and one.text != text))[:MOST]


def _of_body(text: str) -> list[Spelling]:
    """A body's name without "and any successor, sub-unit, or subsidiary thereof", its other names, its acronym."""
    bare = _SUCCESSORS.sub("", text)
    if _INSERTED.search(bare):  # the words after the bracket belong to both names: only the first is certain
        return [Spelling(_INSERTED.sub("", bare))]
    return _known_as(bare) or [Spelling(_ACRONYM.sub("", bare))]


def _known_as(text: str) -> list[Spelling]:
    """ "A (a.k.a. B; C)" and "A, f.k.a. B": each part."""
    marks = list(_KNOWN_AS.finditer(text))
    if not marks:
        return []
    found = [Spelling(text[: marks[0].start()].strip(" ,;"))]
    for mark, end in zip(marks, [*(other.start() for other in marks[1:]), len(text)], strict=True):
        former = mark["word"].lower() == "f.k.a."
        for part in text[mark.end() : end].split(";"):
            part = part.strip() if part.count("(") == part.count(")") else part.strip().removesuffix(")")
            found.append(Spelling(part.removeprefix("and ").strip(" ,;"), former))
    return [one for one in found if one.text]


def _in_brackets(text: str) -> list[Spelling]:
    """A bracket of a person's name: other spellings of the word before it, or another whole name."""
    brackets = [mark for mark in _BRACKET.finditer(text) if _alternatives(mark[1])]
    if not brackets or "," in _BRACKET.sub("", text):
        return []
    found = [Spelling(_bare(text))]
    for mark in brackets:
        before, after = _bare(text[: mark.start()]).split(), _bare(text[mark.end() :]).split()
        for other in _alternatives(mark[1]):
            if " " not in other and before:
                found.append(Spelling(" ".join((*before[:-1], other, *after))))
            elif " " in other and not after:
                found.append(Spelling(other))
    return found


def _alternatives(inside: str) -> tuple[str, ...]:
    """Words of names only; a bracket with a remark in it has none."""
    parts = tuple(filter(None, _ALTERNATIVES.split(_AKA.sub("", inside.strip()))))
    names = not _TITLES & {part.lower() for part in parts} and all(
        part[:1].isupper() and is_latin(part) and all(map(_WORD.match, part.split())) for part in parts
    )
    return parts if names else ()


def _bare(text: str) -> str:
    return " ".join(_BRACKET.sub("", text).split())
