"""Staff pages: like files, unlike decisions."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duecare.apps.governance.queries import READERS
from duecare.apps.mitigation.queries import consistency
from duecare.apps.mitigation.rules.consistency import ALIKE, Pair

from .areas import NavItem
from .guard import acting, page
from .listing import Column, asked, in_memory
from .templatetags.duecare import level_word
from .vocabulary import word

READ = tuple(sorted(READERS))
NAV: tuple[NavItem, ...] = (NavItem("Accountability", _("Consistency"), "consistency", frozenset(READ)),)
COLUMNS = (
    Column("first", _("Decision"), sort=False),
    Column("second", _("And this one"), sort=False),
    Column("likeness", _("Alike"), numeric=True, sort=False),
    Column("why", _("What could explain it"), sort=False),
)
FACETS = {
    "class": (_("Class"), lambda pair: pair.first.risk_class, level_word),
    "gap": (
        _("Came out"),
        lambda pair: _outcomes(pair),
        lambda key: " / ".join(str(word(one)) for one in key.split(" ")),
    ),
}


def _outcomes(pair: Pair) -> str:
    return " ".join(sorted((pair.first.outcome, pair.second.outcome)))


@page(*READ)
@require_GET
def consistency_list(request: HttpRequest) -> HttpResponse:
    """Pairs of decided files that are alike in what their rules say and came out differently."""
    found = consistency(acting(request))
    ask = asked(request, COLUMNS, picks=tuple(FACETS))
    listing = in_memory(
        ask, COLUMNS, found.pairs,
        text=lambda pair: f"{pair.first.reference} {pair.first.title} {pair.second.reference} {pair.second.title}",
        facets=FACETS,
    )  # fmt: skip
    context = {"listing": listing, "found": found, "total": len(found.pairs), "alike": round(100 * ALIKE)}
    return render(request, "decisions/consistency.html", context)


@page(*READ)
@require_GET
def decision_neighbours(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """What was decided on the files most like this one, before or after it."""
    found = consistency(acting(request), decision_id)
    return render(request, "decisions/neighbours.html", {"found": found, "of": found.of})


urlpatterns: list[URLPattern] = [
    path("consistency/", consistency_list, name="consistency"),
    path("decisions/<uuid:decision_id>/neighbours/", decision_neighbours, name="decision_neighbours"),
]
