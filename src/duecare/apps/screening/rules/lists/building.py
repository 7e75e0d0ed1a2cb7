"""An edition while it is read: entries by key, what was left open, and the refusal of what cannot be.

Mutable, and gone when the reader returns: only a whole `Publication` leaves.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from duecare.apps.screening.rules.entries import SCHEMAS, Entry, Identifier, Name, Publication

from .dates import births
from .places import countries, country
from .refusal import refusal
from .scripts import is_latin, own_script, without_label
from .spellings import spellings

_NO_NAMES = frozenset({"and", "or", "n/a", "none", "unknown"})
"""What stands in a list of names and is none."""
_IMO = re.compile(r"^(?:IMO)?\s*(\d{7})$", re.IGNORECASE)


def single_spaced(text: str) -> str:
    """White space of any kind and length as one space; otherwise as written."""
    return " ".join(text.split())


@dataclass(slots=True)
class Draft:
    """One party while its rows are read. Sequences keep the file's order and hold each thing once."""

    key: str
    schema: str
    place: str
    notes: Counter[str]
    listed_on: str = ""
    names: dict[Name, None] = field(default_factory=dict)
    codes: dict[str, None] = field(default_factory=dict)
    births: dict[str, None] = field(default_factory=dict)
    ids: dict[Identifier, None] = field(default_factory=dict)
    programmes: dict[str, None] = field(default_factory=dict)
    addresses: dict[str, None] = field(default_factory=dict)
    remarks: dict[str, None] = field(default_factory=dict)

    def name(self, text: str, kind: str = "alias") -> bool:
        """A name; one in another script than Latin is of that kind, and one in brackets is a second name.

        Returns:
            False for what is no name, or one that the party has already.
        """
        text = single_spaced(without_label(single_spaced(text))).strip(" ;,")
        if text.lower() in _NO_NAMES or not any(char.isalnum() for char in text):
            return False
        if kind == "alias" and not is_latin(text):
            kind = "original_script"
        if Name(text) in self.names or Name(text, kind) in self.names:
            return False
        self.names[Name(text, kind)] = None
        if inside := own_script(text):
            self.names[Name(inside, "original_script")] = None
        return True

    def spelled_out(self) -> None:
        """Add what the names so far stand for besides themselves; see `spellings`."""
        for name in tuple(self.names):
            if name.kind in ("primary", "alias", "former"):
                for one in spellings(name.text, person=self.schema == "Person"):
                    self.name(one.text, "former" if one.former or name.kind == "former" else "alias")

    def promote_first(self) -> None:
        """Make the first name the main one where the publisher calls none so: for layouts in which that happens."""
        if self.names and not any(name.kind == "primary" for name in self.names):
            first, *others = self.names
            self.names = dict.fromkeys((Name(first.text), *others))

    def nation(self, text: str, label: str = "Country") -> None:
        """A nationality, residence or flag; what fits no country is kept in the remarks and counted."""
        found = countries(text)
        self.codes.update(dict.fromkeys(found.codes))
        for left in found.left:
            self.remark(f"{label} as written", left)
            self.notes[f"{label.lower()} left open: {left}"] += 1

    def born(self, text: str, label: str = "Date of birth") -> None:
        """Dates of birth, build or incorporation; the text is kept too where it says more than the dates."""
        found = births(text)
        self.births.update(dict.fromkeys(found.dates))
        if not found.whole:
            self.remark(label, text)
            if not found.dates:
                self.notes[f"{label.lower()} not understood"] += 1

    def ident(self, kind: str, value: str, nation: str = "") -> None:
        """A number given by an authority; its country as written. "IMO9000001" is the number 9000001."""
        value = single_spaced(value)
        if kind == "imo" and (found := _IMO.match(value)):
            value = found[1]
        if any(char.isalnum() for char in value):
            self.ids[Identifier(kind, value, country(nation))] = None

    def programme(self, text: str) -> None:
        """A regime, as the publisher writes it."""
        if text := single_spaced(text):
            self.programmes[text] = None

    def address(self, *parts: str) -> None:
        """An address from its parts, one line."""
        if text := ", ".join(filter(None, (single_spaced(part).strip(",; ") for part in parts))):
            self.addresses[text] = None

    def remark(self, label: str, text: str) -> None:
        """What else the publisher says; `label` "" where the text speaks for itself."""
        if text := single_spaced(text):
            self.remarks[f"{label}: {text}" if label else text] = None

    def entry(self, list_code: str, file: str) -> Entry:
        """Frozen; a party without a main name is a fault of the file."""
        ordered = sorted(self.names, key=lambda name: name.kind != "primary")
        if not ordered or ordered[0].kind != "primary":
            raise refusal(f"{self.place} names nobody", file, value=self.key)
        return Entry(
            self.key, list_code, self.schema, tuple(ordered), tuple(sorted(self.codes)), tuple(self.births),
            tuple(self.ids), tuple(self.programmes), self.listed_on, tuple(self.addresses), "; ".join(self.remarks),
            self.place,
        )  # fmt: skip


@dataclass(slots=True)
class Edition:
    """One list while its files are read."""

    list_code: str
    """May be set until `publication`: some files show only at their end which list they are."""
    file: str
    drafts: dict[str, Draft] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)

    def schema_for(self, word: str, schemas: Mapping[str, str]) -> str:
        """The publisher's type word -> schema; one that its layout was not known to have is a LegalEntity, and told."""
        if schema := schemas.get(word.lower()):
            return schema
        self.notes[f"type {word or '(none)'} read as LegalEntity"] += 1
        return "LegalEntity"

    def kind_for(self, word: str, kinds: Mapping[str, str]) -> str:
        """The publisher's word for a sort of name -> kind of name; one not known is an alias, and told."""
        if kind := kinds.get(word.lower()):
            return kind
        self.notes[f"sort of name {word or '(none)'} read as alias"] += 1
        return "alias"

    def open(self, key: str, schema: str, place: str, *, row: int | None = None, line: int | None = None) -> Draft:
        """A new party.

        Raises:
            BadInput: no key, one that another party of this edition has, or a schema that no list uses.
        """
        key = single_spaced(key)
        if not key:
            raise refusal("a party has no key of its own", self.file, row=row, line=line)
        if key in self.drafts:
            other = self.drafts[key].place
            raise refusal(f"two parties have one key; the other is {other}", self.file, row=row, line=line, value=key)
        assert schema in SCHEMAS, schema
        draft = self.drafts[key] = Draft(key, schema, place, self.notes)
        return draft

    def again(self, key: str, schema: str, place: str) -> Draft:
        """The party of this key, new or met before: for layouts in which several rows make one party."""
        return self.drafts.get(single_spaced(key)) or self.open(key, schema, place)

    def publication(self, published: date | None = None) -> Publication:
        """The whole edition.

        Raises:
            BadInput: no party at all.
        """
        if not self.drafts:
            raise refusal("lists nobody: an empty publication is refused", self.file)
        entries = tuple(draft.entry(self.list_code, self.file) for draft in self.drafts.values())
        remarks = tuple(f"{note} ({count}×)" for note, count in sorted(self.notes.items()))
        return Publication(self.list_code, published, entries, remarks)
