"""A company's own list: `id,schema,name,aliases,countries,birth,ids,programme`, UTF-8, separated by commas or
semicolons.

Several values in a cell stand between semicolons (or, where semicolons separate the columns, between "|"). An id is
`kind:value` or `kind:value:country` with a kind of `entries.ID_KINDS`, or the value alone. The columns `listed_on`,
`addresses` and `remarks` may follow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from duecare.apps.screening.rules.entries import ID_KINDS, SCHEMAS, Publication

from .building import Draft, Edition
from .dates import iso
from .members import Member
from .refusal import refusal
from .rows import Row, headed_rows

NAME = "own CSV"
LIST = "in_house"
HEADINGS = ("id", "schema", "name", "aliases", "countries", "birth", "ids", "programme")
_DELIMITERS = (",", ";", "\t")


def accepts(member: Member) -> bool:
    """By its header, whatever separates the columns."""
    return member.form == "text" and bool(_delimiter(member))


def _delimiter(member: Member) -> str:
    for delimiter in _DELIMITERS:
        if tuple(cell.strip() for cell in member.first_row(delimiter)[: len(HEADINGS)]) == HEADINGS:
            return delimiter
    return ""


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication; the files together are one list, so that a key stands once in all of them."""
    edition = Edition(LIST, members[0].file)
    for member in members:
        edition.file = member.file
        separator = "|" if _delimiter(member) == ";" else ";"
        for row in headed_rows(member, headings=HEADINGS, delimiter=_delimiter(member)):
            _party(edition, row, separator)
    return (edition.publication(),)


def _party(edition: Edition, row: Row, separator: str) -> None:
    schema = row.get("schema") or "LegalEntity"
    if schema not in SCHEMAS:
        raise refusal(
            "is no schema; use one of " + ", ".join(SCHEMAS),
            edition.file,
            row=row.number,
            field="schema",
            value=schema,
            todo="Correct the cell and import the file again.",
        )
    draft = edition.open(row.get("id"), schema, f"{edition.file} row {row.number}", row=row.number)
    draft.name(row.get("name"), "primary")

    def several(heading: str) -> Iterator[str]:
        return filter(None, (part.strip() for part in row.get(heading).split(separator)))

    for alias in several("aliases"):
        draft.name(alias)
    for nation in several("countries"):
        draft.nation(nation)
    for born in several("birth"):
        draft.born(born)
    for number in several("ids"):
        _number(draft, number)
    for programme in several("programme"):
        draft.programme(programme)
    for address in several("addresses"):
        draft.address(address)
    draft.listed_on = iso(row.get("listed_on"))
    draft.remark("", row.get("remarks"))


def _number(draft: Draft, text: str) -> None:
    kind, colon, rest = text.partition(":")
    if not colon or kind.strip() not in ID_KINDS:
        draft.ident("other", text)
        return
    value, _, nation = rest.partition(":")
    draft.ident(kind.strip(), value, nation)
