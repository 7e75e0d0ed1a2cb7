"""A list as asked for in the address: search, filters, order, columns, page. The address is the saved view."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.http import urlencode

from duecare.kernel.countries import name_key

R = TypeVar("R")
Text = str | Promise
SIZES = (25, 100)


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `sort` False: no order by it. `hidden`: shown only when asked for. `numeric`: figures, to the end."""

    key: str
    title: Text
    numeric: bool = False
    sort: bool = True
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter; `count` None where counting would cost more than it tells."""

    value: str
    title: Text
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with its choices."""

    key: str
    title: Text
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What the address asks for. `shown` are the keys of visible columns, `offset` the first row's place."""

    path: str
    q: str
    sort: str
    descending: bool
    page: int
    size: int
    picks: Mapping[str, str]
    shown: tuple[str, ...]
    columns_chosen: bool = False

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.size

    def url(self, **changes: str | int) -> str:
        """This address with changes; a filter set to "" is taken off. Anything but `page` goes back to page 1."""
        picks = dict(self.picks)
        sort = ("-" if self.descending else "") + self.sort
        values: dict[str, str | int] = {
            "q": self.q,
            "sort": sort,
            "page": 1,
            "size": self.size,
            "columns": ",".join(self.shown) if self.columns_chosen else "",
            **picks,
            **changes,
        }
        if values["size"] == SIZES[0]:
            values["size"] = ""
        if values["page"] == 1:
            values["page"] = ""
        kept = {key: value for key, value in values.items() if value not in ("", None)}
        return f"{self.path}?{urlencode(kept)}" if kept else self.path


@dataclass(frozen=True, slots=True)
class Header:
    """A column's head as shown: `order` is "ascending", "descending" or ""."""

    column: Column
    url: str
    order: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter's option as shown: where it leads, whether it is picked."""

    option: Option
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Listing(Generic[R]):
    """One page of rows and everything the list part shows around them."""

    ask: Ask
    columns: tuple[Column, ...]
    rows: Sequence[R]
    total: int
    facets: tuple[Facet, ...] = ()
    shows: Mapping[str, bool] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "shows", {column.key: column.key in self.ask.shown for column in self.columns})

    @property
    def headers(self) -> tuple[Header, ...]:
        """Heads of the visible columns; a second press on one turns the order round."""
        return tuple(self._header(column) for column in self.columns if self.shows[column.key])

    @property
    def filters(self) -> tuple[tuple[Facet, str, tuple[Choice, ...]], ...]:
        """(facet, title of what is picked or "", choices)."""
        return tuple(self._filter(facet) for facet in self.facets)

    @property
    def first(self) -> int:
        """Number of the first row shown, 0 when there is none."""
        return self.ask.offset + 1 if self.rows else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return self.ask.offset + len(self.rows)

    @property
    def previous_url(self) -> str:
        """The page before, or ""."""
        return self.ask.url(page=self.ask.page - 1) if self.ask.page > 1 else ""

    @property
    def next_url(self) -> str:
        """The page after, or ""."""
        return self.ask.url(page=self.ask.page + 1) if self.last < self.total else ""

    @property
    def sizes(self) -> tuple[tuple[int, str, bool], ...]:
        """(rows a page, address, whether it is this one)."""
        return tuple((size, self.ask.url(size=size), size == self.ask.size) for size in SIZES)

    @property
    def narrowed(self) -> bool:
        """Whether a search or filter hides rows."""
        return bool(self.ask.q or any(self.ask.picks.values()))

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """Hidden fields that the search form must carry."""
        order = ("-" if self.ask.descending else "") + self.ask.sort
        kept = {"sort": order, **self.ask.picks, "columns": ",".join(self.ask.shown) if self.ask.columns_chosen else ""}
        return tuple((key, value) for key, value in kept.items() if value)

    def _header(self, column: Column) -> Header:
        mine = self.ask.sort == column.key
        turned = f"-{column.key}" if mine and not self.ask.descending else column.key
        order = ("descending" if self.ask.descending else "ascending") if mine else ""
        return Header(column, self.ask.url(sort=turned) if column.sort else "", order)

    def _filter(self, facet: Facet) -> tuple[Facet, str, tuple[Choice, ...]]:
        picked = self.ask.picks.get(facet.key, "")
        choices = tuple(
            Choice(
                option,
                self.ask.url(**{facet.key: "" if option.value == picked else option.value}),
                option.value == picked,
            )
            for option in facet.options
        )
        return facet, next((str(option.title) for option in facet.options if option.value == picked), ""), choices


def asked(request: HttpRequest, columns: Sequence[Column], picks: Sequence[str] = (), sort: str = "") -> Ask:
    """Read the address. What is malformed falls back to the default: a mistyped address still shows the list."""
    given = request.GET
    order = given.get("sort", "") or sort or next((column.key for column in columns if column.sort), "")
    key = order.removeprefix("-")
    if key not in {column.key for column in columns if column.sort}:
        order, key = sort, sort.removeprefix("-")
    chosen = [value for part in given.getlist("columns") for value in part.split(",") if value]
    shown = tuple(c.key for c in columns if (c.key in chosen if chosen else not c.hidden))
    page, size = given.get("page", ""), given.get("size", "")
    return Ask(
        path=request.path,
        q=given.get("q", "").strip()[:200],
        sort=key,
        descending=order.startswith("-"),
        page=min(int(page), 1_000_000) if page.isascii() and page.isdigit() and int(page) else 1,
        size=int(size) if size in {str(s) for s in SIZES} else SIZES[0],
        picks={pick: given[pick][:200] for pick in picks if given.get(pick)},
        shown=shown or tuple(c.key for c in columns if not c.hidden),
        columns_chosen=bool(chosen),
    )


def in_memory(
    ask: Ask,
    columns: Sequence[Column],
    rows: Sequence[R],
    *,
    text: Callable[[R], str],
    keys: Mapping[str, Callable[[R], object]] | None = None,
    facets: Mapping[str, tuple[Text, Callable[[R], str], Callable[[str], str]]] | None = None,
) -> Listing[R]:
    """Search, filter, order and page rows already read; for at most a few thousand.

    Args:
        ask: from `asked`.
        columns: all columns.
        rows: all rows.
        text: what a row is found by; accents and case do not count.
        keys: column → value to order by; None values come last in both directions.
        facets: filter key → (title, value of a row, word for a value). A choice counts the rows that the
            search and the other filters leave.
    """
    facets = facets or {}
    needle = name_key(ask.q)
    found = [row for row in rows if not needle or needle in name_key(text(row))]

    def fits(row: R, leaving: str = "") -> bool:
        return all(facets[k][1](row) == v for k, v in ask.picks.items() if k in facets and k != leaving)

    shown_facets = tuple(
        Facet(key, title, _counted([value(row) for row in found if fits(row, key)], word))
        for key, (title, value, word) in facets.items()
    )
    found = [row for row in found if fits(row)]
    if order := (keys or {}).get(ask.sort):
        known = [row for row in found if order(row) is not None]
        missing = [row for row in found if order(row) is None]
        found = sorted(known, key=order, reverse=ask.descending) + missing  # type: ignore[arg-type]  # caller's keys compare
    last_page = max(1, -(-len(found) // ask.size))
    ask = replace(ask, page=min(ask.page, last_page))
    return Listing(ask, tuple(columns), found[ask.offset : ask.offset + ask.size], len(found), shown_facets)


def _counted(values: Sequence[str], word: Callable[[str], str]) -> tuple[Option, ...]:
    return tuple(Option(value, word(value), values.count(value)) for value in sorted(set(values)) if value)
