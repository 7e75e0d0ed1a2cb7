"""The sheets "Read me" and "Goalposts" of a workbook: what it is, and every figure that is the method's and not a
publisher's. Whatever else the workbook shows is computed from these and from the raw values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duecare.apps.risk.rules.country_sheet import CONTEXT_ONLY, CountrySheet
from duecare.apps.risk.rules.indices.spec import IndexSpec
from duecare.apps.risk.rules.licensing import closed_indices, indices_of, named
from duecare.apps.risk.rules.methodology import Reasoned
from duecare.apps.risk.rules.normalise import Layout, layout_of
from duecare.apps.risk.rules.published_figures import evidence_layout

from . import score_formulas as say
from .score_book import Book, Page, ref

GOALPOSTS = "Goalposts"


@dataclass(frozen=True, slots=True)
class RaiseAt:
    """Where a raise's weight stands, and by each figure looked at (see `evidence_layout`) best, worst and age."""

    weight: str
    posts: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Parameters:
    """Where the method's figures stand: by series, by input as weighed, by dimension, by raise."""

    layout: Layout
    best: tuple[str, ...]
    worst: tuple[str, ...]
    age: tuple[str, ...]
    share: tuple[str, ...]
    weight: tuple[str, ...]
    severity: tuple[str, ...]
    raises: tuple[RaiseAt, ...]

    def leaves_of(self, dimension: int) -> tuple[int, ...]:
        """Positions of the inputs of a dimension; they are neighbours."""
        return tuple(at for at, leaf in enumerate(self.layout.leaves) if leaf.dimension == dimension)


def mark_of(sheet: CountrySheet, specs: Mapping[str, IndexSpec]) -> tuple[str, str]:
    """What stands at the head of every sheet, and why."""
    if sheet.confidential:
        titles = ", ".join(named(specs, closed_indices(sheet.method.country, specs, "open")))
        return (
            "CONFIDENTIAL: for checking only, not to be passed on or published",
            f"Raw values whose licence does not let them be passed on: {titles}.",
        )
    if sheet.closed:
        return "Open form", f"Raw values withheld by their licences: {', '.join(named(specs, sheet.closed))}."
    return "Open form", "Every raw value may be passed on, with attribution."


def read_me(book: Book, sheet: CountrySheet, specs: Mapping[str, IndexSpec], title: str, whole: bool) -> None:
    """What the workbook is and how it is used.

    Args:
        whole: it holds all countries.
    """
    page = book.sheet("Read me", title, (26, 66, 44, 18, 60), says=sheet.method.says)
    row = Page.FIRST
    for name, value in _facts(sheet):
        page.put(row, 0, name, "soft")
        page.put(row, 1, value, "code" if name in ("Method", "SHA-256") else "text")
        row += 1
    for heading, lines in (("How to use it", _how(sheet, whole)), ("What it does not hold", _not_here(sheet))):
        page.put(row + 1, 0, heading, "section")
        for number, line in enumerate(lines, row + 2):
            page.put(number, 0, line, "plain")
        row += 2 + len(lines)
    page.put(row + 1, 0, "Sources and licences", "section")
    page.heads(row + 2, ("Index", "Publisher and home page", "Licence", "Raw values here", "Terms"))
    for number, index in enumerate(indices_of(sheet.method.country), row + 3):
        spec = specs[index]
        page.put(number, 0, spec.title)
        page.put(number, 1, f"{spec.publisher}, {spec.home}")
        page.put(number, 2, f"{spec.licence.name}. {spec.licence.use}")
        page.put(number, 3, "withheld" if index in sheet.closed else "carried")
        page.put(number, 4, spec.licence.terms)


def _facts(sheet: CountrySheet) -> tuple[tuple[str, str], ...]:
    return (
        ("Method", sheet.method.urn),
        ("SHA-256", sheet.method.sha256),
        ("As of", sheet.as_of.isoformat()),
        ("Vintage", _VINTAGE[sheet.vintage]),
        ("Sources compared", _compared(sheet)),
        ("Low", CONTEXT_ONLY),
    )


_VINTAGE = {
    "restated": "restated: a past year may be read from a later edition, and counts from the month it first came out",
    "strict": "strict: only editions that were out on that day",
}


def _compared(sheet: CountrySheet) -> str:
    if not sheet.unverified:
        return "Every document the method cites was compared with it by a named person."
    return (
        f"verified: false. {sheet.unverified} of {sheet.cited} citations have not yet been compared with the document "
        "by a named person."
    )


def _how(sheet: CountrySheet, whole: bool) -> tuple[str, ...]:
    lines = [
        "1. The yellow cells of Raw and Goalposts are the only figures; every other figure is a formula over them.",
        "2. Change a yellow cell and the score changes. If it does not, have the spreadsheet compute anew: F9.",
        "3. An empty value is missing: the upper end has it at its worst. “not covered” is what the publisher says.",
        "4. Goalposts: scales, weights, thresholds. Normalised: each figure on 0 to 100. Dimensions, Score: combined.",
    ]
    if sheet.method.country.raises:
        lines.append(
            "5. Evidence of partial coverage stands by itself in Raw. It can raise a score; empty, it does not."
        )
    number = len(lines) + 1
    if sheet.closed:
        lines.append(
            f"{number}. “withheld”: its licence keeps the value in. Get the file from its publisher, compare its "
            "SHA-256, and type the value from the row named. Until then the dimension's score is taken from the "
            "table in Raw."
        )
    elif not whole:
        lines.append(
            f"{number}. Compare each raw value with the publisher's file: edition, SHA-256, sheet and row stand "
            "beside it."
        )
    return tuple(lines)


def _not_here(sheet: CountrySheet) -> tuple[str, ...]:
    errors = sheet.method.country.errors
    return (
        f"The range from publishers' errors, drawn {errors.draws} times with seed {errors.seed}, which a spreadsheet "
        "cannot repeat: it stands on the sheet as page, PDF and JSON.",
        "A macro, a link or anything that would be fetched: there is none.",
        "The choice of figures: which edition speaks on the day was decided before; Raw names it.",
    )


def goalposts(book: Book, sheet: CountrySheet, specs: Mapping[str, IndexSpec]) -> Parameters:
    """The sheet with scales, shares, weights and thresholds."""
    country = sheet.method.country
    layout = layout_of(country)
    page = book.sheet(
        GOALPOSTS,
        "Goalposts, weights and thresholds",
        (20, 34, 12, 12, 12, 60, 60),
        says="The method's own figures, each with its reason. Change one to see what it does.",
    )
    row = Page.FIRST
    best, worst, age, row = _scales(page, row, layout, specs)
    share, row = _shares(page, row, layout, sheet)
    weight, severity, row = _weights(page, row, sheet)
    row = _thresholds(page, row, sheet)
    raises = _raises(page, row + 1, sheet, specs) if country.raises else ()
    return Parameters(layout, best, worst, age, share, weight, severity, raises)


def _scales(
    page: Page, row: int, layout: Layout, specs: Mapping[str, IndexSpec]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], int]:
    page.put(row, 0, "Goalposts: the best becomes 0, the worst 100, nothing beyond", "section")
    page.heads(row + 1, ("Series", "What it is", "Best", "Worst", "Oldest, years", "Because", "Source"))
    found: tuple[list[str], list[str], list[str]] = ([], [], [])
    start = row + 2
    for leaf in layout.leaves:
        posts = leaf.input.goalposts
        for column in leaf.columns:
            series, at = layout.series[column], start + column
            page.put(at, 0, series, "code")
            page.put(at, 1, specs[series.partition(":")[0]].series[series].title)
            found[0].append(page.put(at, 2, posts.best, "input"))
            found[1].append(page.put(at, 3, posts.worst, "input"))
            found[2].append(page.put(at, 4, layout.max_age[column], "year"))
            _why(page, at, 5, posts.reason)
    return tuple(found[0]), tuple(found[1]), tuple(found[2]), start + len(layout.series) + 1


def _shares(page: Page, row: int, layout: Layout, sheet: CountrySheet) -> tuple[tuple[str, ...], int]:
    page.put(row, 0, "Shares within the dimension, renewed over what is held", "section")
    page.heads(row + 1, ("Input", "Series", "Share", "", "", "Dimension", "How several series are read"))
    found = []
    for at, leaf in enumerate(layout.leaves, row + 2):
        page.put(at, 0, leaf.input.id, "code")
        page.put(at, 1, ", ".join(layout.series[column] for column in leaf.columns), "code")
        found.append(page.put(at, 2, leaf.share, "input"))
        page.put(at, 5, sheet.method.country.dimensions[leaf.dimension].title)
        page.put(at, 6, "the worst of them counts" if len(leaf.columns) > 1 else "")
    return tuple(found), row + 3 + len(layout.leaves)


def _weights(page: Page, row: int, sheet: CountrySheet) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    page.put(row, 0, "Weights of the dimensions, renewed over what is held", "section")
    page.heads(row + 1, ("Dimension", "What its inputs share", "Weight", "Severity", "", "Because", "Source"))
    weight, severity = [], []
    for at, one in enumerate(sheet.method.country.dimensions, row + 2):
        page.put(at, 0, one.title)
        page.put(at, 1, one.overlap, "soft")
        weight.append(page.put(at, 2, one.weight, "input"))
        severity.append(page.put(at, 3, "yes" if one.severity else "no", "choice"))
        _why(page, at, 5, one.reason)
    return tuple(weight), tuple(severity), row + 3 + len(weight)


def _raises(page: Page, row: int, sheet: CountrySheet, specs: Mapping[str, IndexSpec]) -> tuple[RaiseAt, ...]:
    page.put(row, 0, "Evidence of partial coverage: it can raise a score, and counts for nothing else", "section")
    page.heads(row + 1, ("Raise or series", "What it is", "Best", "Worst", "Oldest, years", "Because", "Source"))
    row, found = row + 2, []
    for rule in sheet.method.country.raises:
        at: dict[str, tuple[str, str, str]] = {}
        for item in rule.inputs:
            for series in item.series:
                page.put(row, 0, series, "code")
                years = f"the worst of {item.within_years} years" if item.within_years > 1 else "the newest year"
                page.put(row, 1, f"{specs[item.index].series[series].title}; {years} counts")
                at[series] = (
                    page.put(row, 2, item.goalposts.best, "input"),
                    page.put(row, 3, item.goalposts.worst, "input"),
                    page.put(row, 4, item.max_age, "year"),
                )
                _why(page, row, 5, item.goalposts.reason)
                row += 1
        page.put(row, 0, f"Weight: {rule.title}")
        page.put(row, 1, rule.overlap, "soft")
        weight = page.put(row, 2, rule.weight, "input")
        _why(page, row, 5, rule.reason)
        found.append(RaiseAt(weight, tuple(at[looked.series] for looked in evidence_layout(rule))))
        row += 1
    return tuple(found)


def _thresholds(page: Page, row: int, sheet: CountrySheet) -> int:
    country = sheet.method.country
    page.put(row, 0, "Floor, coverage and bands", "section")
    page.heads(row + 1, ("What", "", "Figure", "", "", "Because", "Source"))
    single = (
        (say.FLOOR, "Floor: share of the worst severity dimension", country.floor_share, country.floor_reason),
        (say.MINIMUM, f"Least coverage, counted by {country.counts}", country.minimum, country.minimum_reason),
    )
    for at, (name, title, figure, reason) in enumerate(single, row + 2):
        page.put(at, 0, title)
        book_cell = page.put(at, 2, figure, "input")
        page.book.name(name, book_cell)
        _why(page, at, 5, reason)
    page.put(row + 4, 0, "Below it at least")
    page.book.name(say.LEAST, page.put(row + 4, 2, "elevated", "choice"))
    first = row + 5
    for at, step in enumerate(country.bands, first):
        page.put(at, 0, step.name, "choice")
        page.put(at, 1, "from this score upward", "soft")
        page.put(at, 2, step.at, "input")
        _why(page, at, 5, step.reason)
    last = first + len(country.bands) - 1
    page.book.name(say.BANDS, say.span([ref(GOALPOSTS, first, 0), ref(GOALPOSTS, last, 0)]))
    page.book.name(say.FROM, say.span([ref(GOALPOSTS, first, 2), ref(GOALPOSTS, last, 2)]))
    return last + 1


def _why(page: Page, row: int, column: int, reason: Reasoned) -> None:
    page.put(row, column, reason.because, "soft")
    page.put(row, column + 1, cited(reason), "soft")


def cited(reason: Reasoned) -> str:
    """The documents in words; what nobody has compared says so."""
    return "; ".join(f"{cite}{'' if cite.verified else ' (verified: false)'}" for cite in reason.cites)
