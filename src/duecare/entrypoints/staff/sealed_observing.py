"""Staff pages: an observer whom the reporter and two members agree on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk_observing as desk
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.kernel.errors import NotFound

from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed_observing import MarkForm, ProposeForm
from .sealed_door import sealed
from .vault_cookie import asker

ACTS = ("propose", "sign", "refuse", "admit")


@sealed
def observers(request: HttpRequest, reference: str) -> HttpResponse:
    """Who was proposed, who signed, who reads."""
    return _page(request, reference, client.ask(asker(request), desk.Observing(reference), desk.ObservingState))


@sealed
def observers_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Propose, sign, refuse, let in."""
    whose = asker(request)
    state = client.ask(whose, desk.Observing(reference), desk.ObservingState)
    if act not in ACTS:
        raise NotFound
    if request.method != "POST":
        return redirect("sealed_observers", reference)
    form = _form(state, shown.names(), request.POST) if act == "propose" else MarkForm(request.POST)
    if attempt(form, lambda: client.ask(whose, _asked(reference, act, form.cleaned_data), Done)) is None:
        return _page(request, reference, state, form)
    return redirect(f"{reverse('sealed_observers', args=[reference])}?done=observer-{act}")


def _asked(reference: str, act: str, given: Mapping[str, Any]) -> object:
    if act == "propose":
        return desk.ProposeObserver(reference, given["who"], given["text"])
    return desk.LetObserve(reference, given["mark"]) if act == "admit" else desk.AgreeOn(reference, given["mark"], act)


def _form(state: desk.ObservingState, names: Mapping[str, str], data: Any = None) -> ProposeForm:
    return ProposeForm([(one.who, shown.called(one, names)) for one in state.candidates], data)


def _page(request: HttpRequest, reference: str, state: desk.ObservingState, form: Any = None) -> HttpResponse:
    names, sheet = shown.names(), client.ask(asker(request), Look(reference), Sheet)
    by = {one.who: shown.called(one, names) for one in (*sheet.members, *sheet.others)}
    rows = []
    for one in state.proposals:
        signers = [*([words.REPORTER] if one.reporter else []), *(by.get(who, words.GONE) for who in one.signers)]
        author = by.get(one.by, words.GONE) if one.by else words.REPORTER
        rows.append((one, shown.called(one.observer, names), words.PROPOSALS[one.state], author, signers))
    proposing = isinstance(form, ProposeForm)
    context = {
        "ref": reference, "state": state, "rows": rows, "line": shown.line(sheet.line, sheet.today),
        "form": form if proposing else _form(state, names), "refused": None if proposing else form,
        "done": words.DONE.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "sealed/observers.html", context)


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/observers/", observers, name="sealed_observers"),
    path("sealed/cases/<str:reference>/observers/<str:act>/", observers_act, name="sealed_observers_act"),
]
