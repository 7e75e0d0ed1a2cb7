"""Evidence of partial coverage in a country's workbook: its raw figures, what they are worth, and the worst of them.

The same steps as `apps/risk/rules/scoring_raises`. A figure of an earlier year is as old as the newest of its series:
a register that has stopped no longer speaks, whatever year one looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from duecare.apps.risk.rules.country_sheet import CountrySheet
from duecare.apps.risk.rules.indices.spec import IndexSpec
from duecare.apps.risk.rules.methodology import Raise
from duecare.apps.risk.rules.published_figures import Figure, evidence_layout

from . import score_formulas as say
from .score_book import Page
from .score_parameters import Parameters


@dataclass(frozen=True, slots=True)
class RawEvidence:
    """Where one raise's raw figures stand: by figure looked at value, year of the newest, published; and what is
    given where they are withheld."""

    value: tuple[str, ...]
    newest: tuple[str, ...]
    published: tuple[str, ...]
    given: str


def raw_evidence(
    page: Page,
    row: int,
    sheet: CountrySheet,
    specs: Mapping[str, IndexSpec],
    heads: tuple[str, ...],
    write: Callable[[Page, int, Figure, IndexSpec], tuple[str, str, str]],
) -> tuple[RawEvidence, ...]:
    """The table of evidence on the sheet "Raw" of one country.

    Args:
        write: one figure in a row; returns where value, year and publication stand.
    """
    if not sheet.evidence:
        return ()
    page.put(row, 0, "Evidence of partial coverage: it can raise the score; empty, it does nothing", "section")
    page.heads(row + 1, heads)
    row += 2
    cells = []
    for rule, seen in zip(sheet.method.country.raises, sheet.evidence, strict=True):
        mine = []
        for figure in seen.figures:
            mine.append(write(page, row, figure, specs[figure.index]))
            row += 1
        cells.append((newest_of(rule, [year for _, year, _ in mine]), mine))
    given = ["0"] * len(cells)
    if sheet.closed:
        page.put(row + 1, 0, "Evidence on 0 to 100, used while any of it is withheld", "section")
        for at, (rule, seen) in enumerate(zip(sheet.method.country.raises, sheet.evidence, strict=True)):
            page.put(row + 2 + at, 0, rule.title)
            given[at] = page.put(row + 2 + at, 3, seen.risk, "input")
    return tuple(
        RawEvidence(tuple(value for value, *_ in mine), newest, tuple(day for *_, day in mine), given[at])
        for at, (newest, mine) in enumerate(cells)
    )


def newest_of(rule: Raise, years: list[str]) -> tuple[str, ...]:
    """For each figure looked at where the newest year of its series stands."""
    at: dict[str, str] = {}
    for looked, year in zip(evidence_layout(rule), years, strict=True):
        if looked.back == 0:
            at[looked.series] = year
    return tuple(at[looked.series] for looked in evidence_layout(rule))


def normalised_evidence(
    page: Page, row: int, sheet: CountrySheet, raw: tuple[RawEvidence, ...], method: Parameters
) -> tuple[tuple[str, str], ...]:
    """Each figure on 0 to 100 and the worst of them, on "Normalised"; returns weight and evidence of each raise."""
    found = []
    for rule, seen, cells, stated in zip(sheet.method.country.raises, sheet.evidence, raw, method.raises, strict=True):
        page.put(row, 0, f"{rule.title}: the worst figure counts", "section")
        page.heads(row + 1, ("Series", "Reference year", "State", "Risk"))
        row += 2
        states, risks = [], []
        for at, figure in enumerate(seen.figures):
            page.put(row, 0, figure.series, "code")
            page.put(row, 1, str(figure.year or ""), "plain")
            best, worst, age = stated.posts[at]
            stands = say.state(cells.value[at], cells.newest[at], cells.published[at], age)
            states.append(page.work(row, 2, stands, "word"))
            risks.append(page.work(row, 3, say.risk(cells.value[at], states[-1], best, worst)))
            row += 1
        page.put(row, 0, "Evidence")
        made = say.evidence(say.span(risks), say.span(states), cells.given)
        found.append((stated.weight, page.work(row, 3, made)))
        row += 2
    return tuple(found)
