"""Where a value came from, kept beside it for as long as it is used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Source:
    """A document a rule or question rests on.

    Attributes:
        document: title of the document, e.g. "UN Guiding Principles".
        section: article, principle or section; "" when unsure (the document alone is named).
        verified: True only once a named person has compared our words with the text.
        verified_by: that person's name; "" while unverified.
    """

    document: str
    section: str = ""
    verified: bool = False
    verified_by: str = ""

    def __str__(self) -> str:
        return f"{self.document} {self.section}".strip()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one index value was read.

    Attributes:
        publisher: index id, e.g. "wgi".
        edition: the edition's label, e.g. "2024 update".
        reference_year: the year the value speaks about.
        published: when it counted as published (original month if restated).
        file_sha256: hash of the publisher's file.
        row: row in that file as a person counts it, first row 1.
        restated: True when read from an edition later than the original one.
    """

    publisher: str
    edition: str
    reference_year: int
    published: date
    file_sha256: str
    row: int
    restated: bool
