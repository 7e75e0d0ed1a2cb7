"""Staff pages: drafts of methodologies, their texts, and committing one."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecare.apps.accounts import queries as accounts
from duecare.apps.risk import actions, queries
from duecare.apps.risk.queries.drafting import figures_of, with_figures
from duecare.apps.risk.rules import acts
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import NotFound

from .attempts import attempt
from .forms.drafts import AnswerForm, BeginForm, CommitForm, DiscardForm, FiguresForm, TextForm
from .guard import acting, page
from .home import WAITING, Waiting
from .opportunity_steps import given
from .templatetags.duecare import local_moment

READ = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.COMMITTEE_MEMBER, Role.AUDITOR)
"""Roles that read every decision: a simulation names customers and decisions."""
WRITE = (Role.COMPLIANCE_OFFICER, Role.ANALYST)
PROPOSE = (Role.COMPLIANCE_OFFICER,)
ANSWER = (Role.COMMITTEE_MEMBER, Role.COMPLIANCE_OFFICER)


@page(*READ, files=True)
def draft_list(request: HttpRequest) -> HttpResponse:
    """Every draft, and beginning another."""
    actor, file = acting(request), request.FILES if request.method == "POST" else None
    if request.method == "POST":
        acts.BEGIN_DRAFT.check(actor)
    form = BeginForm(given(request), file)

    def begin() -> UUID:
        brought = form.cleaned_data["file"]
        text, name = (brought.read(), brought.name) if brought else (b"", "draft")
        return actions.begin_draft(by=actor, base=form.cleaned_data["base"], text=text, file_name=name)

    if done := attempt(form, begin):
        messages.success(request, _("Begun. Nothing changes for anybody until it is committed and put in force."))
        return redirect("draft", done.value)
    rows = queries.drafts()
    context = {
        "rows": rows,
        "names": accounts.names({row.begun_by for row in rows}),
        "form": form if acts.BEGIN_DRAFT.permits(actor) else None,
    }
    return render(request, "drafts/list.html", context)


@page(*READ)
@require_safe
def draft_detail(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """One draft: where it stands, its figures, its versions, its simulations."""
    actor, found = acting(request), queries.draft(draft_id)
    read = queries.read_method(found.last.text, "draft")
    simulations = queries.simulations_of(draft_id)
    people = {row.saved_by for row in found.versions} | {row.asked_by for row in simulations}
    people |= {one for row in found.commits for one in (row.proposed_by, row.answered_by) if one}
    usable = [row for row in simulations if row.state == "done" and row.number == found.row.number]
    open_ = found.row.state == "open"
    context = {
        "draft": found,
        "method": read.method,
        "figures": figures_of(read),
        "simulations": simulations,
        "names": accounts.names(people),
        "may_write": open_ and acts.SAVE_DRAFT.permits(actor),
        "may_propose": open_ and acts.PROPOSE_COMMIT.permits(actor),
        "may_answer": found.row.state == "proposed" and acts.CONFIRM_COMMIT.permits(actor),
        "usable": usable,
    }
    return render(request, "drafts/detail.html", context)


@page(*WRITE, files=True)
def draft_edit(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Write the whole text; what is refused stays in the form."""
    found = queries.draft(draft_id)
    files = request.FILES if request.method == "POST" else None
    form = TextForm(_with_file(request), files, initial={"seen": found.row.number, "text": found.last.text})

    def save() -> int:
        told, brought = form.cleaned_data, form.cleaned_data["file"]
        text, name = (brought.read(), brought.name) if brought else (told["text"], found.row.name)
        return actions.save_draft(
            by=acting(request), draft_id=draft_id, seen=told["seen"], text=text, note=told["note"], file_name=name
        )

    if done := attempt(form, save):
        messages.success(request, _("Saved as version %(number)s.") % {"number": done.value})
        return redirect("draft", draft_id)
    return render(request, "drafts/edit.html", {"form": form, "draft": found})


@page(*WRITE)
def draft_figures(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Change weights, bands and thresholds as fields."""
    found = queries.draft(draft_id)
    read = queries.read_method(found.last.text, "draft")
    form = FiguresForm(figures_of(read), given(request), initial={"seen": found.row.number})

    def save() -> int:
        text = with_figures(read, form.changed())
        told = form.cleaned_data
        return actions.save_draft(
            by=acting(request), draft_id=draft_id, seen=told["seen"], text=text, note=told["note"],
            file_name=found.row.name,
        )  # fmt: skip

    if done := attempt(form, save):
        messages.success(request, _("Saved as version %(number)s.") % {"number": done.value})
        return redirect("draft", draft_id)
    groups = [(group, [form[name] for name in names]) for group, names in form.groups.items()]
    return render(request, "drafts/figures.html", {"form": form, "draft": found, "groups": groups})


@page(*READ)
@require_safe
def draft_version(request: HttpRequest, draft_id: UUID, number: int) -> HttpResponse:
    """One saved text, and what changed since the one before it."""
    found = queries.draft(draft_id)
    versions = {row.number: row for row in found.versions}
    if number not in versions:
        raise NotFound("version")
    row, before = versions[number], versions.get(number - 1)
    changed = list(_changed(before.text if before else "", row.text)) if before else []
    context = {"draft": found, "row": row, "changed": changed, "by": accounts.names({row.saved_by}).get(row.saved_by)}
    return render(request, "drafts/version.html", context)


@page(*WRITE)
def draft_discard(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Give a draft up."""
    found, form = queries.draft(draft_id), DiscardForm(given(request))
    if attempt(form, lambda: actions.discard_draft(by=acting(request), draft_id=draft_id, **form.cleaned_data)):
        messages.success(request, _("Given up. Its versions can still be read."))
        return redirect("draft_list")
    title = _("Give up %(name)s") % {"name": found.row.name}
    return render(request, "drafts/step.html", {"form": form, "draft": found, "title": title})


@page(*PROPOSE)
def draft_propose(request: HttpRequest, draft_id: UUID) -> HttpResponse:
    """Put the last text, with a simulation of it, to a second person."""
    found = queries.draft(draft_id)
    done = [row for row in queries.simulations_of(draft_id) if row.state == "done" and row.number == found.row.number]
    form = CommitForm([(row, _simulated(row)) for row in done], given(request))

    def propose() -> UUID:
        told = form.cleaned_data
        return actions.propose_commit(
            by=acting(request), draft_id=draft_id, simulation_id=UUID(told["simulation"]), reasons=told["reasons"]
        )

    if attempt(form, propose):
        messages.success(request, _("Proposed. A second person commits it or returns it."))
        return redirect("draft", draft_id)
    title = _("Propose to commit %(name)s") % {"name": found.row.name}
    note = "" if done else _("No simulation of this text is finished yet. Run one first.")
    return render(request, "drafts/step.html", {"form": form, "draft": found, "title": title, "note": note})


@page(*ANSWER)
def commit_answer(request: HttpRequest, commit_id: UUID) -> HttpResponse:
    """The second person commits the text, or returns it."""
    found = queries.draft(queries.commit_draft(commit_id))
    row = next(one for one in found.commits if one.id == commit_id)
    form = AnswerForm(given(request), initial={"seen_sha256": row.sha256})
    actor = acting(request)

    def answer() -> str:
        told = form.cleaned_data
        if told["answer"] == "commit":
            return actions.confirm_commit(
                by=actor, commit_id=commit_id, seen_sha256=told["seen_sha256"], reasons=told["reasons"]
            )
        actions.return_commit(by=actor, commit_id=commit_id, reason=told["reasons"])
        return ""

    if done := attempt(form, answer):
        if not done.value:
            messages.success(request, _("Returned to its draft."))
            return redirect("draft", found.row.id)
        messages.success(request, _("Committed. It can now be proposed as the method in force."))
        return redirect("method_detail", queries.short_name(done.value))
    context = {
        "form": form,
        "draft": found,
        "row": row,
        "version": next(one for one in found.versions if one.number == row.number),
        "simulation": queries.simulation(row.simulation_id),
        "names": accounts.names({row.proposed_by}),
        "own": row.proposed_by == actor.id,
    }
    return render(request, "drafts/commit.html", context)


def _with_file(request: HttpRequest) -> QueryDict | None:
    """What was posted; a file stands for the text, so an emptied field is no fault beside one."""
    if request.method != "POST":
        return None
    posted = request.POST.copy()
    if request.FILES.get("file") and not posted.get("text"):
        posted["text"] = "-"
    return posted


def _simulated(row: queries.SimulationRow) -> str:
    return _("beside %(against)s, %(years)s years, %(moment)s") % {
        "against": row.against, "years": row.years, "moment": local_moment(row.finished_at)}  # fmt: skip


def _changed(before: str, after: str) -> Iterable[tuple[str, str]]:
    """("+", "-", "@" or " ", line) of a unified difference."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=2)
    for at, line in enumerate(lines):
        if at > 1:
            yield line[0], line if line[0] == "@" else line[1:]


def _waiting(actor: Actor) -> Iterable[Waiting]:
    """Proposals that a second person has to answer, and one's own simulations that run: found again from here."""
    if not actor.has(*WRITE, *ANSWER):
        return
    for row in queries.method_work():
        if row.kind == "commit" and row.by != actor.id and acts.CONFIRM_COMMIT.permits(actor):
            text = _("Commit the method %(name)s, or return it") % {"name": row.name}
            yield Waiting(text, reverse("commit_answer", args=[row.id]), None, _("it takes a second person"))
        if row.kind == "simulation" and row.by == actor.id:
            text = _("Simulation of %(name)s: %(done)s of %(of)s steps") % {
                "name": row.name, "done": row.done, "of": row.of}  # fmt: skip
            yield Waiting(text, reverse("simulation", args=[row.id]), None, _("you asked for it"))


WAITING.append(_waiting)

_ONE = "methods/drafts/<uuid:draft_id>/"
urlpatterns: list[URLPattern] = [
    path("methods/drafts/", draft_list, name="draft_list"),
    path(_ONE, draft_detail, name="draft"),
    path(f"{_ONE}edit/", draft_edit, name="draft_edit"),
    path(f"{_ONE}figures/", draft_figures, name="draft_figures"),
    path(f"{_ONE}versions/<int:number>/", draft_version, name="draft_version"),
    path(f"{_ONE}discard/", draft_discard, name="draft_discard"),
    path(f"{_ONE}propose/", draft_propose, name="draft_propose"),
    path("methods/commits/<uuid:commit_id>/", commit_answer, name="commit_answer"),
]
