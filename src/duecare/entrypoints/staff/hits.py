"""Staff pages: hits of denied-party screening, from the queue to a judgement by one or two persons."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from duecare.apps.accounts import queries as accounts
from duecare.apps.parties import queries as parties
from duecare.apps.screening import actions, queries
from duecare.apps.screening.queries import NOBODY, HitListQuery, HitPage, HitRow, HitSheet
from duecare.apps.screening.rules import acts
from duecare.apps.screening.rules.dispositions import UNSETTLED, needs_second
from duecare.kernel.actor import Actor
from duecare.kernel.errors import NotFound

from . import screening_words as words
from . import several
from .areas import NavItem
from .attempts import attempt
from .forms.screening import AssignForm, JudgeForm, ReferenceForm, SecondForm
from .guard import acting, page
from .hit_rows import beside_party, shown_hits
from .hit_shown import aligned, beside, entry_facts, party_facts
from .listing import Ask, Column, Facet, Listing, Option, asked
from .opportunities import Tile
from .opportunity_steps import given
from .screening_tabs import READ, screening_tabs
from .screening_words import said
from .vocabulary import word

COLUMNS = (
    Column("strength", gettext_lazy("Strength")),
    Column("score", gettext_lazy("Score"), numeric=True),
    Column("party", gettext_lazy("Our party")),
    Column("listed", gettext_lazy("Listed name")),
    Column("list", gettext_lazy("List")),
    Column("age", gettext_lazy("Age")),
    Column("state", gettext_lazy("State"), sort=False),
    Column("assigned", gettext_lazy("Assigned to"), sort=False),
)
FOLDED = ("strong", "medium")
"""Strengths shown until somebody asks for the weak ones."""
AGES = ("7", "30", "90")
NAV: tuple[NavItem, ...] = (NavItem("Work", gettext_lazy("Screening"), "hits", frozenset(READ)),)


@page(*READ)
@require_safe
def hits(request: HttpRequest) -> HttpResponse:
    """Hits that somebody has to judge, the strong ones first; weak ones are folded away and counted."""
    actor = acting(request)
    ask = asked(request, COLUMNS, picks=("strength", "state", "list", "assigned", "age"), sort="strength")
    found = queries.hit_list(_query(actor, ask))
    listing = Listing(ask, COLUMNS, shown_hits(found.rows), found.total, _facets(ask, found))
    weak = found.counts.get("weak", 0)
    context = {
        "listing": listing,
        "tiles": _tiles(ask, found),
        "folded": weak if not ask.picks.get("strength") else 0,
        "weak_url": ask.url(strength="weak"),
        "all_url": ask.url(strength="all"),
        "overview": queries.overview(),
        "may_assign": acts.ASSIGN.permits(actor),
        "tabs": screening_tabs(actor, "hits"),
    }
    return render(request, "hits/list.html", context)


@page(*acts.ASSIGN.roles)
def hits_assign(request: HttpRequest) -> HttpResponse:
    """Give several hits to somebody to judge."""
    actor = acting(request)
    rows = [row for row in queries.hits_named(several.chosen(request)) if not row.standing.settled]
    people = [one for one in accounts.people() if set(one.roles) & {*acts.DISPOSE.roles, *acts.CONFIRM.roles}]
    form = AssignForm([(str(one.id), one.name) for one in people], given(request))
    held = accounts.names(row.assigned_to for row in rows if row.assigned_to)

    def assign(row: HitRow, _seen: str) -> object:
        chosen = form.cleaned_data["person"]
        return actions.assign_hit(by=actor, hit_id=row.id, person_id=UUID(chosen) if chosen else None)

    def named(row: HitRow) -> several.Named:
        whom = held.get(row.assigned_to, "") if row.assigned_to else ""
        now = _("assigned to %(name)s") % {"name": whom} if whom else _("assigned to nobody")
        return several.Named(row.id, f"{row.body.name} / {row.listed_name}", reverse("hit", args=[row.id]), now)

    what = several.Several(
        title=_("Assign these hits"),
        submit=_("Assign"),
        sentence=_("Whoever it is finds them under “assigned to me”. Each is assigned, and recorded, by itself."),
        crumbs=(reverse("hits"), _("Screening")),
        rows=rows,
        named=named,
        act=assign,
        done=lambda n: ngettext("%(n)d hit is assigned.", "%(n)d hits are assigned.", n) % {"n": n},
    )
    return several.answer(request, form, what)


@page(*READ)
@require_safe
def hit(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """One hit: both records side by side, why they met, what was said, what is to be done."""
    return _page(request, queries.hit(hit_id))


@page(*acts.DISPOSE.roles)
def hit_judge(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """Say what a hit is."""
    actor, sheet = acting(request), queries.hit(hit_id)
    form = JudgeForm(given(request), initial={"seen": sheet.seen})
    done = attempt(form, lambda: actions.dispose(by=actor, hit_id=hit_id, **form.cleaned_data))
    if done is None:
        return _page(request, sheet, judge=form)
    if queries.hit(hit_id).row.standing.state == "waiting":
        messages.success(request, _("Recorded. It counts once a second person agrees."))
    else:
        messages.success(request, _("Recorded."))
    return redirect("hit", hit_id)


@page(*acts.CONFIRM.roles)
def hit_second(request: HttpRequest, hit_id: UUID) -> HttpResponse:
    """Agree, as second person, that a hit is another party, or return it."""
    actor, sheet = acting(request), queries.hit(hit_id)
    last = sheet.words[-1] if sheet.words else None
    form = SecondForm(given(request), initial={"seen": sheet.seen})

    def answer() -> None:
        if last is None:
            raise NotFound("clearance")
        reason = form.cleaned_data["reason"]
        if form.cleaned_data["answer"] == "confirm":
            seen = form.cleaned_data["seen"]
            actions.confirm_clearance(by=actor, disposition_id=last.id, seen=seen, reason=reason)
        else:
            actions.return_clearance(by=actor, disposition_id=last.id, reason=reason)

    if attempt(form, answer) is None:
        return _page(request, sheet, second=form)
    messages.success(request, _("Recorded."))
    return redirect("hit", hit_id)


@page(*acts.REPORT.roles)
def hit_report(request: HttpRequest, hit_id: UUID, duty_id: UUID) -> HttpResponse:
    """Record that an authority was told of a confirmed hit."""
    sheet = queries.hit(hit_id)
    duty = next((one for one in sheet.duties if one.id == duty_id), None)
    if duty is None:
        raise NotFound("report")
    form = ReferenceForm(given(request))
    if attempt(form, lambda: actions.record_report(by=acting(request), duty_id=duty_id, **form.cleaned_data)):
        messages.success(request, _("Recorded. The clock of this report stands still."))
        return redirect("hit", hit_id)
    return render(request, "hits/report.html", {"sheet": sheet, "duty": duty, "form": form, "regimes": _regimes()})


def _page(
    request: HttpRequest, sheet: HitSheet, judge: JudgeForm | None = None, second: SecondForm | None = None
) -> HttpResponse:
    actor, row = acting(request), sheet.row
    waits = bool(sheet.words) and sheet.words[-1].state == "waiting"
    own = waits and sheet.words[-1].said_by == actor.id
    people = {word.said_by for word in sheet.words} | {w.second_person for w in sheet.words if w.second_person}
    people |= {row.assigned_to} if row.assigned_to else set()
    names = accounts.names(people) if people else {}
    open_to_me = acts.DISPOSE.permits(actor) and not waits and row.standing.state != "gone"
    answers = acts.CONFIRM.permits(actor) and waits
    context = {
        "sheet": sheet,
        "hit": shown_hits((row,), names)[0],
        "pairs": (*aligned(sheet.alignment), *beside(sheet.circumstances)),
        "ours": party_facts(row.body),
        "theirs": entry_facts(sheet.entry),
        "needs_two": not row.standing.settled and needs_second("cleared", row.strength, row.standing),
        "gate_waits": row.standing.state in UNSETTLED or row.standing.state == "confirmed",
        "names": names,
        "said": tuple((word, said(words.VERDICTS, word.verdict), said(words.WORD_STATES, word.state))
                      for word in reversed(sheet.words)),
        "judge": judge or (JudgeForm(initial={"seen": sheet.seen}) if open_to_me else None),
        "second": second or (SecondForm(initial={"seen": sheet.seen}) if answers and not own else None),
        "own": own,
        "waits": waits,
        "may_report": acts.REPORT.permits(actor),
        "regimes": _regimes(),
        "elsewhere": [(one, said(words.OUTSIDE_VERDICTS, one.verdict), said(words.RESULT_STATES, one.state))
                      for one in queries.results_on(sheet)],
        "customer_id": parties.customer_of_body(row.body.id),
        "others": beside_party(queries.hits_of(row.body.id, but=row.id)),
    }  # fmt: skip
    return render(request, "hits/hit.html", context)


def _regimes() -> Mapping[str, Any]:
    return {one.code: one for one in queries.regimes()}


def _query(actor: Actor, ask: Ask) -> HitListQuery:
    strength, assigned, age = ask.picks.get("strength", ""), ask.picks.get("assigned", ""), ask.picks.get("age", "")
    return HitListQuery(
        q=ask.q,
        strengths=() if strength == "all" else (strength,) if strength in words.STRENGTHS and strength else FOLDED,
        state=ask.picks.get("state", "") if ask.picks.get("state", "") in words.STANDINGS else "",
        list_code=ask.picks.get("list", ""),
        assignee=actor.id if assigned == "me" else NOBODY if assigned == NOBODY else None,
        older_than_days=int(age) if age in AGES else 0,
        order=ask.sort,
        descending=ask.descending,
        offset=ask.offset,
        size=ask.size,
    )


def _facets(ask: Ask, found: HitPage) -> tuple[Facet, ...]:
    lists = {**({ask.picks["list"]: 0} if ask.picks.get("list") else {}), **found.lists}
    return (
        Facet("state", _("To be judged"), tuple(Option(one, title) for one, title in words.STANDINGS.items())),
        Facet("list", _("List"), tuple(Option(code, word(code), count) for code, count in sorted(lists.items()))),
        Facet("assigned", _("Assigned"), (Option("me", _("to me")), Option(NOBODY, _("to nobody")))),
        Facet("age", _("Age"), tuple(Option(n, _("older than %(n)s days") % {"n": n}) for n in AGES)),
    )  # fmt: skip


def _tiles(ask: Ask, found: HitPage) -> tuple[Tile, ...]:
    titles = {"strong": _("strong"), "medium": _("medium"), "weak": _("weak, folded away")}
    here = ask.picks.get("strength", "")
    return tuple(
        Tile("", title, found.counts.get(one, 0), ask.url(strength="" if here == one else one), here == one)
        for one, title in titles.items()
    )


urlpatterns: list[URLPattern] = [
    path("screening/", hits, name="hits"),
    path("screening/assign/", hits_assign, name="hits_assign"),
    path("screening/hits/<uuid:hit_id>/", hit, name="hit"),
    path("screening/hits/<uuid:hit_id>/judge/", hit_judge, name="hit_judge"),
    path("screening/hits/<uuid:hit_id>/second/", hit_second, name="hit_second"),
    path("screening/hits/<uuid:hit_id>/reports/<uuid:duty_id>/", hit_report, name="hit_report"),
]
