"""Staff page: who may be told what, looked up before a letter is written. Nothing is kept, not even what was asked."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duecare.apps.engagement import queries
from duecare.apps.engagement.rules.disclosure import RECIPIENTS, Answer

from .forms.correspondence import WHO_ASKS
from .guard import page

READ = tuple(sorted(queries.READERS))
WHO = {
    **WHO_ASKS,
    "customer": _("the customer itself"),
    "named_person": _("a person who is accused"),
    "auditor": _("an auditor"),
}
"""See `disclosure.RECIPIENTS`."""
ANSWERS = {
    Answer.MUST: _("must be told"),
    Answer.MAY: _("may be told"),
    Answer.ONLY_IF: _("only if"),
    Answer.MUST_NOT: _("must not be told"),
    Answer.UNKNOWN: _("not known: ask counsel"),
}
_LEVELS = {
    Answer.MUST: "low", Answer.MAY: "low", Answer.ONLY_IF: "elevated", Answer.MUST_NOT: "high",
    Answer.UNKNOWN: "unknown",
}  # fmt: skip


@page(*READ)
@require_safe
def disclosure(request: HttpRequest) -> HttpResponse:
    """What one kind of recipient may be told. An address that names nobody shows third parties, the strictest."""
    asked = request.GET.get("to", "")
    to = asked if asked in RECIPIENTS else RECIPIENTS[0]
    found = queries.disclosure_map()
    rows = [(title, ANSWERS[one.answer], _LEVELS[one.answer], one) for title, one in found.told(to)]
    context = {"rows": rows, "to": to, "who": WHO[to], "everybody": list(WHO.items()), "code": found.code}
    return render(request, "letters/disclosure.html", context)


urlpatterns: list[URLPattern] = [path("letters/who-may-be-told/", disclosure, name="disclosure")]
