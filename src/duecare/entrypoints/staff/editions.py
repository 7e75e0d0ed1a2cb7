"""Staff pages: what an edition would change, before it counts; accepting it, or discarding it."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.tasks import queue_reassessments
from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries import ProposedDiff
from duecare.apps.risk.rules.acts import ACCEPT_EDITION, DISCARD_EDITION, PROPOSE_EDITION
from duecare.apps.risk.rules.diffing import EditionDiff

from .areas import NavItem
from .attempts import attempt
from .forms.opportunities import ReasonForm
from .guard import acting, page

FEW = 25
"""Revisions and left-out values shown one by one; the API and the command line tell more."""
NAV: tuple[NavItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Tile:
    """A number with the part of the page that tells it."""

    level: str
    title: str
    count: int
    url: str
    here: bool = False


@page(*PROPOSE_EDITION.roles)
@require_safe
def edition_proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Values added and revised, who moves how far and across which bands, which customers that concerns."""
    row = queries.proposed_one(proposal_id)
    context: dict[str, object] = {"row": row, "spec": queries.index_specs()[row.index]}
    if row.state == "open":
        context |= _difference(queries.proposed_diff(proposal_id))
    return render(request, "editions/proposal.html", context)


@page(*ACCEPT_EDITION.roles)
@require_POST
def edition_accept(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Hold the edition from now on."""
    seen = request.POST.get("seen", "")
    edition = actions.accept_edition(by=acting(request), proposal_id=proposal_id, seen=seen)
    queue_reassessments.enqueue()
    count = edition.values_count
    told = ngettext("%(count)s value counts from now on.", "%(count)s values count from now on.", count)
    queued = _("Customers whose figures changed are being queued for re-assessment.")
    messages.success(request, f"{told % {'count': count}} {queued}")
    return redirect("edition_list")


@page(*DISCARD_EDITION.roles)
def edition_discard(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """Refuse the edition with a reason."""
    row = queries.proposed_one(proposal_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    done = attempt(form, lambda: actions.discard_edition(by=acting(request), proposal_id=row.id, **form.cleaned_data))
    if done:
        messages.success(request, _("Discarded. Nothing of it counts; the file is kept as what was refused."))
        return redirect("edition_list")
    return render(
        request, "editions/discard.html", {"row": row, "form": form, "spec": queries.index_specs()[row.index]}
    )


def _difference(found: ProposedDiff) -> dict[str, object]:
    diff = found.diff
    across = diff.of_kind("indeterminate", "rated", "band")
    affected = assessments.affected(one.place for one in diff.movers)
    moves = {one.place: one for one in diff.movers}
    return {
        "diff": diff,
        "seen": found.seen,
        "method_name": queries.short_name(diff.method_urn),
        "across": across,
        "within": diff.of_kind("score", "coverage"),
        "revised": diff.values.revised[:FEW],
        "left_out": diff.values.left_out[:FEW],
        "affected": [(one, [moves[place] for place in one.places]) for one in affected.rows],
        "affected_total": affected.total,
        "tiles": _tiles(diff, len(across), affected.total),
    }


def _tiles(diff: EditionDiff, across: int, affected: int) -> tuple[Tile, ...]:
    """What comes of it in six numbers."""
    return (
        Tile("high", _("countries treated as worse"), sum(one.worse for one in diff.movers), "#across"),
        Tile("", _("change band or become rated"), across, "#across"),
        Tile("indeterminate", _("become indeterminate"), len(diff.of_kind("indeterminate")), "#across"),
        Tile("", _("move within their band"), len(diff.of_kind("score")), "#within"),
        Tile("", _("values revised"), len(diff.values.revised), "#values"),
        Tile("", _("deployments concerned"), affected, "#affected"),
    )


urlpatterns: list[URLPattern] = [
    path("countries/proposals/<uuid:proposal_id>/", edition_proposal, name="edition_proposal"),
    path("countries/proposals/<uuid:proposal_id>/accept/", edition_accept, name="edition_accept"),
    path("countries/proposals/<uuid:proposal_id>/discard/", edition_discard, name="edition_discard"),
]
