"""One country's score as a workbook whose own formulas recompute it: whoever checks it needs nothing of ours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from duecare.apps.risk.rules.country_sheet import CONTEXT_ONLY, CountrySheet
from duecare.apps.risk.rules.indices.spec import IndexSpec

from . import score_formulas as say
from .country_raw import Raw, raw_sheet
from .score_book import Book, Page
from .score_evidence import normalised_evidence
from .score_parameters import Parameters, goalposts, mark_of, read_me


@dataclass(frozen=True, slots=True)
class _Leaves:
    """Where the inputs on 0 to 100 stand; `code` and `state` are by series, the rest by input as weighed; `evidence` is
    weight and evidence of each raise."""

    code: str
    state: str
    value: tuple[str, ...]
    gap: tuple[str, ...]
    held: tuple[str, ...]
    part: tuple[str, ...]
    upper: tuple[str, ...]
    evidence: tuple[tuple[str, str], ...]


def country_workbook(sheet: CountrySheet, specs: Mapping[str, IndexSpec], *, created: datetime) -> bytes:
    """The workbook in the form of the sheet.

    Sheets: Read me, Raw, Goalposts, Normalised, Dimensions, Score. Figures stand on Raw and Goalposts only.
    """
    title = f"{sheet.name}: country score as of {sheet.as_of.isoformat()}"
    foot = f"{sheet.place}, {sheet.method.urn}, as of {sheet.as_of.isoformat()}"
    book = Book(title=title, mark=mark_of(sheet, specs), confidential=sheet.confidential, foot=foot, created=created)
    read_me(book, sheet, specs, title, whole=False)
    raw = raw_sheet(book, sheet, specs)
    method = goalposts(book, sheet, specs)
    leaves = _normalised(book, sheet, raw, method)
    ends = _dimensions(book, sheet, raw, method, leaves)
    _score(book, sheet, raw, leaves, ends)
    return book.close()


def _normalised(book: Book, sheet: CountrySheet, raw: Raw, method: Parameters) -> _Leaves:
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
    below = start + len(layout.leaves) + 1
    evidence = normalised_evidence(page, below, sheet, raw.evidence, method)
    value_of, gap_of, held_of, part_of, upper_of = (tuple(cells) for cells in columns)
    return _Leaves(say.span(codes), say.span(states), value_of, gap_of, held_of, part_of, upper_of, evidence)


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


def _dimensions(book: Book, sheet: CountrySheet, raw: Raw, method: Parameters, leaves: _Leaves) -> _Ends:
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


def _score(book: Book, sheet: CountrySheet, raw: Raw, leaves: _Leaves, ends: _Ends) -> None:
    page = book.sheet("Score", f"{sheet.name}: score and band", (34, 18, 78), says="0 is safest, 100 worst.")
    top = Page.FIRST
    names = LINES if leaves.evidence else tuple(name for name in LINES if name not in RAISING)
    at = {name: row for row, name in enumerate(names, top + 1)}
    lines = _lines(page, at, raw, leaves, ends)
    page.heads(top, ("What", "Figure", "How"))
    for row, (what, how) in enumerate(lines, top + 1):
        page.put(row, 0, what)
        page.put(row, 2, how, "soft")
    page.bands(top + 1, 1, top + len(names))
    start = top + len(names) + 3
    page.put(start - 1, 0, f"Coverage, counted by {sheet.method.country.counts}", "section")
    codes = dict.fromkeys(counted_as(sheet, item.index, item.id) for item in sheet.method.country.inputs())
    flags = []
    for row, code in enumerate(codes, start):
        cell = page.put(row, 0, code, "code")
        flags.append(page.work(row, 1, say.counts(cell, leaves.code, leaves.state), "count"))
    page.work(at["coverage"], 1, f"=SUM({say.span(flags)})", "count")


LINES = (
    "mean",
    "worst",
    "floor",
    "before",
    "before_low",
    "before_high",
    "evidence",
    "score",
    "raised",
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
RAISING = frozenset({"before", "before_low", "before_high", "evidence", "raised"})
"""Rows of the sheet "Score" below its head, by what stands there; and those only a method with raises has."""


_BAND = "Read from the upper end, so that what is missing never lowers it; indeterminate below minimum coverage."
_TREATED = "For decisions. Indeterminate: the worst of elevated, the upper end's band and the last band it had."


def _lines(page: Page, at: Mapping[str, int], raw: Raw, leaves: _Leaves, ends: _Ends) -> Iterator[tuple[str, str]]:
    """Write each formula of the sheet "Score"; yields what it is and how it comes about."""

    def cell(name: str) -> str:
        return f"Score!$B${at[name] + 1}"

    def work(name: str, formula: str, style: str = "sum") -> None:
        page.work(at[name], 1, formula, style)

    held, weights = ends.weights
    work("mean", say.mean(ends.weighted[0], held))
    yield "Weighted mean", "Dimensions held, by their weights, renewed."
    work("worst", f"=MAX({ends.severe[0]})")
    yield "Worst severity dimension", "The largest score among the dimensions that misuse destroys."
    work("floor", f"={say.FLOOR}*{cell('worst')}")
    yield "Floor", "The share in Goalposts of the worst severity dimension: good administration cannot buy it off."
    full = {name: f"SUM({ends.weighted[end]})/SUM({weights})" for name, end in (("low", 1), ("high", 2))}
    floors = {name: f"{say.FLOOR}*MAX({ends.severe[end]})" for name, end in (("low", 1), ("high", 2))}
    made = {
        "score": say.composite(cell("mean"), cell("floor")),
        **{name: say.composite(full[name], floors[name]) for name in full},
    }
    how = "The larger of mean and floor."
    if leaves.evidence:
        for name, before in (("score", "before"), ("low", "before_low"), ("high", "before_high")):
            work(before, made[name])
            made[name] = say.raised(cell(before), leaves.evidence)
        work("evidence", f"=MAX({','.join(found for _, found in leaves.evidence)})")
        yield "Score before evidence raises it", how
        yield "The same with the missing at its best", "Mean and floor once more."
        yield "The same with the missing at its worst", "Mean and floor once more."
        yield "Evidence of partial coverage", "The worst figure on 0 to 100 in Normalised; 0 where there is none."
        how = (
            "Lifted by evidence above it, which counts as one more dimension of the weight in Goalposts; never lowered."
        )
    work("score", made["score"], "big")
    yield "Score", how
    if leaves.evidence:
        work("raised", say.is_raised(cell("score"), cell("before")), "word")
        yield "Evidence raises the score", "Yes where it stands above the score before it."
    work("floored", say.floored(cell("mean"), cell("floor")), "word")
    yield "The floor sets the score", "Yes where the floor is above the mean."
    for name, what in (("low", "best"), ("high", "worst")):
        work(name, made[name])
        yield (
            f"Score with the missing at its {what}",
            "The same once more; the score itself where nothing is missing.",
        )
    yield "Coverage", "How many indices (or inputs) have at least one figure in force; counted below."
    work("complete", say.all_held(say.span(leaves.gap)), "word")
    yield "Complete", "Yes where no input is missing."
    work("band", say.band(cell("coverage"), cell("high")), "bigword")
    yield "Band", _BAND
    work("treated", say.treated_as(cell("band"), cell("high"), raw.last_band), "bigword")
    yield "Treated as", _TREATED
    work("set_by", say.set_by(cell("band"), cell("treated"), cell("score"), cell("complete")), "word")
    yield "The band is set by", "The score itself, what is missing, or too little coverage."
    work("note", f'=IF({cell("treated")}="low","{CONTEXT_ONLY}","")', "word")
    yield "Note", "Goes with every “low”."
