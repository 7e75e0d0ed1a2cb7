"""Staff pages: members of the committee give a case to somebody when nobody is left who could read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk_recovery as desk
from duecare.apps.intake.rules.desk import Done
from duecare.kernel.errors import NotFound

from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed import EmptyForm
from .forms.sealed_recovery import ReasonForm, RecoverForm
from .sealed_door import sealed
from .vault_cookie import asker

ACTS = ("propose", "approve", "finish", "back")


@sealed
def shares(request: HttpRequest) -> HttpResponse:
    """Shares that this person holds, and what was proposed."""
    return _page(request, client.ask(asker(request), desk.Shares(), desk.ShareBox))


@sealed
def shares_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Propose, bring one's part, combine, take back."""
    whose = asker(request)
    box = client.ask(whose, desk.Shares(), desk.ShareBox)
    proposals = (*box.stale, *(two for one in box.shares for two in one.proposals))
    mine = {one.reference for one in box.shares} | {one.reference for one in proposals}
    if act not in ACTS or reference not in mine:
        raise NotFound
    if request.method != "POST":
        return redirect("sealed_shares")
    form: Any = EmptyForm(request.POST)
    if act in ("propose", "approve"):
        form = RecoverForm(_people(box), request.POST) if act == "propose" else ReasonForm(request.POST)
    if attempt(form, lambda: client.ask(whose, _asked(reference, act, form.cleaned_data), Done)) is None:
        return _page(request, box, form)
    to = reverse("sealed") if act == "finish" else reverse("sealed_shares")
    return redirect(f"{to}?done=share-{act}")


def _asked(reference: str, act: str, given: dict[str, Any]) -> object:
    if act == "propose":
        return desk.ProposeRecovery(reference, given["to"], given["reason"])
    if act == "approve":
        return desk.ApproveRecovery(reference, given["reason"])
    return desk.FinishRecovery(reference) if act == "finish" else desk.TakeBackRecovery(reference)


def _people(box: desk.ShareBox) -> list[tuple[str, str]]:
    names = shown.names()
    return sorted(((one.who, shown.called(one, names)) for one in box.candidates), key=lambda one: one[1])


def _page(request: HttpRequest, box: desk.ShareBox, refused: Any = None) -> HttpResponse:
    names = shown.names()

    def row(one: desk.Recovery) -> tuple[desk.Recovery, str, str, list[tuple[str, str]]]:
        said = [(shown.called(who, names), why) for who, why in zip(one.approved, one.reasons, strict=True)]
        return one, shown.called(one.by, names), shown.called(one.to, names), said

    context = {
        "rows": [(one, [row(two) for two in one.proposals]) for one in box.shares], "refused": refused,
        "stale": [row(one) for one in box.stale], "form": RecoverForm(_people(box)), "reason": ReasonForm(),
        "done": words.DONE.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "sealed/shares.html", context)


urlpatterns: list[URLPattern] = [
    path("sealed/shares/", shares, name="sealed_shares"),
    path("sealed/shares/<str:reference>/<str:act>/", shares_act, name="sealed_shares_act"),
]
