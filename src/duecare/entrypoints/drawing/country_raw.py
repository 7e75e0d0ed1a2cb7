"""The sheet "Raw" of a country's workbook: every published figure, where it stands, what is given instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duecare.apps.risk.rules.country_sheet import CountrySheet
from duecare.apps.risk.rules.indices.spec import IndexSpec
from duecare.apps.risk.rules.published_figures import Figure
from duecare.apps.risk.rules.scoring_working import DimensionScore

from . import score_formulas as say
from .score_book import Book, Page
from .score_evidence import RawEvidence, raw_evidence

_HEADS = (
    "Index",
    "Series",
    "What it is",
    "Value",
    "Standard error",
    "Reference year",
    "Published",
    "Restated",
    "Edition",
    "File",
    "Sheet",
    "Row",
    "SHA-256 of the file",
    "Where to get it",
)


@dataclass(frozen=True, slots=True)
class Raw:
    """Where the raw figures stand, by series, and the dimension scores given where they are withheld."""

    value: tuple[str, ...]
    year: tuple[str, ...]
    published: tuple[str, ...]
    last_band: str
    given: tuple[tuple[str, str, str], ...]
    evidence: tuple[RawEvidence, ...]


def raw_sheet(book: Book, sheet: CountrySheet, specs: Mapping[str, IndexSpec]) -> Raw:
    """Write the sheet."""
    page = book.sheet(
        "Raw",
        "Raw values as published",
        (22, 13, 30, 13, 11, 10, 12, 9, 16, 34, 16, 8, 66, 50),
        says="Yellow: type another value, or leave it empty, and see what the score becomes.",
    )
    top = Page.FIRST
    page.put(top, 0, "Country")
    page.put(top, 1, f"{sheet.name} ({sheet.place})", "plain")
    page.put(top + 1, 0, "As of")
    book.name(say.AS_OF, page.put(top + 1, 1, sheet.as_of, "date"))
    page.put(top + 2, 0, "Last band with enough coverage")
    last = page.put(top + 2, 1, sheet.last_band or None, "choice")
    page.put(top + 2, 2, "From the years before; read only where coverage is too small for a band.", "soft")
    page.heads(top + 4, _HEADS)
    start = top + 5
    value: list[str] = []
    year: list[str] = []
    published: list[str] = []
    for row, figure in enumerate(sheet.figures, start):
        for cells, cell in zip((value, year, published), _line(page, row, figure, specs[figure.index]), strict=True):
            cells.append(cell)
    page.freeze(start, 4)
    given = _given(page, start + len(sheet.figures) + 1, sheet) if sheet.closed else ()
    below = start + len(sheet.figures) + 1 + (len(given) + 3 if given else 0)
    evidence = raw_evidence(page, below, sheet, specs, _HEADS, _line)
    return Raw(tuple(value), tuple(year), tuple(published), last, given, evidence)


def _line(page: Page, row: int, figure: Figure, spec: IndexSpec) -> tuple[str, str, str]:
    """One figure and where it is from; returns where its value, its year and its publication stand."""
    value = raw_value(figure)
    page.within(row, 3, row, figure.valid, (say.NOT_COVERED, say.WITHHELD))
    _provenance(page, row, figure, spec)
    return (
        page.put(row, 3, value, "choice" if isinstance(value, str) else "input"),
        page.put(row, 5, figure.year or None, "year"),
        page.put(row, 6, figure.published, "date"),
    )


def raw_value(figure: Figure) -> float | str | None:
    """What stands in a raw cell: the value, the publisher's silence, that the form withholds it, or nothing."""
    if figure.withheld:
        return say.WITHHELD
    if figure.value is None and figure.edition is not None:
        return say.NOT_COVERED
    return figure.value


def _provenance(page: Page, row: int, figure: Figure, spec: IndexSpec) -> None:
    file = figure.edition
    page.put(row, 0, spec.title)
    page.put(row, 1, figure.series, "code")
    page.put(row, 2, figure.title)
    page.put(row, 4, figure.error, "error")
    page.put(row, 7, "restated" if figure.restated else "", "plain")
    page.put(row, 8, file.label if file else "")
    page.put(row, 9, file.file_name if file else "no file that speaks of this country and year")
    page.put(row, 10, figure.sheet, "plain")
    page.put(row, 11, figure.row or None, "plain")
    page.put(row, 12, file.sha256 if file else "", "code")
    page.put(row, 13, f"{spec.publisher}, {spec.home}", "soft")


def _given(page: Page, row: int, sheet: CountrySheet) -> tuple[tuple[str, str, str], ...]:
    page.put(row, 0, "Dimension scores, used while an input of the dimension is withheld", "section")
    page.heads(row + 1, ("Dimension", "", "", "Score", "Missing at best", "Missing at worst"))
    found = []
    for at, one in enumerate(sheet.working.dimensions, row + 2):
        page.put(at, 0, one.title)
        cells = given_ends(one)
        found.append(tuple(page.put(at, column, cell, "input") for column, cell in enumerate(cells, 3)))
    return tuple((a, b, c) for a, b, c in found)


def given_ends(one: DimensionScore) -> tuple[float | None, float | None, float | None]:
    """A dimension's score, and with what is missing at its best and at its worst; None where it has no inputs."""
    held = sum(part.share for part in one.contributions if part.used_share > 0)
    return one.score, held * (one.score or 0.0) if one.contributions else None, one.upper
