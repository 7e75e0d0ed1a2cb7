"""Sentences that rules and records say in English, said in the reader's language.

Rules know no translation, and a frozen record keeps the words it was decided on. So a page looks a
sentence up by its shape in the book (`phrasebook`): what stands in a `%(place)s` is taken over, a code
in it is said as a word and a day as the reader writes it. A sentence without an entry is shown as it
is; tests/entrypoints/interface/test_phrasebook.py and the walk in tests/browser/test_pseudo_locale.py find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

from babel import UnknownLocaleError
from babel.dates import format_date
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext, ngettext, to_locale

from duecare.kernel.errors import BadInput, DuecareError

from . import phrasebook
from .vocabulary import WORDS, word

DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
SENTENCES = re.compile(r"(?<=[^A-Z][.!?]) (?=[A-Z])")
"""Not after one capital: that is a person's initial."""
WITHIN = r"(?:(?!(?<=[^A-Z][.!?]) [A-Z]).)"
"""What stands in a place never reaches over the end of a sentence."""
KINDS = {"n": r"\d+", "reference": r"[A-Z]{1,3}-[\d-]*\d"}
"""What may stand in a place of this name: a shape that would take anything fits sentences that are not meant."""
PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Shape:
    """A phrase with places.

    Attributes:
        many: the form for other numbers than one, "" where nothing is counted.
        start, end: its letters before the first place and after the last: looked at first, because pages say many
            sentences and most shapes fit none of them.
    """

    phrase: str
    many: str
    start: str
    end: str
    pattern: re.Pattern[str]

    def found_in(self, text: str) -> re.Match[str] | None:
        """What stands in its places, None where the text has another shape."""
        return self.pattern.fullmatch(text) if text.startswith(self.start) and text.endswith(self.end) else None

    def say(self, found: re.Match[str], book: Book) -> str:
        """The phrase in the reader's language, with what stands in its places."""
        places = {key: say(value, book) for key, value in found.groupdict().items()}
        if not self.many:
            return gettext(self.phrase) % places
        return ngettext(self.phrase, self.many, int(found["n"])) % places


@dataclass(frozen=True, slots=True)
class Book:
    """Phrases to look a sentence up in: those without places, and the shapes of the others."""

    whole: frozenset[str]
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The three sentences of an error, in the reader's language."""

    happened: str
    means: str
    todo: str


def said(text: object) -> str:
    """One text of a rule or a record in the reader's language; as it is where the book has no entry."""
    return say(str(text), pages())


def said_changes(texts: Iterable[object]) -> list[str]:
    """Each of several sentences on what is different from a frozen file."""
    return [say(str(text), changes()) for text in texts]


def said_all(texts: Iterable[object]) -> list[str]:
    """Each of several texts."""
    return [said(text) for text in texts]


def told(fault: DuecareError, *, beside_its_field: bool = False) -> Told:
    """An error in the reader's language.

    A file keeps the name it has. A field is named by its label beside it and never by its code, so a refusal that
    stands beside its field (`beside_its_field`) repeats neither the field nor the value.
    """
    happened = say(fault.wrong if isinstance(fault, BadInput) else fault.happened, refusals())
    place = ""
    if isinstance(fault, BadInput):
        row = gettext("row %(n)s") % {"n": fault.row} if fault.row is not None else ""
        if fault.line is not None:  # a text: its line, and the way to the entry in it
            row = ", ".join(part for part in (gettext("line %(n)s") % {"n": fault.line}, fault.field) if part)
        value = "" if beside_its_field or fault.value is None else fault.value
        place = ", ".join(part for part in (fault.file, row, value) if part)
    return Told(
        f"{place}: {happened}" if place else capfirst(happened),
        capfirst(say(fault.means, refusals())),
        capfirst(say(fault.todo, refusals())),
    )


def say(text: str, book: Book) -> str:
    """Whole, else part by part, else what is said of somebody, else sentence by sentence, else as it is."""
    if (found := _whole(text, book)) is not None:
        return found
    for between in (" · ", "; "):
        if between in text:
            return between.join(say(part, book) for part in text.split(between))
    of_whom, colon, rest = text.partition(": ")
    if colon and (found := _whole(rest, book)) is not None:
        return f"{_whole(of_whom, book) or of_whom}: {found}"
    listed = [_whole(part, book) for part in text.split(", ")]
    if len(listed) > 1 and None not in listed:
        return ", ".join(part for part in listed if part is not None)
    parts = SENTENCES.split(text)
    return " ".join(_whole(part, book) or part for part in parts) if len(parts) > 1 else text


@cache
def pages() -> Book:
    """What pages say of their own accord: looked up often, so kept short."""
    return _book(phrasebook.SAID, phrasebook.COUNTED)


@cache
def changes() -> Book:
    """What pages say of a file that is no longer what was frozen."""
    return _book((*phrasebook.SAID, *phrasebook.CHANGED), phrasebook.COUNTED)


@cache
def refusals() -> Book:
    """What pages say when something is refused, and everything else, because a refusal may quote it."""
    return _book(
        (*phrasebook.SAID, *phrasebook.CHANGED, *phrasebook.REFUSED), (*phrasebook.COUNTED, *phrasebook.REFUSED_COUNTED)
    )  # fmt: skip


def _whole(text: str, book: Book) -> str | None:
    if (code := text.replace(" ", "_")) in WORDS:
        return word(code)
    if (small := code[:1].lower() + code[1:]) in WORDS:
        return capfirst(word(small))
    if text.startswith("“") and text.endswith("”"):
        return f"“{say(text[1:-1], book)}”"
    if DAY.fullmatch(text):
        return _day(text)
    if text in book.whole:
        return gettext(text)
    for shape in book.shapes:
        if found := shape.found_in(text):
            return shape.say(found, book)
    return None


def _day(text: str) -> str:
    try:
        return format_date(date.fromisoformat(text), "medium", locale=to_locale(get_language() or "en"))
    except (UnknownLocaleError, ValueError):
        return text


def _book(phrases: Iterable[str], counted: Iterable[tuple[str, str]]) -> Book:
    """Shapes with the most letters of their own first: they are the most particular."""
    given = tuple(phrases)
    shapes = [*_shapes(given), *(shape for one, many in counted for shape in _forms(one, many))]
    shapes.sort(key=lambda shape: -len(PLACE.sub("", shape.phrase)))
    return Book(frozenset(given), tuple(shapes))


def _shapes(phrases: Iterable[str]) -> Iterator[Shape]:
    return (_shape(phrase, phrase) for phrase in phrases if PLACE.search(phrase))


def _forms(one: str, many: str) -> Iterator[Shape]:
    """A counted phrase is known in either form, whatever the number: older records say "1 allegations"."""
    return (_shape(form, one, many) for form in (one, many))


def _shape(form: str, phrase: str, many: str = "") -> Shape:
    pieces = PLACE.split(form)
    inside = [KINDS.get(piece, f"{WITHIN}+?") for piece in pieces]
    shape = "".join(f"(?P<{piece}>{inside[at]})" if at % 2 else re.escape(piece) for at, piece in enumerate(pieces))
    return Shape(phrase, many, pieces[0], pieces[-1], re.compile(shape))
