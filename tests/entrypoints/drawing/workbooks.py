"""Workbooks made from a panel, changed as an auditor would change them, and computed by LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from openpyxl import Workbook, load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.utils.cell import coordinate_to_tuple

from duecare.apps.risk.rules.country_sheet import CountrySheet, country_sheet
from duecare.apps.risk.rules.licensing import Form
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.published_figures import EditionFile, evidence_of, figures_of
from duecare.apps.risk.rules.scoring import last_bands, score_countries
from duecare.apps.risk.rules.scoring_working import CountryScore, score_country
from duecare.apps.risk.rules.vintage import Panel, Vintage, panel_of_columns, select
from duecare.entrypoints.drawing.country_workbook import country_workbook
from tests.apps.risk.rules.real_files import specs

CREATED = datetime(2026, 11, 26, tzinfo=UTC)
SPECS = cache(specs)
_COLUMNS = ("series_at", "place_at", "edition_at", "year", "value", "error", "published", "edition_published", "row",
            "not_covered")  # fmt: skip


@dataclass(frozen=True)
class Case:
    """Some figures on a day by a method."""

    panel: Panel
    method: Methodology
    as_of: date
    vintage: Vintage = "restated"

    @cached_property
    def last_bands(self) -> dict[str, str]:
        """As recorded before the day."""
        return last_bands(self.panel, self.method.country, self.as_of, self.vintage)

    def engine(self, place: str, last: str = "", panel: Panel | None = None) -> CountryScore:
        """What our own engine says of one place."""
        only = one_place(panel or self.panel, place)
        known = {place: last} if last else {}
        table = score_countries(only, self.method.country, self.as_of, self.vintage, last_band=known)
        return score_country(table, place)

    def sheets(self, places: Sequence[str], form: Form = "confidential") -> dict[str, CountrySheet]:
        """Explanation sheets."""
        files = [EditionFile(name, Path(name).name or "x", "ab" * 32, date(2026, 1, 1)) for name in self.panel.editions]
        country, day = self.method.country, self.as_of
        found = figures_of(self.panel, country, day, self.vintage, places=places, editions=files, specs=SPECS())
        seen = evidence_of(self.panel, country, day, self.vintage, places=places, editions=files, specs=SPECS())
        last = self.last_bands
        return {
            place: country_sheet(
                self.engine(place, last.get(place, "")), found[place], self.method, SPECS(), name=place,
                vintage=self.vintage, last_band=last.get(place, ""), form=form, evidence=seen[place],
            )
            for place in places
        }  # fmt: skip

    def workbook(self, sheet: CountrySheet) -> bytes:
        """The workbook of one of them."""
        return country_workbook(sheet, SPECS(), created=CREATED)

    def changed(self, place: str, series: str, value: float | str | None, back: int = 0) -> Panel:
        """The panel after one figure in force, or of `back` years before it, became another one, "not covered"
        (text), or is gone."""
        chosen = select(self.panel, (series,), self.as_of, self.vintage, back=back)
        at = self.panel.places.index(place)
        row, year = int(chosen.at[at, 0]), int(chosen.years[0]) - back
        columns: dict[str, Any] = {name: getattr(self.panel, name).copy() for name in _COLUMNS}
        if value is None:
            return self.panel.without(np.arange(len(columns["value"])) == row)
        number = np.nan if isinstance(value, str) else value
        if row >= 0:
            columns["value"][row], columns["not_covered"][row] = number, isinstance(value, str)
            return replace(self.panel, value=columns["value"], not_covered=columns["not_covered"])
        like = next(
            n for n in np.flatnonzero(columns["year"] == year) if self.panel.series[columns["series_at"][n]] == series
        )
        for name in _COLUMNS:
            columns[name] = np.append(columns[name], columns[name][like])
        columns["place_at"][-1], columns["value"][-1], columns["not_covered"][-1] = at, number, isinstance(value, str)
        return panel_of_columns(self.panel.series, self.panel.places, self.panel.editions, columns)


def one_place(panel: Panel, place: str) -> Panel:
    """The same figures and releases, for one place alone."""
    at = panel.places.index(place)
    alone = panel.without(panel.place_at != at)
    return replace(alone, places=(place,), place_at=np.zeros_like(alone.place_at))


def computed(program: str, folder: Path, files: Mapping[str, bytes]) -> dict[str, Workbook]:
    """Each workbook as LibreOffice computes it; one start for all, because starting takes longest.

    They come back to be read alone: then openpyxl reads the sheet that is asked after, not all of them.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / f"{name}.xlsx").write_bytes(data)
    out = folder / "computed"
    subprocess.run(
        [program, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx",
         "--outdir", str(out), *sorted(str(path) for path in folder.glob("*.xlsx"))],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return {name: load_workbook(out / f"{name}.xlsx", data_only=True, read_only=True) for name in files}


def with_raw(data: bytes, series: str, value: float | str | None, back: int = 0) -> bytes:
    """The workbook after somebody typed another raw value, or emptied the cell."""
    book = load_workbook(io.BytesIO(data))
    cell = book["Raw"].cell(raw_row(book, series, back), 4)
    cell.value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def raw_row(book: Workbook, series: str, back: int = 0) -> int:
    """The row of a series on the sheet "Raw"; of evidence the row of `back` years before the newest."""
    rows = [int(row[1].row or 0) for row in book["Raw"].iter_rows() if row[1].value == series]
    return rows[back]


def said(book: Workbook) -> dict[str, Any]:
    """The sheet "Score": what → figure, "" read as none."""
    rows = {row[0].value: row[1].value for row in book["Score"].iter_rows(min_row=7, max_col=2) if row[0].value}
    return {name: None if value == "" else value for name, value in rows.items()}


# Which cells a cell rests on.

_REF = re.compile(r"(?:(\w+)!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")
_TEXT = re.compile(r'"[^"]*"')
Cell = tuple[str, int, int]


def precedents(book: Workbook, cell: Cell) -> Iterator[Cell]:
    """Every cell that a formula names, directly or by a defined name."""
    formula = str(book[cell[0]].cell(*cell[1:]).value)
    text = _TEXT.sub("", formula.removeprefix("="))
    for name, where in book.defined_names.items():
        text = re.sub(rf"\b{name}\b", where.attr_text, text)
    for sheet, left, top, right, bottom in _REF.findall(text):
        if not right:
            row, column = coordinate_to_tuple(f"{left}{top}")
            yield sheet or cell[0], row, column
            continue
        low, high, far, last = range_boundaries(f"{left}{top}:{right}{bottom}")
        for row in range(high, last + 1):
            for column in range(low, far + 1):
                yield sheet or cell[0], row, column


def rests_on(book: Workbook, start: Iterable[Cell]) -> set[Cell]:
    """Every cell that some cells rest on, themselves among them."""
    seen: set[Cell] = set()
    waiting = list(start)
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        if is_formula(book, one):
            waiting.extend(precedents(book, one))
    return seen


def is_formula(book: Workbook, cell: Cell) -> bool:
    """Whether a cell computes."""
    return book[cell[0]].cell(*cell[1:]).data_type == "f"


def numbers_in(formula: str) -> set[str]:
    """Figures written into a formula, names of cells and texts left out."""
    text = _REF.sub("", _TEXT.sub("", formula))
    return set(re.findall(r"(?<![\w.])\d+(?:\.\d+)?", text))
