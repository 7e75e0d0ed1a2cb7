"""Listed names as they are typed, cut, transcribed and nicknamed by others: what a search must still find.

Every change starts from a listed name in Latin letters of at least two words, and says which one it is. A changed name
may be found as any entity that may be the same party. The tables here are not the product's: general knowledge,
written down before the matcher was measured.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from .screening_lists import LEGAL, Entity, Half, half_of, listed, same_party, script, tokens
from .screening_sets import SEED, Query

EACH = 300
"""Queries of each kind in each half."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
VOWELS = frozenset("aeiouy")
SPELLINGS = (
    ("kh", "h"), ("zh", "j"), ("sh", "ch"), ("shch", "sch"), ("iy", "y"), ("ii", "y"), ("ey", "ei"), ("ou", "u"),
    ("u", "ou"), ("q", "k"), ("v", "w"), ("ks", "x"), ("ts", "c"), ("dh", "d"), ("gh", "g"), ("th", "t"), ("ee", "i"),
    ("oo", "u"), ("yev", "ev"), ("ya", "ia"), ("yu", "iu"), ("y", "i"), ("ai", "ay"), ("ss", "s"), ("ll", "l"),
    ("mm", "m"), ("dd", "d"), ("ch", "tch"), ("j", "dj"), ("f", "ph"), ("c", "k"), ("aa", "a"), ("z", "s"),
)  # fmt: skip
"""How one sound is written under two customs; applied in either direction."""
NICKNAMES = tuple(
    tuple(line.split())
    for line in """
    alexander sasha alex|aleksandr sasha sanya alex|vladimir volodya vova|dmitry dima mitya|dmitri dima|mikhail misha
    sergey seryozha|sergei seryozha|nikolay kolya|nikolai kolya|ivan vanya|yuri yura|yury yura|pavel pasha|igor garik
    konstantin kostya|vyacheslav slava|anatoly tolya|yevgeny zhenya|evgeny zhenya|viktor vitya|vasily vasya|boris borya
    alexey lyosha|aleksei alyosha|aleksey alyosha|maria masha|anna anya|natalya natasha|tatiana tanya|tatyana tanya
    elena lena|yelena lena|olga olya|ekaterina katya|irina ira|svetlana sveta|andrey andryusha|oleksandr sashko
    robert bob rob bobby|william bill will|richard dick rick|james jim jimmy|john jack johnny|joseph joe|thomas tom
    michael mike mick|david dave|charles charlie chuck|daniel dan danny|edward ed ted|anthony tony|christopher chris
    francisco paco pancho|jose pepe|manuel manolo|jesus chuy|luis lucho|enrique kike|rafael rafa|roberto beto
    alberto beto|ignacio nacho|guillermo memo|antonio tono|guadalupe lupe|dolores lola|eduardo lalo|fernando nando
    mohammed mo|mohammad mo|abdullah abdul|ibrahim ibo|patrick pat paddy|victor vic|peter pete|samuel sam|steven steve
    """.replace("\n", "|").split("|")
    if line.strip()
)
NICKNAME = {head: tuple(rest) for head, *rest in NICKNAMES}
FORMS = {
    "llc": "Limited Liability Company", "jsc": "Joint Stock Company", "ltd": "Limited", "co": "Company",
    "inc": "Incorporated", "corp": "Corporation", "pjsc": "Public Joint Stock Company",
    "ooo": "Obshchestvo s Ogranichennoi Otvetstvennostyu", "gmbh": "Gesellschaft mit beschränkter Haftung",
}  # fmt: skip


def typed(words: list[str], chance: Random) -> list[str]:
    """One letter added, left out or replaced, somewhere in the longest words."""
    place = _long(words, chance)
    word, at = words[place], chance.randrange(1, len(words[place]))
    new = chance.choice((chance.choice(LETTERS), ""))
    return _with(words, place, word[:at] + new + word[at + (chance.randint(0, 1) if new else 1) :])


def typed_twice(words: list[str], chance: Random) -> list[str]:
    """Two such errors in a name of twelve letters or more."""
    return typed(typed(words, chance), chance) if len("".join(words)) >= 12 else []


def swapped(words: list[str], chance: Random) -> list[str]:
    """Two neighbouring letters changed places."""
    place = _long(words, chance)
    word, at = words[place], chance.randrange(len(words[place]) - 1)
    return _with(words, place, word[:at] + word[at + 1] + word[at] + word[at + 2 :])


def without_vowels(words: list[str], chance: Random) -> list[str]:
    """Vowels inside words left out, two in three."""
    return [
        word[:1] + "".join(one for one in word[1:] if one.lower() not in VOWELS or chance.random() > 0.66)
        for word in words
    ]


def joined(words: list[str], chance: Random) -> list[str]:
    """Typed without any space."""
    return ["".join(words)] if len("".join(words)) >= 8 else []


def reordered(words: list[str], chance: Random) -> list[str]:
    """The words in another order."""
    return chance.sample(words, len(words))


def initials(words: list[str], chance: Random) -> list[str]:
    """One or two words before the last, the family name of most, reduced to their initial."""
    others = [place for place, word in enumerate(words[:-1]) if len(word) > 2 and word.isalpha()]
    short = set(chance.sample(others, min(len(others), chance.randint(1, 2))))
    return [f"{word[0]}." if place in short else word for place, word in enumerate(words)]


def truncated(words: list[str], chance: Random) -> list[str]:
    """Cut off as by a field that is too short: 5 to 25 % of the letters gone, eight left at least."""
    text = " ".join(words)
    return text[: max(8, int(len(text) * chance.uniform(0.75, 0.95)))].split()


def without_middle(words: list[str], chance: Random) -> list[str]:
    """A word that is neither first nor last left out."""
    return [*words[: (at := chance.randrange(1, len(words) - 1))], *words[at + 1 :]] if len(words) > 2 else []


def transcribed(words: list[str], chance: Random) -> list[str]:
    """Two sounds written by another custom."""
    text, done = " ".join(words).lower(), 0
    for one, other in chance.sample(SPELLINGS, len(SPELLINGS)):
        before, after = chance.choice(((one, other), (other, one)))
        if (at := text.find(before, 1)) > 0 and " " not in text[at : at + len(before)]:
            text, done = text[:at] + after + text[at + len(before) :], done + 1
        if done == 2:
            return text.split()
    return text.split() if done else []


def nicknamed(words: list[str], chance: Random) -> list[str]:
    """A given name replaced by what friends call its bearer."""
    known = [place for place, word in enumerate(words) if word.lower() in NICKNAME]
    if not known:
        return []
    at = chance.choice(known)
    return _with(words, at, chance.choice(NICKNAME[words[at].lower()]).title())


def other_form(words: list[str], chance: Random) -> list[str]:
    """A company's legal form spelt out, or left out."""
    known = [place for place, word in enumerate(words) if word.lower().strip(".") in FORMS]
    if not known:
        return []
    at = chance.choice(known)
    return _with(words, at, chance.choice((FORMS[words[at].lower().strip(".")], "")))


PERSONS, COMPANIES = ("Person",), ("Organization",)
BOTH = (*PERSONS, *COMPANIES)
CHANGES: dict[str, tuple[Callable[[list[str], Random], list[str]], Sequence[str]]] = {
    "as listed": (reordered, BOTH),  # never called: the listed name itself is looked for
    "typing error": (typed, BOTH),
    "two errors": (typed_twice, BOTH),
    "letters swapped": (swapped, BOTH),
    "vowels dropped": (without_vowels, BOTH),
    "no spaces": (joined, BOTH),
    "other order": (reordered, PERSONS),
    "initials": (initials, PERSONS),
    "truncated": (truncated, BOTH),
    "middle dropped": (without_middle, PERSONS),
    "transcribed": (transcribed, PERSONS),
    "nickname": (nicknamed, PERSONS),
    "legal form": (other_form, COMPANIES),
}
"""Kind → how, and to whose names it is done."""


def changed(where: Path, which: Half, each: int = EACH) -> list[Query]:
    """`each` queries of every kind, fewer where there are not so many names to change."""
    entities = [one for one in listed(where) if half_of(where, one.id) == which]
    names = [(one, name) for one in entities for name in one.names if _fit(one, name)]
    found: list[Query] = []
    for kind in CHANGES:
        found += _of_kind(where, kind, names, random.Random(f"{SEED} {which} {kind}"), each)
    return found


def _of_kind(where: Path, kind: str, names: Sequence[tuple[Entity, str]], chance: Random, each: int) -> list[Query]:
    how, schemas = CHANGES[kind]
    found: list[Query] = []
    for entity, name in chance.sample(names, len(names)):
        if entity.schema not in schemas or len(found) == each:
            continue
        words = _words(name, given_first=entity.schema == "Person")
        new = name if kind == "as listed" else " ".join(how(words, chance)).strip()
        if new and (kind == "as listed" or tokens(new) != tokens(" ".join(words))):
            found.append(Query(new, entity.schema, kind, same_party(where)[entity.id]))
    return found


def _fit(entity: Entity, name: str) -> bool:
    """Names that are more than a generic word: two words and eight letters that are no legal form's."""
    own = [word for word in tokens(name) if word not in LEGAL]
    return script(name) == "LATIN" and len(own) > 1 and len("".join(own)) >= 8 and len(own) < 9


def _words(name: str, *, given_first: bool) -> list[str]:
    """The words without signs between them; `FAMILY NAME, Given` turned as people write it."""
    family, comma, given = name.partition(",")
    turned = f"{given} {family}" if given_first and comma and "," not in given else name
    return re.sub(r"[,;/()\[\]‘’“”]", " ", turned).split()


def _long(words: Sequence[str], chance: Random) -> int:
    """One of the words of four letters or more, else the longest."""
    found = [place for place, word in enumerate(words) if len(word) >= 4]
    return chance.choice(found) if found else max(range(len(words)), key=lambda place: len(words[place]))


def _with(words: Sequence[str], place: int, word: str) -> list[str]:
    return [*words[:place], word, *words[place + 1 :]]
