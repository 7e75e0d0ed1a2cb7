"""Staff pages: opportunities, from the ten-minute intake to live."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import Intake
from duecare.apps.assessments.queries import ListedOpportunity, OpportunityQuery
from duecare.apps.assessments.queries.gate import stages
from duecare.apps.assessments.rules import acts
from duecare.apps.assessments.rules.opportunity_states import OPPORTUNITY
from duecare.apps.mitigation import queries as mitigation
from duecare.kernel.actor import Actor, Role

from . import bodies, several
from . import opportunity_steps as steps
from .areas import NavItem
from .attempts import attempt
from .bodies_named import body_of
from .changes import changes_for
from .csv_out import csv_response
from .forms.opportunities import HandOverForm, IntakeForm, intake_initial
from .gate_rows import gate_shown
from .guard import EVERYONE, acting, page
from .listing import Column, Facet, Listing, Option, asked
from .opportunity_shown import export_shown, parties_shown, stages_shown
from .templatetags.duecare import country_name, level_word
from .vocabulary import word

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR}))
WRITE = (Role.SALES, Role.COMPLIANCE_OFFICER)
CHANGE = (*WRITE, Role.ANALYST, Role.COUNSEL)
COLUMNS = (
    Column("reference", gettext_lazy("Opportunity")),
    Column("client", gettext_lazy("Using body")),
    Column("country", gettext_lazy("Place of use"), sort=False),
    Column("level", gettext_lazy("Class")),
    Column("state", gettext_lazy("State"), sort=False),
    Column("value", gettext_lazy("Value"), numeric=True),
    Column("created", gettext_lazy("Begun")),
)
LEVELS = ("prohibited", "high", "elevated", "moderate", "low")
EXPORT_LIMIT = 100_000


NAV: tuple[NavItem, ...] = (
    NavItem("Work", gettext_lazy("Opportunities"), "opportunities", frozenset(READ), "opportunities"),
)


@dataclass(frozen=True, slots=True)
class Tile:
    """A level with how many there are."""

    level: str
    title: str
    count: int
    url: str
    here: bool


@page(*READ)
@require_safe
def opportunities(request: HttpRequest) -> HttpResponse:
    """Everything this person may see, newest first."""
    actor = acting(request)
    ask = asked(request, COLUMNS, picks=("state", "level", "country"), sort="-created")
    found = queries.opportunity_list(actor, _query(ask.q, ask.picks, ask.sort, ask.descending, ask.offset, ask.size))
    states = {code: word(code) for code, _meaning in OPPORTUNITY.states}
    facets = (
        Facet("state", _("State"), options(found.facets.get("state", {}), lambda key: states.get(key, key))),
        Facet("country", _("Place of use"), options(found.facets.get("country", {}), country_name)),
    )
    listing = Listing(ask, COLUMNS, found.rows, found.total, facets)
    context = {
        "listing": listing,
        "tiles": tiles(listing, found.facets.get("level", {})),
        "may_begin": actor.has(*WRITE),
        "over": queries.OVER,
        "may_hand_over": acts.HAND_OVER.permits(actor),
        "export": reverse("opportunities_csv") + ask.url().removeprefix(ask.path),
    }
    return render(request, "opportunities/list.html", context)


@page(*WRITE)
def opportunities_hand_over(request: HttpRequest) -> HttpResponse:
    """Hand several deals to somebody else in sales: one leaves, or a region changes hands."""
    actor = acting(request)
    found = queries.opportunities_named(actor, several.chosen(request))
    rows = [row for row in found if row.state not in queries.OVER]
    people = [("", ""), *((str(one.id), one.name) for one in accounts.people(Role.SALES))]  # nobody is preset
    form = HandOverForm(people, steps.given(request))
    owners = accounts.names(row.owner_id for row in rows)

    def hand_over(row: ListedOpportunity, _seen: str) -> object:
        to, reason = UUID(form.cleaned_data["to"]), form.cleaned_data["reason"]
        return actions.hand_over(by=actor, opportunity_id=row.id, to=to, reason=reason)

    def named(row: ListedOpportunity) -> several.Named:
        url = reverse("opportunity", args=[row.id])
        held = _("in the hands of %(name)s") % {"name": owners.get(row.owner_id, "")}
        return several.Named(row.id, f"{row.reference} · {row.title}", url, held, row.risk_class)

    what = several.Several(
        title=_("Hand these opportunities over"),
        submit=_("Hand over"),
        sentence=_("Each gets this reason in its own record; whoever has it now stays in its account team."),
        crumbs=(reverse("opportunities"), _("Opportunities")),
        rows=rows,
        named=named,
        act=hand_over,
        done=lambda n: (
            ngettext("%(n)d opportunity is handed over.", "%(n)d opportunities are handed over.", n) % {"n": n}
        ),
    )
    return several.answer(request, form, what)


@page(*READ)
@require_safe
def opportunities_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a table, formula-safe."""
    ask = asked(request, COLUMNS, picks=("state", "level", "country"), sort="-created")
    wanted = _query(ask.q, ask.picks, ask.sort, ask.descending, 0, EXPORT_LIMIT)
    rows = queries.opportunity_list(acting(request), wanted).rows
    header = ("reference", "title", "using body", "place of use", "state", "class", "provisional", "value EUR", "begun")
    return csv_response(
        "opportunities.csv", header,
        (
            (r.reference, r.title, r.client, r.country, r.state, r.risk_class or "none", r.class_provisional,
             r.value_eur, r.created_at.date())
            for r in rows
        ),
    )  # fmt: skip


@page(*READ)
@require_safe
def opportunity(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """One opportunity: where it stands, what is missing, who takes part."""
    actor = acting(request)
    found = mitigation.read_for(actor, opportunity_id, queries.today())
    deal, gate = found.deal, mitigation.gate_of(found)
    people = accounts.names((deal.requester_id, deal.owner_id))
    officer = actor.has(Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)
    context = {
        "deal": deal,
        "gate": gate_shown(gate, deal.id, actor),
        "stages": stages_shown(deal, gate),
        "parties": parties_shown(deal, found.file.screening()),
        "exports": export_shown(deal, queries.exports_of(found.file)),
        "similar": queries.resemblances_of(deal.id) if officer else (),
        "no_go": found.file.no_go(),
        "gaps": deal.gaps() if deal.state == "draft" else (),
        "requester": people.get(deal.requester_id, ""),
        "owner": people.get(deal.owner_id, ""),
        "may": steps.may(actor, deal),
        "reads": actor.has(*bodies.READ),
        "changes": changes_for(actor, deal.id),
    }
    return render(request, "opportunities/detail.html", context)


@page(*WRITE)
def opportunity_new(request: HttpRequest) -> HttpResponse:
    """Begin an opportunity; a title is enough for a draft."""
    actor = acting(request)
    form = IntakeForm(request.POST if request.method == "POST" else None)

    def begin() -> UUID:
        return actions.open_opportunity(by=actor, intake=intake_of(actor, form.cleaned_data))

    if made := attempt(form, begin):
        messages.success(request, _("The draft is kept. File it when it is complete."))
        return redirect("opportunity", made.value)
    return render(request, "opportunities/intake.html", {"form": form, "draft": "opportunity-new"})


@page(*CHANGE)
def opportunity_edit(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Change the deal; what rests on it is open again."""
    actor = acting(request)
    deal = queries.opportunity(actor, opportunity_id)
    form = IntakeForm(request.POST) if request.method == "POST" else IntakeForm(initial=intake_initial(deal))

    def change() -> tuple[str, ...]:
        given = form.cleaned_data
        intake = intake_of(actor, given)
        seen = given["seen_version"] if given["seen_version"] is not None else -1
        return actions.change_opportunity(by=actor, opportunity_id=deal.id, seen_version=seen, intake=intake)

    if done := attempt(form, change):
        again = [stage.title for stage in stages() if stage.code in done.value and deal.state != "draft"]
        text = (
            _("Saved. Open again, because they rest on what changed: %s.") % "; ".join(again) if again else _("Saved.")
        )
        messages.success(request, text)
        return redirect("opportunity", deal.id)
    return render(request, "opportunities/intake.html", {"form": form, "deal": deal, "draft": f"opportunity-{deal.id}"})


def intake_of(actor: Actor, given: dict[str, Any]) -> Intake:
    """The intake, its bodies found by name and country or entered."""
    using = body_of(actor, given["using_name"], given["using_kind"], given["using_country"])
    client = {
        who: using if given[who] == "same" else body_of(actor, given[f"{who}_name"], "other", given[f"{who}_country"])
        for who in ("contracting", "paying")
    }
    return Intake(
        title=given["title"],
        purpose=given["purpose"],
        scope=given["scope"],
        term_months=given["term_months"],
        value=given["value"],
        currency=given["currency"],
        value_eur=given["value_eur"],
        intermediary={"yes": True, "no": False}.get(given["intermediary"]),
        contracting_id=client["contracting"],
        paying_id=client["paying"],
        using_id=using,
        product_id=UUID(given["product"]) if given["product"] else None,
        seats=given["seats"],
        place_of_use=given["place_of_use"],
        effective_authority=given["effective_authority"],
        legal_basis=given["legal_basis"],
    )


def options(counts: Any, word: Any) -> tuple[Option, ...]:
    """Choices of a filter, the most frequent first."""
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Option(key, word(key), count) for key, count in ordered if key)


def tiles(listing: Listing[Any], counts: Any) -> tuple[Tile, ...]:
    """Level tiles, the worst first; without a class comes last and is never low."""
    picked = listing.ask.picks.get("level", "")
    named = [(level, level, level_word(level)) for level in LEVELS] + [("unrated", "indeterminate", _("no class yet"))]
    return tuple(
        Tile(shown, title, counts.get(key, 0), listing.ask.url(level="" if picked == key else key), picked == key)
        for key, shown, title in named
    )


def _query(q: str, picks: Any, sort: str, descending: bool, offset: int, size: int) -> OpportunityQuery:
    return OpportunityQuery(
        q, picks.get("state", ""), picks.get("level", ""), picks.get("country", ""), sort, descending, offset, size
    )


_ONE = "opportunities/<uuid:opportunity_id>/"
urlpatterns: list[URLPattern] = [
    path("opportunities/", opportunities, name="opportunities"),
    path("opportunities/hand-over/", opportunities_hand_over, name="opportunities_hand_over"),
    path("opportunities/export.csv", opportunities_csv, name="opportunities_csv"),
    path("opportunities/new/", opportunity_new, name="opportunity_new"),
    path(_ONE, opportunity, name="opportunity"),
    path(f"{_ONE}edit/", opportunity_edit, name="opportunity_edit"),
    *steps.urlpatterns(_ONE),
]
