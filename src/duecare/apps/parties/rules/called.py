"""Whether a name that somebody types is one that a party has or had: pure, in memory, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from .folding import fold

_WORD = re.compile(r"[^\W_]+")


def parts(name: str) -> tuple[str, ...]:
    """The words of a name without accents, case and signs: ``parts("Müller & Söhne, S.A.") == ("muller", …)``."""
    return tuple(_WORD.findall(fold(name)))


def calls(typed: tuple[str, ...], known: tuple[str, ...]) -> bool:
    """Whether these words name it: all typed ones begin words of the name, or the whole name is among the typed ones.

    The second finds "Lantern" by "Lantern Systems Ltd"; the first, a ministry by two words of its long name.
    """
    if not typed or not known:
        return False
    whole = " " + " ".join(known)
    return all(f" {word}" in whole for word in typed) or set(known) <= set(typed)


def calling(typed: Mapping[str, tuple[str, ...]], names: Iterable[str]) -> Iterator[str]:
    """Those of what was typed, by their words, that call one of these names. As `calls`, without taking every one of a
    hundred thousand names into words: one that lacks a typed word, and begins with no typed word, is passed over."""
    for name in names:
        folded = fold(name)
        first = _WORD.search(folded)
        for said, words in typed.items():
            near = all(word in folded for word in words) or (first is not None and first[0] in words)
            if near and calls(words, tuple(_WORD.findall(folded))):
                yield said
