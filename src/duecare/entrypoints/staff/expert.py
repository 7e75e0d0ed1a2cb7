"""The outside expert's page: no account, one link, one file's questions, nothing else.

A link that is wrong, ended or closed gets the same answer, and a visitor who tries many is slowed
down. The page is never cached and never named to another site.
"""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from duecare.adapters.files import EVIDENCE_LIMIT
from duecare.adapters.home import evidence
from duecare.adapters.workbook import Asked, read_answers, write_questions
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.actions import Given, Opinion
from duecare.apps.assessments.queries import ExpertDesk
from duecare.kernel.actor import Actor
from duecare.kernel.errors import BadInput, DuecareError, LimitExceeded, NotFound

from .areas import NavItem
from .forms import refuse
from .forms.expert import ConflictsForm, QuestionsForm, SignForm, WorkbookForm
from .guard import page

NAV: tuple[NavItem, ...] = ()
A_MINUTE = 60
TRIES_A_MINUTE = 60
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
STATES = ("answered", "asked_no_answer", "not_applicable")


def _is_known(token: str) -> bool:
    """True for a link that is open: nobody else's file is read, however large."""
    try:
        queries.expert_of(token, queries.today())
    except NotFound:
        return False
    return True


@page(public=True, files=True, known=_is_known)
def expert(request: HttpRequest, token: str) -> HttpResponse:
    """Conflicts, answers, workbook, signature: each a form of its own on one page."""
    if _too_many(request):
        return _closed(HttpResponse(gettext("Too many tries. Wait a minute."), status=429, content_type="text/plain"))
    by = queries.expert_of(token, queries.today())
    desk = queries.desk(by)
    forms = {
        "conflicts": ConflictsForm(),
        "answers": QuestionsForm(desk.questions, desk.answers),
        "workbook": WorkbookForm(),
        "sign": SignForm(),
    }
    step = request.POST.get("step", "")
    if request.method == "POST" and step in forms:
        form, save = _step(step, request, by, desk)
        if form.is_valid():
            try:
                save()
            except NotFound:
                raise
            except DuecareError as fault:
                refuse(form, fault)
            else:
                messages.success(request, gettext("It is recorded."))
                return _closed(redirect("expert", token))
        forms[step] = form
    return _closed(render(request, "expert/expert.html", {"desk": desk, "forms": forms, "token": token}))


@page(public=True)
@require_GET
def expert_workbook(request: HttpRequest, token: str) -> HttpResponse:
    """The questions as a workbook, with what was answered so far."""
    if _too_many(request):
        return _closed(HttpResponse(gettext("Too many tries. Wait a minute."), status=429, content_type="text/plain"))
    desk = queries.desk(queries.expert_of(token, queries.today()))
    rows = []
    for one in desk.questions:
        state, value, reason = desk.answers.get(one.code, ("", "", ""))
        rows.append(Asked(one.code, one.text, one.options, value, state, reason))
    response = HttpResponse(write_questions(rows, STATES), content_type=WORKBOOK)
    response["Content-Disposition"] = 'attachment; filename="questions.xlsx"'
    return _closed(response)


def _step(
    step: str, request: HttpRequest, by: Actor, desk: ExpertDesk
) -> tuple[ConflictsForm | QuestionsForm | WorkbookForm | SignForm, Callable[[], object]]:
    """The form that was sent, and what saving it does."""
    if step == "conflicts":
        conflicts = ConflictsForm(request.POST)
        return conflicts, lambda: actions.state_conflicts(by=by, **conflicts.cleaned_data)
    if step == "answers":
        answers = QuestionsForm(desk.questions, desk.answers, request.POST)
        return answers, lambda: actions.expert_answers(by=by, given=answers.given())
    if step == "workbook":
        workbook = WorkbookForm(request.POST, request.FILES)
        return workbook, lambda: _take_workbook(by, workbook)
    sign = SignForm(request.POST, request.FILES)
    return sign, lambda: _sign(by, sign, desk)


def _take_workbook(by: Actor, form: WorkbookForm) -> None:
    file = form.cleaned_data["workbook"]
    filled = read_answers(file.read(5 * 1024 * 1024 + 1), file.name)
    given = [Given(one.code, one.state or "answered", one.value, one.reason, one.row) for one in filled]
    actions.expert_answers(by=by, given=given)


def _sign(by: Actor, form: SignForm, desk: ExpertDesk) -> None:
    file = form.cleaned_data["opinion"]
    opinion = None
    if file is not None:
        if desk.conflicts_signed_at is None or desk.open:
            raise BadInput("state conflicts and answer every question first.", field="opinion")
        if file.size > EVIDENCE_LIMIT:
            raise LimitExceeded(f"larger than {EVIDENCE_LIMIT // 1024 // 1024} MB", file=file.name, field="opinion")
        sha256, size = evidence().put(file.chunks(), name=file.name)
        opinion = Opinion(sha256, file.name, size, file.content_type or "application/octet-stream")
    actions.sign_opinion(
        by=by, summary=form.cleaned_data["summary"], signed_name=form.cleaned_data["signed_name"], opinion=opinion
    )


def _too_many(request: HttpRequest) -> bool:
    """More than one try a second for a minute; counted in this process only, the secret has 256 bits."""
    key = f"expert-{request.META.get('REMOTE_ADDR', '')}"
    cache.add(key, 0, A_MINUTE)
    try:
        return cache.incr(key) > TRIES_A_MINUTE
    except ValueError:
        return False  # it ran out between the two calls: a new minute


def _closed(response: HttpResponse) -> HttpResponse:
    """Nothing of this page stays in a cache or reaches another site through the address."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    return response


urlpatterns: list[URLPattern] = [
    path("expert/<str:token>/", expert, name="expert"),
    path("expert/<str:token>/workbook/", expert_workbook, name="expert_workbook"),
]
