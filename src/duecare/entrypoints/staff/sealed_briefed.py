"""Staff pages: the briefs of an outside adviser. Their vault opens nothing else, and their account has no role."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk_briefs as desk
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.desk_files import Coming
from duecare.kernel.errors import NotFound

from . import sealed_brief_words as brief_words
from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed_briefs import AdviseForm, DeclareForm
from .sealed_cases import handed
from .sealed_door import advised
from .sealed_vault import WEAK
from .vault_cookie import asker

FORMS: Mapping[str, Any] = {"declare": DeclareForm, "advise": AdviseForm}


@advised
def my_briefs(request: HttpRequest) -> HttpResponse:
    """What this person is asked to advise on."""
    box = client.ask(asker(request), desk.MyBriefs(), desk.BriefBox)
    names = shown.names()
    rows = [(one, shown.called(one.by, names)) for one in box.rows]
    weak = request.GET.get("memory") == WEAK
    context = {"rows": rows, "weak": weak, "done": words.DONE.get(request.GET.get("done", ""), "")}
    return render(request, "sealed/my_briefs.html", context)


@advised
def my_brief(request: HttpRequest, reference: str) -> HttpResponse:
    """Whom it concerns; once the adviser has no interest in it, the question, what they were given, and their words."""
    return _page(request, client.ask(asker(request), desk.OpenBrief(reference), desk.BriefSheet))


@advised
def my_brief_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Declare, advise."""
    whose = asker(request)
    sheet = client.ask(whose, desk.OpenBrief(reference), desk.BriefSheet)
    if act not in FORMS:
        raise NotFound
    if request.method != "POST":
        return redirect("sealed_my_brief", reference)
    form = FORMS[act](request.POST)
    if attempt(form, lambda: client.ask(whose, _asked(reference, act, form.cleaned_data), Done)) is None:
        return _page(request, sheet, form)
    if act == "declare" and form.cleaned_data["clear"] == "no":
        return redirect(f"{reverse('sealed_my_briefs')}?done=brief-conflict")
    return redirect(f"{reverse('sealed_my_brief', args=[reference])}?done=brief-{act}")


@advised
def my_brief_file(request: HttpRequest, reference: str, number: str) -> HttpResponse | StreamingHttpResponse:
    """A file of a brief."""
    if not number.isascii() or not number.isdecimal() or len(number) > 5:
        raise NotFound
    return handed(*client.fetch(asker(request), desk.FetchGiven(reference, int(number)), Coming))


def _asked(reference: str, act: str, given: Mapping[str, Any]) -> object:
    if act == "declare":
        return desk.DeclareInterest(reference, given["clear"] == "yes", given["text"])
    return desk.Advise(reference, given["about"], given["text"])


def _page(request: HttpRequest, sheet: desk.BriefSheet, form: Any = None) -> HttpResponse:
    names = shown.names()
    by = {one.who: shown.called(one, names) for one in sheet.people}
    context = {
        "sheet": sheet, "ref": sheet.brief.reference, "who": shown.called(sheet.brief.by, names),
        "pieces": shown.pieces(sheet.scope) if sheet.scope else (),
        "said": [(one, by[one.by], brief_words.ADVICE[one.about]) for one in reversed(sheet.said)],
        "declare": form if isinstance(form, DeclareForm) else DeclareForm(),
        "advise": form if isinstance(form, AdviseForm) else AdviseForm(),
        "done": words.DONE.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "sealed/my_brief.html", context)


urlpatterns: list[URLPattern] = [
    path("sealed/briefs/", my_briefs, name="sealed_my_briefs"),
    path("sealed/briefs/<str:reference>/", my_brief, name="sealed_my_brief"),
    path("sealed/briefs/<str:reference>/files/<str:number>/", my_brief_file, name="sealed_my_brief_file"),
    path("sealed/briefs/<str:reference>/<str:act>/", my_brief_act, name="sealed_my_brief_act"),
]
