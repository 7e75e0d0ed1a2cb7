"""Staff pages: files that a member adds to a case.

The bytes go to the process that takes files, with a ticket of the vault: no process of this site sees them. It stands
at the reporters' host name, so that no cookie of this site goes there.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk_bringing as desk
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.apps.intake.rules.files import GIB

from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed_bringing import BringForm, LeaveOutForm
from .headers import POLICY
from .sealed_door import sealed
from .vault_cookie import asker


@sealed
def bring(request: HttpRequest, reference: str) -> HttpResponse:
    """Choose files, see what was found in them, put them into the case."""
    whose, form = asker(request), BringForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and "mark" in request.POST:
        out = LeaveOutForm(request.POST)
        attempt(out, lambda: client.ask(whose, desk.LeaveOut(reference, out.cleaned_data["mark"]), Done))
        return redirect("sealed_bring", reference)
    given = request.method == "POST"
    if given and attempt(form, lambda: client.ask(whose, desk.Bring(reference, form.cleaned_data["source"]), Done)):
        return redirect(f"{reverse('sealed_case', args=[reference])}?done=bring#files")
    return _page(request, reference, form)


def _page(request: HttpRequest, reference: str, form: Any) -> HttpResponse:
    whose = asker(request)
    state = client.ask(whose, desk.Bringing(reference, reverse("sealed_bring", args=[reference])), desk.BringingState)
    sheet = client.ask(whose, Look(reference), Sheet)
    env = settings.DUECARE
    to = (env.uploads_url or env.reporter_url).rstrip("/")
    context = {
        "ref": reference, "line": shown.line(sheet.line, sheet.today), "rows": shown.waiting(state.files), "form": form,
        "action": f"{to}/attach/case/{state.ticket}/" if state.ticket else "", "gigabytes": state.largest // GIB,
        "refused": words.NOT_BROUGHT.get(request.GET.get("refused", ""), ""),
    }  # fmt: skip
    answer = render(request, "sealed/bring.html", context)
    # The form goes to another host and says where it comes from, which `same-origin` would keep from it.
    answer["Content-Security-Policy"] = POLICY.replace("form-action 'self'", f"form-action 'self' {to}")
    answer["Referrer-Policy"] = "strict-origin"
    return answer


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/bring/", bring, name="sealed_bring"),
]
