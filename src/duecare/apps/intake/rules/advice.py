"""What passes between the members of a case and an outside adviser: bodies of the sheets of a brief's letter.

The first sheet is the brief. Until the adviser has said that they have no interest in whom it concerns, nothing of it
but that question is theirs to read. What they opened, they sign for in the same letter.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.framing import framed

from .entries import Entry
from .giving import Given, given
from .letters import to_whom
from .reading import day, flag, mapping, text

LETTER, DECLARED, SAID = "duecare/brief-letter/1", "duecare/brief-declared/1", "duecare/brief-said/1"
READ = "duecare/brief-read/1"
LONGEST = 40_000
"""Letters of one text of adviser or members."""
SHEETS = 400
"""Sheets of one letter; whoever needs more asks for another brief."""


class Piece(StrEnum):
    """What may be chosen of a case: with its number from 1 this is how a proposal names it ("word-2")."""

    WORD = "word"
    """A word of the conversation; 1 is the report."""
    NOTE = "note"
    FILE = "file"
    """The reporter's."""
    ADDED = "added"
    """A member's."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Words out of the case.

    Attributes:
        what: "report", "reporter", "member" or "note": what it was, and who said it, without a name.
        about: id of the question for an answer of the report, "" otherwise.
    """

    day: date
    what: str
    about: str
    text: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"about": self.about, "day": self.day.isoformat(), "text": self.text, "what": self.what}


@dataclass(frozen=True, slots=True)
class Content:
    """What an adviser reads once they may. `questions`: the set of the report's questions, "" without an answer."""

    question: str = field(repr=False)
    text: str = field(repr=False)
    questions: str
    excerpts: tuple[Excerpt, ...]
    files: tuple[Given, ...]

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "excerpts": [one.plain() for one in self.excerpts], "files": [one.plain() for one in self.files],
            "question": self.question, "questions": self.questions, "text": self.text,
        }  # fmt: skip

    @property
    def hash(self) -> bytes:
        """By which a proposal names it."""
        return hashlib.sha256(framed("duecare/brief-content/1", canonical(self.plain()))).digest()


@dataclass(frozen=True, slots=True)
class Front:
    """The first sheet: to whom, until when, whom it concerns, and the content."""

    adviser: bytes
    until: date
    concerns: str = field(repr=False)
    content: Content

    def plain(self) -> dict[str, JSON]:
        """As it is sealed, without the list of those it goes to."""
        return {
            "concerns": self.concerns, "content": self.content.plain(), "format": LETTER,
            "until": self.until.isoformat(),
        }  # fmt: skip


class About(StrEnum):
    """What somebody says in the letter."""

    OPINION = "opinion"
    QUESTION = "question"
    """The adviser asks back."""
    ANSWER = "answer"
    """A member does."""


@dataclass(frozen=True, slots=True)
class Declared:
    """The adviser's declaration. `clear`: they have no interest in whom it concerns."""

    day: date
    clear: bool
    text: str = field(repr=False)

    def plain(self) -> dict[str, JSON]:
        """As it is sealed."""
        return {"clear": self.clear, "format": DECLARED, "text": self.text}


@dataclass(frozen=True, slots=True)
class Said:
    """One word; `author` by the key that signed it."""

    day: date
    author: bytes
    about: About
    text: str = field(repr=False)

    def plain(self) -> dict[str, JSON]:
        """As it is sealed."""
        return {"about": self.about.value, "format": SAID, "text": self.text}


@dataclass(frozen=True, slots=True)
class Looked:
    """The adviser opened the brief (`file` 0) or one of its files, from 1."""

    day: date
    file: int = 0

    def plain(self) -> dict[str, JSON]:
        """As it is sealed."""
        return {"file": self.file, "format": READ}


@dataclass(frozen=True, slots=True)
class Advice:
    """A letter as it stands.

    Attributes:
        begun: day on which it was sent.
        declared: the adviser's declaration, None before. The first one counts.
        unread: sheets that are nothing known, or by somebody who may not write such.
    """

    begun: date
    front: Front
    declared: Declared | None = None
    said: tuple[Said, ...] = ()
    looked: tuple[Looked, ...] = ()
    unread: int = 0

    @property
    def clear(self) -> bool:
        """Whether the content is the adviser's to read."""
        return self.declared is not None and self.declared.clear

    def noted(self, what: Looked) -> bool:
        """Whether that they opened it stands there for that day."""
        return what in self.looked


def is_brief(sheets: tuple[Entry, ...]) -> bool:
    """Whether a letter is one of these."""
    return mapping(sheets[0].body).get("format") == LETTER


def advice(sheets: Iterable[Entry]) -> Advice:
    """From the sheets, each proved to be signed by somebody who takes part. Raises ValueError: another letter."""
    every = iter(sheets)
    first = next(every)
    found = Advice(first.day, _front(mapping(first.body)))
    for sheet in every:
        try:
            found = _after(found, sheet)
        except ValueError:
            found = replace(found, unread=found.unread + 1)
    return found


def _after(found: Advice, sheet: Entry) -> Advice:
    body, theirs = mapping(sheet.body), sheet.author == found.front.adviser
    form = body.get("format")
    if form == DECLARED and theirs and not found.declared:
        return replace(found, declared=Declared(sheet.day, flag(body.get("clear")), text(body.get("text"))))
    if form == SAID:
        about = About(text(body.get("about")))
        if (about is not About.ANSWER) is theirs and found.clear:
            return replace(found, said=(*found.said, Said(sheet.day, sheet.author, about, text(body.get("text")))))
    if form == READ and theirs and found.clear:
        file = body.get("file")
        if isinstance(file, int) and not isinstance(file, bool) and 0 <= file <= len(found.front.content.files):
            return replace(found, looked=(*found.looked, Looked(sheet.day, file)))
    raise ValueError("nothing that may stand here")


def _front(body: Mapping[str, JSON]) -> Front:
    if body.get("format") != LETTER or set(body) != {"concerns", "content", "format", "to", "until"}:
        raise ValueError("another letter")
    adviser, *_members = to_whom(body)
    return Front(adviser, day(body["until"]), text(body["concerns"]), _content(mapping(body["content"])))


def _content(body: Mapping[str, JSON]) -> Content:
    if set(body) != {"excerpts", "files", "question", "questions", "text"}:
        raise ValueError("no content of a brief")
    excerpts, files = body["excerpts"], body["files"]
    if not isinstance(excerpts, list) or not isinstance(files, list):
        raise ValueError("lists expected")
    return Content(
        text(body["question"]), text(body["text"]), text(body["questions"]),
        tuple(_excerpt(mapping(one)) for one in excerpts), tuple(given(one) for one in files),
    )  # fmt: skip


def _excerpt(body: Mapping[str, JSON]) -> Excerpt:
    return Excerpt(day(body.get("day")), text(body.get("what")), text(body.get("about")), text(body.get("text")))
