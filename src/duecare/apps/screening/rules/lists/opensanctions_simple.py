"""OpenSanctions `targets.simple.csv`: one row a target, several values in a cell separated by semicolons.

A cell is itself a CSV row with ";" between its fields: a value holding a semicolon or a quote stands in quotes of its
own. The date of the edition is the latest `last_seen`; it is no part of a party's content, nor are `first_seen` and
`last_change`, which move without it.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Sequence
from datetime import date

from duecare.apps.screening.rules.entries import SCHEMAS, Publication

from .building import Draft, Edition
from .members import Member
from .refusal import refusal
from .rows import Row, headed_rows

NAME = "OpenSanctions simple CSV"
LIST = "opensanctions"
"""Of a file that joins several data sets; one of a single data set has its name added."""
HEADINGS = (
    "id", "schema", "name", "aliases", "birth_date", "countries", "addresses", "identifiers", "sanctions", "phones",
    "emails", "dataset", "first_seen", "last_seen",
)  # fmt: skip
_IMO = re.compile(r"^IMO\s?(\d{7})$")


def accepts(member: Member) -> bool:
    """By its header."""
    return member.form == "text" and set(HEADINGS) <= set(member.first_row())


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    edition = Edition(LIST, member.file)
    latest = ""
    sets: set[str] = set()
    for row in headed_rows(member, headings=HEADINGS):
        _party(edition, row)
        sets.add(row.get("dataset"))
        latest = max(latest, row.get("last_seen")[:10])
    edition.list_code = list_code(sets)
    return edition.publication(_published(member, latest))


def list_code(sets: Collection[str]) -> str:
    """ "Ukraine War and Sanctions" -> "opensanctions_ukraine_war_and_sanctions", so that two sets never share a
    list."""
    name = next(iter(sets)) if len(sets) == 1 else ""
    slug = "_".join(re.findall(r"[a-z0-9]+", name.lower()))[:60]
    return f"{LIST}_{slug}" if slug else LIST


def _published(member: Member, latest: str) -> date | None:
    if not latest:
        return None
    try:
        return date.fromisoformat(latest)
    except ValueError as error:
        raise refusal("is no date", member.file, field="last_seen", value=latest) from error


def values(row: Row, heading: str) -> tuple[str, ...]:
    """The values of a cell; one whose inner quotes are not closed is taken as it is."""
    cell = row.get(heading)
    if not cell or cell == '""':
        return ()
    try:
        fields = next(csv.reader([cell], delimiter=";", strict=True), [])
    except csv.Error:
        fields = cell.split(";")
    return tuple(filter(None, (value.strip() for value in fields)))


def schema_of(word: str, edition: Edition) -> str:
    """FollowTheMoney's own word, or the nearest of those used here, told once with a count."""
    if word in SCHEMAS:
        return word
    edition.notes[f"schema {word or '(none)'} read as LegalEntity"] += 1
    return "LegalEntity"


def _party(edition: Edition, row: Row) -> None:
    schema = schema_of(row.get("schema"), edition)
    draft = edition.open(row.get("id"), schema, f"{edition.file} row {row.number}", row=row.number)
    draft.name(row.get("name"), "primary")
    for alias in values(row, "aliases"):
        draft.name(alias)
    for born in values(row, "birth_date"):
        draft.born(born)
    for nation in values(row, "countries"):
        draft.nation(nation)
    for address in values(row, "addresses"):
        draft.address(address)
    for number in values(row, "identifiers"):
        _number(draft, number)
    for programme in values(row, "program_ids") or values(row, "dataset"):
        draft.programme(programme)
    for sanction in values(row, "sanctions"):
        draft.remark("", sanction)
    for heading, label in (("dataset", "Dataset"), ("phones", "Telephone"), ("emails", "Email")):
        draft.remark(label, row.get(heading))


def _number(draft: Draft, number: str) -> None:
    """The layout does not say what kind a number is; only an IMO number shows it."""
    if found := _IMO.match(number):
        draft.ident("imo", found[1])
    else:
        draft.ident("other", number)
