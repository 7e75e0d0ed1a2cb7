"""One country's score as a workbook whose own formulas recompute it: whoever checks it needs nothing of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from duecare.apps.risk.rules.country_sheet import CONTEXT_ONLY, CountrySheet
from duecare.apps.risk.rules.indices.spec import IndexSpec
from duecare.apps.risk.rules.published_figures import Figure
from duecare.apps.risk.rules.scoring_working import DimensionScore

from . import score_formulas as say
from .score_book import Book, Page
from .score_parameters import Parameters, goalposts, mark_of, read_me, refuse_what_is_not_computed

_RAW_HEADS = (
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
class _Raw:
    """Where the raw figures stand, by series, and the dimension scores given where they are withheld."""

    value: tuple[str, ...]
    year: tuple[str, ...]
    published: tuple[str, ...]
    last_band: str
    given: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Leaves:
    """Where the inputs on 0 to 100 stand; `code` and `state` are by series, the rest by input as weighed."""

    code: str
    state: str
    value: tuple[str, ...]
    gap: tuple[str, ...]
    held: tuple[str, ...]
    part: tuple[str, ...]
    upper: tuple[str, ...]


def country_workbook(sheet: CountrySheet, specs: Mapping[str, IndexSpec], *, created: datetime) -> bytes:
    """The workbook in the form of the sheet.

    Sheets: Read me, Raw, Goalposts, Normalised, Dimensions, Score. Figures stand on Raw and Goalposts only.
    """
    refuse_what_is_not_computed(sheet.method)
    title = f"{sheet.name}: country score as of {sheet.as_of.isoformat()}"
    foot = f"{sheet.place}, {sheet.method.urn}, as of {sheet.as_of.isoformat()}"
    book = Book(title=title, mark=mark_of(sheet, specs), confidential=sheet.confidential, foot=foot, created=created)
    read_me(book, sheet, specs, title, whole=False)
    raw = _raw(book, sheet, specs)
    method = goalposts(book, sheet, specs)
    leaves = _normalised(book, sheet, raw, method)
    ends = _dimensions(book, sheet, raw, method, leaves)
    _score(book, sheet, raw, leaves, ends)
    return book.close()


def _raw(book: Book, sheet: CountrySheet, specs: Mapping[str, IndexSpec]) -> _Raw:
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
    page.heads(top + 4, _RAW_HEADS)
    start = top + 5
    value, year, published = [], [], []
    for row, figure in enumerate(sheet.figures, start):
        value.append(page.put(row, 3, raw_value(figure), "choice" if isinstance(raw_value(figure), str) else "input"))
        page.within(row, 3, row, figure.valid, (say.NOT_COVERED, say.WITHHELD))
        year.append(page.put(row, 5, figure.year or None, "year"))
        published.append(page.put(row, 6, figure.published, "date"))
        _provenance(page, row, figure, specs[figure.index])
    page.freeze(start, 4)
    given = _given(page, start + len(sheet.figures) + 1, sheet) if sheet.closed else ()
    return _Raw(tuple(value), tuple(year), tuple(published), last, given)


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


def _normalised(book: Book, sheet: CountrySheet, raw: _Raw, method: Parameters) -> _Leaves:
    page = book.sheet(
        "Normalised",
        "Every figure on 0 (best goalpost) to 100 (worst)",
        (24, 26, 16, 12, 10, 12, 12, 14, 12),
        says="What each published figure is worth on the day, then each input as it is weighed.",
    )
    top, layout = Page.FIRST, method.layout
    page.heads(top, ("Series", "Counts for coverage as", "State", "Risk"))
    states, risks, codes = [], [], []
    for leaf in layout.leaves:
        for column in leaf.columns:
            row = top + 1 + column
            page.put(row, 0, layout.series[column], "code")
            codes.append(page.put(row, 1, counted_as(sheet, leaf.input.index, leaf.input.id), "code"))
            args = (raw.value[column], raw.year[column], raw.published[column], method.age[column])
            states.append(page.work(row, 2, say.state(*args), "word"))
            posts = (method.best[column], method.worst[column])
            risks.append(page.work(row, 3, say.risk(raw.value[column], states[column], *posts)))
    start = top + len(layout.series) + 4
    page.put(start - 2, 0, "Inputs as weighed", "section")
    page.heads(
        start - 1,
        (
            "Input",
            "Dimension",
            "Value 0–100",
            "Missing",
            "Share",
            "Share held",
            "Share × value",
            "With the missing at worst",
        ),
    )
    columns: tuple[list[str], ...] = ([], [], [], [], [])
    for row, (at, leaf) in enumerate(enumerate(layout.leaves), start):
        page.put(row, 0, leaf.input.id, "code")
        page.put(row, 1, sheet.method.country.dimensions[leaf.dimension].title)
        of = say.span([states[column] for column in leaf.columns])
        value = page.work(row, 2, say.worst_of(say.span([risks[column] for column in leaf.columns]), of))
        gap = page.work(row, 3, say.gap(of, "ROWS"), "count")
        share = page.work(row, 4, f"={method.share[at]}", "share")
        held = page.work(row, 5, say.held_share(share, of), "share")
        added = page.work(row, 6, say.part(share, value))
        upper = page.work(row, 7, say.upper_part(share, value, gap))
        for cells, cell in zip(columns, (value, gap, held, added, upper), strict=True):
            cells.append(cell)
    page.freeze(top + 1, 1)
    return _Leaves(say.span(codes), say.span(states), *(tuple(cells) for cells in columns))


def counted_as(sheet: CountrySheet, index: str, item: str) -> str:
    """The unit in which the method counts coverage."""
    return index if sheet.method.country.counts == "index" else item


@dataclass(frozen=True, slots=True)
class _Ends:
    """Ranges over the dimensions: titles; scores; weights and weighted scores; severity scores; at three ends."""

    titles: str
    scores: str
    weights: tuple[str, str]
    weighted: tuple[str, str, str]
    severe: tuple[str, str, str]


def _dimensions(book: Book, sheet: CountrySheet, raw: _Raw, method: Parameters, leaves: _Leaves) -> _Ends:
    page = book.sheet(
        "Dimensions",
        "Dimensions",
        (28, 10, 10, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12, 12),
        says="Inputs combined within each dimension; what is missing left out, at its best, at its worst.",
    )
    top = Page.FIRST
    page.heads(
        top,
        (
            "Dimension",
            "Severity",
            "Weight",
            "Score",
            "Missing at best",
            "Missing at worst",
            "Weight held",
            "Weight used",
            "Points",
            "Weight × score",
            "Weight × best",
            "Weight × worst",
            "Severity score",
            "Severity at best",
            "Severity at worst",
        ),
    )
    rows: list[tuple[str, ...]] = []
    count = len(sheet.method.country.dimensions)
    held_column = say.span([f"Dimensions!$G${top + 2}", f"Dimensions!$G${top + 1 + count}"])
    for d, one in enumerate(sheet.method.country.dimensions):
        row = top + 1 + d
        title = page.put(row, 0, one.title)
        severity = page.work(row, 1, f"={method.severity[d]}", "word")
        weight = page.work(row, 2, f"={method.weight[d]}", "share")
        three = _three(page, row, raw.given[d] if raw.given else ("0", "0", "0"), leaves, method.leaves_of(d))
        held = page.work(row, 6, say.if_held(three[0], weight), "share")
        used = page.work(row, 7, say.if_held(three[0], f"{weight}/SUM({held_column})"), "share")
        page.work(row, 8, say.if_held(three[0], f"{used}*{three[0]}"))
        weighted = [page.work(row, 9 + n, say.if_held(cell, f"{weight}*{cell}")) for n, cell in enumerate(three)]
        severe = [page.work(row, 12 + n, say.severe(severity, weight, cell)) for n, cell in enumerate(three)]
        rows.append((title, three[0], weight, held, *weighted, *severe))
    title, score, weight, held, *rest = (say.span(column) for column in zip(*rows, strict=True))
    page.draw(
        top + count + 3,
        0,
        book.bars(
            title,
            score,
            title="Dimensions, 0 (safest) to 100 (worst)",
            alt=("Bars of the dimensions' scores from 0, safest, to 100, worst: the column Score as a picture."),
        ),
    )
    page.freeze(top + 1, 1)
    return _Ends(title, score, (held, weight), (rest[0], rest[1], rest[2]), (rest[3], rest[4], rest[5]))


def _three(
    page: Page, row: int, given: tuple[str, str, str], leaves: _Leaves, mine: tuple[int, ...]
) -> tuple[str, str, str]:
    """A dimension's score, and with what is missing at its best and at its worst."""
    if not mine:
        return page.work(row, 3, '=""'), page.work(row, 4, "=0"), page.work(row, 5, "=0")
    value, held, added, upper = (
        say.span([cells[at] for at in mine]) for cells in (leaves.value, leaves.held, leaves.part, leaves.upper)
    )
    return (
        page.work(row, 3, say.dimension(added, held, value, given[0])),
        page.work(row, 4, say.dimension_end(added, value, given[1])),
        page.work(row, 5, say.dimension_end(upper, value, given[2])),
    )


def _score(book: Book, sheet: CountrySheet, raw: _Raw, leaves: _Leaves, ends: _Ends) -> None:
    page = book.sheet("Score", f"{sheet.name}: score and band", (34, 18, 78), says="0 is safest, 100 worst.")
    top = Page.FIRST
    lines = _lines(page, top + 1, raw, leaves, ends)
    page.heads(top, ("What", "Figure", "How"))
    for row, (what, how) in enumerate(lines, top + 1):
        page.put(row, 0, what)
        page.put(row, 2, how, "soft")
    page.bands(top + 1, 1, top + len(LINES))
    start = top + len(LINES) + 3
    page.put(start - 1, 0, f"Coverage, counted by {sheet.method.country.counts}", "section")
    codes = dict.fromkeys(counted_as(sheet, item.index, item.id) for item in sheet.method.country.inputs())
    flags = []
    for row, code in enumerate(codes, start):
        cell = page.put(row, 0, code, "code")
        flags.append(page.work(row, 1, say.counts(cell, leaves.code, leaves.state), "count"))
    page.work(top + 1 + AT["coverage"], 1, f"=SUM({say.span(flags)})", "count")


LINES = (
    "mean",
    "worst",
    "floor",
    "score",
    "floored",
    "low",
    "high",
    "coverage",
    "complete",
    "band",
    "treated",
    "set_by",
    "note",
)
AT = {name: at for at, name in enumerate(LINES)}
"""Rows of the sheet "Score" below its head, by what stands there."""


def _lines(page: Page, first: int, raw: _Raw, leaves: _Leaves, ends: _Ends) -> Iterator[tuple[str, str]]:
    """Write each formula of the sheet "Score"; yields what it is and how it comes about."""

    def cell(name: str) -> str:
        return f"Score!$B${first + AT[name] + 1}"

    def work(name: str, formula: str, style: str = "sum") -> None:
        page.work(first + AT[name], 1, formula, style)

    held, weights = ends.weights
    work("mean", say.mean(ends.weighted[0], held))
    yield "Weighted mean", "Dimensions held, by their weights, renewed."
    work("worst", f"=MAX({ends.severe[0]})")
    yield "Worst severity dimension", "The largest score among the dimensions that misuse destroys."
    work("floor", f"={say.FLOOR}*{cell('worst')}")
    yield "Floor", "The share in Goalposts of the worst severity dimension: good administration cannot buy it off."
    work("score", say.composite(cell("mean"), cell("floor")), "big")
    yield "Score", "The larger of mean and floor."
    work("floored", say.floored(cell("mean"), cell("floor")), "word")
    yield "The floor sets the score", "Yes where the floor is above the mean."
    for name, end, what in (("low", 1, "best"), ("high", 2, "worst")):
        full = f"SUM({ends.weighted[end]})/SUM({weights})"
        work(name, say.composite(full, f"{say.FLOOR}*MAX({ends.severe[end]})"))
        yield (
            f"Score with the missing at its {what}",
            "Mean and floor once more; the score itself where nothing is missing.",
        )
    yield "Coverage", "How many indices (or inputs) have at least one figure in force; counted below."
    work("complete", say.all_held(say.span(leaves.gap)), "word")
    yield "Complete", "Yes where no input is missing."
    work("band", say.band(cell("coverage"), cell("high")), "bigword")
    yield (
        "Band",
        "Read from the upper end, so that what is missing never lowers it; indeterminate below minimum coverage.",
    )
    work("treated", say.treated_as(cell("band"), cell("high"), raw.last_band), "bigword")
    yield (
        "Treated as",
        "For decisions. Indeterminate: the worst of elevated, the upper end's band and the last band it had.",
    )
    work("set_by", say.set_by(cell("band"), cell("treated"), cell("score"), cell("complete")), "word")
    yield "The band is set by", "The score itself, what is missing, or too little coverage."
    work("note", f'=IF({cell("treated")}="low","{CONTEXT_ONLY}","")', "word")
    yield "Note", "Goes with every “low”."
