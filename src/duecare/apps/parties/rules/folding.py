"""How names of parties are searched: as all text is (`kernel.folding`)."""

from __future__ import annotations

from duecare.kernel.folding import fold, words

__all__ = ["fold", "words"]
