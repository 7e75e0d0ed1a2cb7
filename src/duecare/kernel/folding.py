"""Text as it is searched: the same on every database, because it is folded before it is stored."""

from __future__ import annotations

import unicodedata

# Letters that no decomposition takes apart, yet people type without them.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


class _Bare(dict[int, int | str | None]):
    """For `str.translate`: without the marks that combine. Asks about a character once; of rare ones every time."""

    def __missing__(self, point: int) -> int | str | None:
        kept = None if unicodedata.combining(chr(point)) else point
        if point < _RARE:
            self[point] = kept
        return kept


_RARE = 0x3000
_BARE, _TYPED = _Bare(), _Bare(_LETTERS)


def fold(text: str) -> str:
    """Without accents and case, spaces single: ``fold("  Ministère ŁÓDŹ ") == "ministere lodz"``."""
    if text.isascii():  # nothing to take apart
        return " ".join(text.lower().split())
    plain = unicodedata.normalize("NFKD", text).translate(_BARE)
    return " ".join(unicodedata.normalize("NFKD", plain.casefold()).translate(_TYPED).split())


def words(query: str) -> tuple[str, ...]:
    """The words of a search, each of which must occur; at most eight, so that no search is endless."""
    return tuple(dict.fromkeys(fold(query).split()))[:8]


def within(text: str, most: int) -> str:
    """The beginning of a text that takes `most` bytes or fewer in UTF-8, no character cut in two."""
    return text.encode()[:most].decode(errors="ignore")
