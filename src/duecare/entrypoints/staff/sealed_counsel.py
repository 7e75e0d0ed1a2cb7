"""Staff pages: advice of counsel in a sealed case, for those to whom its compartment is open."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk_counsel as desk
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.kernel.errors import NotFound

from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed_counsel import ABOUT, AdviseForm, ReaderForm
from .sealed_door import sealed
from .vault_cookie import asker

ACTS = ("write", "open", "close")
DONE: dict[str, str | Promise] = {
    "write": _("It is kept. Only those listed here read it."),
    "open": _("They read it now, from its beginning. All keys were changed."),
    "close": _("They read nothing new of it. All keys were changed."),
}


@sealed
def counsel(request: HttpRequest, reference: str) -> HttpResponse:
    """What was asked and advised."""
    return _page(request, reference, None)


@sealed
def counsel_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Keep an entry; open it to a member, take it from one."""
    whose = asker(request)
    client.ask(whose, desk.Counselling(reference), desk.CounselFile)
    if act not in ACTS:
        raise NotFound
    if request.method != "POST":
        return redirect("sealed_counsel", reference)
    form = AdviseForm(request.POST) if act == "write" else ReaderForm(request.POST)
    if attempt(form, lambda: client.ask(whose, _asked(reference, act, form.cleaned_data), Done)) is None:
        return _page(request, reference, form)
    return redirect(f"{reverse('sealed_counsel', args=[reference])}?done={act}")


def _asked(reference: str, act: str, given: dict[str, Any]) -> object:
    if act == "write":
        return desk.TellCounsel(reference, given["about"], given["text"])
    return desk.OpenAdvice(reference, given["who"], act == "open")


def _page(request: HttpRequest, reference: str, form: AdviseForm | ReaderForm | None) -> HttpResponse:
    whose, names = asker(request), shown.names()
    found = client.ask(whose, desk.Counselling(reference), desk.CounselFile)
    sheet = client.ask(whose, Look(reference), Sheet)
    by = {one.who: shown.called(one, names) for one in found.authors}
    writing = isinstance(form, AdviseForm)
    context = {
        "ref": reference, "line": shown.line(sheet.line, sheet.today), "found": found,
        "rows": [(one, by.get(one.by, words.GONE), ABOUT[one.about]) for one in found.rows],
        "readers": [(one, shown.called(one, names)) for one in found.readers],
        "others": [(one, shown.called(one, names)) for one in found.others],
        "form": form if writing else AdviseForm(), "refused": None if writing else form,
        "done": DONE.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "sealed/counsel.html", context)


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/counsel/", counsel, name="sealed_counsel"),
    path("sealed/cases/<str:reference>/counsel/<str:act>/", counsel_act, name="sealed_counsel_act"),
]
