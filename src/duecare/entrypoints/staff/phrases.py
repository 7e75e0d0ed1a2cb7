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

PHRASES = (
    # The gate
    N_("%(act)s permitted: every requirement is met."),
    N_("%(act)s not permitted: the deployment is prohibited."),
    N_("%(act)s not permitted: %(n)s requirement open."),
    N_("%(act)s not permitted: %(n)s requirements open."),
    N_("Quote"),
    N_("Demonstration"),
    N_("Proof of concept"),
    N_("Sale"),
    N_("Delivery"),
    N_("Renewal"),
    N_("Not required: %(why)s"),
    N_("the class is below elevated."),
    N_("No licence is recorded."),
    N_("Nothing is recorded."),
    N_("Nobody has assessed awareness."),
    N_("We are aware; the authority must be told."),
    N_("Changed since it was recorded: %(fields)s."),
    N_("Conditions are known once it is decided."),
    N_("The file changed after %(reference)s was frozen."),
    # What is missing
    N_("a plan"),
    N_("a decision"),
    N_("a decision in force"),
    N_("a decision on the file as it is"),
    N_("a class of %(what)s"),
    N_("a class for deployment %(n)s"),
    N_("a confirmed class for deployment %(n)s"),
    N_("an owner of %(measure)s"),
    N_("its adoption"),
    N_("its outcome"),
    N_("question %(code)s (%(gap)s)"),
    N_("not asked"),
    N_("asked, no answer"),
    N_("asked no answer"),
    N_("not applicable"),
    N_("%(body)s: Not screened."),
    N_("red flag %(code)s not assessed"),
    N_("red flag %(code)s open"),
    N_("%(group)s not assessed"),
    N_("%(reference)s not yet assessed"),
    N_("%(reference)s: offer the right of reply"),
    N_("a search for adverse findings"),
    N_("a look at every sanctions regime"),
    N_("at least one harm to people"),
    N_("a consultation of people who could be affected, or of those who speak for them"),
    N_("a consultation about %(group)s"),
    N_("a rating of the harm to %(right)s"),
    N_("an outside expert's signed opinion, in date and about this deal"),
    N_("somebody with first-hand knowledge of the country"),
    N_("somebody with first-hand knowledge of the client"),
    N_("a second person for %(what)s"),
    # Screening
    N_("Not screened."),
    N_("A second person has not confirmed the screening."),
    N_("A listed party."),
    N_("%(name)s is on the no-go register (%(reference)s): %(reason)s"),
    N_("lifting of %(reference)s"),
    N_("A hit is not judged."),
    N_("Compared; no hit."),
    N_("Compared; judged not a listed party."),
    N_("Screened against lists of %(day)s, which are too old."),
    # The file
    N_("No harm has been considered."),
    N_("No search for adverse findings is recorded."),
    N_("The answer stood until %(day)s."),
    N_("%(n)s assessed, %(open)s unresolved"),
    N_("%(n)s red flags are not yet assessed."),
    N_("The test of the intended use is not complete."),
    N_("The intended use is shown to be lawful, necessary and proportionate."),
    N_("%(right)s: %(severity)s, %(likelihood)s, %(level)s"),
    N_("%(n)s allegations are not yet assessed."),
    N_("The last search was on %(day)s."),
    N_("%(n)s groups are not yet assessed."),
    N_("Not looked at: %(regimes)s."),
    N_("Looked at too long ago: %(regimes)s."),
    N_("No regime to look at is configured."),
    N_("No question feeds this."),
    N_("Not yet analysed."),
    N_("The intended use fails on %(elements)s."),
    N_("The test of the intended use is open on %(elements)s."),
    N_("Not yet rated: %(rights)s."),
    N_("No question that feeds this applies yet."),
    N_("Not all parties may be known."),
    N_("The question has not been put."),
    N_("Asked on %(day)s, no answer yet."),
    N_("An answer was refused."),
    N_("Legal advice; counsel has not released the fact."),
    N_("The expert has not yet signed the statement of conflicts."),
    N_("The facts changed since."),
    N_("The class is provisional."),
    N_("%(n)s assessed, %(open)s unresolved, %(left)s not yet assessed"),
    N_("a new class for %(what)s"),
    N_("Stop or prevent what causes the harm."),
    N_("Provide remedy, or cooperate in it."),
    N_("Stop or prevent our own contribution."),
    N_("Use leverage to reduce what remains."),
    N_("Provide remedy for our part, or cooperate in it."),
    N_("Use leverage to prevent or reduce the harm."),
    N_("Consider a role in remedy."),
    N_("Increase leverage; where it cannot be increased, consider ending, weighing what that does."),
    # The class
    N_("%(level)s, by points: %(n)s of 100."),
    N_("%(level)s, because %(rule)s (%(code)s)."),
    N_("%(level)s, because %(rule)s (%(code)s), and 1 more rule."),
    N_("%(level)s, because %(rule)s (%(code)s), and %(n)s more rules."),
    N_("%(level)s, because it is not known whether this holds: %(rule)s (%(code)s)."),
    N_("%(level)s, because it is not known whether this holds: %(rule)s (%(code)s), and 1 more rule."),
    N_("%(level)s, because it is not known whether this holds: %(rule)s (%(code)s), and %(n)s more rules."),
    N_("Points alone would give %(level)s (%(n)s of 100)."),
    N_("Provisional: due diligence is not complete, %(n)s rules are unknown."),
    N_("What is known alone gives %(level)s."),
    N_("Sale not permitted while these stand: %(rules)s."),
    N_("Low is no clearance: misuse is documented in countries with low scores."),
    N_("Does not hold: %(rule)s."),
    N_("Not known: %(rule)s."),
    N_("Not known: %(rule)s. Counts against until it is known."),
    N_("Not known: %(rule)s. Keeps the class provisional."),
    N_("Not known: %(rule)s. Left out of the class: %(why)s"),
    N_("Counts against until it is known."),
    N_("Keeps the class provisional."),
    N_("Left out of the class: %(why)s"),
    N_("%(held)s (read as %(used)s)"),
    N_("not asked: %(why)s"),
    N_("answer expired: %(why)s"),
    N_("asked, no answer: %(why)s"),
    N_("at least %(level)s"),
    N_("forbids the sale"),
    N_("requires %(what)s"),
    N_("%(n)s points"),
    N_(
        "%(band)s: %(score)s of 100 (0 safest), %(n)s of %(of)s indices, "
        "range from publishers' errors %(low)s to %(high)s."
    ),
    # Checks
    N_("Changed after somebody looked at what would change the class: %(what)s."),
    N_("%(reference)s was decided on facts that are different now."),
    N_("Question %(code)s: %(why)s"),
    N_("staff replaced the outside expert's answer."),
    N_("Red flag %(code)s is present and nothing answers it."),
    N_("%(reference)s was graded doubtful by one person only."),
    N_("The class %(level)s waits for a second person."),
    N_("The class %(level)s rests on facts that are different now."),
    N_("The class is %(level)s, and no outside expert's opinion stands."),
    N_("What %(name)s signed is not what is stored now."),
    N_("The link of %(name)s ended on %(day)s unsigned."),
    N_("question %(code)s"),
    # Refusals
    N_("Nothing was changed."),
    N_("This cannot be done any more: the %(thing)s is %(state)s."),
    N_("Somebody may have acted before you."),
    N_("Reload the page to see what happened."),
    N_("no answer was given."),
    N_("answers: no answer was given."),
    N_("say what is to be discussed"),
    # The minutes
    N_("Minutes of %(meeting)s, %(committee)s, %(day)s"),
    N_("Members: %(names)s."),
    N_("none recorded"),
    N_("%(name)s stood aside: %(reason)s"),
    N_("Condition: %(text)s"),
    N_("Dissent of %(name)s: %(text)s"),
    N_("Result: %(state)s."),
    # Roles that exclude each other
    N_("whoever earns from a sale must not rate, advise on or approve it"),
    N_("an administrator keeps the system running without opening what it holds"),
    N_("an auditor verifies the work of others and must have none of their own in it"),
    # Editions put up for acceptance, and classes whose figures changed
    N_("Other figures are held, or another method is in force, than when you looked."),
    N_("Nothing was accepted: who moves, and how far, is different now."),
    N_("Look at the difference again."),
    N_("This edition was %(state)s meanwhile."),
    N_("%(file)s is already held."),
    N_("It would change nothing; nothing was kept."),
    N_("Open the list of editions."),
    N_("The figures changed again after you looked."),
    N_("Look at the figures of today."),
    N_("This was settled meanwhile."),
    N_("The facts of today give another result: %(new)s instead of %(old)s, or other blocks or measures."),
    N_("Nothing was recorded; a reason does not replace a class."),
    N_("Propose the class again; a second person confirms it."),
)
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
        value = "" if beside_its_field or fault.value is None else fault.value
        place = ", ".join(part for part in (fault.file, row, value) if part)
    return Told(
        f"{place}: {happened}" if place else capfirst(happened),
        capfirst(say(fault.means, refusals())),
        capfirst(say(fault.todo, refusals())),
    )


def say(text: str, book: Book) -> str:
    """Whole, else part by part, else sentence by sentence, else as it is."""
    if (found := _whole(text, book)) is not None:
        return found
    for between in (" · ", "; "):
        if between in text:
            return between.join(say(part, book) for part in text.split(between))
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
