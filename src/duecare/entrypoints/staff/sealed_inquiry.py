"""Staff pages: the investigation of a sealed case, made from the protocol's tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.desk_files import Coming
from duecare.apps.investigations.rules import desk_inquiry as desk
from duecare.apps.investigations.rules.acts import ACTS
from duecare.kernel.errors import NotFound

from . import inquiry_words as say
from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed_inquiry import ActForm, MoveForm, RubricForm, VoiceForm
from .sealed_cases import handed
from .sealed_door import sealed
from .sealed_inquiry_paper import paper
from .sealed_inquiry_shown import TIMELINE, Group, Shown, criteria
from .vault_cookie import asker

STANDS = ("in-force", "unratified")
BESIDE = frozenset({"lesson-change"})
"""Written by a page of its own."""


@sealed
def inquiry(request: HttpRequest, reference: str) -> HttpResponse:
    """Where it stands, what is owed, everything that was done, and what can be done now."""
    return _page(request, reference, _state(request, reference))


@sealed
def inquiry_act(request: HttpRequest, reference: str, code: str) -> HttpResponse:
    """One act of the table."""
    state, whose = _state(request, reference), asker(request)
    if code not in ACTS:
        raise NotFound
    names = _names(state)
    people = sorted(((one.who, names[one.who]) for one in state.workers), key=lambda one: one[1])
    titles = Shown(state, names).titles
    before = [(one.mark, one.code, titles[one.mark]) for one in state.rows if one.state in STANDS]
    form = ActForm(state, code, people, before, request.POST or None)
    if request.method == "POST" and attempt(
        form, lambda: client.ask(whose, desk.DoAct(reference, form.cleaned_data["seen"], code, form.given()), Done)
    ):
        return _back(reference, "act", ACTS[code].group)
    kind = ACTS[code]
    context = {
        "ref": reference, "line": shown.line(state.line, state.today), "form": form, "title": say.ACTS[code],
        "hint": say.HINTS.get(code, ""), "persons": say.PERSONS[kind.persons], "shows": kind.shows,
        "later": code not in state.acts, "action": reverse("sealed_inquiry_act", args=[reference, code]),
    }  # fmt: skip
    return render(request, "sealed/inquiry_act.html", context)


@sealed
def inquiry_rubric(request: HttpRequest, reference: str) -> HttpResponse:
    """The published rubric."""
    state, whose = _state(request, reference), asker(request)
    form = RubricForm(state, criteria()[state.rubric], request.POST or None)
    if request.method == "POST" and attempt(
        form,
        lambda: client.ask(
            whose, desk.HoldRubric(reference, form.cleaned_data["seen"], state.rubric, form.given()), Done
        ),
    ):
        return _back(reference, "rubric", "review")
    context = {
        "ref": reference, "line": shown.line(state.line, state.today), "form": form, "title": say.ACTS["rubric"],
        "persons": say.PERSONS["two"], "later": state.stage != "preliminary-review",
        "hint": "", "shows": "", "action": reverse("sealed_inquiry_rubric", args=[reference]),
    }  # fmt: skip
    return render(request, "sealed/inquiry_act.html", context)


@sealed
def inquiry_step(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """Move to another stage, or agree to something, refuse it, take it back."""
    state, whose = _state(request, reference), asker(request)
    if what not in ("move", "voice"):
        raise NotFound
    if request.method != "POST":
        return redirect("sealed_inquiry", reference)
    if what == "move":
        form: Any = MoveForm(state, request.POST)
        done = attempt(form, lambda: client.ask(whose, _moved(reference, form.cleaned_data), Done))
    else:
        form = VoiceForm("", (), request.POST)
        done = attempt(form, lambda: client.ask(whose, _spoken(reference, form.cleaned_data), Done))
    return _page(request, reference, state, what, form) if done is None else _back(reference, what, "")


@sealed
def inquiry_pack(request: HttpRequest, reference: str, mark: str) -> Any:
    """An evidence pack on which two persons agreed, as a download; asked for by POST, since the case records it."""
    if request.method != "POST":
        _state(request, reference)  # whoever may not read the case is led nowhere either
        return redirect("sealed_inquiry", reference)
    return handed(*client.fetch(asker(request), desk.FetchPack(reference, mark), Coming))


@sealed
def inquiry_paper(request: HttpRequest, reference: str) -> Any:
    """The report to the case committee as a PDF."""
    state = _state(request, reference)
    every = [(str(one.title), one.rows) for one in Shown(state, _names(state)).groups() if one.rows]
    made = paper(state.number, str(say.STAGES[state.stage]), every)
    return handed(Coming("case-committee.pdf", len(made)), iter([made]))


def _moved(reference: str, given: Mapping[str, Any]) -> desk.MoveOn:
    return desk.MoveOn(reference, given["seen"], given["to"], given["reason"])


def _spoken(reference: str, given: Mapping[str, Any]) -> desk.Speak:
    return desk.Speak(reference, given["of"], given["says"], given["reason"])


def _state(request: HttpRequest, reference: str) -> desk.Investigation:
    return client.ask(asker(request), desk.Investigating(reference), desk.Investigation)


def _back(reference: str, what: str, group: str) -> HttpResponse:
    to = f"{reverse('sealed_inquiry', args=[reference])}?done={what}"
    return redirect(f"{to}#{group}" if group else to)


def _names(state: desk.Investigation) -> dict[str, str]:
    names = shown.names()
    return {one.who: shown.called(one, names) for one in state.named}


def _pointed(state: desk.Investigation) -> set[str]:
    """Marks of acts to which the lists beside point."""
    return {one.mark for one in state.owed} | {one.mark for one in state.rows if "agree" in one.can}


def _page(
    request: HttpRequest, reference: str, state: desk.Investigation, what: str = "", form: Any = None
) -> HttpResponse:
    by = _names(state)
    acts = Shown(state, by)
    there = {one.code for one in state.rows if one.state in STANDS}
    may = {code for code in state.acts if {one.of for one in ACTS[code].fields if one.of} <= there}
    named = [(one.group, one.code, say.ACTS[one.code]) for one in ACTS.values() if one.code in may - BESIDE]
    whole, by_day = request.GET.get("all", ""), request.GET.get("by") == TIMELINE
    every: list[tuple[Group, list[tuple[str, Any]]]] = [(acts.timeline(whole == TIMELINE), [])] if by_day else [
        (group, [one[1:] for one in named if one[0] == group.code])
        for group in acts.groups(whole, _pointed(state))
    ]  # fmt: skip
    context = {
        "ref": reference, "state": state, "line": shown.line(state.line, state.today),
        "stage": say.STAGES[state.stage], "groups": [one for one in every if one[0].rows or one[1]],
        "ways": [(one, say.STAGES[one.to], say.PERSONS[one.persons], [say.NEEDS[need] for need in one.lacks])
                 for one in state.ways],
        "owed": [(one, say.OWED[one.what], acts.titles.get(one.mark, ""), one.on < state.today) for one in state.owed],
        "mine": [(one.mark, acts.titles[one.mark], by.get(one.by, words.GONE))
                 for one in state.rows if "agree" in one.can],
        "people": [(by.get(one.who, words.GONE), say.OPTIONS.get(one.part, say.GROUPS["people"]), one.part)
                   for one in state.people],
        "move": form if what == "move" else MoveForm(state), "refused": form if what == "voice" else None,
        "rubric": state.stage == "preliminary-review", "by_day": by_day, "timeline": say.TIMELINE,
        "kinds": reverse("sealed_inquiry", args=[reference]) if by_day else "",
        "done": say.DONE.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "sealed/inquiry.html", context)


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/investigation/", inquiry, name="sealed_inquiry"),
    path("sealed/cases/<str:reference>/investigation/paper/", inquiry_paper, name="sealed_inquiry_paper"),
    path("sealed/cases/<str:reference>/investigation/rubric/", inquiry_rubric, name="sealed_inquiry_rubric"),
    path("sealed/cases/<str:reference>/investigation/act/<str:code>/", inquiry_act, name="sealed_inquiry_act"),
    path("sealed/cases/<str:reference>/investigation/pack/<str:mark>/", inquiry_pack, name="sealed_inquiry_pack"),
    path("sealed/cases/<str:reference>/investigation/<str:what>/", inquiry_step, name="sealed_inquiry_step"),
]
