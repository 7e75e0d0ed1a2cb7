"""Staff pages: the conflict check of a sealed case, before anybody else opens it.

What candidates dealt with and decided on is read of everybody and everything, in statements that are the same for every
case and every officer; which names the report tells is known to this process and to the agent alone. Names are sent by
POST and stand in no address.
"""

from __future__ import annotations

import hashlib
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from duecare.adapters.agent import client
from duecare.apps.intake.rules import desk
from duecare.apps.intake.rules.desk import Beside, Member
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.apps.monitoring.queries.past_work import Reading, compare
from duecare.apps.monitoring.rules.past_work import DECIDED, Past
from duecare.apps.parties.rules.called import calls, parts
from duecare.kernel.canonical import canonical
from duecare.kernel.errors import BadInput, NotFound
from duecare.kernel.folding import fold, words

from . import sealed_conflict_words as conflict_words
from . import sealed_shown as shown
from .attempts import attempt
from .forms import refuse
from .forms.sealed_conflicts import ExamineForm, typed
from .sealed_door import sealed
from .sealed_waiting import Step, Work, patiently
from .vault_cookie import asker

MANY = 25
"""Candidates that are listed without being asked for; who has something on record or was asked before is among them."""
NOBODY = Past((), {})
_AGAIN = BadInput("the names, or what stands on record, changed since it was shown: look at it again", field="names")


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could be granted the case, with what stands beside them."""

    member: Member
    name: str
    beside: tuple[Beside, ...]


@sealed
def examine(request: HttpRequest, reference: str) -> HttpResponseBase:
    """The check: names are looked up as often as somebody likes, then what was found is kept."""
    whose = asker(request)
    sheet = client.ask(whose, Look(reference), Sheet)
    if not sheet.examines:
        raise NotFound
    if request.method != "POST":
        return _page(request, sheet, NOBODY, _candidates(sheet, NOBODY, ()), None)
    return patiently(request, str(conflict_words.TITLE), _compared(request, reference, sheet))


def _compared(request: HttpRequest, reference: str, sheet: Sheet) -> Work:
    names, past, fault = yield from _looked_up(request.POST.get("names", ""))
    every = _candidates(sheet, past, names)
    form = _form(sheet, every, request.POST, _digest(past, every))
    if fault is not None:
        form.is_valid()
        refuse(form, fault)
    elif "compare" not in request.POST and attempt(form, lambda: _kept(request, reference, form, past, every)):
        yield redirect(f"{reverse('sealed_case', args=[reference])}?done=examine")
    else:
        yield _page(request, sheet, past, every, form)


def _looked_up(text: str) -> Generator[Step, None, tuple[tuple[str, ...], Past, BadInput | None]]:
    """The names, and what stands on record of whom they mean."""
    names = typed(text)
    if len(text) > 4000 or not names:
        return (), NOBODY, None
    past = NOBODY
    try:
        for one in compare(names[:20]):
            if isinstance(one, Past):
                past = one
            else:
                yield Step(conflict_words.READS[one], list(Reading).index(one), len(Reading))
    except BadInput as fault:
        return names, NOBODY, fault
    return names, past, None


def _kept(request: HttpRequest, reference: str, form: ExamineForm, past: Past, every: Sequence[Candidate]) -> None:
    if request.POST.get("shown") != _digest(past, every):
        raise _AGAIN
    given, clear, conflicted = form.cleaned_data, form.marked("clear"), form.marked("conflicted")
    said = {*clear, *conflicted}
    beside = tuple(line for one in every if one.member.who in said for line in one.beside)
    asks = desk.Examine(
        reference, given["seen"], clear, conflicted, given["remark"], form.found(), typed(given["names"]), beside
    )
    client.ask(asker(request), asks, desk.Done)


def _candidates(sheet: Sheet, past: Past, names: Sequence[str]) -> tuple[Candidate, ...]:
    """Everybody of whom something can be said, by name."""
    known = shown.names()
    every = [one for one in (*sheet.others, *sheet.keepers) if one.state != "left-out"]
    lines = {str(person): found for person, found in past.lines.items()}
    called = [(one, shown.called(one, known)) for one in every]
    made = [Candidate(one, name, tuple(_beside(one, name, lines, names))) for one, name in called]
    return tuple(sorted(made, key=lambda one: (one.name, one.member.who)))


def _beside(one: Member, name: str, lines: Mapping[str, Any], names: Sequence[str]) -> list[Beside]:
    if not names:
        return []
    if not one.account:
        return [Beside(one.who, "", "", "no-account", None)]
    named = [Beside(one.who, "persons", two, "named", None) for two in names if calls(parts(two), parts(name))]
    return named + [
        Beside(
            one.who, "decisions" if line.kind in DECIDED else "customers",
            f"{line.name} ({line.reference})" if line.reference else line.name, line.kind.value, line.last,
        )
        for line in lines.get(one.account, ())
    ]  # fmt: skip


def _digest(past: Past, every: Sequence[Candidate]) -> str:
    """Of all that a page shows: what is kept is what was seen."""
    met = [[one.typed, [[two.name, two.reference, two.how.value] for two in one.parties]] for one in past.met]
    beside = [
        [line.who, line.question, line.party, line.what, line.last.isoformat() if line.last else ""]
        for one in every
        for line in one.beside
    ]
    return hashlib.sha256(canonical({"beside": beside, "met": met})).hexdigest()


def _form(sheet: Sheet, every: Sequence[Candidate], posted: Any, digest: str) -> ExamineForm:
    listed = _listed(every, posted or {})
    data = None
    if posted is not None:
        data = posted.copy()
        data["shown"] = digest
        for one in listed:
            data.setdefault(one.member.who, one.member.state)  # whoever was not on the page before
    comparing = data is not None and "compare" in data
    keys = [one.member.who for one in listed]
    form = ExamineForm(sheet.checked, [(one.member, one.name) for one in every], keys, data, comparing=comparing)
    form.initial["shown"] = digest
    return form


def _listed(every: Sequence[Candidate], data: Mapping[str, Any]) -> Sequence[Candidate]:
    """Whom the page lists: who was asked for by name, or others until they are `MANY`; who matters most comes first."""
    first = [one for one in every if one.beside or one.member.state != "unasked" or _marked(one, data)]
    ordered = [*first, *(one for one in every if one not in first)]
    if wanted := words(str(data.get("who", ""))[:120]):
        return [one for one in ordered if all(word in fold(one.name) for word in wanted)]
    return ordered[: max(MANY, len(first))]


def _marked(one: Candidate, data: Mapping[str, Any]) -> bool:
    return data.get(one.member.who) in ("clear", "conflicted")


def _page(
    request: HttpRequest, sheet: Sheet, past: Past, every: Sequence[Candidate], form: ExamineForm | None
) -> HttpResponse:
    form = form or _form(sheet, every, None, _digest(past, every))
    beside = {one.member.who: one.beside for one in every}
    context = {
        "ref": sheet.line.reference,
        "line": shown.line(sheet.line, sheet.today),
        "form": form,
        "met": [(one.typed, [(two, conflict_words.HOW[two.how]) for two in one.parties]) for one in past.met],
        "candidates": [(field, shown.beside(beside[field.name])) for field in form.candidates],
        "listed": len(form.listed),
        "all": len(every),
    }
    return render(request, "sealed/conflicts.html", context)


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/examine/", examine, name="sealed_examine"),
]
