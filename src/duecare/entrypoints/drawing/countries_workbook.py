"""Every country of a method in one workbook: a row a country, the same formulas as in `country_workbook`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from duecare.apps.risk.rules.country_sheet import CONTEXT_ONLY, CountrySheet
from duecare.apps.risk.rules.indices.spec import IndexSpec
from duecare.apps.risk.rules.normalise import layout_of
from duecare.apps.risk.rules.published_figures import EditionFile, Figure

from . import score_formulas as say
from .country_raw import given_ends, raw_value
from .country_workbook import counted_as
from .score_book import Book, Page, ref
from .score_evidence import newest_of
from .score_parameters import Parameters, goalposts, mark_of, read_me

_HEAD, _FIRST = Page.FIRST + 2, Page.FIRST + 8
"""Rows of the head of "Raw", and of the first country on every sheet."""
_SCORES = (
    "Country",
    "Name",
    "Mean",
    "Floor",
    "Score",
    "Floor sets it",
    "Missing at best",
    "Missing at worst",
    "Coverage",
    "Complete",
    "Band",
    "Treated as",
    "Set by",
    "Note",
)


_BEFORE = ("Before evidence", "Before it, missing at best", "Before it, missing at worst")
"""What a method with raises has besides."""


def countries_workbook(sheets: Sequence[CountrySheet], specs: Mapping[str, IndexSpec], *, created: datetime) -> bytes:
    """The workbook of all countries, in the form of their sheets (which share method, day and form).

    Raises:
        ValueError: no country given.
    """
    if not sheets:
        raise ValueError("a workbook of no country")
    first = sheets[0]
    title = f"{first.method.title}: {len(sheets)} countries as of {first.as_of.isoformat()}"
    foot = f"{first.method.urn}, as of {first.as_of.isoformat()}, {len(sheets)} countries"
    book = Book(title=title, mark=mark_of(first, specs), confidential=first.confidential, foot=foot, created=created)
    read_me(book, first, specs, title, whole=True)
    raw = book.sheet(
        "Raw",
        "Raw values as published",
        (6, 26, 14, *[11] * len(first.figures)),
        says="A row a country, a column a series. Yellow: change it, or leave it empty.",
    )
    columns = _columns(first)
    _raw(raw, sheets, columns)
    method = goalposts(book, first, specs)
    _Countries(book, first, method, columns).write(sheets)
    _where(book, sheets)
    return book.close()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where each block of columns begins, given how many series, inputs and dimensions there are, how many
    figures evidence is looked for in, for how many raises, and whether the form withholds any."""

    series: int
    leaves: int
    dimensions: int
    looked: int
    raises: int
    closed: bool

    @property
    def risk(self) -> int:
        """On "Normalised", after code and one state a series."""
        return 1 + self.series

    def leaf(self, block: int) -> int:
        """On "Normalised": value, gap, share held, part, part at worst."""
        return 1 + 2 * self.series + block * self.leaves

    def dimension(self, block: int) -> int:
        """On "Dimensions": three scores, weight held, three weighted, three severities."""
        return 1 + block * self.dimensions

    def given(self, dimension: int) -> int:
        """On "Raw": three given scores a dimension, after the values."""
        return 4 + self.series + 3 * dimension

    def evidence(self, looked: int) -> int:
        """On "Raw": figures of evidence, then what is given of each raise."""
        return self.given(self.dimensions if self.closed else 0) + looked

    def worth(self, block: int) -> int:
        """On "Normalised": state of each figure of evidence, its risk, then the evidence of each raise."""
        return self.leaf(5) + block * self.looked


def _columns(first: CountrySheet) -> _Columns:
    looked = sum(len(seen.figures) for seen in first.evidence)
    leaves = len(layout_of(first.method.country).leaves)
    dimensions = len(first.method.country.dimensions)
    return _Columns(len(first.figures), leaves, dimensions, looked, len(first.evidence), bool(first.closed))


def _looked(sheet: CountrySheet) -> tuple[Figure, ...]:
    return tuple(figure for seen in sheet.evidence for figure in seen.figures)


def _raw(page: Page, sheets: Sequence[CountrySheet], columns: _Columns) -> None:
    """The head: one line each for series, index, reference year and publication; then a row a country."""
    first = sheets[0]
    page.put(Page.FIRST, 0, "As of")
    page.book.name(say.AS_OF, page.put(Page.FIRST, 2, first.as_of, "date"))
    for row, word in enumerate(
        ("Series", "What it is", "Counts for coverage as", "Reference year", "Published"), _HEAD
    ):
        page.put(row, 0, word, "soft")
    items = {name: item for item in first.method.country.inputs() for name in item.series}
    evidence = list(enumerate(_looked(first), columns.evidence(0)))
    for column, figure in (*enumerate(first.figures, 3), *evidence):
        page.put(_HEAD, column, figure.series, "head")
        page.put(_HEAD + 1, column, figure.title, "soft")
        if (item := items.get(figure.series)) is not None:
            page.put(_HEAD + 2, column, counted_as(first, item.index, item.id), "code")
        page.put(_HEAD + 3, column, figure.year or None, "year")
        page.put(_HEAD + 4, column, figure.published, "date")
        page.within(_FIRST, column, _FIRST + len(sheets) - 1, figure.valid, (say.NOT_COVERED, say.WITHHELD))
    for column, _ in evidence:
        page.put(_FIRST - 1, column, "Evidence", "head")
    page.heads(_FIRST - 1, ("Code", "Country", "Last band"))
    for row, sheet in enumerate(sheets, _FIRST):
        page.put(row, 0, sheet.place, "code")
        page.put(row, 1, sheet.name, "plain")
        page.put(row, 2, sheet.last_band or None, "choice")
        for column, figure in (*enumerate(sheet.figures, 3), *enumerate(_looked(sheet), columns.evidence(0))):
            value = raw_value(figure)
            page.put(row, column, value, "choice" if isinstance(value, str) else "input")
    if first.closed:
        _given(page, sheets, columns)
    page.freeze(_FIRST, 3)


def _given(page: Page, sheets: Sequence[CountrySheet], columns: _Columns) -> None:
    for n, rule in enumerate(sheets[0].method.country.raises):
        at = columns.evidence(columns.looked + n)
        page.put(_HEAD, at, f"{rule.title}: given while any of it is withheld", "head")
        page.put(_FIRST - 1, at, "Evidence, 0 to 100", "head")
        for row, sheet in enumerate(sheets, _FIRST):
            page.put(row, at, sheet.evidence[n].risk, "input")
    for d, dimension in enumerate(sheets[0].working.dimensions):
        at = columns.given(d)
        page.put(_HEAD, at, f"{dimension.title}: given while an input is withheld", "head")
        for number, word in enumerate(("Score", "Missing at best", "Missing at worst")):
            page.put(_FIRST - 1, at + number, word, "head")
        for row, sheet in enumerate(sheets, _FIRST):
            for number, cell in enumerate(given_ends(sheet.working.dimensions[d])):
                page.put(row, at + number, cell, "input")


class _Countries:
    """Writes the sheets of formulas, country by country."""

    def __init__(self, book: Book, first: CountrySheet, method: Parameters, columns: _Columns) -> None:
        self.first, self.method, self.columns = first, method, columns
        wide = columns.worth(2) + columns.raises
        self.normalised = book.sheet(
            "Normalised",
            "Every figure on 0 to 100",
            (6, *[10] * wide),
            says="By series: state and risk. By input: value, missing, share held, part, part at worst.",
        )
        self.dimensions = book.sheet(
            "Dimensions",
            "Dimensions",
            (6, *[10] * columns.dimension(10)),
            says="Score, and with what is missing at its best and at its worst; then the weights.",
        )
        self.score = book.sheet(
            "Score",
            "Scores and bands",
            (6, 28, 9, 9, 9, 9, 11, 11, 9, 10, 14, 12, 18, 60),
            says="0 is safest, 100 worst. Low is country context only.",
        )

    def write(self, sheets: Sequence[CountrySheet]) -> None:
        """Heads, then a row for each country on each sheet."""
        self._heads()
        codes = list(
            dict.fromkeys(counted_as(self.first, one.index, one.id) for one in self.first.method.country.inputs())
        )
        flags = len(_SCORES) + 1
        for column, code in enumerate(codes, flags):
            self.score.put(_FIRST - 1, column, code, "head")
        if self.first.evidence:
            self.score.heads(_FIRST - 1, (*_SCORES, "", *codes, "", *_BEFORE))
        for row, sheet in enumerate(sheets, _FIRST):
            states = self._normalised(row, sheet)
            ends = self._dimensions(row, sheet)
            evidence = self._evidence(row)
            held = say.span(
                [
                    self.score.work(
                        row, column, say.counts(ref("Score", _FIRST - 1, column), self._codes(), states), "count"
                    )
                    for column in range(flags, flags + len(codes))
                ]
            )
            self._score(row, sheet, ends, held, evidence, flags + len(codes) + 1)
        self.score.bands(_FIRST, 10, _FIRST + len(sheets) - 1)
        self.score.bands(_FIRST, 11, _FIRST + len(sheets) - 1)

    def _heads(self) -> None:
        layout, columns = self.method.layout, self.columns
        for page in (self.normalised, self.dimensions):
            page.put(_FIRST - 1, 0, "Code", "head")
            page.freeze(_FIRST, 1)
        for column, series in enumerate(layout.series):
            self.normalised.put(_FIRST - 1, 1 + column, f"{series} state", "head")
            self.normalised.put(_FIRST - 1, columns.risk + column, f"{series} risk", "head")
        for block, word in enumerate(("value", "missing", "share held", "part", "part at worst")):
            for at, leaf in enumerate(layout.leaves):
                series = layout.series[leaf.columns[0]] if len(leaf.columns) == 1 else leaf.input.id
                self.normalised.put(_FIRST - 1, columns.leaf(block) + at, f"{series} {word}", "head")
        ends = ("score", "at best", "at worst")
        blocks = (*ends, "weight held", *(f"weighted {end}" for end in ends), *(f"severity {end}" for end in ends))
        for block, word in enumerate(blocks):
            for d, one in enumerate(self.first.method.country.dimensions):
                self.dimensions.put(_FIRST - 1, columns.dimension(block) + d, f"{one.title}: {word}", "head")
        evidence = _looked(self.first)
        for block, word in enumerate(("state", "risk")):
            for at, figure in enumerate(evidence):
                head = f"{figure.series} {figure.year or ''} {word}"
                self.normalised.put(_FIRST - 1, columns.worth(block) + at, head, "head")
        for n, rule in enumerate(self.first.method.country.raises):
            self.normalised.put(_FIRST - 1, columns.worth(2) + n, rule.title, "head")
        self.score.heads(_FIRST - 1, _SCORES)
        self.score.freeze(_FIRST, 2)

    def _codes(self) -> str:
        return say.span([ref("Raw", _HEAD + 2, 3), ref("Raw", _HEAD + 2, 2 + self.columns.series)])

    def _normalised(self, row: int, sheet: CountrySheet) -> str:
        """State and risk of each series, then the inputs as weighed; returns the range of the states."""
        page, method, columns = self.normalised, self.method, self.columns
        page.put(row, 0, sheet.place, "code")
        states, risks = [], []
        for column in range(columns.series):
            value, year, published = (ref("Raw", at, 3 + column) for at in (row, _HEAD + 3, _HEAD + 4))
            states.append(page.work(row, 1 + column, say.state(value, year, published, method.age[column]), "word"))
            made = say.risk(value, states[column], method.best[column], method.worst[column])
            risks.append(page.work(row, columns.risk + column, made))
        for at, leaf in enumerate(method.layout.leaves):
            of = say.span([states[column] for column in leaf.columns])
            share = method.share[at]
            value = page.work(row, columns.leaf(0) + at, say.worst_of(say.span([risks[c] for c in leaf.columns]), of))
            gap = page.work(row, columns.leaf(1) + at, say.gap(of, "COLUMNS"), "count")
            page.work(row, columns.leaf(2) + at, say.held_share(share, of), "share")
            page.work(row, columns.leaf(3) + at, say.part(share, value))
            page.work(row, columns.leaf(4) + at, say.upper_part(share, value, gap))
        return say.span(states)

    def _evidence(self, row: int) -> list[tuple[str, str]]:
        """State and risk of each figure of evidence, then the worst; returns weight and evidence of each raise."""
        page, columns, found, at = self.normalised, self.columns, [], 0
        for n, (rule, stated) in enumerate(zip(self.first.method.country.raises, self.method.raises, strict=True)):
            mine = range(at, at + len(stated.posts))
            newest = newest_of(rule, [ref("Raw", _HEAD + 3, columns.evidence(one)) for one in mine])
            states, risks = [], []
            for one, year, (best, worst, age) in zip(mine, newest, stated.posts, strict=True):
                value, published = (ref("Raw", line, columns.evidence(one)) for line in (row, _HEAD + 4))
                states.append(page.work(row, columns.worth(0) + one, say.state(value, year, published, age), "word"))
                risks.append(page.work(row, columns.worth(1) + one, say.risk(value, states[-1], best, worst)))
            given = ref("Raw", row, columns.evidence(columns.looked + n)) if columns.closed else "0"
            made = say.evidence(say.span(risks), say.span(states), given)
            found.append((stated.weight, page.work(row, columns.worth(2) + n, made)))
            at = mine.stop
        return found

    def _leaves(self, row: int, block: int, mine: tuple[int, ...]) -> str:
        return say.span([ref("Normalised", row, self.columns.leaf(block) + at) for at in mine])

    def _dimensions(self, row: int, sheet: CountrySheet) -> list[str]:
        """The ten blocks; returns the range of each."""
        page, method, columns = self.dimensions, self.method, self.columns
        page.put(row, 0, sheet.place, "code")
        for d in range(columns.dimensions):
            three = self._three(row, d)
            weight, severity = method.weight[d], method.severity[d]
            page.work(row, columns.dimension(3) + d, say.if_held(three[0], weight), "share")
            for n, cell in enumerate(three):
                page.work(row, columns.dimension(4 + n) + d, say.if_held(cell, f"{weight}*{cell}"))
                page.work(row, columns.dimension(7 + n) + d, say.severe(severity, weight, cell))
        last = columns.dimensions - 1
        return [
            say.span(
                [
                    ref("Dimensions", row, columns.dimension(block)),
                    ref("Dimensions", row, columns.dimension(block) + last),
                ]
            )
            for block in range(10)
        ]

    def _three(self, row: int, d: int) -> list[str]:
        page, columns, mine = self.dimensions, self.columns, self.method.leaves_of(d)
        if not mine:
            made = ['=""', "=0", "=0"]
        else:
            given = [ref("Raw", row, columns.given(d) + n) if self.first.closed else "0" for n in range(3)]
            value, held, added, upper = (self._leaves(row, block, mine) for block in (0, 2, 3, 4))
            made = [
                say.dimension(added, held, value, given[0]),
                say.dimension_end(added, value, given[1]),
                say.dimension_end(upper, value, given[2]),
            ]
        return [page.work(row, columns.dimension(n) + d, formula) for n, formula in enumerate(made)]

    def _score(
        self, row: int, sheet: CountrySheet, ends: list[str], held: str, evidence: list[tuple[str, str]], extra: int
    ) -> None:
        """Score, ends and bands; from column `extra` the scores before evidence raises them."""
        page = self.score

        def raised(n: int, formula: str) -> str:
            return say.raised(page.work(row, extra + n, formula), evidence) if evidence else formula

        page.put(row, 0, sheet.place, "code")
        page.put(row, 1, sheet.name, "plain")
        weights = say.span([self.method.weight[0], self.method.weight[-1]])
        mean = page.work(row, 2, say.mean(ends[4], ends[3]))
        floor = page.work(row, 3, say.floor(ends[7]))
        score = page.work(row, 4, raised(0, say.composite(mean, floor)))
        page.work(row, 5, say.floored(mean, floor), "word")
        for n in (1, 2):
            full = f"SUM({ends[4 + n]})/SUM({weights})"
            page.work(row, 5 + n, raised(n, say.composite(full, f"{say.FLOOR}*MAX({ends[7 + n]})")))
        upper = ref("Score", row, 7)
        coverage = page.work(row, 8, f"=SUM({held})", "count")
        complete = page.work(row, 9, say.all_held(self._leaves(row, 1, tuple(range(self.columns.leaves)))), "word")
        band = page.work(row, 10, say.band(coverage, upper), "word")
        treated = page.work(row, 11, say.treated_as(band, upper, ref("Raw", row, 2)), "word")
        page.work(row, 12, say.set_by(band, treated, score, complete), "word")
        page.work(row, 13, f'=IF({treated}="low","{CONTEXT_ONLY}","")', "plain")


def _where(book: Book, sheets: Sequence[CountrySheet]) -> None:
    """Edition and row of every raw value, and the file behind each edition."""
    figures = [figure for sheet in sheets for figure in (*sheet.figures, *_looked(sheet))]
    files = sorted(
        {(one.index, one.edition) for one in figures if one.edition}, key=lambda pair: (pair[0], pair[1].label)
    )
    numbers = {pair: number for number, pair in enumerate(files, 1)}
    page = book.sheet(
        "Where",
        "Where each raw value stands",
        (6, 26, 14, *[14] * len((*sheets[0].figures, *_looked(sheets[0])))),
        says="File by its number, then the row; a dot where a publisher says nothing. The files stand below.",
    )
    for column, figure in enumerate(sheets[0].figures, 3):
        page.put(_FIRST - 1, column, figure.series, "head")
    evidence = 3 + len(sheets[0].figures)
    for column, figure in enumerate(_looked(sheets[0]), evidence):
        page.put(_FIRST - 1, column, f"{figure.series} {figure.year or ''}", "head")
    for row, sheet in enumerate(sheets, _FIRST):
        page.put(row, 0, sheet.place, "code")
        page.put(row, 1, sheet.name, "plain")
        for column, figure in enumerate((*sheet.figures, *_looked(sheet)), 3):
            page.put(row, column, _stands(figure, numbers), "plain")
    start = _FIRST + len(sheets) + 2
    page.heads(start - 1, ("File", "Name", "Edition", "SHA-256"))
    for row, ((index, file), number) in enumerate(numbers.items(), start):
        for column, text in enumerate((str(number), file.file_name, f"{index} {file.label}", file.sha256)):
            page.put(row, column, text, "plain")


def _stands(figure: Figure, numbers: Mapping[tuple[str, EditionFile], int]) -> str:
    if figure.edition is None:
        return "."
    return f"file {numbers[(figure.index, figure.edition)]}, row {figure.row}{', restated' if figure.restated else ''}"
