"""What a conflict check compared: three questions, the names that were looked up, and what was shown beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from duecare.kernel.canonical import JSON

from .reading import day, hexed, listed, mapping, text, texts


class Question(StrEnum):
    """What every check compares the candidates with."""

    PERSONS = "persons"
    CUSTOMERS = "customers"
    DECISIONS = "decisions"


class Answer(StrEnum):
    """What came of a comparison. That nobody looked is no answer, and is refused."""

    NOTHING = "nothing"
    FOUND = "found"
    UNNAMED = "unnamed"


@dataclass(frozen=True, slots=True)
class Finding:
    """An answer in words; only that nothing was found needs none."""

    answer: Answer
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that stood beside a candidate. `asked`: the question it bears on, "" for a candidate about whom nothing
    could be looked up, because whose account they have is not known.

    Attributes:
        party: whom it is about, "" where there is nobody.
        what: a word of the app that looked it up.
    """

    who: bytes
    asked: str
    party: str = field(repr=False)
    what: str
    last: date | None


@dataclass(frozen=True, slots=True)
class Compared:
    """One comparison."""

    findings: Mapping[Question, Finding]
    names: tuple[str, ...] = field(repr=False)
    shown: tuple[Shown, ...] = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "findings": {
                one.value: {"answer": found.answer.value, "text": found.text} for one, found in self.findings.items()
            },
            "names": list(self.names),
            "shown": [
                {
                    "asked": one.asked, "last": one.last.isoformat() if one.last else "", "party": one.party,
                    "what": one.what, "who": one.who.hex(),
                }
                for one in self.shown
            ],
        }  # fmt: skip


def compared(body: JSON) -> Compared:
    """From what is sealed. Raises ValueError: it is nothing of the kind, or leaves a question out."""
    found = mapping(body)
    if set(found) != {"findings", "names", "shown"} or set(mapping(found["findings"])) != set(Question):
        raise ValueError("not what was compared")
    findings = {one: _finding(mapping(mapping(found["findings"])[one.value])) for one in Question}
    return Compared(findings, texts(found["names"]), tuple(_shown(mapping(one)) for one in listed(found["shown"])))


def _finding(found: Mapping[str, JSON]) -> Finding:
    return Finding(Answer(text(found["answer"])), text(found["text"]))


def _shown(found: Mapping[str, JSON]) -> Shown:
    last = text(found["last"])
    return Shown(
        hexed(found["who"], 32), text(found["asked"]), text(found["party"]), text(found["what"]),
        day(last) if last else None,
    )  # fmt: skip


WRONG = {
    "look": "compare them first: that nobody looked is no result",
    "words": "say in words what was found, or why there is nobody to compare with",
    "shown": "something stands beside a candidate: say that it was found, and what it means",
    "names": "compare at least one name of the report, or say that it names none",
}


def lacking(found: Compared) -> tuple[str, str] | None:
    """The first thing that is missing, as (field of the form, what is wrong); None when the check is whole."""
    for one in Question:
        finding = found.findings.get(one)
        if finding is None:
            return one.value, WRONG["look"]
        if finding.answer is not Answer.NOTHING and not finding.text.strip():
            return f"{one.value}_text", WRONG["words"]
        if finding.answer is not Answer.FOUND and any(line.asked == one for line in found.shown):
            return one.value, WRONG["shown"]
        if finding.answer is not Answer.UNNAMED and not any(name.strip() for name in found.names):
            return "names", WRONG["names"]
    return None
