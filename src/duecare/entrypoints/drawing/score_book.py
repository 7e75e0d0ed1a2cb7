"""A workbook of the house: its look, its marks on every sheet, and cells that a spreadsheet cannot be tricked with.

Every text is written as text, and made harmless first. A formula carries no result: whoever opens the workbook has it
computed there, so that no figure of ours can pass for theirs.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from functools import cache
from math import ceil
from typing import TYPE_CHECKING

from duecare.kernel.spreadsheets import harmless

if TYPE_CHECKING:  # loaded with the first workbook that somebody asks for
    from xlsxwriter.worksheet import Worksheet

INK, SOFT, LINE, INPUT, HEAD = "#1c2427", "#5a666c", "#d8d5cc", "#fff6dd", "#e9eef0"
LEVELS = {"low": "#2e6b4f", "moderate": "#7a6a16", "elevated": "#a5580f", "high": "#a8321f", "indeterminate": "#5a666c"}

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Value = str | float | int | date | None
_WRAPPED, _SIGNS = ("text", "soft", "head"), 1.05
"""Styles whose text is broken into lines, and how many signs of it fit into one unit of a column's width."""


def ref(sheet: str, row: int, column: int, *, row_abs: bool = True) -> str:
    """ "Raw!$D$8"; the row left free to copy down where `row_abs` is False."""
    return f"{sheet}!{_letters(column)}{'$' if row_abs else ''}{row + 1}"


@cache
def _letters(column: int) -> str:
    """ "$D"; a workbook of all countries asks a quarter of a million times."""
    from xlsxwriter.utility import xl_col_to_name

    return str(xl_col_to_name(column, col_abs=True))


class Book:
    """One workbook. `mark` and its reason stand at the head of every sheet, `foot` in its printed header and footer."""

    def __init__(self, *, title: str, mark: tuple[str, str], confidential: bool, foot: str, created: datetime) -> None:
        from xlsxwriter import Workbook

        self._bytes = io.BytesIO()
        self.mark, self.confidential, self.foot = mark, confidential, foot
        self._pages: list[Page] = []
        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = Workbook(self._bytes, options)
        # Spreadsheets know no time zones.
        self._book.set_properties({"title": title, "comments": " ".join(mark), "created": created.replace(tzinfo=None)})
        self._book.set_calc_mode("auto")
        base = {"font_name": "Arial", "font_size": 10, "font_color": INK, "valign": "top"}
        styles: Mapping[str, Mapping[str, object]] = {
            "text": {"text_wrap": True},
            "plain": {},
            "soft": {"font_color": SOFT, "text_wrap": True, "indent": 1},
            "quiet": {"font_color": SOFT, "font_size": 9},
            "code": {"font_name": "Courier New", "font_size": 9},
            "title": {"bold": True, "font_size": 16},
            "section": {"bold": True, "font_size": 12, "top": 1, "top_color": LINE},
            "mark": {"bold": True, "font_color": "#ffffff", "bg_color": "#a8321f" if confidential else "#17606b"},
            "head": {"bold": True, "bg_color": HEAD, "bottom": 1, "bottom_color": SOFT, "text_wrap": True},
            "input": {"bg_color": INPUT, "border": 1, "border_color": LINE, "num_format": "0.0###########"},
            "error": {"bg_color": INPUT, "border": 1, "border_color": LINE, "num_format": "0.0###"},
            "choice": {"bg_color": INPUT, "border": 1, "border_color": LINE, "align": "right"},
            "year": {"bg_color": INPUT, "border": 1, "border_color": LINE, "num_format": "0"},
            "date": {"bg_color": INPUT, "border": 1, "border_color": LINE, "num_format": "yyyy-mm-dd", "align": "left"},
            "sum": {"num_format": "0.00", "border": 1, "border_color": LINE},
            "share": {"num_format": "0.0000", "border": 1, "border_color": LINE},
            "count": {"num_format": "0", "border": 1, "border_color": LINE},
            "word": {"border": 1, "border_color": LINE, "align": "right"},
            "big": {"num_format": "0.00", "bold": True, "font_size": 16, "border": 1, "border_color": LINE},
            "bigword": {"bold": True, "font_size": 12, "border": 1, "border_color": LINE, "align": "right"},
        }
        self.formats = {name: self._book.add_format({**base, **style}) for name, style in styles.items()}
        self.levels = {
            name: self._book.add_format({"font_color": "#ffffff", "bg_color": colour, "bold": True})
            for name, colour in LEVELS.items()
        }

    def sheet(self, name: str, title: str, widths: Sequence[float], *, says: str = "") -> Page:
        """Another sheet, marked, titled and set up for print; its own content starts at row `Page.FIRST`."""
        self._pages.append(Page(self, self._book.add_worksheet(name), name, title, widths, says))
        return self._pages[-1]

    def name(self, name: str, where: str) -> None:
        """Give cells a name that formulas use."""
        self._book.define_name(name, f"={where}")

    def bars(self, categories: str, values: str, *, alt: str, title: str) -> tuple[object, Mapping[str, object]]:
        """A chart of bars from 0 to 100 over cells, with its text alternative."""
        chart = self._book.add_chart({"type": "bar"})
        chart.add_series(
            {"categories": f"={categories}", "values": f"={values}", "fill": {"color": "#17606b"}, "gap": 60}
        )
        chart.set_title({"name": title, "name_font": {"size": 11, "color": INK}})
        chart.set_legend({"none": True})
        chart.set_x_axis({"min": 0, "max": 100, "major_gridlines": {"visible": True, "line": {"color": LINE}}})
        chart.set_y_axis({"reverse": True})
        chart.set_size({"width": 560, "height": 300})
        return chart, {"description": alt}

    def close(self) -> bytes:
        """The finished file."""
        for page in self._pages:
            page.settle()
        self._book.close()
        return self._bytes.getvalue()


class Page:
    """One sheet being written."""

    FIRST = 5

    def __init__(
        self,
        book: Book,
        sheet: Worksheet,
        name: str,
        title: str,
        widths: Sequence[float],
        says: str,
    ) -> None:
        self.book, self.name, self._widths = book, name, widths
        self._lines: dict[int, int] = {}
        self._sheet = sheet
        # Looks every formula through for functions of newer spreadsheets, two thirds of the time of a large workbook;
        # ours use none.
        self._sheet._prepare_formula = _as_it_is
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        for column in range(len(widths)):
            self._sheet.write_blank(0, column, None, book.formats["mark"])
        self.put(0, 0, book.mark[0], "mark")
        self.put(1, 0, title, "title")
        self.put(2, 0, says, "plain")
        self.put(3, 0, book.mark[1], "quiet")
        self._sheet.hide_gridlines(2)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        printed = ("CONFIDENTIAL. " if book.confidential else "") + book.foot
        self._sheet.set_header(f'&C&"Arial,Bold"{_printed(printed)}')
        self._sheet.set_footer(f"&L{_printed(printed)}&R&P / &N")

    def put(self, row: int, column: int, value: Value, style: str = "text") -> str:
        """Write a value and return where it stands."""
        look = self.book.formats[style]
        match value:
            case None:
                self._sheet.write_blank(row, column, None, look)
            case date():
                self._sheet.write_datetime(row, column, value, look)
            case int() | float():
                self._sheet.write_number(row, column, value, look)
            case str():
                self._sheet.write_string(row, column, harmless(value), look)
                if style in _WRAPPED and column < len(self._widths):
                    lines = ceil(len(value) / (self._widths[column] * _SIGNS))
                    self._lines[row] = max(self._lines.get(row, 1), lines)
        return ref(self.name, row, column)

    def work(self, row: int, column: int, formula: str, style: str = "sum") -> str:
        """Write a formula, without a result, and return where it stands."""
        self._sheet.write_formula(row, column, formula, self.book.formats[style], "")
        if style == "big":
            self._lines[row] = 2
        return ref(self.name, row, column)

    def settle(self) -> None:
        """Give rows with wrapped text their height: not every spreadsheet finds it itself."""
        self._sheet.set_row(1, 24)
        for row, lines in self._lines.items():
            if lines > 1:
                self._sheet.set_row(row, 13.5 * lines + 2)

    def heads(self, row: int, titles: Sequence[str]) -> None:
        """The head of a table."""
        for column, title in enumerate(titles):
            self.put(row, column, title, "head")

    def freeze(self, row: int, column: int) -> None:
        """Keep the rows above and the columns before in sight."""
        self._sheet.freeze_panes(row, column)

    def bands(self, row: int, column: int, last_row: int) -> None:
        """Show the words of bands in their colours."""
        for level, look in self.book.levels.items():
            rule = {"type": "cell", "criteria": "==", "value": f'"{level}"', "format": look}
            self._sheet.conditional_format(row, column, last_row, column, rule)

    def within(self, row: int, column: int, last_row: int, valid: tuple[float, float], words: Sequence[str]) -> None:
        """Let a cell take a number within these ends, or one of these words."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        cell = xl_rowcol_to_cell(row, column)
        said = ",".join(f'{cell}="{word}"' for word in words)
        check = f"=OR({said},AND(ISNUMBER({cell}),{cell}>={valid[0]:g},{cell}<={valid[1]:g}))"
        self._sheet.data_validation(
            row, column, last_row, column,
            {
                "validate": "custom", "value": check, "error_title": "Not a value of this index",
                "error_message": f"A number from {valid[0]:g} to {valid[1]:g}, or: {', '.join(words)}.",
            },
        )  # fmt: skip

    def draw(self, row: int, column: int, chart: tuple[object, Mapping[str, object]]) -> None:
        """Put a chart on the sheet."""
        self._sheet.insert_chart(row, column, chart[0], dict(chart[1]))


def _printed(text: str) -> str:
    """Headers know `&` as a command."""
    return text.replace("&", "&&")[:120]


def _as_it_is(formula: str, _expand: bool = False) -> str:
    return formula.removeprefix("=")
