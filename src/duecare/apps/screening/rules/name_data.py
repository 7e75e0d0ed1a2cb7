"""What matching knows of names before it sees a list: equivalent names, legal forms, titles, particles, weights.

The knowledge stands in `library/names/`, one YAML file for one kind in one language, where a lawyer can
read it; here it becomes mappings. Keys are forms as written, taken apart by `words`; transliteration is
the matcher's own step.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final, TypeVar

from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput

Key = TypeVar("Key")
Value = TypeVar("Value")

SPELLING: Final = 0
NICKNAME: Final = 1
TRANSLATION: Final = 2
STRENGTHS: Final = {"spelling": SPELLING, "nickname": NICKNAME, "translation": TRANSLATION}
"""What a form is to its group's name; the greater the number, the dearer."""

_DROPPED = frozenset("'’‘ʼʻ`´ʹʺ\"“”„״׳′″")
"""Marks inside a word: O'Brien, Kuz'min, בע״מ are one word each."""

_ASCII = {code: "" if chr(code) in _DROPPED else " " for code in range(128) if not chr(code).isalnum()}


@dataclass(frozen=True, slots=True)
class NameData:
    """What is known of names. A form of several words is keyed by its words with one space between.

    Attributes:
        equivalents: form → (group, strength), strength 0 spelling, 1 nickname, 2 translation. Two forms are
            equivalent through every group they share; the cost of one group is the greater of the two
            strengths, the cost of the pair the least of all groups. A form of several words stands here
            joined as well ("abd al rahman", "abdalrahman").
        groups: the name of each group, by its number, for explanations; files of two languages may use one name.
        legal_forms: words of a company's legal form → its code ("общество с ограниченной …" → "llc").
        titles: titles, honorifics and ranks, which say little of who is meant.
        titles_also_names: those of `titles` that people also bear as names (Khan, Major, Shah): weigh, never drop.
        particles: small words of personal names → whether often written joined to the next word (al-, abu).
        organisation_words: generic word → (group of its translations, weight 0.1–1).
        organisation_groups: the name of each group of `organisation_words`, by its number.
        common: word so frequent in names of persons that it tells little → weight 0.1–1.
    """

    equivalents: Mapping[str, tuple[tuple[int, int], ...]]
    groups: tuple[str, ...]
    legal_forms: Mapping[tuple[str, ...], str]
    titles: frozenset[str]
    titles_also_names: frozenset[str]
    particles: Mapping[str, bool]
    organisation_words: Mapping[str, tuple[int, float]]
    organisation_groups: tuple[str, ...]
    common: Mapping[str, float]


def name_data(items: Iterable[Mapping[str, JSON]]) -> NameData:
    """Put the files of the library folder `names` together; each item fits that folder's schema.

    Raises:
        BadInput: a form has no letter, or is given two meanings that exclude each other (two legal forms,
            two weights, two strengths in one group); names file, group and form.
    """
    draft = _Draft()
    for item in items:
        draft.take(item)
    return NameData(
        equivalents=MappingProxyType({form: tuple(found) for form, found in draft.equivalents.items()}),
        groups=tuple(draft.groups),
        legal_forms=MappingProxyType(draft.legal_forms),
        titles=frozenset(draft.titles),
        titles_also_names=frozenset(form for form, also_name in draft.titles.items() if also_name),
        particles=MappingProxyType(draft.particles),
        organisation_words=MappingProxyType(draft.organisation_words),
        organisation_groups=tuple(draft.organisation_groups),
        common=MappingProxyType(draft.common),
    )


def words(text: str) -> tuple[str, ...]:
    """The words of a form as keys have them: NFKC, case folded, apart at all that is no letter, mark or digit.

    Apostrophes and quotation marks inside a word fall away (O'Brien, בע״מ), invisible characters too.
    """
    if text.isascii():  # most of what is written here, and what is typed: a quarter of the time
        return tuple(text.lower().translate(_ASCII).split())
    plain = "".join(mark for mark in text if mark not in _DROPPED and unicodedata.category(mark) != "Cf")
    for _ in range(2):  # Unicode's own recipe: folding may undo a composition, and composing a folding
        plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", plain).casefold())
    return tuple("".join(_kept(mark) for mark in plain).split())


def _kept(mark: str) -> str:
    if mark in _DROPPED:
        return ""
    return mark if unicodedata.category(mark)[0] in "LMN" else " "


@dataclass(slots=True)
class _Draft:
    """The mappings while files are read into them."""

    equivalents: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    groups: list[str] = field(default_factory=list)
    legal_forms: dict[tuple[str, ...], str] = field(default_factory=dict)
    titles: dict[str, bool] = field(default_factory=dict)
    particles: dict[str, bool] = field(default_factory=dict)
    organisation_words: dict[str, tuple[int, float]] = field(default_factory=dict)
    organisation_groups: list[str] = field(default_factory=list)
    common: dict[str, float] = field(default_factory=dict)

    def take(self, item: Mapping[str, JSON]) -> None:
        """Read one file."""
        for name, group in _mapping(item["groups"]).items():
            place = _Place(f"names/{item['code']}.yaml", name)
            match item["holds"]:
                case "equivalents":
                    self._equivalents(place, group, str(item["plain"]))
                case "legal_forms":
                    for form in place.forms(group):
                        place.put(self.legal_forms, form, name)
                case "organisation_words":
                    self.organisation_groups.append(name)
                    value = (len(self.organisation_groups) - 1, _number(_mapping(group)["weight"]))
                    place.put_words(self.organisation_words, group, value)
                case "titles":
                    place.put_words(self.titles, group, bool(_mapping(group)["also_names"]))
                case "particles":
                    place.put_words(self.particles, group, bool(_mapping(group)["joins"]))
                case "common":
                    place.put_words(self.common, group, _number(_mapping(group)["weight"]))

    def _equivalents(self, place: _Place, group: JSON, plain: str) -> None:
        number = len(self.groups)
        self.groups.append(place.group)
        members: dict[str, int] = {}
        place.put(members, " ".join(words(place.group)), SPELLING)
        for strength, text in group.items() if isinstance(group, Mapping) else ((plain, group),):
            for form in place.forms(text):
                place.put(members, " ".join(form), STRENGTHS[strength])
        joined = {key.replace(" ", ""): strength for key, strength in members.items()}
        for key, cost in (joined | members).items():
            self.equivalents.setdefault(key, []).append((number, cost))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a form stands: file and group."""

    file: str
    group: str

    def forms(self, text: JSON) -> Iterator[tuple[str, ...]]:
        """The words of each form of a list separated by commas."""
        for form in str(text).split(","):
            if not (found := words(form)):
                raise self.bad("a form without a letter.", form)
            yield found

    def put(self, mapping: dict[Key, Value], key: Key, value: Value) -> None:
        """Enter a form; the same said twice ("Ltd", "Ltd.") is harmless, two meanings exclude each other."""
        if mapping.setdefault(key, value) != value:
            form = " ".join(key) if isinstance(key, tuple) else key
            raise self.bad(f"the form already stands elsewhere, with the value {mapping[key]!r}.", form)

    def put_words(self, mapping: dict[str, Value], group: JSON, value: Value) -> None:
        """Enter all words of a group with one value."""
        for form in self.forms(_mapping(group)["words"]):
            self.put(mapping, " ".join(form), value)

    def bad(self, wrong: str, form: object) -> BadInput:
        """The fault, with its place."""
        return BadInput(
            wrong,
            file=self.file,
            field=self.group,
            value=form,
            means="The names were not loaded; nothing is screened with half of them.",
            todo="Mend the file: leave the form in one place.",
        )


def _mapping(value: JSON) -> Mapping[str, JSON]:
    assert isinstance(value, Mapping), "the schema says so"
    return value


def _number(value: JSON) -> float:
    assert isinstance(value, int | float), "the schema says so"
    return float(value)
