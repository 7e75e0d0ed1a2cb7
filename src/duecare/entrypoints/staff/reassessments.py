"""Staff pages: classes whose figures were replaced, with before and after, until somebody looks again."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_safe

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import ReassessmentRow
from duecare.apps.assessments.rules.file_acts import CLASS_KEEP
from duecare.apps.risk import queries as risk
from duecare.kernel.actor import Actor

from . import files, several
from .areas import NavItem
from .attempts import attempt
from .forms.opportunities import ReasonForm
from .guard import acting, page
from .home import WAITING, Waiting
from .listing import Column, asked, in_memory
from .templatetags.duecare import country_name, level_word, number

COLUMNS = (
    Column("what", gettext_lazy("Deployment"), sort=False),
    Column("level", gettext_lazy("Class"), sort=False),
    Column("country", gettext_lazy("Country"), sort=False),
    Column("move", gettext_lazy("Before and after"), sort=False),
    Column("because", gettext_lazy("Because of"), sort=False),
)
MOST = 2_000
"""Rows read at once; beyond them the first are shown, changed bands first."""


@page(*files.READ)
@require_safe
def reassessments(request: HttpRequest) -> HttpResponse:
    """Everything that waits, changed bands first, then by how far."""
    rows = queries.reassessments(acting(request), limit=MOST)
    kinds = {"band": _("the band changed"), "score": _("the figures changed"), "event": _("something happened there")}
    kinds["report"] = _("a public report names the customer")
    facets = {
        "kind": (_("What changed"), lambda row: row.kind, lambda key: kinds[key]),
        "level": (_("Class"), lambda row: row.cls, level_word),
        "country": (_("Country"), lambda row: row.places[0].place if row.places else "", country_name),
    }
    ask = asked(request, COLUMNS, picks=tuple(facets))
    listing = in_memory(ask, COLUMNS, rows, text=lambda row: f"{row.reference} {row.client}", facets=facets)
    may_keep = CLASS_KEEP.permits(acting(request)) and any(row.alike for row in listing.rows)
    return render(request, "reassessments/list.html", {"listing": listing, "total": len(rows), "may_keep": may_keep})


@page(*sorted(CLASS_KEEP.roles))
def reassessments_keep(request: HttpRequest) -> HttpResponse:
    """Say of several classes, once, why nothing changes; those of which a band changed are looked at one by one."""
    actor = acting(request)
    rows = [row for row in queries.reassessments(actor, ids=several.chosen(request), limit=several.MOST) if row.alike]
    form = ReasonForm(request.POST if request.method == "POST" else None)

    def keep(row: ReassessmentRow, seen: str) -> object:
        reason = form.cleaned_data["reason"]
        return actions.keep_class(by=actor, reassessment_id=row.id, seen_sha256=seen, reason=reason)

    what = several.Several(
        title=_("Nothing changes"),
        submit=_("Record for each of them"),
        sentence=_(
            "Each class stays, with this reason in its own record, where the facts of today give the same class, blocks"
            " and measures; any other is refused and stays in the list."
        ),
        crumbs=(reverse("reassessments"), _("Re-assessments")),
        rows=rows,
        named=_named,
        act=keep,
        done=lambda n: ngettext("%(n)d class stays.", "%(n)d classes stay.", n) % {"n": n},
    )
    return several.answer(request, form, what)


def _named(row: ReassessmentRow) -> several.Named:
    label = _("%(reference)s, deployment %(n)s") % {"reference": row.reference, "n": row.position}
    moves = "; ".join(
        f"{country_name(one.place)} {number(one.before, 1)} → {number(one.after, 1)}" for one in row.places
    )
    url = reverse("reassessment", args=[row.id])
    return several.Named(row.id, f"{label} · {row.client}", url, moves, row.cls, row.figures_sha256)


@page(*files.READ)
def reassessment(request: HttpRequest, reassessment_id: UUID) -> HttpResponse:
    """One class with the figures it rests on and those of today; say here why nothing changes."""
    actor = acting(request)
    if request.method == "POST":
        CLASS_KEEP.check(actor)
    row = queries.reassessment(actor, reassessment_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    seen = request.POST.get("seen", "")
    done = attempt(
        form,
        lambda: actions.keep_class(by=actor, reassessment_id=row.id, seen_sha256=seen, **form.cleaned_data),
    )
    if done:
        messages.success(request, _("Recorded. The class stays; a sale or renewal still asks for a current one."))
        return redirect("reassessments")
    context = {
        "row": row,
        "form": form if row.state == "open" and CLASS_KEEP.permits(actor) else None,
        "seen": row.figures_sha256,
        "titles": {spec.id: spec.title for spec in risk.index_specs().values()},
        "method_before": risk.short_name(row.method_before),
        "method_after": risk.short_name(row.method_after),
    }
    return render(request, "reassessments/detail.html", context)


def _waiting(actor: Actor) -> Iterable[Waiting]:
    """One line for the home page: the queue and the list hold them all."""
    if CLASS_KEEP.permits(actor):
        counts = queries.reassessment_counts(actor)
        if total := sum(counts.values()):
            said = ngettext(
                "%(n)d class rests on figures of before", "%(n)d classes rest on figures of before", total
            ) % {"n": total}
            worse = counts.get(True, 0)
            why = ngettext("a band changed for %(n)d", "a band changed for %(n)d", worse) % {"n": worse}
            yield Waiting(said, reverse("reassessments"), None, why)


WAITING.append(_waiting)
NAV: tuple[NavItem, ...] = (NavItem("Work", gettext_lazy("Re-assessments"), "reassessments", frozenset(files.READ)),)
urlpatterns: list[URLPattern] = [
    path("reassessments/", reassessments, name="reassessments"),
    path("reassessments/keep/", reassessments_keep, name="reassessments_keep"),
    path("reassessments/<uuid:reassessment_id>/", reassessment, name="reassessment"),
]
