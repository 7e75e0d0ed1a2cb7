"""US Treasury, OFAC: the SDN list and the consolidated non-SDN list as sets of CSV files without headers.

`sdn` (12 columns), `alt` (5), `add` (6) and, if remarks run over, `sdn_comments` (2); the same as `cons_prim`,
`cons_alt`, `cons_add`, `cons_comments`. "-0-" means empty. A control-Z may end a file. The two lists have one layout;
they are told apart by the programmes that only non-SDN lists have.

A comment continues the remark that was cut at 1,000 characters. One whose party is missing, or has a remark that was
not cut, is from another edition: it is left out, and the publication says how often (an old copy of the set has
such). Aliases or addresses of a missing party mean that the main file was cut off, and refuse the set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition
from .members import Member
from .ofac_remarks import take_remarks
from .refusal import refusal
from .rows import plain_rows

NAME = "OFAC CSV set"
SDN, NON_SDN = "ofac_sdn", "ofac_non_sdn"
SCHEMAS: Mapping[str, str] = {
    "individual": "Person", "entity": "Organization", "vessel": "Vessel", "aircraft": "Airplane",
}  # fmt: skip
"""OFAC's type words in lower case; the CSV leaves entities empty."""
ALIAS_KINDS: Mapping[str, str] = {"aka": "alias", "fka": "former", "nka": "alias"}
_WIDTHS = {12: "parties", 5: "aliases", 6: "addresses", 2: "comments"}
_CUT_AT = 1000
_ONLY_NON_SDN = ("NS-PLC", "CMIC-", "561-Related", "FSE-", "CAPTA", "NS-")
_ENDINGS = ('"', "-0-", "-0- ", "-0")

_Table = list[list[str]]


def accepts(member: Member) -> bool:
    """A headerless text whose first row begins with a number and has one of the four widths."""
    return member.form == "text" and bool(_role(member))


def _role(member: Member) -> str:
    row = member.first_row()
    if not row or not row[0].isdigit():
        return ""
    if len(row) == 2 or "-0-" in {cell.strip() for cell in row} or (len(row) in (5, 6) and row[1].isdigit()):
        return _WIDTHS.get(len(row), "")
    return ""


def is_non_sdn(programmes: Sequence[Sequence[str]]) -> bool:
    """True when one party in twenty or more is under a programme that only the non-SDN lists have.

    A few SDN parties carry such a programme too (7 of 8,832 in March 2021).
    """
    marked = sum(any(name.startswith(_ONLY_NON_SDN) for name in names) for names in programmes)
    return 20 * marked >= len(programmes)


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One set, given in any order.

    Raises:
        BadInput: a file of the set is missing or given twice, a row of the wrong width, a party given twice, an
            alias or address of a party that is not there.
    """
    tables: dict[str, tuple[str, _Table]] = {}
    for member in members:
        role = _role(member)
        if role in tables:
            raise refusal(f"is a second file of {role}; the other is {tables[role][0]}", member.file, todo=_ONE_SET)
        tables[role] = (member.file, _checked(member, role))
    for role in ("parties", "aliases", "addresses"):
        if role not in tables:
            given = ", ".join(file for file, _ in tables.values())
            raise refusal(f"the file of {role} is missing from the set", given, todo=_ONE_SET)
    edition = _parties(*tables["parties"])
    _aliases(edition, *tables["aliases"])
    _addresses(edition, *tables["addresses"])
    _remarks(edition, tables["parties"][1], tables.get("comments", ("", []))[1])
    return (edition.publication(),)


_ONE_SET = (
    "Give the files of one edition together: sdn, alt, add and sdn_comments, "
    "or cons_prim, cons_alt, cons_add and cons_comments."
)


def _checked(member: Member, role: str) -> _Table:
    width = next(width for width, name in _WIDTHS.items() if name == role)
    table: _Table = []
    for number, cells in enumerate(plain_rows(member, endings=_ENDINGS), 1):
        if not any(cell.strip("\x1a ") for cell in cells):
            table.append([])
            continue
        if len(cells) != width:
            raise refusal(
                f"has {len(cells)} cells instead of {width}: cut off or damaged",
                member.file,
                row=number,
                value=cells[0],
            )
        plain = ["" if cell.strip() in ("-0-", "-0") else cell.strip() for cell in cells]
        if plain[-1]:
            plain[-1] = cells[-1]  # a remark may be cut at a space, and what ran over begin with one
        table.append(plain)
    return table


def _parties(file: str, table: _Table) -> Edition:
    programmes = [_programmes(cells[3]) for cells in table if cells]
    edition = Edition(NON_SDN if is_non_sdn(programmes) else SDN, file)
    for number, cells in enumerate(table, 1):
        if not cells:
            continue
        schema = edition.schema_for(cells[2] or "entity", SCHEMAS)
        draft = edition.open(cells[0], schema, f"{file} row {number}", row=number)
        draft.name(cells[1], "primary")
        for programme in _programmes(cells[3]):
            draft.programme(programme)
        draft.remark("Title", cells[4])
        _vessel(draft, cells)
    return edition


def _programmes(cell: str) -> tuple[str, ...]:
    """ "SDGT] [IFSR" -> both."""
    return tuple(part.strip(" []") for part in cell.split("] [") if part.strip(" []"))


def _vessel(draft: Draft, cells: Sequence[str]) -> None:
    """Call sign, type, tonnages, flag and owner of a ship (columns 6 to 11)."""
    draft.ident("call_sign", cells[5])
    draft.remark("Vessel type", cells[6])
    draft.remark("Tonnage", cells[7])
    draft.remark("Gross registered tonnage", cells[8])
    if cells[9] != "None Identified":
        draft.nation(cells[9], "Flag")
    draft.remark("Owner", cells[10])


def _draft(edition: Edition, file: str, number: int, key: str) -> Draft:
    if key not in edition.drafts:
        raise refusal(
            f"names a party that {edition.file} does not have: that file is cut off, or of another edition",
            file, row=number, value=key, todo=_ONE_SET,
        )  # fmt: skip
    return edition.drafts[key]


def _aliases(edition: Edition, file: str, table: _Table) -> None:
    for number, cells in enumerate(table, 1):
        if cells:
            draft = _draft(edition, file, number, cells[0])
            if not draft.name(cells[3], edition.kind_for(cells[2], ALIAS_KINDS)):
                edition.notes["alias the same as another name of the party, kept once"] += 1
            draft.remark("Alias remark", cells[4])


def _addresses(edition: Edition, file: str, table: _Table) -> None:
    for number, cells in enumerate(table, 1):
        if cells:
            draft = _draft(edition, file, number, cells[0])
            draft.address(*cells[2:5])
            draft.nation(cells[4])
            draft.remark("Address remark", cells[5])


def _remarks(edition: Edition, parties: _Table, comments: _Table) -> None:
    """Remarks with what ran over, which begins in the middle of a word."""
    remarks = {cells[0]: cells[11] for cells in parties if cells}
    for cells in filter(None, comments):
        if len(remarks.get(cells[0], "")) < _CUT_AT:
            edition.notes["comment of another edition left out"] += 1
        else:
            remarks[cells[0]] += cells[1]
    for key, text in remarks.items():
        if len(text) == _CUT_AT:
            edition.notes["remark cut off by the publisher; its end was not given"] += 1
        take_remarks(edition.drafts[key], text)
