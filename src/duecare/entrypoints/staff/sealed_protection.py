"""Staff pages: the protection file of a sealed case."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.adapters.library import LIBRARY, load_folder
from duecare.apps.intake.rules import desk_protection as desk
from duecare.apps.intake.rules.desk import Done, Protect
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.kernel.errors import NotFound

from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed_protection import AssessForm, Groups, PlanForm, RecordForm, StepForm
from .sealed_door import sealed
from .vault_cookie import asker

ACTS = ("assess", "plan", "step", "record")
COLOURS = {"low": "ok", "medium": "warn", "high": "stop"}


@sealed
def protection(request: HttpRequest, reference: str) -> HttpResponse:
    """How likely retaliation is and why, what is done against it, what happened."""
    return _page(request, reference, client.ask(asker(request), desk.Protecting(reference), desk.ProtectionFile))


@sealed
def protection_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Assess, plan, say how far a measure is, record what was done."""
    whose = asker(request)
    state = client.ask(whose, desk.Protecting(reference), desk.ProtectionFile)
    if act not in ACTS:
        raise NotFound
    if request.method != "POST":
        return redirect("sealed_protection", reference)
    form = _forms(state, shown.names(), request.POST)[act]()
    if attempt(form, lambda: client.ask(whose, _asked(reference, state, act, form), Done)) is None:
        return _page(request, reference, state, act, form)
    return redirect(f"{reverse('sealed_protection', args=[reference])}?done=protection-{act}")


def _asked(reference: str, state: desk.ProtectionFile, act: str, form: Any) -> object:
    given = form.cleaned_data
    if act == "assess":
        return desk.AssessRisk(reference, given["seen"], state.questions, form.replies())
    if act == "plan":
        return desk.PlanMeasure(reference, given["owner"], given["reviewer"], given["due"], given["text"])
    if act == "step":
        return desk.SetMeasure(reference, given["mark"], given["state"], given["text"])
    return Protect(reference, given["matter"], given["on"], given["text"])


def _forms(state: desk.ProtectionFile, names: Mapping[str, str], data: Any = None) -> dict[str, Callable[[], Any]]:
    people = sorted(((one.who, shown.called(one, names)) for one in state.workers), key=lambda one: one[1])
    return {
        "assess": lambda: AssessForm(state, _groups()[state.questions], data),
        "plan": lambda: PlanForm(people, data),
        "step": lambda: StepForm("", (), data),
        "record": lambda: RecordForm(data),
    }


def _page(
    request: HttpRequest, reference: str, state: desk.ProtectionFile, what: str = "", form: Any = None
) -> HttpResponse:
    names, sheet = shown.names(), client.ask(asker(request), Look(reference), Sheet)
    by = {one.who: shown.called(one, names) for one in (*sheet.members, *sheet.others)}
    made = {name: make() for name, make in _forms(state, names).items() if name != "step"}
    if what in made:
        made[what] = form
    context = {
        "ref": reference, "state": state, "line": shown.line(sheet.line, sheet.today), "forms": made,
        "refused": form if what == "step" else None,
        "past": [_assessed(one, by) for one in state.past],
        "measures": [_measure(one, by, state.today) for one in state.measures],
        "recorded": [shown.remark(one, by) for one in state.done],
        "done": words.DONE.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "sealed/protection.html", context)


def _assessed(one: desk.Assessed, by: Mapping[str, str]) -> tuple[Any, ...]:
    """(row, who, level, colour, reasons, the gravest first: question, reply, level, colour, note)."""
    groups = _groups().get(one.questions, [])
    labels = {asked["id"]: shown.said(asked["label"]) for _title, every in groups for asked in every}
    reasons = [
        (labels.get(why.question, why.question), words.REPLIES[why.reply], words.LEVELS.get(why.level, ""),
         COLOURS.get(why.level, ""), why.note)
        for why in sorted(one.reasons, key=lambda why: ("high", "medium", "low", "").index(why.level))
    ]  # fmt: skip
    return one, by.get(one.by, words.GONE), words.LEVELS[one.level], COLOURS[one.level], reasons


def _measure(one: desk.MeasureRow, by: Mapping[str, str], today: date) -> tuple[Any, ...]:
    """(row, owner, reviewer, state, late, steps, form)."""
    steps = [(step, by.get(step.by, words.GONE), words.MEASURES[step.state]) for step in one.steps]
    late = one.due is not None and one.due < today
    owner, reviewer = by.get(one.owner, words.GONE), by.get(one.reviewer, words.GONE)
    return one, owner, reviewer, words.MEASURES[one.state], late, steps, StepForm(one.mark, one.can)


@cache
def _groups() -> Mapping[str, Groups]:
    """Headings and questions, by version."""
    found: dict[str, Groups] = {}
    for item in load_folder("protection", LIBRARY / "reporting"):
        data: Any = item.data
        found[item.code] = [(group["title"], list(group["questions"])) for group in data["groups"]]
    return found


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/protection/", protection, name="sealed_protection"),
    path("sealed/cases/<str:reference>/protection/<str:act>/", protection_act, name="sealed_protection_act"),
]
