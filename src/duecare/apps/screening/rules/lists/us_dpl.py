"""US Commerce, BIS: Denied Persons List, tab-separated with quoted cells.

The publisher gives no id. Rows of one name and one effective date are one order with several addresses, and one
entry; its key is made of both. Dates stand month first.
"""

from __future__ import annotations

from collections.abc import Sequence

from duecare.apps.screening.rules.entries import Publication

from .building import Edition
from .dates import iso_us
from .members import Member
from .refusal import refusal
from .rows import Row, headed_rows

NAME = "BIS Denied Persons List"
LIST = "us_bis_dpl"
HEADINGS = (
    "Name", "Street_Address", "City", "State", "Country", "Postal_Code", "Effective_Date", "Expiration_Date",
    "Standard_Order", "Last_Update", "Action", "FR_Citation",
)  # fmt: skip


def accepts(member: Member) -> bool:
    """By its header."""
    return member.form == "text" and member.first_row("\t") == HEADINGS


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    edition = Edition(LIST, member.file)
    rows = 0
    for row in headed_rows(member, headings=HEADINGS, delimiter="\t"):
        _order(edition, row)
        rows += 1
    if rows > len(edition.drafts):
        edition.notes["row of a party already read merged with it"] = rows - len(edition.drafts)
    return edition.publication()


def _order(edition: Edition, row: Row) -> None:
    name, day = " ".join(row.get("Name").split()), iso_us(row.get("Effective_Date"))
    if not name or not day:
        raise refusal(
            "names nobody" if not name else "is no date",
            edition.file, row=row.number, field="Effective_Date", value=row.get("Effective_Date"),
        )  # fmt: skip
    draft = edition.again(f"{name.casefold()} {day}", "LegalEntity", f"{edition.file} row {row.number}")
    draft.name(name, "primary")
    draft.spelled_out()
    draft.listed_on = day
    parts = ("Street_Address", "City", "State", "Postal_Code", "Country")
    draft.address(*(row.get(part) for part in parts))
    draft.nation(row.get("Country"))
    draft.remark("Expires", iso_us(row.get("Expiration_Date")) or row.get("Expiration_Date"))
    draft.remark("Standard order", row.get("Standard_Order").upper())
    draft.remark("", row.get("Action"))
    draft.remark("Federal Register", row.get("FR_Citation"))
