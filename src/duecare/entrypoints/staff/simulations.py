"""Staff pages: a draft beside a released methodology: while it runs, and what came out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from duecare.adapters import clock
from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments.actions import ask_simulation
from duecare.apps.risk import queries
from duecare.apps.risk.queries import MoverRow, SimulationRow
from duecare.kernel.canonical import JSON
from duecare.kernel.countries import name_key

from .attempts import attempt
from .csv_out import csv_response
from .drafts import READ, WRITE
from .forms.drafts import SimulateForm
from .guard import acting, page
from .listing import Column, asked, in_memory
from .opportunity_steps import given
from .templatetags.duecare import country_name, local_date, number, words

COLUMNS = (
    Column("day", gettext_lazy("As of")),
    Column("what", gettext_lazy("What")),
    Column("before", gettext_lazy("Before")),
    Column("after", gettext_lazy("After")),
    Column("why", gettext_lazy("Why"), sort=False),
    Column("differs", gettext_lazy("What would differ"), sort=False),
)
KINDS = {
    "country": gettext_lazy("Countries"),
    "customer": gettext_lazy("Customers"),
    "decision": gettext_lazy("Decisions"),
}
WAYS = {"worse": gettext_lazy("worse"), "better": gettext_lazy("better"), "same": gettext_lazy("same class")}
DOING = {
    "": gettext_lazy("waits for the worker"),
    "figures": gettext_lazy("reading the publishers' figures"),
    "facts": gettext_lazy("reading the facts of every customer"),
    "days": gettext_lazy("rating countries and customers day by day"),
    "decisions": gettext_lazy("looking at the decisions"),
    "done": gettext_lazy("writing down what came out"),
}
DIFFERS = {
    "cls": gettext_lazy("class"),
    "blocked": gettext_lazy("blocked"),
    "may_approve": gettext_lazy("whether it may be approved at all"),
    "approver": gettext_lazy("who may approve"),
    "authority": gettext_lazy("who decides"),
    "independent": gettext_lazy("an independent member's vote"),
    "expert": gettext_lazy("an outside legal expert"),
    "measures": gettext_lazy("measures"),
    "review_months": gettext_lazy("time to the next review"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One mover, in words."""

    kind: str
    day: date
    what: str
    url: str
    before: str
    after: str
    way: str
    why: tuple[str, ...]
    differs: tuple[str, ...]


@page(*WRITE)
def draft_simulate(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Ask for a simulation of the last text."""
    found = queries.draft(draft_id)
    initial = {"against": queries.short_name(queries.method_in_force(clock.today()).urn)}
    form = SimulateForm(given(request), initial=initial)
    done = attempt(form, lambda: ask_simulation(by=acting(request), draft_id=draft_id, **form.cleaned_data))
    if done:
        return redirect("simulation", done.value)
    context = {"form": form, "draft": found, "title": _("Simulate %(name)s") % {"name": found.row.name},
               "submit": _("Simulate")}  # fmt: skip
    return render(request, "drafts/step.html", context)


@page(*READ)
@require_safe
def simulation_page(request: HttpRequest, simulation_id: UUID) -> HttpResponse:
    """How far it is; when it is done, both matrices of the day chosen and everything that moves."""
    found = queries.simulation(simulation_id)
    context: dict[str, object] = {
        "row": found,
        "doing": DOING.get(found.doing, found.doing),
        "asker": accounts.names({found.asked_by}).get(found.asked_by),
        "name": queries.short_name(found.urn),
    }
    if found.state == "done":
        ask = asked(request, COLUMNS, picks=("kind", "day", "way"), sort="day")
        picked = next((one for one in found.days if one.day.isoformat() == ask.picks.get("day")), found.days[-1])
        listing = in_memory(
            ask,
            COLUMNS,
            queries.movers(simulation_id),
            text=_named,
            keys={
                "day": lambda one: -one.day.toordinal(),
                "what": lambda one: name_key(_named(one)),
                "before": lambda one: one.before,
                "after": lambda one: one.after,
            },
            facets={
                "kind": (_("What"), lambda one: one.kind, lambda key: str(KINDS[key])),
                "day": (_("As of"), lambda one: one.day.isoformat(), _day),
                "way": (_("Direction"), _way, lambda key: str(WAYS[key])),
            },
        )
        # Only what is shown is put into words: there may be thousands.
        context |= {
            "listing": listing,
            "shown": [_row(one) for one in listing.rows],
            "picked": picked,
            "days": [(one.day, f"{request.path}?day={one.day.isoformat()}", one is picked) for one in found.days],
            "tiles": _tiles(found, request.path),
        }
    return render(request, "drafts/simulation.html", context)


@page(*READ)
@require_safe
def simulation_export(request: HttpRequest, simulation_id: UUID) -> StreamingHttpResponse:
    """Every mover as a table; codes, so that a program can read it."""
    found = queries.simulation(simulation_id)
    header = ("kind", "as_of", "subject", "name", "before", "after", "direction", "reasons", "differs",
              "draft", "draft_sha256", "against")  # fmt: skip
    rows = (
        (row.kind, row.day, row.subject, _named(row), row.before, row.after, row.direction,
         "; ".join(_coded(one) for one in row.reasons), ", ".join(_codes(row.detail.get("differs"))),
         found.urn, found.sha256, found.against_urn)
        for row in queries.movers(simulation_id)
    )  # fmt: skip
    return csv_response(f"simulation-{queries.short_name(found.urn)}-{found.as_of}.csv", header, rows)


def _tiles(found: SimulationRow, url: str) -> Sequence[Mapping[str, object]]:
    """How many of each kind move today; each leads to them in the list."""
    last = found.days[-1]
    day = f"&day={last.day.isoformat()}"
    return (
        _tile("country", last.countries.moved, last.countries.total, f"{url}?kind=country{day}"),
        _tile("customer", last.customers.moved, last.customers.total, f"{url}?kind=customer{day}"),
        _tile("decision", found.movers.get("decision", 0), found.decisions, f"{url}?kind=decision"),
    )


def _tile(kind: str, count: int, of: int, url: str) -> Mapping[str, object]:
    title = _("%(what)s of %(of)s") % {"what": KINDS[kind], "of": number(of)}
    return {"count": count, "title": title, "url": url, "level": ""}


def _row(one: MoverRow) -> Row:
    differs = tuple(_differs(code, one.detail) for code in _codes(one.detail.get("differs")))
    if one.kind == "customer" and one.detail.get("blocked_before") != one.detail.get("blocked_after"):
        differs = (str(DIFFERS["blocked"]),)
    why = tuple(_why(reason) for reason in one.reasons)
    return Row(one.kind, one.day, _named(one), _url(one), one.before, one.after, _way(one), why, differs)


def _differs(code: str, detail: Mapping[str, JSON]) -> str:
    """What differs, and for measures which."""
    before, after = detail.get("before"), detail.get("after")
    if code == "measures" and isinstance(before, Mapping) and isinstance(after, Mapping):
        had, has = _codes(before.get("measures")), _codes(after.get("measures"))
        changes = [f"+{one}" for one in has if one not in had] + [f"−{one}" for one in had if one not in has]
        return f"{DIFFERS[code]} ({', '.join(changes)})"
    return str(DIFFERS.get(code, code))


def _way(one: MoverRow) -> str:
    return "worse" if one.direction > 0 else "better" if one.direction < 0 else "same"


def _named(one: MoverRow) -> str:
    if one.kind == "country":
        return country_name(one.subject)
    if one.kind == "customer":
        return f"{one.detail.get('reference', '')} {one.detail.get('name', '')}".strip()
    return f"{one.detail.get('reference', '')} {one.detail.get('title', '')}".strip()


def _url(one: MoverRow) -> str:
    match one.kind:
        case "country":
            return reverse("country_detail", args=[one.subject])
        case "customer":
            return reverse("customer", args=[one.subject])
    return reverse("decision", args=[one.subject])


def _why(reason: Mapping[str, JSON]) -> str:
    """One reason in the reader's words."""
    what, points = str(reason["what"]), reason["points"]
    moved = float(points) if isinstance(points, (int, float)) else 0.0
    by = _("%(points)s points") % {"points": f"{'+' if moved > 0 else ''}{number(moved, 1)}"} if moved else ""
    match reason["cause"]:
        case "dimension":
            said = words(what)
        case "floor":
            said = _("what good administration cannot buy off")
        case "thresholds":
            said = _("the thresholds are others")
        case "coverage":
            said = _("least coverage: %(before)s indices counted, now %(after)s") % {
                "before": reason["before"], "after": reason["after"]}  # fmt: skip
        case _:
            states = {"code": what, "before": words(str(reason["before"])), "after": words(str(reason["after"]))}
            said = _("rule %(code)s: %(before)s, with the draft %(after)s") % states
    return f"{said} ({by})" if by else said


def _coded(reason: Mapping[str, JSON]) -> str:
    parts = (reason["cause"], reason["what"], reason["before"], reason["after"], reason["points"] or "")
    return " ".join(str(part) for part in parts if part != "")


def _codes(value: JSON) -> tuple[str, ...]:
    return tuple(str(code) for code in value) if isinstance(value, (list, tuple)) else ()


def _day(key: str) -> str:
    return local_date(date.fromisoformat(key))


urlpatterns: list[URLPattern] = [
    path("methods/drafts/<uuid:draft_id>/simulate/", draft_simulate, name="draft_simulate"),
    path("methods/simulations/<uuid:simulation_id>/", simulation_page, name="simulation"),
    path("methods/simulations/<uuid:simulation_id>/export.csv", simulation_export, name="simulation_export"),
]
