"""What a person may do to a file, and what may happen to it on the way: import alike, or refuse clearly."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Mapping

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duecare.apps.risk.rules.indices import sheets, wjp
from duecare.apps.risk.rules.indices.headings import find, having
from duecare.apps.risk.rules.indices.reading import Reading
from duecare.apps.risk.rules.indices.recognise import read
from duecare.apps.risk.rules.indices.sheets import open_book
from duecare.apps.risk.rules.indices.spec import IndexSpec
from duecare.kernel.countries import COUNTRIES
from duecare.kernel.errors import BadInput, LimitExceeded

from .conftest import load_specs

Rows = list[list[str]]
PLACES = sorted(COUNTRIES)[:200]


def _score(index: int, top: float) -> str:
    return f"{(index * 37 % 97) / 97 * top:.2f}"


def _long(heading: list[str], years: range, line: Callable[[str, int, int], list[str]]) -> Rows:
    return [heading, *(line(code, year, at) for year in years for at, code in enumerate(PLACES))]


def press() -> Rows:
    return _long(
        ["ISO", "Score", "Rank", "Political Context", "Country_EN", "Year (N)"],
        range(2024, 2025),
        lambda code, year, at: [code, _score(at, 100), str(at), "1", COUNTRIES[code].name, str(year)],
    )


def corruption() -> Rows:
    return _long(
        ["Country / Territory", "ISO3", "Year", "Region", "CPI score", "Rank", "Standard error"],
        range(2012, 2021),
        lambda code, year, at: [COUNTRIES[code].name, code, str(year), "X", _score(at, 100), "1", "2.5"],
    )


def corruption_wide() -> Rows:
    heading = ["Country / Territory", "ISO3", "CPI score 2023", "Standard error 2023", "CPI Score 2012"]
    return [heading, *([COUNTRIES[c].name, c, _score(n, 100), "1.5", _score(n + 3, 100)] for n, c in enumerate(PLACES))]


def terror() -> Rows:
    return _long(
        ["Country", "Year", "WordBank_Code_A", "PTS_A", "PTS_H", "PTS_S"],
        range(1980, 2012),
        lambda code, year, at: [COUNTRIES[code].name, str(year), code, "NA", "3", str(1 + (at + year) % 5)],
    )


def democracy() -> Rows:
    heading = ["Region", "Country", "RegimeType", "2024", "2023"]
    return [heading, *(["X", COUNTRIES[c].name, "Y", _score(n, 10), _score(n + 1, 10)] for n, c in enumerate(PLACES))]


def vdem() -> Rows:
    return _long(
        ["country_name", "country_text_id", "year", "v2x_polyarchy", "v2x_polyarchy_sd", "v2x_libdem"],
        range(2000, 2022),
        lambda code, year, at: [COUNTRIES[code].name, code, str(year), _score(at, 1), "0.05", ""],
    )


TABLES: dict[str, Callable[[], Rows]] = {
    "rsf": press, "cpi": corruption, "cpi wide": corruption_wide, "pts": terror, "eiu": democracy, "vdem": vdem,
}  # fmt: skip


def csv_bytes(rows: Rows, separator: str = ",", encoding: str = "utf-8") -> bytes:
    return "".join(separator.join(_quoted(cell, separator) for cell in row) + "\r\n" for row in rows).encode(encoding)


def _quoted(cell: str, separator: str) -> str:
    return f'"{cell}"' if separator in cell else cell


def workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def got(rows: Rows, name: str = "anything.csv") -> Reading:
    return read(csv_bytes(rows), name, load_specs())


def values(found: Reading) -> set[tuple[str, str, int, float, float | None]]:
    return {(o.series, o.place, o.year, o.value, o.error) for o in found.observations}


@pytest.mark.parametrize("name", TABLES)
def test_renamed_or_with_one_more_preamble_line_reads_the_same(name: str) -> None:
    rows = TABLES[name]()
    plain = got(rows, "original.csv")
    assert got(rows, "renamed.dat") == plain
    preamble = ["EMBARGOED UNTIL TOMORROW"] + [""] * (len(rows[0]) - 1)
    assert values(got([preamble, *rows])) == values(plain)
    assert values(got([["EMBARGOED"], [], *rows])) == values(plain)
    assert plain.observations[0].row == got([preamble, *rows]).observations[0].row - 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(sorted(TABLES)), seed=st.integers(0, 10**6))
def test_any_order_of_columns_and_rows_reads_the_same(name: str, seed: int) -> None:
    rows = TABLES[name]()
    order = list(range(len(rows[0])))
    chance = random.Random(seed)
    chance.shuffle(order)
    body = rows[1:]
    chance.shuffle(body)
    shuffled = [[row[column] for column in order] for row in [rows[0], *body]]
    assert values(got(shuffled)) == values(got(rows))


@pytest.mark.parametrize("name", TABLES)
def test_text_packed_text_and_workbook_read_the_same(name: str, specs: Mapping[str, IndexSpec]) -> None:
    rows = TABLES[name]()
    plain = values(got(rows))
    assert values(read(gzip.compress(csv_bytes(rows)), "x", specs)) == plain
    assert values(read(workbook(rows), "x", specs)) == plain
    for encoding in ("utf-8-sig", "utf-16"):
        assert values(read(csv_bytes(rows, encoding=encoding), "x", specs)) == plain


def test_semicolons_and_decimal_commas(specs: Mapping[str, IndexSpec]) -> None:
    rows = [[cell.replace(".", ",") if at == 1 else cell for at, cell in enumerate(row)] for row in press()]
    assert values(read(csv_bytes(rows, ";", "cp1252"), "x", specs)) == values(got(press()))


@pytest.mark.parametrize("name", TABLES)
def test_cut_off_is_refused(name: str, specs: Mapping[str, IndexSpec]) -> None:
    rows = TABLES[name]()
    with pytest.raises(BadInput, match="cut off"):
        got(rows[: len(rows) // 3])
    whole = csv_bytes(rows)
    with pytest.raises(BadInput, match="cut off"):
        read(whole[: whole.rindex(b",")], "x.csv", specs)
    packed = gzip.compress(whole)
    with pytest.raises(BadInput, match="cut off"):
        read(packed[: len(packed) // 2], "x.gz", specs)
    book = workbook(rows)
    with pytest.raises(BadInput, match="cut off"):
        read(book[: len(book) // 2], "x.xlsx", specs)


def test_a_damaged_byte_in_a_workbook_is_noticed(specs: Mapping[str, IndexSpec]) -> None:
    book = bytearray(workbook(press()))
    book[len(book) // 3] ^= 0xFF
    with pytest.raises(BadInput):
        read(bytes(book), "x.xlsx", specs)


@pytest.mark.parametrize("bad", ["101", "-1", "1e9", "9" * 18, "1e400", "abc", "12.3.4", "1,5", "nan", "inf", "=1+1"])
def test_a_value_that_cannot_be_right_is_refused_with_row_and_value(bad: str) -> None:
    rows = press()
    rows[7][1] = bad
    with pytest.raises(BadInput) as caught:
        got(rows, "index.csv")
    assert (caught.value.file, caught.value.row) == ("index.csv", 8)
    assert bad in str(caught.value)
    assert "Nothing was imported" in caught.value.means


@pytest.mark.parametrize("missing", ["", " ", "-", "NA", "na"])
def test_missing_is_missing_and_never_zero(missing: str) -> None:
    rows = press()
    gone = rows[7][0]
    rows[7][1] = missing
    found = got(rows)
    assert gone not in {seen.place for seen in found.observations}
    assert len(found.observations) == len(PLACES) - 1


def test_a_country_year_given_twice_must_agree() -> None:
    rows = press()
    assert values(got([*rows, rows[3]])) == values(got(rows))
    with pytest.raises(BadInput, match="stands twice") as caught:
        got([*rows, [rows[3][0], "0.5", *rows[3][2:]]])
    assert caught.value.row == len(rows) + 1


def test_code_and_name_of_different_countries_are_refused() -> None:
    rows = press()
    rows[4][4], rows[5][4] = rows[5][4], rows[4][4]
    with pytest.raises(BadInput, match="two different countries") as caught:
        got(rows)
    assert caught.value.row == 5


def test_a_name_that_nobody_knows_is_reported_and_can_be_refused() -> None:
    rows = press()
    found = got([*rows, ["QQ9", "50", "1", "1", "Atlantis", "2024"]])
    assert [(line.name, line.code, line.row) for line in found.unmatched] == [("Atlantis", "QQ9", len(rows) + 1)]
    assert values(found) == values(got(rows))
    with pytest.raises(BadInput) as caught:
        found.require_matched("index.csv")
    assert caught.value.row == len(rows) + 1
    got(rows).require_matched("index.csv")


def test_kosovo_is_a_country_and_a_territory_stands_apart() -> None:
    rows = press()
    found = got([*rows, ["XKX", "70", "1", "1", "Kosovo", "2024"], ["CTU", "60", "1", "1", "Northern Cyprus", "2024"]])
    assert ("rsf:score", "XKX", 2024, 70.0, None) in values(found)
    assert [(seen.place, seen.value) for seen in found.territories] == [("northern-cyprus", 60.0)]


@pytest.mark.parametrize("year", ["20244", "abc", "", "1066"])
def test_a_year_that_is_none_is_refused(year: str) -> None:
    rows = press()
    rows[9][5] = year
    with pytest.raises(BadInput, match="is no year"):
        got(rows)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   \n",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"a,b,c\n1,2,3\n",
        b"%PDF-1.7 nothing",
        b'"open quote,1\n2',
        b"PK\x03\x04zzz",
    ],
)
def test_anything_else_is_refused(data: bytes, specs: Mapping[str, IndexSpec]) -> None:
    with pytest.raises(BadInput):
        read(data, "x.csv", specs)


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_bytes_end_in_anything_but_a_refusal(data: bytes) -> None:
    with pytest.raises(BadInput):
        read(data, "x", load_specs())


def _workbook() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
    return out.getvalue()


@pytest.mark.parametrize("hostile", ["a place before the file's beginning", "a name that is no text"])
def test_a_workbook_whose_index_lies_is_refused_with_its_name(hostile: str) -> None:
    data = bytearray(_workbook())
    index, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    if hostile.startswith("a place"):
        data[end + 16 : end + 20] = (index + 2**24).to_bytes(4, "little")
    else:
        data[index + 8 : index + 10] = (0x800).to_bytes(2, "little")  # "the name is UTF-8"
        data[index + 46] = 0xFF
    with pytest.raises(ValueError, match=r"negative seek|can't decode"), zipfile.ZipFile(io.BytesIO(data)) as packed:
        packed.open("xl/workbook.xml")
    with pytest.raises(BadInput, match=r"lies.xlsx.*damaged or cut off"):
        open_book(bytes(data), "lies.xlsx")


def test_limits_are_kept_before_anything_is_parsed() -> None:
    with pytest.raises(LimitExceeded, match="larger than"):
        open_book(b"x" * (3 * 1024 * 1024), "big.csv", limit=2 * 1024 * 1024)
    zeros = gzip.compress(b"0" * (4 * 1024 * 1024))
    with pytest.raises(LimitExceeded, match="unpacks to more"):
        open_book(zeros, "bomb.gz", unpacked_limit=1024 * 1024)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (4 * 1024 * 1024))
    with pytest.raises(LimitExceeded, match="unpacks to more"):
        open_book(out.getvalue(), "bomb.xlsx", unpacked_limit=1024 * 1024)
    assert (sheets.FILE_LIMIT, sheets.UNPACKED_LIMIT) == (100 * 2**20, 2**30)


def test_every_value_knows_its_row() -> None:
    rows = corruption()
    for seen in got(rows).observations[:50]:
        line = rows[seen.row - 1]
        assert (line[1], int(line[2]), float(line[4])) == (seen.place, seen.year, seen.value)


@pytest.mark.parametrize("country", ["Country", " COUNTRY\u00a0", "\ufeffcountry"])
def test_an_editions_sheet_is_turned_wherever_its_labels_stand_and_however_they_are_written(country: str) -> None:
    labels = [country, "Country Code", "Region", "WJP Rule of Law Index: Overall Score"]
    factors = [f"Factor {number}: {name}" for number, name in enumerate("abcdefgh", start=1)]
    rows = [["0.5", label, "0.25"] for label in (*labels, *factors)]
    turned = wjp._sheet(sheets.Table("made.xlsx", "2015", rows))
    assert turned is not None and turned[1]
    assert turned[0].names[:3] == ("country", "country code", "region") and len(turned[0].table.rows) == 3
    beside = [["Country", "Region", "Factors"], ["", "", "Factor 1: a"]]
    assert wjp._sheet(sheets.Table("made.xlsx", "2015", beside)) is None


def test_a_row_of_headings_is_the_first_that_fits_whoever_looked_before() -> None:
    table = sheets.Table("made.csv", "", [["About"], ["Code", "Year"], ["code", "year", "Score"]])
    for _again in range(2):
        for wanted, at in ((("about",), 0), (("score",), 2), (("code", "year"), 1), (("rank",), None)):
            found = find(table, having(*wanted))
            assert (found and found.at) == at, wanted
    assert find(table, having("score"), depth=2) is None
