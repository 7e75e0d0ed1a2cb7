"""XML, record by record, within bounds: no document type, no entity, nothing from outside.

The parser refuses a document type (`members.guarded_parser`); with it go entities, external or growing.
Each record is handed over when its end is read, then let go, so that a large list takes little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from .dates import iso
from .members import Member, guarded_parser
from .refusal import refusal

MOST_DEPTH = 40
_CHUNK = 1 << 20

OnRecord = Callable[[Element, int], None]
"""Called with a record and the line on which it begins."""


@dataclass(slots=True)
class _Walk:
    """Where the parser stands."""

    member: Member
    records: Collection[str]
    on_record: OnRecord
    parser: expat.XMLParserType
    builder: TreeBuilder = field(default_factory=TreeBuilder)
    depth: int = 0
    line: int = 0
    inside: int = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; outside a record only its attributes count."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise refusal("is nested deeper than any list", self.member.file, line=self.parser.CurrentLineNumber)
        if self.inside:
            self.builder.start(tag, attributes)
        elif tag in self.records:
            self.inside, self.line = self.depth, self.parser.CurrentLineNumber
            self.builder = TreeBuilder()
            self.builder.start(tag, attributes)

    def text(self, data: str) -> None:
        """Text inside a record."""
        if self.inside:
            self.builder.data(data)

    def end(self, tag: str) -> None:
        """An element ends; a whole record is handed over."""
        if self.inside:
            self.builder.end(tag)
            if self.depth == self.inside:
                self.inside = 0
                self.on_record(self.builder.close(), self.line)
        self.depth -= 1


def each_record(member: Member, records: Collection[str], on_record: OnRecord) -> None:
    """Hand every element named in `records`, whole, to `on_record`, in the file's order.

    Raises:
        BadInput: not well-formed (so also: cut off, or unreadably encoded), a document type, too deep.
    """
    parser = guarded_parser(member.file)
    walk = _Walk(member, records, on_record, parser)
    parser.buffer_text = True
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CharacterDataHandler = walk.text
    try:
        for begin in range(0, len(member.data), _CHUNK):
            parser.Parse(member.data[begin : begin + _CHUNK], False)
        parser.Parse(b"", True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise refusal(f"is damaged or cut off: {error}", member.file, line=parser.ErrorLineNumber) from error


def stated_day(member: Member, attribute: str) -> date:
    """The publisher's date of the edition, an attribute of the outermost element; refused if it is none."""
    stated = member.attributes.get(attribute, "")
    day = iso(stated)
    if len(day) != len("2026-02-27"):
        raise refusal("is no date", member.file, line=1, field=attribute, value=stated)
    return date.fromisoformat(day)


def said(element: Element | None, path: str = ".") -> str:
    """The text at `path`, white space single; "" where there is none."""
    found = None if element is None else element.find(path)
    return " ".join((found.text or "").split()) if found is not None else ""


def all_said(element: Element, path: str) -> tuple[str, ...]:
    """Every text at `path` that is not empty, each once."""
    texts = (" ".join((found.text or "").split()) for found in element.iterfind(path))
    return tuple(dict.fromkeys(text for text in texts if text))
