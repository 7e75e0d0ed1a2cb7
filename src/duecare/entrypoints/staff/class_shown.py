"""Why a class is what it is, for any page that shows one: the rules that set it, and the country behind them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries import ClassRow, Computed, Deal, FileReading
from duecare.apps.risk import queries as risk
from duecare.apps.risk.queries import CountryRow
from duecare.apps.risk.rules.explanation import RuleLine
from duecare.apps.risk.rules.methodology import severity_of
from duecare.apps.risk.rules.outlook import Outlook
from duecare.apps.risk.rules.scoring_working import CountryScore
from duecare.kernel.countries import COUNTRIES

MOST = 5
"""Rules shown beside a class; all of them stand on the page of the class."""


@dataclass(frozen=True, slots=True)
class CountryWorking:
    """A country's score as the class read it, and how sure its band is; `titles` names the publishers."""

    code: str
    row: CountryRow
    working: CountryScore
    outlook: Outlook
    titles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Why:
    """One deployment's class with its reasons.

    Attributes:
        row: as recorded; None while nobody proposed one.
        fired, unknown: the first lines of each; `more` counts what is left out of both.
    """

    deal: Deal
    deployment_id: UUID
    row: ClassRow | None
    computed: Computed
    fired: tuple[RuleLine, ...]
    unknown: tuple[RuleLine, ...]
    more: int
    country: CountryWorking | None

    @property
    def level(self) -> str:
        """What counts today: the recorded class while it speaks of today's facts, else what they give."""
        standing = self.row is not None and not self.row.stale
        return self.row.cls if self.row is not None and standing else self.computed.result.cls


def why_of(file: FileReading, rows: Mapping[UUID, ClassRow]) -> Why | None:
    """The worst deployment of a deal already read; None while no deployment is described."""
    if not file.deal.deployments:
        return None
    found = {one.id: assessments.compute(file, one.id) for one in file.deal.deployments}
    key = max(found, key=lambda one: severity_of(found[one].result.cls))
    told = found[key].explanation
    weight = {one.code: (severity_of(one.effect.floor or "low"), one.effect.points) for one in found[key].result.trace}
    # What sets the class comes first: the highest floor, then the most points.
    fired = tuple(sorted(told.fired, key=lambda line: weight[line.code], reverse=True))[:MOST]
    unknown = told.unknown[: max(2, MOST - len(fired))]
    more = len(told.fired) + len(told.unknown) - len(fired) - len(unknown)
    return Why(file.deal, key, rows.get(key), found[key], fired, unknown, more, country_working(file, found[key].place))


def country_working(file: FileReading, place: str) -> CountryWorking | None:
    """The figures behind a place's score on the day the file is read; None when nothing is known of it."""
    row = file.scores.of(place) if place in COUNTRIES else None
    outlook = risk.outlook_of(file.scores, place)
    if row is None or outlook is None:
        return None
    titles = {spec.id: spec.title for spec in risk.index_specs().values()}
    return CountryWorking(place, row, file.scores.working(place), outlook, titles)


def countries_behind(file: FileReading, computed: Iterable[Computed]) -> Mapping[str, CountryWorking]:
    """By place, for every class of a file."""
    found = {one.place: country_working(file, one.place) for one in computed}
    return {place: working for place, working in found.items() if working is not None}
