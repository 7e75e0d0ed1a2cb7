"""Staff pages: letters that came and went, what is overdue first."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from duecare.adapters.files import EVIDENCE_LIMIT
from duecare.adapters.home import evidence
from duecare.apps.engagement import actions, queries
from duecare.apps.engagement.queries import LetterQuery, LetterRow
from duecare.apps.engagement.rules import acts
from duecare.apps.engagement.rules.letters import CHANNELS, DIRECTIONS, LETTER
from duecare.apps.engagement.rules.neither import hold
from duecare.kernel.errors import LimitExceeded, NotFound

from .areas import NavItem
from .attempts import attempt
from .csv_out import csv_response
from .forms.correspondence import AnswerForm, HandForm, LetterDocumentForm, LetterForm, LinkForm
from .forms.opportunities import ReasonForm
from .forms.sealed import language_name
from .guard import acting, page
from .listing import Ask, Column, Facet, Listing, Option, asked
from .opportunity_steps import given
from .vocabulary import word

READ = tuple(sorted(queries.READERS))
KEEP = tuple(sorted(acts.RECORD.roles))
COLUMNS = (
    Column("letter", _("Letter"), sort=False),
    Column("other", _("From or to"), sort=False),
    Column("day", _("Day"), sort=False),
    Column("age", _("Age in days"), sort=False, numeric=True),
    Column("state", _("State"), sort=False),
    Column("owner", _("Who answers"), sort=False),
)
PICKS = ("direction", "state", "channel")
EXPORT_LIMIT = 100_000
ANSWER_WITHIN = timedelta(days=14)
"""Suggested for a letter that came in; whoever records it chooses."""
NAV: tuple[NavItem, ...] = (NavItem("Relationship", _("Correspondence"), "letters", frozenset(READ)),)


@page(*READ)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The register: what is overdue, what waits, the rest."""
    ask = asked(request, COLUMNS, picks=PICKS)
    found = queries.letter_list(_wanted(ask, ask.offset, ask.size))
    facets = (
        Facet("direction", _("Direction"), _options(DIRECTIONS)),
        Facet("state", _("State"), _options(("overdue", *(code for code, _words in LETTER.states)))),
        Facet("channel", _("Channel"), _options(CHANNELS)),
    )
    context = {
        "listing": Listing(ask, COLUMNS, found.rows, found.total, facets),
        "found": found,
        "export": reverse("letters_csv") + ask.url().removeprefix(ask.path),
        "may_keep": acts.RECORD.permits(acting(request)),
    }
    return render(request, "letters/list.html", context)


@page(*READ)
@require_safe
def letters_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The same list as a table, formula-safe."""
    ask = asked(request, COLUMNS, picks=PICKS)
    header = ("reference", "direction", "day", "from or to", "channel", "subject", "state", "overdue", "age", "owner",
              "due", "reason", "settled", "answers", "answered by")  # fmt: skip
    rows = (
        (r.reference, r.direction, r.day, r.other, r.channel, r.subject, r.state, r.overdue, r.age, r.owner,
         r.due_on, r.reason, r.settled_on, r.answers, " ".join(code for _key, code in r.replies))
        for r in queries.letter_list(_wanted(ask, 0, EXPORT_LIMIT)).rows
    )  # fmt: skip
    return csv_response("correspondence.csv", header, rows)


@page(*KEEP)
def letter_answer(request: HttpRequest) -> HttpResponse:
    """Hold a draft against the one answer that third parties get. Nothing of it is kept."""
    standard = queries.standard_answer()
    languages = [(code, language_name(code)) for code in standard.texts]
    on = queries.today()
    start = {"received_on": on, "sends_on": on + timedelta(days=standard.days), "language": languages[0][0]}
    form = AnswerForm(languages, request.POST or None, initial=start)
    held = hold(form.draft(), standard) if request.method == "POST" and form.is_valid() else None
    texts = [(code, name, standard.texts[code]) for code, name in languages]
    context = {"form": form, "held": held, "standard": standard, "texts": texts}
    return render(request, "letters/answer.html", context)


@page(*READ)
@require_safe
def letter(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """One letter, its documents, what answers it."""
    row, me = queries.letter(letter_id), acting(request)
    agrees = row.state == "leaving" and row.settler_id != me.id
    return render(request, "letters/detail.html", {"row": row, "may_keep": acts.RECORD.permits(me), "agrees": agrees})


@page(*KEEP)
def letter_new(request: HttpRequest) -> HttpResponse:
    """Record a letter that came or went."""
    on = queries.today()
    both = (*queries.open_letters("in"), *queries.open_letters("out"))
    start = {"direction": "in", "day": on, "due_on": on + ANSWER_WITHIN, "answers_id": request.GET.get("answers", "")}
    if start["answers_id"]:
        start |= {"direction": "out", "due_on": None}
    form = LetterForm(queries.people_who_answer(), both, given(request), initial=start)
    done = attempt(form, lambda: actions.record_letter(by=acting(request), **form.told()))
    if done:
        messages.success(request, gettext("Recorded. Add the document beside it."))
        return redirect("letter", done.value)
    return _step(request, form, _("Record a letter"), reverse("letters"))


@page(*KEEP)
def letter_hand(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Say who answers a letter, and by when."""
    row = queries.letter(letter_id)
    form = HandForm(
        queries.people_who_answer(), given(request), initial={"owner_id": row.owner_id, "due_on": row.due_on}
    )
    if attempt(form, lambda: actions.hand_letter(by=acting(request), letter_id=row.id, **form.cleaned_data)):
        return _done(request, row)
    return _step(request, form, _("Who answers it"), _back(row), row)


@page(*KEEP)
def letter_leave(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Say why a letter is not answered."""
    row = queries.letter(letter_id)
    form = ReasonForm(given(request))
    if attempt(form, lambda: actions.leave_unanswered(by=acting(request), letter_id=row.id, **form.cleaned_data)):
        return _done(request, row)
    return _step(request, form, _("Not answered"), _back(row), row)


@page(*KEEP)
@require_POST
def letter_agree(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Agree that it is not answered, as second person."""
    row = queries.letter(letter_id)
    actions.agree_to_leave(by=acting(request), letter_id=row.id)
    return _done(request, row)


@page(*KEEP)
def letter_link(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Choose the letter, recorded already, that answers this one."""
    row = queries.letter(letter_id)
    form = LinkForm(queries.open_letters("out" if row.direction == "in" else "in"), given(request))
    if attempt(form, lambda: actions.link_answer(by=acting(request), letter_id=row.id, **form.cleaned_data)):
        return _done(request, row)
    return _step(request, form, _("Answered by a letter on record"), _back(row), row)


@page(*KEEP, files=True)
def letter_document_new(request: HttpRequest, letter_id: UUID) -> HttpResponse:
    """Add the letter itself or an enclosure."""
    row = queries.letter(letter_id)
    form = LetterDocumentForm(given(request), request.FILES if request.method == "POST" else None)

    def keep() -> None:
        file = form.cleaned_data["file"]
        if file.size > EVIDENCE_LIMIT:
            raise LimitExceeded(f"larger than {EVIDENCE_LIMIT // 1024 // 1024} MB", file=file.name)
        sha256, size = evidence().put(file.chunks(), name=file.name)
        actions.add_letter_document(by=acting(request), letter_id=row.id, sha256=sha256, name=file.name, size=size)

    if attempt(form, keep):
        return _done(request, row)
    return _step(request, form, _("Add a document"), _back(row), row, files=True)


@page(*READ)
@require_safe
def letter_document(request: HttpRequest, document_id: UUID) -> HttpResponseBase:
    """A document of a letter: to save, never to show in the page."""
    found = queries.letter_document(document_id)
    file = evidence().path(found.sha256)
    if not file.is_file():
        raise NotFound("document")
    response = FileResponse(file.open("rb"), as_attachment=True, filename=found.name)
    response["Content-Type"] = "application/octet-stream"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "no-store"
    return response


def _wanted(ask: Ask, offset: int, size: int) -> LetterQuery:
    picks = ask.picks
    return LetterQuery(
        ask.q, picks.get("direction", ""), picks.get("state", ""), picks.get("channel", ""), offset, size
    )  # fmt: skip


def _options(codes: Any) -> tuple[Option, ...]:
    return tuple(Option(code, word(code)) for code in codes)


def _back(row: LetterRow) -> str:
    return reverse("letter", args=[row.id])


def _done(request: HttpRequest, row: LetterRow) -> HttpResponse:
    messages.success(request, gettext("Recorded."))
    return redirect("letter", row.id)


def _step(
    request: HttpRequest, form: forms.Form, title: str | Promise, back: str, row: LetterRow | None = None, *,
    files: bool = False,
) -> HttpResponse:  # fmt: skip
    context = {"form": form, "title": title, "back": back, "row": row, "files": "1" if files else ""}
    return render(request, "letters/step.html", context)


urlpatterns: list[URLPattern] = [
    path("letters/", letters, name="letters"),
    path("letters/export.csv", letters_csv, name="letters_csv"),
    path("letters/new/", letter_new, name="letter_new"),
    path("letters/answer/", letter_answer, name="letter_answer"),
    path("letters/<uuid:letter_id>/", letter, name="letter"),
    path("letters/<uuid:letter_id>/hand/", letter_hand, name="letter_hand"),
    path("letters/<uuid:letter_id>/not-answered/", letter_leave, name="letter_leave"),
    path("letters/<uuid:letter_id>/agreed/", letter_agree, name="letter_agree"),
    path("letters/<uuid:letter_id>/answered-by/", letter_link, name="letter_link"),
    path("letters/<uuid:letter_id>/documents/new/", letter_document_new, name="letter_document_new"),
    path("letters/documents/<uuid:document_id>/", letter_document, name="letter_document"),
]
