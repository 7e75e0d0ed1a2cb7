"""Explanation sheets: one country's, or every country's, with the place of each figure in its file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from duecare.apps.risk.models import Edition, IndexValue
from duecare.apps.risk.rules.country_sheet import CountrySheet, country_sheet
from duecare.apps.risk.rules.licensing import Form
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.published_figures import EditionFile, Figure, Sheets, evidence_of, figures_of
from duecare.apps.risk.rules.vintage import Vintage
from duecare.kernel.countries import COUNTRIES, all_codes
from duecare.kernel.errors import NotFound

from .methods import index_specs
from .panels import panel_holding
from .scores import bands_before, editions_held, scores
from .uncertainty import outlook_of, outlooks


def sheet_of(
    method: Methodology, as_of: date, place: str, *, form: Form, vintage: Vintage = "restated"
) -> CountrySheet:
    """The explanation sheet of one country.

    Raises:
        NotFound: there is no such country.
    """
    if place not in COUNTRIES:
        raise NotFound("country")
    return _sheets(method, as_of, (place,), form, vintage)[0]


def all_sheets(
    method: Methodology, as_of: date, *, form: Form, vintage: Vintage = "restated"
) -> tuple[CountrySheet, ...]:
    """The explanation sheets of every country, sorted by code; without names of sheets in publishers' workbooks."""
    return _sheets(method, as_of, all_codes(), form, vintage)


def _sheets(
    method: Methodology, as_of: date, places: tuple[str, ...], form: Form, vintage: Vintage
) -> tuple[CountrySheet, ...]:
    held = editions_held()
    scored = scores(method, as_of, vintage, held=held)
    before = bands_before(method, as_of, vintage, held)
    drawn = outlooks(scored) if len(places) > 1 else {place: outlook_of(scored, place) for place in places}
    figures, evidence = _figures(method, as_of, places, vintage, held)
    return tuple(
        country_sheet(
            scored.working(place),
            figures[place],
            method,
            index_specs(),
            name=COUNTRIES[place].name,
            vintage=vintage,
            last_band=before.get(place, ""),
            form=form,
            evidence=evidence[place],
            outlook=drawn.get(place),
        )
        for place in places
    )


def _figures(
    method: Methodology, as_of: date, places: tuple[str, ...], vintage: Vintage, held: tuple[UUID, ...]
) -> tuple[Mapping[str, tuple[Figure, ...]], Mapping[str, tuple[tuple[Figure, ...], ...]]]:
    """Figures and evidence with their files; the names of sheets are read for one country only."""
    panel, specs = panel_holding(held), index_specs()
    rows = {row.id: row for row in Edition.objects.filter(id__in=held)}
    files = tuple(
        EditionFile(row.label, row.file_name, row.sha256, row.published) for row in (rows[key] for key in held)
    )
    country = method.country
    found = figures_of(panel, country, as_of, vintage, places=places, editions=files, specs=specs)
    seen = evidence_of(panel, country, as_of, vintage, places=places, editions=files, specs=specs)
    if len(places) > 1:
        return found, seen
    (place,) = places
    sheets = _sheet_names((*found[place], *(one for group in seen[place] for one in group)), place, held)
    return (
        figures_of(panel, country, as_of, vintage, places=places, editions=files, specs=specs, sheets=sheets),
        evidence_of(panel, country, as_of, vintage, places=places, editions=files, specs=specs, sheets=sheets),
    )


def _sheet_names(figures: Iterable[Figure], place: str, held: tuple[UUID, ...]) -> Sheets:
    wanted = [figure for figure in figures if figure.row]
    rows = (
        IndexValue.objects.filter(place=place, series__in={figure.series for figure in wanted})
        .filter(year__in={figure.year for figure in wanted})
        .exclude(sheet="")
        .values_list("edition_id", "series", "year", "sheet")
    )
    at = {key: position for position, key in enumerate(held)}
    return {(at[edition], series, place, year): sheet for edition, series, year, sheet in rows if edition in at}
