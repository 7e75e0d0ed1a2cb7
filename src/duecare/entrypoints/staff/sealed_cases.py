"""Staff pages: one sealed case, and every step in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header

from duecare.adapters import clock
from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk, desk_inbox
from duecare.apps.intake.rules.desk import Done, Member
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.apps.intake.rules.desk_files import Coming, Fetch, Permit
from duecare.kernel.errors import NotFound

from . import sealed_brief_words as brief_words
from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed import (
    AdvanceForm,
    CallForm,
    DoomForm,
    EmptyForm,
    FetchForm,
    JotForm,
    RetainForm,
    SayForm,
    SeenForm,
    WhoForm,
)
from .sealed_door import sealed
from .sealed_vault import BEHIND
from .vault_cookie import asker

Names = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """A step: the form it takes, and what it asks of the agent."""

    form: Callable[[Sheet, Names, Any], Any]
    asks: Callable[[str, Any], object]


FEW = 12
"""Case handlers whom a page names although nobody asked about them yet. In a house of two hundred it counts them: who
is asked is chosen in the form of the conflict check."""


STEPS: dict[str, Step] = {
    "say": Step(
        lambda sheet, names, data: SayForm(sheet, data),
        lambda ref, form: desk.Say(
            ref,
            form["seen"],
            form["about"],
            form["text"],
            form["language"],
            form["next"],
            tuple(form.get("given", ())),
            form.get("raw", False),
        ),
    ),
    "draft": Step(
        lambda sheet, names, data: SayForm(sheet, data),
        lambda ref, form: desk.KeepDraft(ref, form["seen"], form["about"], form["text"], form["language"]),
    ),
    "undraft": Step(lambda sheet, names, data: SeenForm(data), lambda ref, form: desk.KeepDraft(ref, form["seen"])),
    "advance": Step(
        lambda sheet, names, data: AdvanceForm(sheet, data),
        lambda ref, form: desk.Advance(ref, form["seen"], form["stage"], form["reason"]),
    ),
    "jot": Step(lambda sheet, names, data: JotForm(data), lambda ref, form: desk.Jot(ref, form["text"])),
    "admit": Step(lambda sheet, names, data: WhoForm(data), lambda ref, form: desk.Admit(ref, form["who"])),
    "dismiss": Step(lambda sheet, names, data: WhoForm(data), lambda ref, form: desk.Dismiss(ref, form["who"])),
    "retain": Step(
        lambda sheet, names, data: RetainForm(data, initial={"until": sheet.keep_until}),
        lambda ref, form: desk.Retain(ref, form["until"], form["reason"]),
    ),
    "doom": Step(lambda sheet, names, data: DoomForm(data), lambda ref, form: desk.Doom(ref, form["reason"])),
    "recall": Step(lambda sheet, names, data: EmptyForm(data), lambda ref, form: desk.Doom(ref, "—", True)),
    "destroy": Step(lambda sheet, names, data: EmptyForm(data), lambda ref, form: desk.Destroy(ref)),
    "permit": Step(lambda sheet, names, data: EmptyForm(data), lambda ref, form: Permit(ref)),
    "call": Step(
        lambda sheet, names, data: CallForm(data, initial={"title": sheet.line.title}),
        lambda ref, form: desk_inbox.Call(ref, form["title"]),
    ),
}
WITH_PAGE = ("say", "advance", "jot", "retain", "doom", "call")
"""Forms that the page shows; the others are buttons."""


@sealed
def case(request: HttpRequest, reference: str) -> HttpResponse:
    """What was reported, what was said since, where it stands, who can read it."""
    return _page(request, client.ask(asker(request), Look(reference), Sheet))


@sealed
def step(request: HttpRequest, reference: str, what: str) -> HttpResponse:
    """One step in a case."""
    known, whose = STEPS.get(what), asker(request)
    sheet = client.ask(whose, Look(reference), Sheet)
    if known is None:
        raise NotFound
    if request.method != "POST":
        return redirect("sealed_case", reference)
    form = known.form(sheet, shown.names(), request.POST)
    if attempt(form, lambda: client.ask(whose, known.asks(reference, form.cleaned_data), Done)) is None:
        return _page(request, sheet, what, form)
    gone = what == "destroy" or (what == "dismiss" and _own(sheet, form.cleaned_data["who"]))
    to = reverse("sealed") if gone else reverse("sealed_case", args=[reference])
    return redirect(f"{to}?done={what}")


def _own(sheet: Sheet, who: str) -> bool:
    return any(one.who == who and one.me for one in sheet.members)


def _named(sheet: Sheet) -> list[Member]:
    """Case handlers outside the case whom the page names; the others it counts."""
    unasked = sum(one.state == "unasked" for one in sheet.others)
    return [one for one in sheet.others if unasked <= FEW or one.state != "unasked"]


def _page(request: HttpRequest, sheet: Sheet, what: str = "", form: Any = None) -> HttpResponse:
    names, what = shown.names(), "say" if what == "draft" else what
    by = {
        one.who: shown.called(one, names) for one in (*sheet.keepers, *sheet.committee, *sheet.members, *sheet.others)
    }
    named = _named(sheet)
    made = {one: STEPS[one].form(sheet, names, None) for one in WITH_PAGE}
    if what in made:
        made[what] = form
    context = {
        "sheet": sheet,
        "drafted": by.get(sheet.draft.by, words.GONE) if sheet.draft else "",
        "counsels": any(one.me and "privilege" in one.parts for one in sheet.members),
        "line": shown.line(sheet.line, clock.today(settings.TIME_ZONE)),
        "answers": tuple(shown.answers(sheet, by)),
        "speaks": words.SPEAKS[sheet.speaks_for],
        "door": words.DOORS[sheet.door],
        "reaches": sheet.door not in words.OWN,
        "conversation": shown.conversation(sheet, by),
        "work": shown.work(sheet, by),
        "files": shown.files(sheet),
        "added": shown.added(sheet, by),
        "fetch": FetchForm(),
        "members": shown.people(sheet.members, names),
        "others": shown.people(named, names),
        "unasked": len(sheet.others) - len(named),
        "keepers": shown.people(sheet.keepers, names),
        "risk": words.LEVELS.get(sheet.risk, ""),
        "shred_by": by.get(sheet.shred_by, ""),
        "shred_mine": _own(sheet, sheet.shred_by),
        "forms": made,
        "advice": [brief_words.ADVISED[one] for one in sheet.briefs],
        "refused": form if what and (what not in made or (what == "say" and sheet.door in words.OWN)) else None,
        "done": words.DONE.get(request.GET.get("done", ""), ""),
    }
    return render(request, "sealed/case.html", context)


@sealed
def fetch(
    request: HttpRequest, reference: str, number: str, brought: bool = False
) -> HttpResponse | StreamingHttpResponse:
    """A file of the case, the reporter's or one that a member `brought`: without its metadata, or, with a reason that
    is kept in the case, as it was sent."""
    if not number.isascii() or not number.isdecimal() or len(number) > 5:
        raise NotFound
    original, whose = request.method == "POST", asker(request)
    form = FetchForm(request.POST if original else None)
    if original and not form.is_valid():
        return _page(request, client.ask(whose, Look(reference), Sheet), "fetch", form)
    reason = form.cleaned_data["reason"] if original else ""
    return handed(*client.fetch(whose, Fetch(reference, int(number), reason, original, brought), Coming))


def handed(told: Coming, pieces: Iterator[bytes]) -> StreamingHttpResponse:
    """Bytes that a browser keeps and does not show."""
    answer = StreamingHttpResponse(pieces, content_type="application/octet-stream")
    answer["Content-Length"] = str(told.size)
    answer["Content-Disposition"] = content_disposition_header(True, told.name)
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/", case, name="sealed_case"),
    path("sealed/cases/<str:reference>/files/<str:number>/", fetch, name="sealed_file"),
    path("sealed/cases/<str:reference>/added/<str:number>/", fetch, {"brought": True}, name="sealed_added"),
    path("sealed/cases/<str:reference>/<str:what>/", step, name="sealed_step"),
    *BEHIND,
]
