"""Letters of other scripts in Latin ones, as lists of denied parties commonly write them.

Sources: ISO 9 and GOST 7.79 system B and the passport practice of the countries (Cyrillic), ISO 843 and
UN/ELOT 743 (Greek), ALA-LC and UN 2017 (Arabic, Persian letters included), ISO 259 in its simplified use
(Hebrew). Where a list and a standard differ, `sounds` brings the writings together.
"""

from __future__ import annotations

CYRILLIC: dict[str, str] = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "zh",
    "з": "z", "и": "i", "і": "i", "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
    "р": "r", "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh",
    "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "ђ": "dj", "ѓ": "gj", "ѕ": "dz",
    "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ќ": "kj", "џ": "dz", "ѣ": "e", "ѳ": "f", "қ": "q", "ғ": "gh",
    "ң": "ng", "ө": "o", "ұ": "u", "ү": "u", "һ": "h", "ә": "a", "җ": "j", "ҷ": "j", "ҳ": "h", "ӯ": "u", "ӣ": "i",
    "ҡ": "q", "ҙ": "z", "ҫ": "s", "ӈ": "ng", "ӽ": "kh",
}  # fmt: skip

GREEK_PAIRS: tuple[tuple[str, str], ...] = (
    ("ου", "ou"), ("μπ", "b"), ("ντ", "nt"), ("γκ", "gk"), ("γγ", "ng"), ("γχ", "nch"), ("αυ", "av"), ("ευ", "ev"),
)  # fmt: skip

GREEK: dict[str, str] = {
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k",
    "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y",
    "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
}  # fmt: skip

ARABIC: dict[str, str] = {
    "ا": "a", "أ": "a", "إ": "i", "آ": "a", "ٱ": "a", "ب": "b", "ت": "t", "ث": "th", "ج": "j", "ح": "h",
    "خ": "kh", "د": "d", "ذ": "dh", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "s", "ض": "dh", "ط": "t", "ظ": "dh",
    "ع": "a", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n", "ه": "h", "و": "w", "ي": "y",
    "ى": "a", "ة": "a", "ء": "", "ؤ": "w", "ئ": "y", "پ": "p", "چ": "ch", "ژ": "zh", "گ": "g", "ک": "k", "ی": "y",
    "ے": "y", "ہ": "h", "ھ": "h", "ں": "n", "ٹ": "t", "ڈ": "d", "ڑ": "r", "ڭ": "ng", "ۇ": "u", "ۆ": "o", "ۈ": "u",
    "ۋ": "v", "ې": "e", "ە": "a", "ـ": "", "ۀ": "a", "ټ": "t", "ډ": "d", "ړ": "r", "ږ": "zh", "ښ": "sh", "ڼ": "n",
    "ۍ": "y",
}  # fmt: skip

HEBREW: dict[str, str] = {
    "א": "a", "ב": "b", "ג": "g", "ד": "d", "ה": "h", "ו": "w", "ז": "z", "ח": "ch", "ט": "t", "י": "y",
    "כ": "k", "ך": "k", "ל": "l", "מ": "m", "ם": "m", "נ": "n", "ן": "n", "ס": "s", "ע": "a", "פ": "p", "ף": "f",
    "צ": "ts", "ץ": "ts", "ק": "k", "ר": "r", "ש": "sh", "ת": "t",
}  # fmt: skip

LATIN: dict[str, str] = {
    "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "æ": "ae", "œ": "oe", "þ": "th", "ı": "i", "ə": "a",
    "ŋ": "ng", "ħ": "h", "ĸ": "k", "ŧ": "t", "ƙ": "k", "ɓ": "b", "ɗ": "d", "ƴ": "y", "ʒ": "z", "ɛ": "e", "ɔ": "o",
}  # fmt: skip

LOOKS_LATIN: dict[str, str] = {
    "а": "a", "в": "b", "е": "e", "ё": "e", "к": "k", "м": "m", "н": "h", "о": "o", "р": "p", "с": "c",
    "т": "t", "у": "y", "х": "x", "і": "i", "ї": "i", "ј": "j", "ѕ": "s", "һ": "h", "ԛ": "q", "ԝ": "w", "ь": "b",
    "з": "3", "α": "a", "β": "b", "ε": "e", "η": "n", "ι": "i", "κ": "k", "μ": "m", "ν": "v", "ο": "o", "ρ": "p",
    "τ": "t", "υ": "u", "χ": "x", "ω": "w",
}  # fmt: skip
"""Cyrillic and Greek letters that stand in a Latin word for the Latin letter they look like (lower case)."""

LOOKS_CYRILLIC: dict[str, str] = {
    "a": "а", "b": "в", "e": "е", "k": "к", "m": "м", "h": "н", "o": "о", "p": "р", "c": "с", "t": "т",
    "y": "у", "x": "х", "i": "і", "j": "ј", "s": "ѕ", "3": "з",
}  # fmt: skip
