"""Staff pages: countries, their scores, and the editions they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecare.adapters import clock
from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import queries as assessments
from duecare.apps.parties import queries as parties
from duecare.apps.parties.rules.acts import NO_GO_ENTER
from duecare.apps.risk import actions, queries
from duecare.apps.risk.rules.acts import IMPORT_EDITION, RECORD_EVENT
from duecare.apps.risk.rules.explanation import CountryExplanation, explain_country
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.outlook import Outlook
from duecare.apps.risk.rules.scoring_working import CountryScore
from duecare.kernel.actor import Actor, Role
from duecare.kernel.countries import COUNTRIES, all_codes, name_key
from duecare.kernel.errors import BadInput, DuecareError, NotFound

from . import search
from .areas import NavItem
from .csv_out import csv_response
from .forms import refuse
from .forms.countries import ImportForm
from .guard import EVERYONE, acting, page
from .home import Waiting
from .listing import Column, asked, in_memory
from .templatetags.duecare import country_name, level_word
from .vocabulary import word

READERS = EVERYONE - {Role.ADMINISTRATOR}
COLUMNS = (
    Column("name", gettext_lazy("Country")),
    Column("score", gettext_lazy("Risk"), numeric=True),
    Column("interval", gettext_lazy("Range"), sort=False),
    Column("band", gettext_lazy("Band")),
    Column("coverage", gettext_lazy("Coverage")),
    Column("history", gettext_lazy("Ten years"), sort=False),
    Column("change", gettext_lazy("Since last year"), numeric=True),
    Column("customers", gettext_lazy("Customers"), numeric=True),
    Column("why", gettext_lazy("Why"), sort=False),
    Column("beyond", gettext_lazy("Beyond error"), sort=False),
)
MOVED = 2.0
"""Points within a year from which the list says that a country moved; a filter, not a finding."""
BEYOND = {
    "worse 1": gettext_lazy("worse within a year"),
    "worse 5": gettext_lazy("worse within five years"),
    "better": gettext_lazy("better"),
    "none": gettext_lazy("within error, or not comparable"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One country as listed and drawn."""

    code: str
    name: str
    score: float | None
    low: float | None
    high: float | None
    level: str
    treated_as: str
    range_is: str
    coverage: int
    of: int
    points: tuple[tuple[int, float | None], ...]
    change: float | None
    customers: int
    outlook: Outlook
    beyond: Mapping[int, str]
    events: tuple[str, ...]
    url: str

    @property
    def text(self) -> str:
        """What the map says of it."""
        figure = "—" if self.score is None else f"{self.score:.0f}"
        return f"{self.name}: {figure}, {level_word(self.level)}"

    @property
    def moved(self) -> str:
        """Whether it moved noticeably since the end of last year."""
        if self.change is None:
            return "unknown"
        return "worse" if self.change >= MOVED else "better" if self.change <= -MOVED else "still"

    @property
    def flagged(self) -> str:
        """The gravest change beyond error: worse within a year, worse within five, better, or none."""
        for years in sorted(self.beyond):
            if self.beyond[years] == "worse":
                return f"worse {years}"
        return "better" if "better" in self.beyond.values() else "none"


@dataclass(frozen=True, slots=True)
class View:
    """By which method, as of which day."""

    method: Methodology
    day: date

    @property
    def query(self) -> str:
        """The part of an address that keeps this view."""
        return f"?method={queries.short_name(self.method.urn)}&as_of={self.day.isoformat()}"


@page(*READERS)
@require_safe
def country_list(request: HttpRequest) -> HttpResponse:
    """All countries on the map and in a table."""
    view = asked_view(request)
    history = queries.history(view.method, view.day)
    actor = acting(request)
    rows = _rows(view, history, parties.customers_by_country(assessments.customer_ids_of(actor)))
    ask = asked(
        request, COLUMNS, picks=("band", "customers", "moved", "beyond", "events", "method", "as_of"), sort="name"
    )
    held_words = {"yes": _("has customers"), "no": _("none")}
    moved_words = {"worse": _("worse"), "better": _("better"), "still": _("little"), "unknown": _("not comparable")}
    listing = in_memory(
        ask,
        COLUMNS,
        rows,
        text=lambda row: f"{row.name} {row.code}",
        keys={
            "name": lambda row: name_key(row.name),
            "score": lambda row: -1.0 if row.score is None else row.score,
            "band": lambda row: (_order(row.level), row.score or 0.0),
            "coverage": lambda row: row.coverage,
            "change": lambda row: -1000.0 if row.change is None else row.change,
            "customers": lambda row: row.customers,
        },
        facets={
            "band": (_("Band"), lambda row: row.level, level_word),
            "customers": (_("Customers"), lambda row: "yes" if row.customers else "no", lambda key: held_words[key]),
            "moved": (_("Moved since last year"), lambda row: row.moved, lambda key: moved_words[key]),
            "events": (_("Event within twelve months"), lambda row: "yes" if row.events else "no", word),
            "beyond": (_("Beyond error"), lambda row: row.flagged, lambda key: str(BEYOND[key])),
        },
    )
    context = {
        "listing": listing,
        "areas": rows,
        "view": view,
        "breaks": history.breaks,
        "lacking": _lacking(view.method),
        "others": [name for name, one in queries.methods().items() if one.urn != view.method.urn],
        "method_name": queries.short_name(view.method.urn),
        "may_import": IMPORT_EDITION.permits(actor),
        "workings": _workings(view, [row.code for row in listing.rows]) if listing.shows["why"] else {},
        "titles": {spec.id: spec.title for spec in queries.index_specs().values()},
    }
    return render(request, "countries/list.html", context)


@page(*READERS)
@require_safe
def country_detail(request: HttpRequest, iso3: str) -> HttpResponse:
    """One country's score with everything that went into it."""
    if iso3 not in COUNTRIES:
        raise NotFound("country")
    view = asked_view(request)
    scored = queries.scores(view.method, view.day)
    working = scored.working(iso3)
    history, happened = queries.history(view.method, view.day), queries.events(iso3, view.day)
    context = {
        "code": iso3,
        "view": view,
        "row": scored.of(iso3),
        "working": working,
        "outlook": queries.outlooks(scored)[iso3],
        "words": explain_country(working, view.method.country.counts),
        "points": history.points[iso3],
        "changes": queries.changes(view.method, view.day, iso3),
        "breaks": history.breaks,
        "lacking": _lacking(view.method),
        "method_name": queries.short_name(view.method.urn),
        "titles": {spec.id: spec.title for spec in queries.index_specs().values()},
        "events": [one for one in happened if one.counts],
        "events_before": [one for one in happened if not one.counts],
        "names": accounts.names({who for one in happened for who in one.people}),
        "may_record": RECORD_EVENT.permits(acting(request)),
        "no_go": parties.no_go_of_country(iso3),
        "may_refuse": NO_GO_ENTER.permits(acting(request)),
    }
    return render(request, "countries/detail.html", context)


@page(*READERS)
@require_safe
def country_export(request: HttpRequest) -> StreamingHttpResponse:
    """Scores and ranges as a table. No publisher's raw values: their licences differ."""
    view = asked_view(request)
    header = ("iso3", "country", "score", "low", "high", "range", "band", "treated_as", "coverage", "method", "as_of")
    rows = (
        (
            row.code,
            row.name,
            _two(row.score),
            _two(row.low),
            _two(row.high),
            row.range_is,
            row.level,
            row.treated_as,
            row.coverage,
            view.method.urn,
            view.day,
        )
        for row in _rows(view, queries.history(view.method, view.day), {})
    )
    return csv_response(f"countries-{view.day}.csv", header, rows)


@page(*READERS)
@require_safe
def edition_list(request: HttpRequest) -> HttpResponse:
    """Every edition held, and which publishers are still missing."""
    context = {
        "editions": queries.editions(),
        "specs": queries.index_specs(),
        "missing": queries.missing_publishers({spec.id: spec.title for spec in queries.index_specs().values()}),
        "waiting": queries.proposed("open"),
        "may_import": IMPORT_EDITION.permits(acting(request)),
    }
    return render(request, "countries/editions.html", context)


@page(*IMPORT_EDITION.roles, files=True)
def edition_import(request: HttpRequest) -> HttpResponse:
    """Put a publisher's original file up for acceptance; it is recognised by its content and does not count yet."""
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made = actions.propose_edition(by=acting(request), data=file.read(), file_name=file.name)
        except DuecareError as fault:
            refuse(form, fault)
        else:
            return redirect("edition_proposal", made)
    return render(request, "countries/import.html", {"form": form, "specs": queries.index_specs()})


def asked_view(request: HttpRequest) -> View:
    """Method and day asked for; the method in force and today otherwise."""
    asked_day, today = request.GET.get("as_of", ""), clock.today()
    try:
        day = date.fromisoformat(asked_day) if asked_day else today
    except ValueError as fault:
        raise BadInput("is not a day", field="as_of", value=asked_day, todo="Write it as YYYY-MM-DD.") from fault
    if not date(1975, 1, 1) <= day <= today:
        raise BadInput(
            "no figures exist for that day", field="as_of", value=asked_day, todo="Choose a day until today."
        )
    name = request.GET.get("method", "")
    return View(queries.method(name) if name else queries.method_in_force(day), day)


def _workings(view: View, codes: Iterable[str]) -> Mapping[str, tuple[CountryScore, CountryExplanation]]:
    """What the score of each of these countries is made of, and that in words."""
    scored = queries.scores(view.method, view.day)
    found = {code: scored.working(code) for code in codes}
    return {code: (working, explain_country(working)) for code, working in found.items()}


def _rows(view: View, history: queries.History, customers: Mapping[str, int]) -> list[Row]:
    scored, moved = queries.scores(view.method, view.day), queries.movements(view.method, view.day)
    outlooks, happened = queries.outlooks(scored), queries.recent_events(view.day)
    return [
        Row(
            code=row.iso3,
            name=country_name(row.iso3),
            score=row.score,
            low=row.low,
            high=row.high,
            level=row.band,
            treated_as=row.treated_as,
            range_is=row.range_is,
            coverage=row.coverage,
            of=row.of,
            points=history.points[row.iso3],
            change=history.change(row.iso3),
            customers=customers.get(row.iso3, 0),
            outlook=outlooks[row.iso3],
            beyond={years: each.flag_of(row.iso3) for years, each in moved.items()},
            events=happened.get(row.iso3, ()),
            url=reverse("country_detail", args=[row.iso3]),
        )
        for row in scored.countries()
    ]


def _lacking(method: Methodology) -> tuple[str, ...]:
    """Titles of the method's indices of which no edition is held."""
    specs = queries.index_specs()
    wanted = {item.index: specs[item.index].title for item in method.country.inputs() if item.index in specs}
    return queries.missing_publishers(wanted)


def _order(band: str) -> int:
    return ("low", "moderate", "indeterminate", "elevated", "high").index(band)


def _two(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def find_countries(actor: Actor, q: str, limit: int) -> Iterable[search.Hit]:
    """Countries for the palette, in the reader's language or by code."""
    if not actor.has(*READERS):
        return []
    keys = _names(get_language() or "")
    typed = search.Key.of(q)
    found = [code for code, key in keys if search.in_title(typed, key) or typed.name == code.casefold()]
    return [search.Hit(country_name(c), reverse("country_detail", args=[c]), _("Country"), c) for c in found[:limit]]


@cache
def _names(language: str) -> tuple[tuple[str, search.Key], ...]:
    """(code, name as it is searched) of every country, in the language that is spoken now: kept, for they are many."""
    return tuple((code, search.Key.of(country_name(code))) for code in all_codes())


search.PROVIDERS.append(find_countries)


def shocks(actor: Actor) -> tuple[Waiting, ...]:
    """Countries that became worse within a year, beyond error: one line that leads to them, for those who look."""
    if not IMPORT_EDITION.permits(actor):
        return ()
    day = clock.today()
    moved = queries.movements(queries.method_in_force(day), day)[1]
    names = sorted(country_name(code) for code in all_codes() if moved.flag_of(code) == "worse")
    if not names:
        return ()
    said = _("Worse within a year, beyond error: %(names)s") % {"names": ", ".join(names)}
    return (Waiting(said, f"{reverse('country_list')}?beyond=worse+1", None, _("classes may rest on what was before")),)


NAV: tuple[NavItem, ...] = (NavItem("Knowledge", gettext_lazy("Countries"), "country_list", READERS),)
urlpatterns: list[URLPattern] = [
    path("countries/", country_list, name="country_list"),
    path("countries/export.csv", country_export, name="country_export"),
    path("countries/editions/", edition_list, name="edition_list"),
    path("countries/import/", edition_import, name="edition_import"),
    path("countries/<str:iso3>/", country_detail, name="country_detail"),
]
