"""Portfolios: rows that can be screened, rows that cannot and why, and no file that breaks the reading."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.screening.rules.bulk import BadRow, PortfolioRow, portfolio, unused_columns
from duecare.kernel.errors import BadInput


def read(text: str | bytes) -> list[PortfolioRow | BadRow]:
    return list(portfolio(text if isinstance(text, bytes) else text.encode(), "p.csv"))


def test_what_a_row_says() -> None:
    (row,) = read(
        "id,schema,name,aliases,country,birth,registration\n"
        "7,Person,Ada Alder,A. Alder;阿达,Thailand;FR,1960-05,P1;P2\n"
    )
    assert isinstance(row, PortfolioRow)
    assert (row.row, row.id, row.names, row.schema) == (2, "7", ("Ada Alder", "A. Alder", "阿达"), "Person")
    assert row.known.countries == ("FRA", "THA") and row.known.births == ("1960-05",) and row.known.ids == ("P1", "P2")


@pytest.mark.parametrize(
    "text", ['name\tschema\nAda "Q" Alder\tPerson\n', '\ufeffname;schema\r\nAda "Q" Alder;Person\r\n']
)
def test_separators_byte_order_mark_and_quotation_marks(text: str) -> None:
    (row,) = read(text)
    assert isinstance(row, PortfolioRow) and row.names[0].startswith("Ada") and row.schema == "Person"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (",Person,THA,", "neither letter nor digit"),
        ("\u200f\u200b,Person,THA,", "neither letter nor digit"),
        ("A" * 10_000 + ",Person,THA,", "more than 2000 signs"),
        ("Ada,Robot,THA,", "no such schema"),
        ("Ada,Person,Atlantis,", "no such country"),
        ("Ada,Person,THA,12.5.1960", "a date is written"),
        ("Ada,Person", "2 cells where the heading has 4"),
    ],
)
def test_a_row_that_cannot_be_used_is_told_and_the_rest_is_read(line: str, said: str) -> None:
    found = read(f"name,schema,country,birth\nFirst,,,\n{line}\nLast,,,\n")
    assert [type(one).__name__ for one in found] == ["PortfolioRow", "BadRow", "PortfolioRow"]
    assert isinstance(found[1], BadRow) and found[1].row == 3 and said in found[1].wrong and len(found[1].value) <= 80


def test_a_row_in_another_encoding_is_told() -> None:
    found = read("name\nGood\nM\xfcller\n".encode("latin-1"))
    assert isinstance(found[0], PortfolioRow) and isinstance(found[1], BadRow) and "UTF-8" in found[1].wrong


def test_headings() -> None:
    with pytest.raises(BadInput, match="no column “name”"):
        read("id,names\n1,Ada\n")
    with pytest.raises(BadInput, match="stands twice"):
        read("name,Name\nAda,Ada\n")
    with pytest.raises(BadInput):
        read("")
    assert unused_columns(b"name,brith\nAda,1960\n", "p.csv") == ("brith",)


@given(st.binary(max_size=300))
def test_no_file_breaks_the_reading(data: bytes) -> None:
    try:
        assert all(isinstance(one, (PortfolioRow, BadRow)) for one in portfolio(b"name,country\n" + data, "p.csv"))
        list(portfolio(data, "p.csv"))
    except BadInput:
        pass
