"""Staff pages: a report that somebody tells, taken down while they are there; a case that the company opens itself."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.debug import sensitive_post_parameters

from duecare.adapters.agent import client
from duecare.apps.intake.rules.desk_oral import Listener, Listening, TakeDown, Taken

from . import sealed_shown as shown
from .attempts import attempt
from .forms.sealed_oral import OwnForm, TakeDownForm
from .sealed_door import sealed
from .vault_cookie import asker


@sensitive_post_parameters()
@sealed
def told(request: HttpRequest) -> HttpResponse:
    """Minutes of a conversation; the answer shows the code, once and at no address of its own."""
    whose = asker(request)
    listener, names = client.ask(whose, Listening(), Listener), shown.names()
    people = sorted(((one.who, shown.called(one, names)) for one in listener.people), key=lambda one: one[1])
    form = TakeDownForm(listener, people, request.POST if request.method == "POST" else None)
    if request.method == "POST":
        called = dict(people)
        done = attempt(form, lambda: client.ask(whose, _asked(form, called), Taken))
        if done is not None:
            return render(request, "sealed/told.html", {"groups": done.value.code.split()})
    return render(request, "sealed/oral.html", {"form": form})


@sensitive_post_parameters()
@sealed
def own(request: HttpRequest) -> HttpResponse:
    """A case without a reporter."""
    whose = asker(request)
    listener, names = client.ask(whose, Listening(), Listener), shown.names()
    people = sorted(((one.who, shown.called(one, names)) for one in listener.people), key=lambda one: one[1])
    form = OwnForm(listener, people, request.POST if request.method == "POST" else None)
    called = dict(people)
    if request.method == "POST" and attempt(form, lambda: client.ask(whose, _asked(form, called), Taken)):
        return redirect(f"{reverse('sealed')}?done=own")
    return render(request, "sealed/own.html", {"form": form})


def _asked(form: TakeDownForm, called: dict[str, str]) -> TakeDown:
    given = form.cleaned_data
    out = tuple(given["left_out"])
    return TakeDown(
        given["once"], given["track"], given["door"], given["met"], given.get("consent", "minutes"), given["minutes"],
        given["language"], given.get("speaks_for", "self"), given["danger"], given.get("identity", ""), out,
        tuple(called[one] for one in out),
    )  # fmt: skip


urlpatterns: list[URLPattern] = [
    path("sealed/told/", told, name="sealed_told"),
    path("sealed/own/", own, name="sealed_own"),
]
