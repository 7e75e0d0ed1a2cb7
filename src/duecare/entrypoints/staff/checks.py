"""Staff pages: what does not fit together, with a link to where it is mended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duecare.apps.assessments import queries
from duecare.apps.assessments.queries import Inconsistency
from duecare.apps.assessments.queries.inconsistencies import MOST

from .areas import NavItem
from .files import READ
from .guard import acting, page
from .listing import Column, asked, in_memory

NAV: tuple[NavItem, ...] = (NavItem("Accountability", _("Checks"), "checks", frozenset(READ)),)
KINDS = {
    "expired_answer": _("Answers that expired"),
    "answered_for_another_deal": _("Answers about another deal"),
    "expert_overruled": _("Outside expert overruled"),
    "flag_open": _("Red flags without an answer"),
    "no_second_reader": _("Doubt by one person only"),
    "no_second_person": _("Classes without a second person"),
    "class_stale": _("Classes out of date"),
    "expert_missing": _("Outside expert missing"),
    "opinion_altered": _("Signed opinions that differ"),
    "link_expired": _("Links that ended unsigned"),
    "changed_after_look": _("Answers changed after looking ahead"),
    "decided_then_changed": _("Decided, then changed"),
}


COLUMNS = (Column("kind", _("Check"), sort=False), Column("what", _("What does not fit"), sort=False))


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of check with how often it found something."""

    code: str
    title: str
    count: int
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that does not fit, with the page where it is mended."""

    item: Inconsistency
    url: str

    @property
    def kind(self) -> str:
        """The kind of check in words."""
        return str(KINDS.get(self.item.code, self.item.code))


@page(*READ)
@require_GET
def checks(request: HttpRequest) -> HttpResponse:
    """What does not fit, by opportunity; kinds without a finding are named, so that nothing is silently left out."""
    items = queries.inconsistencies(acting(request))
    rows = tuple(Found(one, reverse("file_section", args=[one.opportunity_id, one.section])) for one in items)
    ask = asked(request, COLUMNS, picks=("kind",))
    listing = in_memory(
        ask,
        COLUMNS,
        rows,
        text=lambda row: f"{row.item.reference} {row.kind} {row.item.sentence}",
        facets={"kind": (_("Check"), lambda row: row.item.code, lambda code: str(KINDS.get(code, code)))},
    )
    found = Counter(one.code for one in items)
    picked = ask.picks.get("kind", "")
    kinds = [
        Kind(code, str(title), found[code], ask.url(kind="" if code == picked else code), code == picked)
        for code, title in KINDS.items()
        if found[code]
    ]
    context = {
        "listing": listing,
        "kinds": sorted(kinds, key=lambda kind: -kind.count),
        "clean": [title for code, title in KINDS.items() if not found[code]],
        "total": len(items),
        "most": MOST,
        "files": len({one.opportunity_id for one in items}),
        "of_file": Counter(one.opportunity_id for one in items if not picked or one.code == picked),
    }
    return render(request, "checks/checks.html", context)


urlpatterns: list[URLPattern] = [path("checks/", checks, name="checks")]
