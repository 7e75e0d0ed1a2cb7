"""A country's workbook recomputes its score in a spreadsheet, whatever raw value somebody changes."""

from __future__ import annotations

import io
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from xlsxwriter.utility import xl_rowcol_to_cell

from duecare.apps.risk.rules.country_sheet import CountrySheet
from duecare.apps.risk.rules.licensing import FORMS, Form, closed_indices
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.normalise import layout_of
from duecare.apps.risk.rules.published_figures import evidence_layout
from duecare.apps.risk.rules.scoring_working import CountryScore
from duecare.apps.risk.rules.vintage import Holding, Panel, panel_of
from duecare.entrypoints.drawing.countries_workbook import countries_workbook
from duecare.entrypoints.drawing.score_book import ref
from duecare.kernel.countries import all_codes
from tests.apps.risk.rules.documents import NEWEST, shipped
from tests.apps.risk.rules.real_files import LIBRARY, real_panel

from .workbooks import CREATED, SPECS, Case, Cell, computed, is_formula, numbers_in, raw_row, rests_on, said, with_raw

FILES = sorted(path.stem for path in (LIBRARY / "methodology").glob("*.yaml"))
METHODS = [f"{name}-1" if name in NEWEST else name for name in FILES]
"""Every version shipped; `shipped` reads a bare name as the newest."""
DAY = date(2024, 12, 31)
ALMOST = 1e-6
PLACES = ("NOR", "PRK", "TUV", "THA", "USA", "XKX", "AND", "MMR", "CUB", "ABW")
"""Complete, with something missing (PRK, XKX), not covered (NOR), indeterminate (TUV, AND), nearly nothing (ABW)."""


@pytest.fixture(scope="session")
def real(shared_data: Path) -> Panel:
    """All nine publishers' original files as one panel, and the registers of evidence."""
    return real_panel(shared_data / "indices", shared_data)


def same(found: dict[str, Any], engine: CountryScore) -> None:
    """Every line of the sheet "Score" is what the engine says."""
    for name, value in (
        ("Score", engine.score),
        ("Score with the missing at its best", engine.missing_low),
        ("Score with the missing at its worst", engine.missing_high),
    ):
        if value is None:
            assert found[name] is None, (engine.place, name)
        else:
            assert found[name] == pytest.approx(value, abs=ALMOST), (engine.place, name)
    assert found["Coverage"] == engine.coverage, engine.place
    assert (found["Band"], found["Treated as"]) == (engine.band, engine.treated_as), engine.place
    assert found["The band is set by"] == engine.band_set_by, engine.place
    assert (found["The floor sets the score"] == "yes") == bool(engine.floored_by), engine.place
    assert ("Country context only" in (found["Note"] or "")) == (engine.treated_as == "low"), engine.place


EVIDENCED = ("NOR", "IRQ", "IND", "JOR", "SUR")
"""With no evidence, with several figures that raise, with several that do not, and with one that does."""


def edits(sheets: dict[str, CountrySheet], seed: int, wanted: int) -> list[tuple[str, str, float | str | None]]:
    """Random changes of raw cells: another value, none, a value where there was none, a publisher's silence."""
    chance = random.Random(seed)
    cells = [(place, figure) for place, sheet in sheets.items() for figure in sheet.figures if figure.year]
    empty = [cell for cell in cells if cell[1].edition is None]
    held = [cell for cell in cells if cell[1].value is not None]
    terror = [cell for cell in held if cell[1].index == "pts"]
    found: list[tuple[str, str, float | str | None]] = []
    for number in range(wanted):
        kind = ("value", "value", "blank", "fill", "silence")[number % 5]
        place, figure = chance.choice({"fill": empty or held, "silence": terror or held}.get(kind, held))
        value = round(chance.uniform(*figure.valid), 3)
        found.append((place, figure.series, {"blank": None, "silence": "not covered"}.get(kind, value)))
    return found


@pytest.mark.large
@pytest.mark.once
@pytest.mark.parametrize("name", METHODS)
def test_a_spreadsheet_gets_our_score_and_our_new_score_after_any_raw_cell_was_changed(
    name: str, real: Panel, libreoffice: str, tmp_path: Path
) -> None:
    case = Case(real, shipped(name), DAY)
    sheets = case.sheets(PLACES)
    books = {place: case.workbook(sheet) for place, sheet in sheets.items()}
    changes = edits(sheets, 20261126, 20)
    assert {None, "not covered"} <= {value for *_, value in changes}
    assert any(sheets[p].figures[_column(case, s)].edition is None for p, s, _ in changes), "no blank is filled"
    tried = {
        f"{number}": with_raw(books[place], series, value) for number, (place, series, value) in enumerate(changes)
    }
    others = other_days(real, shipped(name)) if shipped(name).country.raises else {}
    evidence = evidence_edits(case) if shipped(name).country.raises else {}
    found = computed(
        libreoffice, tmp_path / "books",
        {**books, **tried, **{key: book for key, (book, _) in (others | evidence).items()}},
    )  # fmt: skip
    for key, (_, engine) in (others | evidence).items():
        same(said(found[key]), engine)
    for place, sheet in sheets.items():
        same(said(found[place]), sheet.working)
    moved = 0
    for number, (place, series, value) in enumerate(changes):
        after = case.engine(place, sheets[place].last_band, case.changed(place, series, value))
        same(said(found[f"{number}"]), after)
        moved += after != sheets[place].working
    assert moved == len(changes)


def other_days(panel: Panel, method: Methodology) -> dict[str, tuple[bytes, CountryScore]]:
    """Days on which other inputs belong to the method, or other evidence is in force."""
    found = {}
    for place, day in (("THA", date(2012, 6, 30)), ("NOR", date(2012, 12, 15)), ("ARE", date(2025, 12, 31))):
        case = Case(panel, method, day)
        (sheet,) = case.sheets((place,)).values()
        found[f"{place} {day}"] = (case.workbook(sheet), sheet.working)
    assert len(method.country.on(date(2012, 6, 30)).inputs()) < len(method.country.inputs())
    assert found["ARE 2025-12-31"][1].raised_by, "Freedom on the Net stands above its score"
    return found


def evidence_edits(case: Case) -> dict[str, tuple[bytes, CountryScore]]:
    """Countries raised by evidence, and what they become when a cell of it is changed, emptied, or filled."""
    seen = case.sheets(EVIDENCED)
    raised = [place for place, sheet in seen.items() if sheet.working.raised_by]
    assert {"IRQ", "IND"} <= set(raised) and seen["NOR"].working.raised_by == ()
    found = {place: (case.workbook(seen[place]), seen[place].working) for place in ("IRQ", "IND", "JOR")}
    assert seen["JOR"].evidence[0].risk is not None and seen["JOR"].working.raised_by == ()

    def tried(place: str, series: str, value: float | str | None, back: int, moves: bool) -> None:
        after = case.engine(place, seen[place].last_band, case.changed(place, series, value, back))
        assert (after.score != seen[place].working.score) == moves, (place, series, value, back)
        book = with_raw(case.workbook(seen[place]), series, value, back)
        found[f"{place} {series.replace(':', ' ')} {back} {value}"] = (book, after)

    for back in (0, 1, 2):
        tried("NOR", "keepiton:nationwide", 2.0, back, True)
    tried("NOR", "keepiton:nationwide", 0.0, 0, False)
    place, series, back = only_evidence(seen)
    for value in (None, "not covered", 0.0):
        tried(place, series, value, back, True)
    return found


def only_evidence(sheets: dict[str, CountrySheet]) -> tuple[str, str, int]:
    """A country raised by one figure beside which there is no other: (country, series, years before the newest)."""
    for place, sheet in sheets.items():
        looked = [
            (figure, one)
            for rule, seen in zip(sheet.method.country.raises, sheet.evidence, strict=True)
            for figure, one in zip(seen.figures, evidence_layout(rule), strict=True)
            if figure.state == "held"
        ]
        if sheet.working.raised_by and len(looked) == 1:
            return place, looked[0][0].series, looked[0][1].back
    raise AssertionError("no country is raised by one figure alone")


def _column(case: Case, series: str) -> int:
    return list(layout_of(case.method.country.on(case.as_of)).series).index(series)


WHOLE = [
    *((name, DAY, ("confidential", "open")[number % 2]) for number, name in enumerate(METHODS)),
    ("nine-2026", date(2027, 12, 31), "confidential"),
]
"""Each method once, in one form; and the newest in the other years later, when much has grown stale."""


@pytest.mark.large
@pytest.mark.once
@pytest.mark.parametrize(("name", "day", "form"), WHOLE)
def test_one_workbook_recomputes_every_country(
    name: str, day: date, form: Form, real: Panel, libreoffice: str, tmp_path: Path
) -> None:
    sheets = Case(real, shipped(name), day).sheets(all_codes(), form)
    data = countries_workbook(tuple(sheets.values()), SPECS(), created=CREATED)
    assert len(data) < 2_000_000
    assert any(sheet.working.band == "indeterminate" for sheet in sheets.values())
    book = computed(libreoffice, tmp_path / "books", {"whole": data})["whole"]
    rows = list(book["Score"].iter_rows(values_only=True))
    head = next(row for row in rows if row[0] == "Country")
    found = {str(row[0]): dict(zip(head, row, strict=True)) for row in rows[rows.index(head) + 1 :]}
    assert found.keys() == sheets.keys()
    words = {
        "Missing at best": "Score with the missing at its best",
        "Set by": "The band is set by",
        "Missing at worst": "Score with the missing at its worst",
        "Floor sets it": "The floor sets the score",
    }
    for place, row in found.items():
        told = {words.get(str(name), str(name)): None if value == "" else value for name, value in row.items()}
        same(told, sheets[place].working)


def small(method: Methodology) -> Panel:
    """Two places: one with every figure, one with some."""
    held = [
        Holding(
            name,
            place,
            2023,
            item.goalposts.best + (item.goalposts.worst - item.goalposts.best) * risk,
            date(2024, 1, 31),
            row=7,
            edition="made.csv",
        )
        for place, risk in (("AND", 0.4), ("TUV", 0.6))
        for number, item in enumerate(method.country.inputs())
        for name in item.series
        if place == "AND" or number % 3
    ]
    looked = [one for rule in method.country.raises for one in evidence_layout(rule)]
    for number, one in enumerate(looked):
        best, worst = one.item.goalposts.best, one.item.goalposts.worst
        value, last = best + (worst - best) * 0.9, number == len(looked) - 1
        held += [
            Holding(one.series, place, 2023 - one.back, value, date(2024, 1, 31), row=9, edition="made.csv")
            for place in (("AND", "TUV") if last else ("AND",))
        ]
    return panel_of(held)


def constants(data: bytes) -> list[str]:
    """Figures that are neither a raw value nor one of the method's, though something rests on them or shows them."""
    book = load_workbook(io.BytesIO(data))
    found = []
    for name in ("Normalised", "Dimensions", "Score"):
        for row in book[name].iter_rows(min_row=6):
            for cell in row:
                if cell.data_type == "f":
                    found += [f"{name}!{cell.coordinate}: {n}" for n in numbers_in(cell.value) - {"0", "1", "9", "100"}]
                elif cell.value is not None and cell.data_type != "s":
                    found.append(f"{name}!{cell.coordinate}: {cell.value}")
    return found


@pytest.mark.parametrize("name", METHODS)
def test_no_cell_that_bears_the_score_holds_a_constant(name: str) -> None:
    case = Case(small(shipped(name)), shipped(name), DAY)
    for form in FORMS:
        for sheet in case.sheets(("AND", "TUV"), form).values():
            data = case.workbook(sheet)
            assert constants(data) == []
    book = load_workbook(io.BytesIO(data))
    spoiled = io.BytesIO()
    book["Dimensions"]["D7"].value = 42.0
    book["Score"]["B9"].value = "=0.75*B8"
    book.save(spoiled)
    assert constants(spoiled.getvalue()) == ["Dimensions!D7: 42", "Score!B9: 0.75"]


@pytest.mark.parametrize("name", METHODS)
def test_the_score_rests_on_every_raw_value_goalpost_weight_and_threshold_and_on_nothing_else(name: str) -> None:
    case = Case(small(shipped(name)), shipped(name), DAY)
    (sheet,) = case.sheets(("AND",)).values()
    book = load_workbook(io.BytesIO(case.workbook(sheet)))
    results: list[Cell] = [("Score", row, 2) for row in range(7, book["Score"].max_row + 1)]
    ground = {cell for cell in rests_on(book, results) if not is_formula(book, cell)}
    figures = {cell for cell in ground if book[cell[0]].cell(*cell[1:]).data_type != "s"}
    assert {cell[0] for cell in figures} <= {"Raw", "Goalposts", "Score"}
    assert not [cell for cell in figures if cell[0] == "Score" and book["Score"].cell(*cell[1:]).value is not None]
    raw = {("Raw", raw_row(book, figure.series), 4) for figure in sheet.figures}
    looked = [one for rule in sheet.method.country.raises for one in evidence_layout(rule)]
    raw |= {("Raw", raw_row(book, one.series, one.back), 4) for one in looked}
    assert bool(looked) == bool(sheet.working.raised_by)
    assert raw <= ground
    yellow = {
        ("Goalposts", cell.row, cell.column)
        for row in book["Goalposts"].iter_rows(min_row=6)
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    }
    assert yellow == {cell for cell in figures if cell[0] == "Goalposts"}
    assert len(yellow) > 3 * len(sheet.figures)


@pytest.mark.parametrize("form", FORMS)
def test_every_sheet_says_whether_it_is_confidential_in_a_cell_and_on_paper(form: Form) -> None:
    case = Case(small(shipped("nine-2026")), shipped("nine-2026"), DAY)
    (sheet,) = case.sheets(("AND",), form).values()
    whole = countries_workbook((sheet,), SPECS(), created=CREATED)
    for data in (case.workbook(sheet), whole):
        book = load_workbook(io.BytesIO(data))
        assert {"Read me", "Raw", "Goalposts", "Normalised", "Dimensions", "Score"} <= set(book.sheetnames)
        for page in book.worksheets:
            marks = (str(page["A1"].value), str(page.oddHeader.center.text), str(page.oddFooter.left.text))
            assert all(("CONFIDENTIAL" in mark) == (form == "confidential") for mark in marks), (page.title, marks)


def test_the_open_form_carries_raw_values_of_every_publisher_only_as_their_licences_say() -> None:
    method = shipped("nine-2026")
    case = Case(small(method), method, DAY)
    (open_sheet,), (whole,) = (case.sheets(("AND",), form).values() for form in ("open", "confidential"))
    book = load_workbook(io.BytesIO(case.workbook(open_sheet)))
    evidence = [figure for seen in whole.evidence for figure in seen.figures]
    publishers = {figure.index for figure in (*whole.figures, *evidence)}
    closed = {index for index in publishers if not SPECS()[index].licence.redistribute}
    assert len(publishers) == 12 and closed == closed_indices(method.country, SPECS(), "open")
    by_hand = {"fiw", "rsf", "cpi", "wjp", "eiu", "fsi", "pts", "fotn", "keepiton", "pulse"}
    assert closed == by_hand, "from the licences"
    looked = [one for rule in method.country.raises for one in evidence_layout(rule)]
    for one in looked:
        assert book["Raw"].cell(raw_row(book, one.series, one.back), 4).value == "withheld", one.series
    whole_open = load_workbook(io.BytesIO(countries_workbook((open_sheet,), SPECS(), created=CREATED)))["Raw"]
    head = next(row for row in whole_open.iter_rows() if row[0].value == "Series")
    at = {(cell.column, cell.value) for cell in head if str(cell.value).partition(":")[0] in closed}
    assert {series for _, series in at} >= {one.series for one in looked}
    row = next(row[0].row for row in whole_open.iter_rows() if row[0].value == "AND")
    assert {whole_open.cell(row, column).value for column, series in at if ":" in str(series)} == {"withheld"}
    assert open_sheet.evidence[0].risk == pytest.approx(90) and open_sheet.working.raised_by[0].value is None
    assert not any(one.series in note for note in open_sheet.words.notes for one in looked)
    assert any("Raised by digital repression" in note for note in open_sheet.words.notes)
    for figure in whole.figures:
        row = raw_row(book, figure.series)
        cell, error = book["Raw"].cell(row, 4).value, book["Raw"].cell(row, 5).value
        assert cell == ("withheld" if figure.index in closed else pytest.approx(figure.value)), figure.series
        assert figure.index not in closed or error is None
        assert SPECS()[figure.index].home in str(book["Raw"].cell(row, 14).value)
        assert len(str(book["Raw"].cell(row, 13).value)) == 64, "the file is named, so that one's own can be compared"


@pytest.mark.once
def test_whoever_holds_the_file_fills_the_open_form_and_gets_the_same_score(libreoffice: str, tmp_path: Path) -> None:
    method = shipped("nine-2026")
    case = Case(small(method), method, DAY)
    (open_sheet,), (whole,) = (case.sheets(("TUV",), form).values() for form in ("open", "confidential"))
    data = blank = case.workbook(open_sheet)
    for figure in whole.figures:
        if figure.value is not None:
            data = with_raw(data, figure.series, figure.value)
    given = with_raw(data, "rsf:score", 3.0)
    looked = evidence_layout(method.country.raises[0])
    for one, figure in zip(looked, whole.evidence[0].figures, strict=True):
        if figure.value is not None:
            data, last = with_raw(data, figure.series, figure.value, one.back), (figure.series, one.back)
    worse, gone = with_raw(data, "rsf:score", 3.0), with_raw(data, last[0], None, last[1])
    books = {"blank": blank, "filled": data, "worse": worse, "given": given, "gone": gone}
    found = computed(libreoffice, tmp_path / "books", books)
    assert whole.working.raised_by
    without = case.engine("TUV", whole.last_band, case.changed("TUV", last[0], None, last[1]))
    assert not without.raised_by
    same(said(found["gone"]), without)
    same(said(found["blank"]), whole.working)
    same(said(found["filled"]), whole.working)
    after = case.engine("TUV", whole.last_band, case.changed("TUV", "rsf:score", 3.0))
    same(said(found["worse"]), after)
    same(said(found["given"]), after)


def test_a_files_hostile_name_is_text() -> None:
    method = shipped("open-2026")
    made = small(method)
    name = '=HYPERLINK("http://example.test","open")'
    case = Case(
        panel_of([Holding("wgi:rl", "AND", 2023, 0.1, date(2024, 9, 30), edition=name)], made.places), method, DAY
    )
    (sheet,) = case.sheets(("AND",)).values()
    book = load_workbook(io.BytesIO(case.workbook(sheet)))
    row = raw_row(book, "wgi:rl")
    assert book["Raw"].cell(row, 9).value == f"'{name}" and book["Raw"].cell(row, 9).data_type == "s"


@pytest.mark.parametrize("column", [0, 3, 25, 26, 701, 702, 16_383])
def test_a_reference_is_written_as_the_library_writes_it(column: int) -> None:
    for fixed in (True, False):
        wanted = xl_rowcol_to_cell(7, column, row_abs=fixed, col_abs=True)
        assert ref("Raw", 7, column, row_abs=fixed) == f"Raw!{wanted}"
