"""Staff pages: who a reporter is. A member of the case asks, a custodian decides in an inbox of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk_identity as desk
from duecare.apps.intake.rules.desk import Done, Member
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.kernel.errors import NotFound

from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed import EmptyForm
from .forms.sealed_identity import AskNameForm, DecideForm
from .sealed_door import sealed
from .vault_cookie import asker

ACTS: dict[str, Callable[[str, Mapping[str, Any]], object]] = {
    "ask": lambda ref, form: desk.AskName(
        ref, form["custodian"], form["reason"], form["told"], form["language"], form["until"], form["withheld"]
    ),
    "reveal": lambda ref, form: desk.Reveal(ref),
    "back": lambda ref, form: desk.TakeBack(ref),
    "tell": lambda ref, form: desk.TellNow(ref),
}


@sealed
def identity(request: HttpRequest, reference: str) -> HttpResponse:
    """What was asked about who the reporter is, and the text while it is open."""
    return _page(request, reference, client.ask(asker(request), desk.Names(reference), desk.NameState))


@sealed
def identity_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Ask, read, take back, tell the reporter."""
    whose = asker(request)
    state = client.ask(whose, desk.Names(reference), desk.NameState)
    if act not in ACTS:
        raise NotFound
    if request.method != "POST":
        return redirect("sealed_identity", reference)
    form = _form(state, shown.names(), request.POST) if act == "ask" else EmptyForm(request.POST)
    if attempt(form, lambda: client.ask(whose, ACTS[act](reference, form.cleaned_data), Done)) is None:
        return _page(request, reference, state, form)
    return redirect(f"{reverse('sealed_identity', args=[reference])}?done={act}")


@sealed
def requests(request: HttpRequest) -> HttpResponse:
    """A custodian's inbox."""
    box = client.ask(asker(request), desk.Requests(), desk.RequestBox)
    names = shown.names()
    rows = [(one, shown.called(one.by, names), words.REQUESTS[one.state]) for one in box.rows]
    context = {"rows": rows, "done": words.DONE.get(request.GET.get("done", ""), "")}
    return render(request, "sealed/requests.html", context)


@sealed
def decide(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: why, what the reporter is told, and the custodian's answer."""
    whose = asker(request)
    box = client.ask(whose, desk.Requests(), desk.RequestBox)
    found = next((one for one in box.rows if one.reference == reference), None)
    if found is None:
        raise NotFound
    form = DecideForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        done = attempt(form, lambda: client.ask(whose, _decision(reference, form), Done))
        if done is not None:
            return redirect(f"{reverse('sealed_requests')}?done=decide")
    context = {"row": found, "form": form, "who": shown.called(found.by, shown.names())}
    return render(request, "sealed/decide.html", context | {"state": words.REQUESTS[found.state]})


def _decision(reference: str, form: DecideForm) -> desk.Decide:
    given = form.cleaned_data
    return desk.Decide(reference, given["answer"] == "yes", given["reason"])


def _form(state: desk.NameState, names: Mapping[str, str], data: Any = None) -> AskNameForm:
    return AskNameForm([(one.who, shown.called(one, names)) for one in state.custodians], state.language, data)


def _page(request: HttpRequest, reference: str, state: desk.NameState, form: Any = None) -> HttpResponse:
    names, sheet = shown.names(), client.ask(asker(request), Look(reference), Sheet)
    every: tuple[Member, ...] = (*sheet.members, *sheet.others, *state.custodians)
    by = {one.who: shown.called(one, names) for one in every}
    gone = words.GONE
    rows = [
        (one, by.get(one.by, gone), by.get(one.custodian, gone), words.REQUESTS[one.state]) for one in state.requests
    ]
    asking = isinstance(form, AskNameForm)
    context = {
        "ref": reference, "state": state, "rows": rows, "line": shown.line(sheet.line, sheet.today),
        "form": form if asking else _form(state, names), "refused": None if asking else form,
        "owed": any(one.owed for one in state.requests), "done": words.DONE.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "sealed/identity.html", context)


urlpatterns: list[URLPattern] = [
    path("sealed/requests/", requests, name="sealed_requests"),
    path("sealed/requests/<str:reference>/", decide, name="sealed_decide"),
    path("sealed/cases/<str:reference>/identity/", identity, name="sealed_identity"),
    path("sealed/cases/<str:reference>/identity/<str:act>/", identity_act, name="sealed_identity_act"),
]
