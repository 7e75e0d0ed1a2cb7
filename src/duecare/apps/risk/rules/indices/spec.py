"""What we hold about an index: its series, goalposts, breaks, layouts and publication months.

Parsed from `library/indices/<id>.yaml` (shape: `library/indices/schema.json`). The YAML is loaded
elsewhere; this module only turns plain data into frozen values and says what is wrong with it.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from duecare.kernel.errors import BadInput
from duecare.kernel.provenance import Source


@dataclass(frozen=True, slots=True)
class Licence:
    """Terms of the publisher: `redistribute` False means raw values never leave in public exports."""

    name: str
    use: str
    redistribute: bool
    terms: str


@dataclass(frozen=True, slots=True)
class SeriesSpec:
    """One series of an index.

    Attributes:
        id: "<index>:<name>", e.g. "wgi:rl".
        columns: headings under which publishers' layouts carry it, any case.
        error, low, high: headings of the publisher's own uncertainty, "" where there is none.
        best, worst: fixed goalposts in the series' own units; their order gives the direction.
        valid: smallest and largest value that can be right; beyond it the file is refused.
        dimension: where it counts in the country score, "" if it is only recorded.
    """

    id: str
    title: str
    dimension: str
    columns: tuple[str, ...]
    error: str
    low: str
    high: str
    best: float
    worst: float
    valid: tuple[float, float]
    because: str
    cites: tuple[Source, ...]

    @property
    def higher_is_worse(self) -> bool:
        """Direction, read from the goalposts so that the two can never disagree."""
        return self.worst > self.best


@dataclass(frozen=True, slots=True)
class Break:
    """From reference year `year` on, `series` are not comparable with the years before."""

    year: int
    series: tuple[str, ...]
    because: str
    cites: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A shape the publisher's file has come in.

    Attributes:
        requires: series that must be there.
        minimum_places: places that each required series must have in each of its years; fewer means cut off.
        minimum_rows: rows of data below which the file is cut off.
    """

    id: str
    title: str
    requires: tuple[str, ...]
    minimum_places: int
    minimum_rows: int


@dataclass(frozen=True, slots=True)
class Publication:
    """When values of a reference year were published: a month and an offset in years, and exceptions."""

    month: int
    year_offset: int
    because: str
    cites: tuple[Source, ...]
    overrides: Mapping[int, tuple[int, int]]

    def published(self, reference_year: int) -> date:
        """Last day of the month of publication: the day is not known, and a value must never count too early."""
        year, month = self.overrides.get(reference_year, (reference_year + self.year_offset, self.month))
        return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class IndexSpec:
    """One index of one publisher."""

    id: str
    title: str
    publisher: str
    home: str
    licence: Licence
    reference_year: str
    missing: frozenset[str]
    publication: Publication
    series: Mapping[str, SeriesSpec]
    breaks: tuple[Break, ...]
    layouts: Mapping[str, Layout]

    def comparable(self, series: str, first: int, second: int) -> bool:
        """False when a method break of `series` lies between the two reference years."""
        low, high = sorted((first, second))
        return not any(series in found.series and low < found.year <= high for found in self.breaks)


def index_spec(data: Mapping[str, object]) -> IndexSpec:
    """Parse one index description.

    Raises:
        BadInput: a field is missing, has the wrong type or contradicts another; names the field.
    """
    top = _Fields(data, str(data.get("id", "index")))
    index = top.text("id")
    series = {spec.id: spec for spec in (_series(item) for item in top.items("series"))}
    for name in series:
        if not name.startswith(f"{index}:"):
            raise BadInput(f"series of {index} must be named {index}:…", field=f"{index}.series", value=name)
    layouts = {layout.id: layout for layout in (_layout(item) for item in top.items("layouts"))}
    breaks = tuple(_break(item) for item in top.items("breaks"))
    for name in [*(n for b in breaks for n in b.series), *(n for lay in layouts.values() for n in lay.requires)]:
        if name not in series:
            raise BadInput("a break or layout names a series that is not described", field=index, value=name)
    licence = top.part("licence")
    return IndexSpec(
        id=index,
        title=top.text("title"),
        publisher=top.text("publisher"),
        home=top.text("home"),
        licence=Licence(
            licence.text("name"), licence.text("use"), licence.flag("redistribute"), licence.text("terms", "")
        ),
        reference_year=top.text("reference_year"),
        missing=frozenset(marker.casefold() for marker in top.texts("missing")),
        publication=_publication(top.part("publication")),
        series=MappingProxyType(series),
        breaks=breaks,
        layouts=MappingProxyType(layouts),
    )


def _series(item: _Fields) -> SeriesSpec:
    valid = item.numbers("valid")
    best, worst = item.number("best"), item.number("worst")
    if len(valid) != 2 or valid[0] >= valid[1] or best == worst:
        raise BadInput("a series needs two different goalposts and an ascending valid range", field=item.where)
    return SeriesSpec(
        id=item.text("id"),
        title=item.text("title"),
        dimension=item.text("dimension", ""),
        columns=item.texts("columns"),
        error=item.text("error", ""),
        low=item.text("low", ""),
        high=item.text("high", ""),
        best=best,
        worst=worst,
        valid=(valid[0], valid[1]),
        because=item.text("because"),
        cites=item.sources(),
    )


def _layout(item: _Fields) -> Layout:
    return Layout(
        item.text("id"),
        item.text("title"),
        item.texts("requires"),
        int(item.number("minimum_places")),
        int(item.number("minimum_rows")),
    )


def _break(item: _Fields) -> Break:
    return Break(int(item.number("year")), item.texts("series"), item.text("because"), item.sources())


def _publication(item: _Fields) -> Publication:
    overrides: dict[int, tuple[int, int]] = {}
    given = item.data.get("overrides", {})
    if not isinstance(given, Mapping):
        raise BadInput("must map a reference year to YYYY-MM", field=f"{item.where}.overrides")
    for reference_year, month in given.items():
        year, dash, number = str(month).partition("-")
        if not (dash and year.isdigit() and number.isdigit() and 1 <= int(number) <= 12):
            raise BadInput("must be YYYY-MM", field=f"{item.where}.overrides", value=str(month))
        overrides[int(str(reference_year))] = (int(year), int(number))
    return Publication(
        int(item.number("month")),
        int(item.number("year_offset")),
        item.text("because"),
        item.sources(),
        MappingProxyType(overrides),
    )


@dataclass(frozen=True, slots=True)
class _Fields:
    """Plain data read field by field; every complaint names the place."""

    data: Mapping[str, object]
    where: str

    def _get(self, name: str) -> object:
        if name not in self.data:
            raise BadInput("is missing", field=f"{self.where}.{name}")
        return self.data[name]

    def text(self, name: str, default: str | None = None) -> str:
        value = self._get(name) if default is None else self.data.get(name, default)
        if not isinstance(value, str):
            raise BadInput("must be text", field=f"{self.where}.{name}", value=value)
        return value

    def number(self, name: str) -> float:
        value = self._get(name)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadInput("must be a number", field=f"{self.where}.{name}", value=value)
        return float(value)

    def flag(self, name: str) -> bool:
        value = self._get(name)
        if not isinstance(value, bool):
            raise BadInput("must be true or false", field=f"{self.where}.{name}", value=value)
        return value

    def _list(self, name: str) -> Sequence[object]:
        value = self._get(name)
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise BadInput("must be a list", field=f"{self.where}.{name}", value=value)
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        return tuple(str(value) for value in self._list(name))

    def numbers(self, name: str) -> tuple[float, ...]:
        return tuple(_Fields({"value": value}, f"{self.where}.{name}").number("value") for value in self._list(name))

    def part(self, name: str) -> _Fields:
        value = self._get(name)
        if not isinstance(value, Mapping):
            raise BadInput("must be a group of fields", field=f"{self.where}.{name}", value=value)
        return _Fields(value, f"{self.where}.{name}")

    def items(self, name: str) -> list[_Fields]:
        values = enumerate(self._list(name))
        return [_Fields({"value": value}, f"{self.where}.{name}[{at}]").part("value") for at, value in values]

    def sources(self) -> tuple[Source, ...]:
        return tuple(
            Source(item.text("document"), item.text("section", ""), item.flag("verified"), item.text("verified_by", ""))
            for item in self.items("cites")
        )
