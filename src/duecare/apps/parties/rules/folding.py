"""How names of parties are searched: as all text is (`kernel.folding`)."""

from __future__ import annotations

from duecare.kernel.folding import fold, within, words

__all__ = ["FOLDED_BYTES", "fold", "within", "words"]

FOLDED_BYTES = 1700
"""With a name of 200 characters of four bytes it stays below the 2,704 bytes that a row of an index may take there."""
