"""Text as it is searched: the same on every database, because it is folded before it is stored."""

from __future__ import annotations

import unicodedata

# Letters that no decomposition takes apart, yet people type without them.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})


def fold(text: str) -> str:
    """Without accents and case, spaces single: ``fold("  Ministère ŁÓDŹ ") == "ministere lodz"``."""
    if text.isascii():  # nothing to take apart
        return " ".join(text.lower().split())
    plain = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    folded = unicodedata.normalize("NFKD", plain.casefold()).translate(_LETTERS)
    return " ".join("".join(char for char in folded if not unicodedata.combining(char)).split())


def words(query: str) -> tuple[str, ...]:
    """The words of a search, each of which must occur; at most eight, so that no search is endless."""
    return tuple(dict.fromkeys(fold(query).split()))[:8]


def within(text: str, most: int) -> str:
    """The beginning of a text that takes `most` bytes or fewer in UTF-8, no character cut in two."""
    return text.encode()[:most].decode(errors="ignore")
