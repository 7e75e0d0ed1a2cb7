"""Scores of all places as of a day: computed when asked, kept while editions and method stay the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from uuid import UUID

from duecare.adapters.gathering import Rows, gather
from duecare.apps.risk.models import Edition, MethodInForce
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.scoring import ScoreTable, band_table, last_bands, score_countries
from duecare.apps.risk.rules.scoring_working import CountryScore, score_country
from duecare.apps.risk.rules.vintage import Vintage
from duecare.kernel.countries import all_codes

from .methods import method as method_named
from .methods import method_of
from .panels import ONE_READS, panel_holding


@dataclass(frozen=True, slots=True)
class CountryRow:
    """One place on one day.

    Attributes:
        score: 0 safest to 100 worst; None where no input at all is held.
        low, high: the range that sets the band: statistical where nothing is missing, else the
            missing-data range. The two are never mixed; `range_is` says which one it is.
        statistical, missing: both ranges, each (low, high).
        band: low, moderate, elevated, high or indeterminate.
        treated_as: the band that decisions use.
        coverage: number of indices with a value in force, of `of`.
    """

    iso3: str
    score: float | None
    low: float | None
    high: float | None
    range_is: str
    statistical: tuple[float | None, float | None]
    missing: tuple[float | None, float | None]
    band: str
    treated_as: str
    coverage: int
    of: int


@dataclass(frozen=True, slots=True)
class Scores:
    """The table of a day, and its rows in words people use."""

    method: Methodology
    table: ScoreTable

    def countries(self) -> tuple[CountryRow, ...]:
        """One row for each ISO 3166-1 country and Kosovo, sorted by code."""
        return tuple(self.row(at) for at in range(len(all_codes())))

    def working(self, place: str) -> CountryScore:
        """Every figure behind one country's score.

        Raises:
            NotFound: nothing is known of the place.
        """
        return score_country(self.table, place)

    def of(self, place: str) -> CountryRow | None:
        """The row of one country or named territory, or None when nothing is known of it."""
        return self.row(self.table.places.index(place)) if place in self.table.places else None

    def row(self, at: int) -> CountryRow:
        """The row at a position of the table."""
        table = self.table
        statistical = (_known(table.low[at]), _known(table.high[at]))
        missing = (_known(table.missing_low[at]), _known(table.missing_high[at]))
        low, high = statistical if table.complete[at] else missing
        return CountryRow(
            iso3=table.places[at],
            score=_known(table.score[at]),
            low=low,
            high=high,
            range_is="statistical" if table.complete[at] else "missing data",
            statistical=statistical,
            missing=missing,
            band=table.band[at],
            treated_as=table.treated_as[at],
            coverage=int(table.coverage[at]),
            of=indices_counted(self.method),
        )


def scores(
    method: Methodology, as_of: date, vintage: Vintage = "restated", *, held: tuple[UUID, ...] | None = None
) -> Scores:
    """Scores of every place as of a day, by editions now held (or those given, to ask only once for many days)."""
    editions = editions_held() if held is None else held
    with ONE_READS:
        table = _table(method.urn, method.sha256, as_of, vintage, editions)
    return Scores(method, table)


def scores_in_force(day: date) -> Scores:
    """Scores by the method in force on a day, the method and what they rest on asked for in one statement.

    Raises:
        DuecareError: the method chosen is no longer the one in the library.
    """
    chosen, held = gather(
        (), Rows(MethodInForce), Rows(Edition, order=("imported_at", "id"), without=_NOT_ASKED)
    )  # fmt: skip
    counted = [row for row in chosen if row.since <= day and row.confirmed_by is not None]
    last = max(counted, key=lambda row: (row.since, row.adopted_at), default=None)
    return scores(method_of(last), day, held=tuple(row.id for row in held))


def editions_held() -> tuple[UUID, ...]:
    """Ids of all editions, in the order of import: what a table of scores depends on besides method and day."""
    return tuple(Edition.objects.order_by("imported_at", "id").values_list("id", flat=True))


_NOT_ASKED = tuple(
    field.name for field in Edition._meta.concrete_fields if field.name not in ("id", "imported_at")
)  # fmt: skip


@lru_cache(maxsize=64)
def _table(urn: str, sha256: str, as_of: date, vintage: Vintage, editions: tuple[UUID, ...]) -> ScoreTable:
    """One table for one method, day and set of editions; none of the five ever changes its meaning."""
    method, panel = method_named(urn), panel_holding(editions)
    known = bands_before(method, as_of, vintage, editions)
    return score_countries(panel, method.country, as_of, vintage, last_band=known)


def bands_before(method: Methodology, as_of: date, vintage: Vintage, editions: tuple[UUID, ...]) -> Mapping[str, str]:
    """For each place the last band it had with enough coverage before that day, by these editions."""
    return last_bands(
        panel_holding(editions),
        method.country,
        as_of,
        vintage,
        bands=lambda day: _bands(method.urn, method.sha256, day, vintage, editions),
    )


@lru_cache(maxsize=64)
def _bands(urn: str, sha256: str, day: date, vintage: Vintage, editions: tuple[UUID, ...]) -> Mapping[str, str]:
    """Bands of one earlier year, at which ten later ones look back; kept as long as `_table`."""
    return MappingProxyType(band_table(panel_holding(editions), method_named(urn).country, day, vintage))


def indices_counted(method: Methodology) -> int:
    """How many indices (or inputs) full coverage has."""
    country = method.country
    named = {
        part.index if country.counts == "index" else part.id
        for dimension in country.dimensions
        if dimension.weight > 0
        for part in dimension.inputs
    }
    return len(named)


def _known(value: float) -> float | None:
    return None if value != value else float(value)
