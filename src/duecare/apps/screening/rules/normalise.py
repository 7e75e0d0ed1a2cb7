"""From a name as written to plain words: invisible characters, look-alikes, scripts.

What is hidden in a name must not hide it: zero-width and right-to-left marks are dropped, letters of
another script inside a word are read as what they look like, full-width letters become ordinary ones.
Every script is then written in Latin letters. Cyrillic, Greek, Arabic and Hebrew by the tables of
`scripts`, because a list writes them so; all others by anyascii (Han as Mandarin syllables).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from anyascii import anyascii

from .scripts import ARABIC, CYRILLIC, GREEK, GREEK_PAIRS, HEBREW, LATIN, LOOKS_CYRILLIC, LOOKS_LATIN

MOST_WORDS = 48
"""Words of one name that are looked at; what follows is ignored and told (`cut`)."""

MOST_LETTERS = 1_000
"""Characters of one name that are looked at."""

_BREAKS = dict.fromkeys(map(ord, '-_/\\,;:.()[]{}<>|"“”„«»‹›–—―‐‑‒·•،؛。、，：；（）【】「」『』・&+*!?¡¿=~#%@^…'), " ")
_APOSTROPHES = dict.fromkeys(map(ord, "'’‘ʼʻ`´ʹʺʿʾ′″"), "")
_ASCII = {code: chr(code).lower() for code in range(128)} | _BREAKS | _APOSTROPHES
_ASCII |= dict.fromkeys((*range(32), 127, ord("$")), " ")
ASCII_BYTES = bytes(ord(_ASCII.get(code) or " ") if code < 128 else 32 for code in range(256))
ASCII_GONE = bytes(code for code, into in _ASCII.items() if code < 128 and not into)
"""What each ASCII character of a name becomes, and those that are left out."""
_MARKS = _BREAKS | _APOSTROPHES
_INVISIBLE = frozenset(("Cf", "Cc", "Co", "Cn", "Cs"))


class _Plain(dict[int, str]):
    """What a character of a name becomes, looked up once for each that is met; "" for an invisible one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        gone = unicodedata.category(char) in _INVISIBLE and char not in "\t\n"
        into = "" if gone else _MARKS.get(code, char)
        if code <= _REMEMBERED_TO:
            self[code] = into
        return into


_REMEMBERED_TO = 0xFFFF
"""A name of letters of all planes costs no memory."""
_PLAIN = _Plain()
_GERSHAYIM = re.compile('(?<=[א-ת])["״](?=[א-ת])')
"""The mark of a Hebrew abbreviation stands inside the word."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word in Latin letters (a–z, 0–9).

    Attributes:
        latin: never empty.
        script: "latin", "cyrillic", "greek", "arabic", "hebrew", "han", "hangul", "other".
        shown: as written, for the explanation.
    """

    latin: str
    script: str
    shown: str


def plain(text: str) -> str:
    """The name in lower case with spaces between its words; invisible characters are gone."""
    if len(text) > MOST_LETTERS:
        text = text[:MOST_LETTERS]
    if text.isascii():
        return text.encode().translate(ASCII_BYTES, ASCII_GONE).decode()  # eight times as fast as by a dict
    text = unicodedata.normalize("NFKC", text)
    if '"' in text or "״" in text:
        text = _GERSHAYIM.sub("", text)
    return text.translate(_PLAIN).casefold()


def script_of(char: str) -> str:
    """The script of a letter, one of the words of `Word.script`; "" for what is no letter."""
    code = ord(char)
    if code < 0x250:
        return "latin" if char.isalnum() else ""
    for low, high, name in _RANGES:
        if low <= code <= high:
            return name
    if unicodedata.category(char)[0] not in "LN":
        return ""
    return "latin" if unicodedata.name(char, "").startswith("LATIN") else "other"


_RANGES = (
    (0x370, 0x3FF, "greek"), (0x1F00, 0x1FFF, "greek"), (0x400, 0x52F, "cyrillic"),
    (0x590, 0x5FF, "hebrew"), (0x600, 0x6FF, "arabic"), (0x750, 0x77F, "arabic"), (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"), (0x1E00, 0x1EFF, "latin"), (0x3400, 0x9FFF, "han"), (0xF900, 0xFAFF, "han"),
    (0x20000, 0x3FFFF, "han"), (0xAC00, 0xD7A3, "hangul"), (0x1100, 0x11FF, "hangul"),
)  # fmt: skip


def latin_words(word: str) -> tuple[Word, ...]:
    """One word of `plain` in Latin letters; several where a script writes without spaces.

    Han and Hangul give one word a syllable: `习近平` is xi, jin, ping. The Arabic article is a word of its own.
    """
    if word.isascii():
        return (Word(word, "latin", word),) if word else ()
    scripts = {script_of(char) for char in word} - {""}
    if len(scripts) > 1:
        word, scripts = _one_script(word, scripts)
    script = next(iter(scripts)) if len(scripts) == 1 else "other"
    if script in ("han", "hangul"):
        return tuple(_word(_letters(anyascii(char)), script, char) for char in word if script_of(char) == script)
    if len(scripts) > 1 and scripts & {"han", "hangul"}:
        return tuple(part for piece in _pieces(word) for part in latin_words(piece))
    return _spelt(word, script)


def _spelt(word: str, script: str) -> tuple[Word, ...]:
    """A word of an alphabet."""
    if script == "arabic":
        bare = "".join(char for char in word if unicodedata.category(char) != "Mn")
        if bare.startswith("ال") and len(bare) > 3 and bare != "الله":
            return _found(Word("al", script, "ال"), _word(_by(ARABIC, bare[2:]), script, bare[2:]))
        return _found(_word(_by(ARABIC, bare), script, word))
    if script == "hebrew":
        bare = "".join(char for char in word if unicodedata.category(char) != "Mn")
        return _found(_word(_by(HEBREW, bare), script, word))
    if script == "cyrillic":
        return _found(_word(_by(CYRILLIC, word), script, word))
    if script == "greek":
        bare = _bare(word)
        for pair, letters in GREEK_PAIRS:
            bare = bare.replace(pair, letters)
        return _found(_word(_by(GREEK, bare), script, word))
    return _found(_word(_by(LATIN, _bare(word.translate(_LATIN_FIRST))), script, word))


_LATIN_FIRST = str.maketrans(LATIN)


def _found(*words: Word) -> tuple[Word, ...]:
    return tuple(word for word in words if word.latin)


def _word(latin: str, script: str, shown: str) -> Word:
    return Word(latin, script, shown)


def _bare(word: str) -> str:
    """Without accents."""
    return "".join(char for char in unicodedata.normalize("NFKD", word) if unicodedata.category(char) != "Mn")


def _by(table: dict[str, str], word: str) -> str:
    return _letters("".join(found if (found := table.get(char)) is not None else anyascii(char) for char in word))


def _letters(text: str) -> str:
    return "".join(char for char in text.lower() if char.isascii() and char.isalnum())


def _one_script(word: str, scripts: set[str]) -> tuple[str, set[str]]:
    """Letters of another script read as what they look like, towards the script that most letters have."""
    if not scripts <= {"latin", "cyrillic", "greek"}:
        return word, scripts
    counted = {name: sum(1 for char in word if script_of(char) == name) for name in scripts}
    most = max(sorted(counted), key=lambda name: (counted[name], name == "latin"))
    table = LOOKS_LATIN if most == "latin" else LOOKS_CYRILLIC if most == "cyrillic" else {}
    word = "".join(table.get(char, char) if script_of(char) != most else char for char in word)
    return word, {script_of(char) for char in word} - {""}


def _pieces(word: str) -> list[str]:
    """Runs of one script."""
    runs: list[str] = []
    last = ""
    for char in word:
        script = script_of(char) or last
        if runs and script == last:
            runs[-1] += char
        else:
            runs.append(char)
        last = script
    return runs


def same_writing(left: str, right: str) -> bool:
    """True when two names differ in nothing but case, spaces, invisible characters and width: identity."""
    return _squeezed(left) == _squeezed(right)


def _squeezed(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).casefold()
    return " ".join("".join(char for char in text if unicodedata.category(char) != "Cf").split())
