"""Staff pages: the due-diligence file, its sections and every entry in it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.queries import FileOverview
from duecare.apps.assessments.rules.gate import CLASSES
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import Denied, DuecareError, NotFound

from .areas import NavItem
from .changes import changes_for
from .file_entries import ENTRIES, SECTION_OF, STAFF, Asking, Entry, question_of
from .file_history import file_history
from .file_sections import TITLES, section_context
from .forms import refuse
from .forms.files import ConfirmForm, InviteForm, OverrideForm, ReasonsForm
from .guard import acting, page

READ = (
    Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.COMMITTEE_MEMBER, Role.PRODUCT_SECURITY, Role.AUDITOR,
)  # fmt: skip
CONFIRM = (Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.COMMITTEE_MEMBER)
LOOK = (Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER, Role.AUDITOR)
NAV: tuple[NavItem, ...] = ()


@page(*READ, Role.SALES)
@require_GET
def file(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """How far each section is. Sales sees what is missing in its own file, and nothing of what was answered."""
    actor = acting(request)
    found = queries.file_overview(actor, opportunity_id, queries.today())
    context = _frame(actor, found, "") | {"changes": changes_for(actor, opportunity_id)}
    return render(request, "files/file.html", context)


@page(*READ)
@require_GET
def file_section(request: HttpRequest, opportunity_id: UUID, section: str) -> HttpResponse:
    """One section with everything in it."""
    actor = acting(request)
    if section not in TITLES:
        raise NotFound("page")
    found = queries.file_overview(actor, opportunity_id, queries.today())
    context = _frame(actor, found, section) | section_context(actor, found, section)
    return render(request, "files/section.html", context)


@page(*STAFF, files=True)
def file_entry(request: HttpRequest, opportunity_id: UUID, kind: str, item: str) -> HttpResponse:
    """One entry on a form of its own: kept as a draft in the browser until it is saved."""
    actor = acting(request)
    entry = ENTRIES.get(kind)
    if entry is None:
        raise NotFound("page")
    found = queries.opportunity(actor, opportunity_id)
    if not actor.has(*entry.roles):
        raise Denied(
            "This entry is not open to your roles.", "Nothing was changed.", "Ask a colleague who may write it."
        )
    asking = Asking(actor, opportunity_id, item)
    section = entry.section or SECTION_OF[question_of(item).section]
    posted = request.POST if request.method == "POST" else None
    form = entry.make(asking, posted, request.FILES if posted is not None else None)
    if form.is_valid():
        fault = _refused(lambda: entry.save(asking, form.cleaned_data))
        if fault is None:
            messages.success(request, gettext("It is recorded."))
            return redirect("file_section", opportunity_id, section)
        refuse(form, fault)
    context = {
        "form": form, "entry": entry, "kind": kind, "item": item, "deal": found, "section": section,
        "section_title": TITLES[section], "about": _about(entry, kind, item),
    }  # fmt: skip
    return render(request, "files/entry.html", context)


@page(Role.COUNSEL)
@require_POST
def file_release(request: HttpRequest, opportunity_id: UUID, answer_id: UUID) -> HttpResponse:
    """Release the fact in a piece of legal advice."""
    actor = acting(request)
    queries.opportunity(actor, opportunity_id)
    actions.release_answer(by=actor, answer_id=answer_id, reason=request.POST.get("reason", ""))
    messages.success(request, gettext("The fact is released."))
    return redirect("file", opportunity_id)


@page(Role.COUNSEL)
def expert_invite(request: HttpRequest, opportunity_id: UUID) -> HttpResponse:
    """Invite an outside expert. The link is shown once, on the answer to the form: it is stored nowhere."""
    actor = acting(request)
    found = queries.opportunity(actor, opportunity_id)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        data = dict(form.cleaned_data)
        data["questions"], data["country"] = tuple(data["questions"]), data["country"].upper()
        try:
            invited = actions.invite_expert(by=actor, opportunity_id=opportunity_id, **data)
        except DuecareError as fault:
            refuse(form, fault)
        else:
            link = request.build_absolute_uri(reverse("expert", args=[invited.token]))
            response = render(request, "files/invited.html", {"deal": found, "link": link, "name": data["name"]})
            response["Cache-Control"] = "no-store"
            return response
    return render(request, "files/invite.html", {"form": form, "deal": found})


@page(Role.COUNSEL)
@require_POST
def expert_revoke(request: HttpRequest, engagement_id: UUID) -> HttpResponse:
    """Close a link."""
    actor = acting(request)
    made = queries.engagement_file(engagement_id)
    actions.revoke_engagement(by=actor, engagement_id=engagement_id, reason=request.POST.get("reason", ""))
    messages.success(request, gettext("The link is closed."))
    return redirect("file_section", made, "expert")


@page(Role.ANALYST, Role.COUNSEL)
@require_POST
def source_identity(request: HttpRequest, source_id: UUID) -> HttpResponse:
    """Open a sealed identity; shown once, never kept by the browser."""
    identity = actions.read_identity(by=acting(request), source_id=source_id)
    response = render(request, "files/identity.html", {"identity": identity})
    response["Cache-Control"] = "no-store"
    return response


@page(Role.COMPLIANCE_OFFICER, Role.ANALYST)
def class_propose(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """Propose the class that today's facts give."""
    actor = acting(request)
    found, computed = _deployment(actor, deployment_id)
    form = ReasonsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        reasons = form.cleaned_data["reasons"]
        fault = _refused(lambda: actions.propose_class(by=actor, deployment_id=deployment_id, reasons=reasons))
        if fault is None:
            messages.success(request, gettext("The class is proposed. A second person confirms it."))
            return redirect("file_section", found.deal.id, "class")
        refuse(form, fault)
    return render(request, "files/class_form.html", {"form": form, "deal": found.deal, "computed": computed})


@page(Role.COMPLIANCE_OFFICER)
def class_override(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """Propose to depart from the method's class, for a time; a second person answers in the register."""
    actor = acting(request)
    found, computed = _deployment(actor, deployment_id)
    row = next((row for key, row, _ in found.classes if key == deployment_id), None)
    others = [one for one in CLASSES if row is None or one != row.method_cls]
    form = OverrideForm(others, request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = form.cleaned_data
        fault = _refused(lambda: actions.propose_class_override(by=actor, deployment_id=deployment_id, **given))
        if fault is None:
            messages.success(request, gettext("The override is proposed. It counts once a second person confirms it."))
            return redirect("overrides")
        refuse(form, fault)
    context = {"form": form, "deal": found.deal, "computed": computed, "row": row, "overriding": True}
    return render(request, "files/class_form.html", context)


@page(*CONFIRM)
def class_confirm(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """Confirm or return the class that waits, as the second person."""
    actor = acting(request)
    found, computed = _deployment(actor, deployment_id)
    row = next((row for key, row, _ in found.classes if key == deployment_id), None)
    if row is None or row.state != "proposed":
        raise NotFound("class")
    form = ConfirmForm(request.POST if request.method == "POST" else None, initial={"seen_sha256": row.facts_sha256})
    if form.is_valid():
        data = form.cleaned_data
        fault = _refused(lambda: _answer_class(actor, row.id, data))
        if fault is None:
            messages.success(request, gettext("Your word is on record."))
            return redirect("file_section", found.deal.id, "class")
        refuse(form, fault)
    context = {"form": form, "deal": found.deal, "computed": computed, "row": row}
    return render(request, "files/class_form.html", context)


@page(*LOOK)
def class_ahead(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """What would change the class. Shown only after the look itself is on record."""
    actor = acting(request)
    found, computed = _deployment(actor, deployment_id)
    if request.method == "POST":
        actions.view_counterfactuals(by=actor, deployment_id=deployment_id)
        return redirect("class_ahead", deployment_id)
    changes = None
    if queries.has_looked(actor.id, deployment_id, computed.facts_sha256):
        changes = queries.what_would_change(computed)
    context = {"deal": found.deal, "computed": computed, "changes": changes, "deployment_id": deployment_id}
    return render(request, "files/ahead.html", context)


def _answer_class(actor: Actor, classification_id: UUID, data: dict[str, str]) -> None:
    if data["verdict"] == "return":
        actions.return_class(by=actor, classification_id=classification_id, reasons=data["reasons"])
    else:
        actions.confirm_class(
            by=actor, classification_id=classification_id, seen_sha256=data["seen_sha256"], reasons=data["reasons"]
        )


def _deployment(actor: Actor, deployment_id: UUID) -> tuple[FileOverview, queries.Computed]:
    """The file of a deployment open to this person. Raises NotFound."""
    found = queries.file_overview(actor, queries.opportunity_of(deployment_id), queries.today())
    return found, next(computed for key, _, computed in found.classes if key == deployment_id)


def _frame(actor: Actor, found: FileOverview, section: str) -> dict[str, object]:
    """What every page of a file shows: its sections with their state, and where one is."""
    reads = actor.has(*READ)
    tabs = [
        {"title": title, "url": reverse("file_section", args=[found.deal.id, code]), "here": code == section}
        for code, title in TITLES.items()
    ]
    return {
        "deal": found.deal,
        "overview": found,
        "sections": [(TITLES[row.code], row) for row in found.sections],
        "part": next((row for row in found.sections if row.code == section), None),
        "tabs": tabs if reads else (),
        "section": section,
        "section_title": TITLES.get(section, ""),
        "reads": reads,
        "writes": actor.has(*STAFF),
    }


def _about(entry: Entry, kind: str, item: str) -> object:
    """The library's item the entry is about, for the head of its form."""
    if kind == "answer":
        return question_of(item)
    if kind == "flag":
        return next((one for one in queries.red_flags() if one.code == item), None)
    if kind == "group":
        return next((one for one in queries.groups() if one.code == item), None)
    return None


def _refused(do: Callable[[], object]) -> DuecareError | None:
    try:
        do()
    except NotFound:
        raise
    except DuecareError as fault:
        return fault
    return None


urlpatterns: list[URLPattern] = [
    path("files/<uuid:opportunity_id>/", file, name="file"),
    path("files/<uuid:opportunity_id>/release/<uuid:answer_id>/", file_release, name="file_release"),
    path("files/<uuid:opportunity_id>/invite/", expert_invite, name="expert_invite"),
    path("files/<uuid:opportunity_id>/<slug:section>/", file_section, name="file_section"),
    path("files/<uuid:opportunity_id>/history/<slug:kind>/<str:item>/", page(*READ)(file_history), name="file_history"),
    path("files/<uuid:opportunity_id>/enter/<slug:kind>/<str:item>/", file_entry, name="file_entry"),
    path("files/experts/<uuid:engagement_id>/revoke/", expert_revoke, name="expert_revoke"),
    path("files/sources/<uuid:source_id>/identity/", source_identity, name="source_identity"),
    path("files/deployments/<uuid:deployment_id>/propose/", class_propose, name="class_propose"),
    path("files/deployments/<uuid:deployment_id>/confirm/", class_confirm, name="class_confirm"),
    path("files/deployments/<uuid:deployment_id>/override/", class_override, name="class_override"),
    path("files/deployments/<uuid:deployment_id>/ahead/", class_ahead, name="class_ahead"),
]
