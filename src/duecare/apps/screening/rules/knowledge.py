"""What matching knows of words, put into the matcher's own letters.

`name_data` holds the reviewed library as a lawyer wrote it, in every script. Here each form passes
through the same door as a name does, so that both meet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache, lru_cache

from .body_words import BodyWords, without_clitic
from .name_data import NameData
from .normalise import Word, latin_words, plain, script_of

LEGAL_WEIGHT, TITLE_WEIGHT, PARTICLE_WEIGHT = 0.06, 0.03, 0.06
SYLLABLE_WEIGHT = 0.6
ALSO_TITLE_WEIGHT = 0.4
_SHORT = {1: 0.3, 2: 0.65, 3: 0.85}
_LONG, _LONG_WEIGHT = 8, 1.1
PATRONYMIC_WEIGHT = 0.55
_PATRONYMIC = (
    "ovich", "evich", "ovych", "evych", "yovych", "ovna", "evna", "ivna", "avich", "yevich", "oglu", "ogly",
    "ovitch", "evitch",
)  # fmt: skip
"""Endings of a father's name: given by rule to every child, and left out as often as written."""
TRANSLATION = 2
GROUP_OF_BODIES = 1_000_000
"""From this number on groups are of generic words in names of bodies."""
LEGAL_WORD_WEIGHT = 0.15
"""A word of a legal form that stands alone: "stock", "liability"."""
_LEADING = frozenset({
    "ooo", "oao", "zao", "ao", "pao", "llc", "jsc", "ojsc", "pjsc", "cjsc", "pt", "cv", "tov", "prat", "pat", "too",
    "pp", "chp", "uab", "sia", "as", "ltd", "pjs", "sarl", "eurl", "spa", "sa", "fze", "dooel", "doo", "ad",
})  # fmt: skip
"""Legal forms of one Latin word that are written before the name; elsewhere Epic is a name and EPIC a form."""
_TYPED_FROM = 6
_VOWELS_FROM, _BONES_FROM = 5, 3
"""Letters of a word of a legal form that is known without its vowels, and consonants that it must have."""
_BEGINS = 4
"""Letters by which it is seen that no legal form can be meant."""
_GLUED_FROM, _GLUED_REST = 3, 5
_GLUED_WHOLE, _GLUED_BEHIND = 10, 3
"""Letters from which a legal form is taken off the beginning of a word, and which must then follow."""
_RUN_INTO = frozenset({"llc", "jsc", "ojsc", "pjsc", "cjsc", "ooo", "oao"})
"""Shorter ones: no word begins so."""
_REMEMBERED = 1 << 16
"""Words for which it is remembered whether a legal form was meant: the common ones of a list."""


class Knowledge:
    """The library in Latin letters; read only."""

    def __init__(self, data: NameData) -> None:
        of_persons, of_bodies = _groups(data, False), _groups(data, True)
        self._groups = (of_bodies, of_persons)
        self._weights = (_weights(data, True), _weights(data, False))
        titles = data.titles - data.titles_also_names
        self._titles = {word for form in titles for word in _latin(form)[:1] if len(_latin(form)) == 1}
        self._particles = {word for form in data.particles for word in _latin(form)[:1] if len(_latin(form)) == 1}
        self._legal: dict[tuple[str, ...], str] = {}
        for form, code in data.legal_forms.items():
            if words := tuple(word for piece in form for word in _latin(piece)):
                self._legal.setdefault(words, code)
        self._longest = max(map(len, self._legal), default=0)
        self._firsts, self._lasts = {words[0] for words in self._legal}, {words[-1] for words in self._legal}
        self._special = (
            frozenset(self._firsts | self._lasts | self._particles),
            # One letter is an initial before it is a particle: I. and Y. stand for a name, and prove little as it is.
            frozenset(word for word in self._titles | self._particles if len(word) > 1),
        )
        self._learn_slips()
        for words in self._legal:
            for word in words if len(words) > 1 else ():
                if len(word) > 2:
                    self._weights[False].setdefault(word, LEGAL_WORD_WEIGHT)
        self._generic = {
            word
            for two in (self._groups, self._weights)
            for word in two[False].keys() | two[True].keys()
            if two[False].get(word) != two[True].get(word)
        }
        self._noted = frozenset(_LEADING.union(*self._special, *self._legal))
        self._bones = {bones.capitalize().encode() for bones in self._without_vowels}
        self.bodies = BodyWords(
            [(form, latin) for form in data.organisation_words if (latin := _together(form))],
            self._groups[False].keys() | self._weights[False].keys(),
        )
        _latin.cache_clear()

    def _learn_slips(self) -> None:
        """Legal forms as they come: glued to a name, with a wrong letter, without their vowels."""
        self._glued = {joined: words for words in self._legal if len(joined := "".join(words)) >= _GLUED_FROM}
        self._glued_sizes = sorted({len(form) for form in self._glued}, reverse=True)
        self._legal_words = {word for words in self._legal for word in words if len(word) >= _TYPED_FROM}
        self._meant = {word: word for word in self._legal_words}
        self._meant |= {short: word for word in sorted(self._legal_words) for short in _shorter(word)}
        self._without_vowels: defaultdict[str, list[str]] = defaultdict(list)
        forms = Counter(word for words in self._legal for word in words if len(word) >= _VOWELS_FROM)
        for word in sorted(forms, key=lambda word: (-forms[word], word)):  # cmpn is a company before a compania
            if len(bones := _consonants(word)) >= _BONES_FROM:
                self._without_vowels[bones].append(word)
        self._begins = frozenset(word[:_BEGINS] for word in self._meant)
        self._typed_to = max(map(len, self._legal_words), default=0) + 1
        self._typed = lru_cache(_REMEMBERED)(self._meant_by)

    def __getstate__(self) -> dict[str, object]:
        """For another process; what this one remembers stays here."""
        return {name: value for name, value in vars(self).items() if name != "_typed"}

    def __setstate__(self, state: dict[str, object]) -> None:
        vars(self).update(state)
        self._typed = lru_cache(_REMEMBERED)(self._meant_by)

    def root(self, word: Word, person: bool) -> str:
        """The writing under which a word is looked up: of a body's generic word with an ending, the form without."""
        return word.latin if person else self.bodies.root(word.latin, word.script)

    def pieces(self, word: str, person: bool) -> tuple[Word, ...]:
        """One word of `plain` in Latin letters; of a body's name in Han or Hangul, known words instead of syllables.

        A legal form at either end stays in syllables: so it is known. Arabic's "and the", "for the" are the article.
        """
        found = latin_words(word)
        if not person and len(found) == 1 and found[0].script == "arabic":
            return latin_words(without_clitic(word))
        if person or len(found) < 2 or found[0].script not in ("han", "hangul"):
            return found
        front, low, high, back = self.ends(found, tuple(piece.latin for piece in found))
        if not front and not back:
            return tuple(self.bodies.compounds(found))
        return (*found[:low], *self.bodies.compounds(found[low:high]), *found[high:])

    def is_special(self, latin: str, person: bool) -> bool:
        """True for a word that may be something other than a name; it is looked at in its place."""
        return latin in self._special[person] or (not person and self._typed(latin) != latin)

    def is_slight(self, latin: str, person: bool) -> bool:
        """True for a title or a particle that is no word of a legal form: it is slight wherever it stands."""
        if person:
            return latin in self._special[True]
        return latin in self._particles and latin not in self._firsts and latin not in self._lasts

    def noted(self, words: Sequence[str]) -> set[str]:
        """Of ASCII words of bodies' names those that may be more than an ordinary word; few others are among them."""
        bare = " ".join(words).encode().title().translate(None, b"aeiouy").split(b" ") if words else ()
        begins, most = self._begins, self._typed_to
        return {
            word
            for word, bones in zip(words, bare, strict=True)
            if word in self._noted
            or bones in self._bones
            or (_TYPED_FROM - 1 <= len(word) <= most and not begins.isdisjoint(_beginnings(word)))
        }

    def starts_alone(self, latin: str) -> bool:
        """True for a legal form of one Latin word that may stand before the name."""
        return latin in _LEADING

    def _meant_by(self, latin: str) -> str:
        """The word of a legal form that was meant where one letter is wrong, or vowels are left out; else the word."""
        for word in self._without_vowels.get(_consonants(latin), ()):
            if latin not in self._weights[False] and _left_of(latin, word):
                return word
        fits = _TYPED_FROM - 1 <= len(latin) <= self._typed_to
        if not fits or latin in self._legal_words or latin in self._weights[False]:
            return latin
        if self._begins.isdisjoint(_beginnings(latin)):  # nine in ten words, without trying each letter
            return latin
        for short in (latin, *_shorter(latin)):
            if short in self._meant:
                return self._meant[short]
        return latin

    def without_forms(self, words: Sequence[str]) -> list[str]:
        """A company's name written without spaces, its legal forms taken off either end and put into words."""
        rest, front, back = list(words), list[str](), list[str]()
        while found := self._glued_to(rest, True):
            front += self._glued[found]
            rest = _without_first(rest, len(found))
        while found := self._glued_to(rest, False):
            back = [*self._glued[found], *back]
            rest = [word[::-1] for word in _without_first([word[::-1] for word in rest[::-1]], len(found))][::-1]
        return [*front, *rest, *back]

    def _glued_to(self, words: Sequence[str], front: bool) -> str:
        """The longest legal form with which words written as one begin or end, and more follows; "" for none."""
        text = "".join(words)
        for size in self._glued_sizes:
            found = text[:size] if front else text[-size:]
            if len(text) - size < (_GLUED_BEHIND if front else _GLUED_REST) or found not in self._glued:
                continue
            if not front or size >= _GLUED_WHOLE or found in _RUN_INTO:
                return found
        return ""

    def generic(self, latin: str) -> bool:
        """True for a word that means something else in a body's name than in a person's: Hope, German, Shura."""
        return latin in self._generic

    def groups(self, latin: str, person: bool) -> tuple[tuple[int, int], ...]:
        """Equivalence groups of a word, strongest first: (number, strength)."""
        return self._groups[person].get(latin, ())

    def weight(self, latin: str, syllable: bool, person: bool, root: str = "") -> float:
        """What a word says of a name: 1 for an ordinary word, less for a common, generic or short one."""
        if syllable:
            return SYLLABLE_WEIGHT
        by_length = _SHORT.get(len(latin), _LONG_WEIGHT if len(latin) >= _LONG else 1.0)
        if len(latin) > _LONG - 2 and latin.endswith(_PATRONYMIC):
            by_length *= PATRONYMIC_WEIGHT
        return by_length * self._weights[person].get(root or latin, 1.0)

    @property
    def legal_forms(self) -> Mapping[tuple[str, ...], str]:
        """The code of each legal form by its words."""
        return self._legal

    def is_particle(self, piece: str) -> bool:
        """True for a small word that belongs to the name: al, bin, van."""
        return piece in self._particles

    def slight_weight(self, piece: str) -> float:
        """The weight of a title, of a particle, or of a legal form's code ("=llc")."""
        return LEGAL_WEIGHT if piece.startswith("=") else TITLE_WEIGHT if piece in self._titles else PARTICLE_WEIGHT

    def is_small(self, latin: str, person: bool) -> bool:
        """True for a word that is slight where no legal form is: a particle, and a title in a person's name."""
        return latin in self.small(person)

    def small(self, person: bool) -> AbstractSet[str]:
        """All of these words."""
        return self._special[True] if person else self._particles

    def meant(self, latin: str) -> str:
        """The word of a legal form that was meant, where one was; the word itself otherwise."""
        return self._typed(latin)

    def ends(self, words: Sequence[Word], typed: tuple[str, ...]) -> tuple[list[str], int, int, list[str]]:
        """Legal forms at either end of a body's name: (codes in front, first word after them, end, codes behind).

        Args:
            typed: `meant` of each word.
        """
        front: list[str] = []
        back: list[str] = []
        low, high = 0, len(words)
        while high > low and typed[high - 1] in self._lasts and (took := self._at_end(typed[low:high])):
            back.insert(0, "=" + took[1])
            high -= took[0]
        while high > low and typed[low] in self._firsts and (took := self._at_front(words[low], typed[low:high])):
            front.append("=" + took[1])
            low += took[0]
        return front, low, high, back

    def _at_end(self, typed: tuple[str, ...]) -> tuple[int, str] | None:
        """The longest legal form with which a name ends: of how many words, and its code."""
        for count in range(min(self._longest, len(typed)), 0, -1):
            if (code := self._legal.get(typed[-count:])) is not None:
                return count, code
        return None

    def _at_front(self, first: Word, typed: tuple[str, ...]) -> tuple[int, str] | None:
        """The longest legal form with which a name begins."""
        alone = first.script != "latin" or self.starts_alone(first.latin)
        for count in range(min(self._longest, len(typed)), 0 if alone else 1, -1):
            if (code := self._legal.get(typed[:count])) is not None:
                return count, code
        return None


def _without_first(words: Sequence[str], many: int) -> list[str]:
    """The words without so many letters at their beginning."""
    left = list[str]()
    for word in words:
        if rest := word[many:]:
            left.append(rest)
        many = max(0, many - len(word))
    return left


def _beginnings(word: str) -> tuple[str, ...]:
    """The first four letters of a word as it is, and without one of its letters."""
    return (
        word[:4], word[1:5], word[0] + word[2:5], word[:2] + word[3:5], word[:3] + word[4:5],
    )  # fmt: skip


def _consonants(word: str) -> str:
    """The first letter and all others that are no vowels."""
    return word[:1] + word[1:].translate(_NO_VOWELS)


_NO_VOWELS = dict.fromkeys(map(ord, "aeiouy"))


def _left_of(short: str, word: str) -> bool:
    """Whether a shorter word is what is left of the other, letter by letter."""
    letters = iter(word)
    return len(short) < len(word) and all(letter in letters for letter in short)


def _shorter(word: str) -> list[str]:
    return [word[:at] + word[at + 1 :] for at in range(len(word))]


@cache
def _latin(form: str) -> tuple[str, ...]:
    """Each form is asked for several times while the knowledge is put together, and never after."""
    return tuple(word.latin for piece in plain(form).split() for word in latin_words(piece))


def _bare(form: str) -> tuple[str, ...]:
    """Without the Arabic article, which `normalise` makes a word of its own."""
    words = _latin(form)
    return words[1:] if len(words) > 1 and words[0] == "al" else words


def _alone(form: str) -> str:
    """The word of a form of one word; "" for one of several."""
    words = _bare(form)
    return words[0] if len(words) == 1 else ""


def _together(form: str) -> str:
    """The writing of a body's generic word: of several words, or of several syllables, written as one."""
    if " " in form:
        form = form.replace(" ", "")
    words = _bare(form)
    return "".join(words) if script_of(form[0]) in ("han", "hangul") else words[0] if len(words) == 1 else ""


def _groups(data: NameData, bodies: bool) -> dict[str, tuple[tuple[int, int], ...]]:
    found: defaultdict[str, dict[int, int]] = defaultdict(dict)
    organisations: Iterable[tuple[str, tuple[tuple[int, int], ...]]] = (
        (form, ((GROUP_OF_BODIES + group, TRANSLATION),)) for form, (group, _) in data.organisation_words.items()
    )
    persons = ((_alone(form), groups) for form, groups in data.equivalents.items())
    generic = ((_together(form), groups) for form, groups in organisations) if bodies else ()
    for word, groups in (*persons, *generic):
        for group, strength in groups if word else ():
            held = found[word]
            held[group] = min(strength, held.get(group, strength))
    return {word: tuple(sorted(held.items(), key=lambda item: (item[1], item[0]))) for word, held in found.items()}


def _weights(data: NameData, bodies: bool) -> dict[str, float]:
    found: dict[str, float] = {}
    for word, weight in (
        *((_alone(form), ALSO_TITLE_WEIGHT) for form in data.titles_also_names),
        *((_alone(form), weight) for form, weight in data.common.items()),
        *((_together(form), weight) for form, (_, weight) in data.organisation_words.items() if bodies),
    ):
        if word:
            found[word] = min(weight, found.get(word, 1.0))
    return found
