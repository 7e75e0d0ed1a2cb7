"""Whether a name that somebody types is one that a party has or had: pure, in memory, word by word."""

from __future__ import annotations

import re

from .folding import fold

_APART = re.compile(r"[\W_]+")


def parts(name: str) -> tuple[str, ...]:
    """The words of a name without accents, case and signs: ``parts("Müller & Söhne, S.A.") == ("muller", …)``."""
    return tuple(_APART.sub(" ", fold(name)).split())


def calls(typed: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether these words name it: all typed ones begin words of the name, or the whole name is among the typed ones.

    The second finds "Lantern" by "Lantern Systems Ltd"; the first, a ministry by two words of its long name.
    """
    if not typed or not known:
        return False
    whole = " " + " ".join(known)
    return all(f" {word}" in whole for word in typed) or set(known) <= set(typed)
