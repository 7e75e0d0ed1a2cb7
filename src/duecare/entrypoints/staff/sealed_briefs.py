"""Staff pages: what members of a case give to an outside adviser, and what comes of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk_briefs as desk
from duecare.apps.intake.rules.desk import Done
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.apps.intake.rules.desk_files import Paper
from duecare.kernel.errors import NotFound

from . import sealed_brief_words as brief_words
from . import sealed_shown as shown
from . import sealed_words as words
from .attempts import attempt
from .forms.sealed_briefs import BriefForm, EndBriefForm, ProposeBriefForm, ReplyForm
from .sealed_door import sealed
from .templatetags.duecare import local_date
from .vault_cookie import asker

ACTS = ("propose", "approve", "end", "keep", "reply")
SHORT = 90
"""Letters of a word of the case in the list of those that can be chosen."""


@sealed
def briefs(request: HttpRequest, reference: str) -> HttpResponse:
    """Who was asked what, what they said, and a form to ask somebody."""
    return _page(request, reference, client.ask(asker(request), desk.Briefs(reference), desk.BriefState))


@sealed
def briefs_act(request: HttpRequest, reference: str, act: str) -> HttpResponse:
    """Propose, agree and send, refuse or take back, keep, answer."""
    whose = asker(request)
    state = client.ask(whose, desk.Briefs(reference), desk.BriefState)
    if act not in ACTS:
        raise NotFound
    if request.method != "POST":
        return redirect("sealed_briefs", reference)
    form = _form(act, state, request, reference)
    if attempt(form, lambda: client.ask(whose, _asked(reference, act, form.cleaned_data), Done)) is None:
        return _page(request, reference, state, form)
    return redirect(f"{reverse('sealed_briefs', args=[reference])}?done=brief-{act}")


def _asked(reference: str, act: str, given: Mapping[str, Any]) -> object:
    if act == "propose":
        chosen = (*given["chosen"], *given.get("papers", ()))
        return desk.ProposeBrief(
            reference, given["who"], given["until"], given["concerns"], given["question"], given["text"], chosen,
            given.get("raw", False),
        )  # fmt: skip
    if act == "approve":
        return desk.ApproveBrief(reference, given["mark"])
    if act == "end":
        return desk.EndBrief(reference, given["mark"], given["reason"])
    if act == "keep":
        return desk.KeepAdvice(reference, given["mark"])
    return desk.ReplyToAdviser(reference, given["mark"], given["text"])


def _form(act: str, state: desk.BriefState, request: HttpRequest, reference: str) -> Any:
    if act == "propose":
        return _proposing(state, client.ask(asker(request), Look(reference), Sheet), request.POST)
    return {"end": EndBriefForm, "reply": ReplyForm}.get(act, BriefForm)(request.POST)


def _proposing(state: desk.BriefState, sheet: Sheet, data: Any = None) -> ProposeBriefForm:
    names = shown.names()
    people = [(one.who, shown.called(one, names)) for one in state.advisers]
    pieces = [(one.name, _piece(one)) for one in state.pieces]
    files = [*_files("file", sheet.files, sheet), *_files("added", [one.paper for one in sheet.added], sheet)]
    return ProposeBriefForm(people, pieces, files, data)


def _piece(one: desk.Piece) -> str:
    text = Truncator(" ".join(one.text.split())).chars(SHORT)
    return f"{brief_words.PIECES[one.what]}, {local_date(one.day)}: {text}"


def _files(sort: str, papers: Any, sheet: Sheet) -> Iterator[tuple[str, str]]:
    every: list[Paper] = list(papers)
    for at, one in enumerate(every, start=1):
        if one.copy or sheet.originals:
            name = one.name if one.copy else _("%(name)s (not examined)") % {"name": one.name}
            yield f"{sort}-{at}", name


def _page(request: HttpRequest, reference: str, state: desk.BriefState, form: Any = None) -> HttpResponse:
    names, sheet = shown.names(), client.ask(asker(request), Look(reference), Sheet)
    every = (*sheet.keepers, *sheet.committee, *sheet.members, *sheet.others, *(one.adviser for one in state.rows))
    by = {one.who: shown.called(one, names) for one in every}
    gone = str(words.GONE)
    rows = [
        {
            "row": one, "adviser": shown.called(one.adviser, names), "state": brief_words.BRIEFS[one.state],
            "by": by.get(one.by, gone), "sent_by": by.get(one.sent_by, gone), "ended_by": by.get(one.ended_by, gone),
            "pieces": shown.pieces(one.scope) if one.scope else (),
            "said": [(two, by.get(two.by, gone), brief_words.ADVICE[two.about]) for two in one.said],
            "end": EndBriefForm(initial={"mark": one.mark}, auto_id=f"{one.mark}_%s"),
            "reply": ReplyForm(initial={"mark": one.mark}, auto_id=f"{one.mark}_reply_%s"),
        }
        for one in state.rows
    ]  # fmt: skip
    proposing = isinstance(form, ProposeBriefForm)
    context = {
        "ref": reference, "state": state, "rows": rows, "line": shown.line(sheet.line, sheet.today),
        "form": form if proposing else _proposing(state, sheet), "refused": None if proposing else form,
        "done": words.DONE.get(request.GET.get("done", ""), ""),
    }  # fmt: skip
    return render(request, "sealed/briefs.html", context)


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/briefs/", briefs, name="sealed_briefs"),
    path("sealed/cases/<str:reference>/briefs/<str:act>/", briefs_act, name="sealed_briefs_act"),
]
