"""Generic words of bodies' names in the forms in which names hold them: with endings, with prefixes, without spaces.

A dictionary holds a word once. A Russian name holds it in any case, gender and number, an Arabic one with a letter
for "and" or "for the" before it, a Chinese one writes it together with its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from .normalise import Word, script_of
from .scripts import SIMPLIFIED

LEAST = {"cyrillic": 4, "latin": 5, "greek": 4, "arabic": 3, "hebrew": 3}
"""Letters of a stem, by the script of the word that is asked for; short ones are met by chance."""

_BEGINS = 3
_SLAVIC = (
    "a", "e", "i", "o", "u", "y", "ya", "ye", "yu", "ie", "ii", "iy", "ij", "oy", "oi", "oj", "ey", "ei", "yy", "yi",
    "aya", "aia", "aja", "yaya", "oe", "oye", "oie", "oje", "ee", "eye", "yye", "iye", "ogo", "oho", "ego", "omu",
    "emu", "om", "em", "im", "ym", "uyu", "uiu", "yuyu", "ikh", "ykh", "ih", "yh", "imi", "ymi", "ov", "ev", "am",
    "yam", "ami", "yami", "akh", "yakh", "ta", "to", "te", "yat", "iyat",
)  # fmt: skip
_ENDINGS = {
    "cyrillic": frozenset(_SLAVIC),
    "greek": frozenset(("os", "i", "o", "on", "ou", "oi", "es", "is", "as", "a", "oys", "eis", "eon", "is", "s")),
    "arabic": frozenset(("a", "t", "y", "ya", "yt", "yn", "wn", "at", "ha", "hay", "hayy", "an", "yan")),
    "hebrew": frozenset(("t", "yt", "ym", "wt", "y", "h")),
}
"""By script, as `scripts` writes them in Latin letters. Words in Latin letters are asked for as if transliterated."""

_PREFIXES = {"arabic": ("w", "b", "l", "k", "ll"), "hebrew": ("h", "w", "l", "b", "m", "sh")}
"""And, in, for, like, for the; the, and, to, in, from, that: written as a part of the word."""

_ARTICLE = "ال"
_WITH_ARTICLE = (("وال", 3), ("بال", 4), ("ولل", 3), ("لل", 3))
"""Clitics that hold the article, and letters that must follow."""

_UNSPACED = ("han", "hangul")


class BodyWords:
    """Generic words as the dictionary has them; read only.

    Args:
        written: forms as written, words with one space between, and the Latin letters by which each is known.
        names: Latin writings that are known as something else: a word in Latin letters is not looked for behind them.
    """

    def __init__(self, written: Sequence[tuple[str, str]], names: Iterable[str]) -> None:
        self._generic = frozenset(latin for _, latin in written)
        self._known = self._generic | frozenset(names)
        self._stems: dict[str, dict[str, str]] = {script: {} for script in _ENDINGS}
        self._compounds: dict[str, str] = {}
        self._phrases: dict[str, list[tuple[str, ...]]] = {}
        for form, latin in written:
            script = script_of(form[0])
            if script in _UNSPACED and len(form) > 1 and " " not in form:
                self._compounds[_simple(form)] = latin
            elif " " in form:
                words = tuple(form.split())
                self._phrases.setdefault(words[0], []).append(words)
            elif script in self._stems:
                self._take_stems(script, latin)
        self._longest = max(map(len, self._compounds), default=0)
        self._begins = {script: frozenset(stem[:_BEGINS] for stem in stems) for script, stems in self._stems.items()}
        for several in self._phrases.values():
            several.sort(key=len, reverse=True)

    def _take_stems(self, script: str, latin: str) -> None:
        stems, endings = self._stems[script], _ENDINGS[script]
        folded = latin.replace("yo", "e") if script == "cyrillic" else latin
        stems[folded] = latin
        for size in range(1, 5):
            if len(stem := folded[:-size]) >= LEAST[script] and folded[-size:] in endings:
                stems.setdefault(stem, latin)

    def root(self, latin: str, script: str) -> str:
        """The form under which a word is known, where this is another form of it; else the word."""
        if latin in (self._known if script == "latin" else self._generic):
            return latin
        family = "cyrillic" if script == "latin" else script
        stems = self._stems.get(family)
        if stems is None:
            return latin
        word = latin.replace("yo", "e") if script == "cyrillic" else latin
        if word[:_BEGINS] in self._begins[family] and (found := _inflected(word, stems, family, LEAST[script])):
            return found
        for prefix in _PREFIXES.get(family, ()):
            rest = latin[len(prefix) :]
            if not latin.startswith(prefix) or len(rest) < LEAST[script]:
                continue
            if found := rest if rest in self._generic else _inflected(rest, stems, family, LEAST[script]):
                return found
        return latin

    def compounds(self, syllables: Sequence[Word]) -> list[Word]:
        """Syllables of Han or Hangul with known words of several of them put together, from the end on.

        From the end, because there a name says what its bearer is: 华中|国际, not 华|中国|际.
        """
        found: list[Word] = []
        end = len(syllables)
        while end > 0:
            size = min(self._longest, end)
            while size > 1:
                letters = "".join(word.shown for word in syllables[end - size : end])
                if latin := self._compounds.get(_simple(letters)):
                    found.append(Word(latin, syllables[end - 1].script, letters))
                    break
                size -= 1
            else:
                found.append(syllables[end - 1])
            end -= size
        return found[::-1]

    def begins_phrase(self, word: str) -> bool:
        """True for the first word of a form of several words."""
        return word in self._phrases

    def begin_phrases(self) -> AbstractSet[str]:
        """The first words of all forms of several words."""
        return self._phrases.keys()

    def go_on(self) -> AbstractSet[str]:
        """Their second words."""
        return {words[1] for several in self._phrases.values() for words in several}

    def phrases(self, words: Sequence[str]) -> Sequence[str]:
        """Words of a name, those together that are one word elsewhere: Hong Kong, راه آهن."""
        if self._phrases.keys().isdisjoint(words):
            return words
        found: list[str] = []
        at = 0
        while at < len(words):
            size = 1
            for several in self._phrases.get(words[at], ()):
                if tuple(words[at : at + len(several)]) == several:
                    size = len(several)
                    break
            found.append("".join(words[at : at + size]))
            at += size
        return found


def without_clitic(word: str) -> str:
    """An Arabic word with the article alone where "and the", "with the", "for the" are written as a part of it."""
    for clitic, least in _WITH_ARTICLE:
        if word.startswith(clitic) and len(word) >= len(clitic) + least:
            return _ARTICLE + word[len(clitic) :]
    return word


def _inflected(latin: str, stems: dict[str, str], family: str, least: int) -> str:
    """What a word is known by when an ending is taken off it; "" for nothing."""
    endings = _ENDINGS[family]
    for size in range(5):
        stem = latin[: len(latin) - size]
        if len(stem) < least:
            return ""
        if (size == 0 or latin[-size:] in endings) and stem in stems:
            return stems[stem]
    return ""


def _simple(letters: str) -> str:
    """Traditional Han letters as simplified ones."""
    return letters.translate(SIMPLIFIED)
