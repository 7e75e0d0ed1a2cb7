"""Staff pages: one measure, its owner, date, evidence, and whoever looks at it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from duecare.adapters.home import evidence
from duecare.apps.mitigation import actions, queries
from duecare.apps.mitigation.queries import MeasureRow
from duecare.apps.mitigation.rules.states import OWNER_ROLES, VERIFIER_ROLES
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import Denied, DuecareError, NotFound

from .forms import refuse
from .forms.plans import DueOn, Evidence, Judge, Owner, Reason, Waive
from .guard import EVERYONE, acting, page

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR}))
DRAFT = (Role.COMPLIANCE_OFFICER, Role.ANALYST)
OWNERS = tuple(Role(code) for code in OWNER_ROLES)
VERIFIERS = tuple(Role(code) for code in VERIFIER_ROLES)


@page(*READ)
@require_GET
def measure(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """One measure with all evidence ever given for it."""
    return render(request, "plans/measure.html", {"m": queries.measure(acting(request), measure_id)})


@page(*READ)
@require_GET
def measure_proof(request: HttpRequest, proof_id: UUID) -> HttpResponseBase:
    """A document given as evidence: to save, never to show in the page."""
    sha256, name = queries.proof(acting(request), proof_id)
    file = evidence().path(sha256)
    if not file.is_file():
        raise NotFound("document")
    response = FileResponse(file.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = "application/octet-stream"
    response["Content-Security-Policy"] = "sandbox"
    response["Cache-Control"] = "no-store"
    return response


def _step(
    may: str,
    title: object,
    make: Callable[[MeasureRow, HttpRequest], forms.Form],
    act: Callable[[Actor, MeasureRow, forms.Form], object],
    done: object,
) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """A page with one form about a measure; refused in the form, followed by the measure's page."""

    def view(request: HttpRequest, measure_id: UUID) -> HttpResponse:
        actor = acting(request)
        found = queries.measure(actor, measure_id)
        if not getattr(found.may, may):
            raise Denied(
                gettext("This is not open to you on %(code)s now.") % {"code": found.code},
                gettext("Nothing was changed."),
                gettext("The page of the measure says how it stands."),
            )
        form = make(found, request)
        if form.is_valid():
            try:
                act(actor, found, form)
            except DuecareError as fault:
                refuse(form, fault)
            else:
                messages.success(request, str(done))
                return redirect("measure", measure_id)
        context = {
            "form": form,
            "title": str(title),
            "reference": f"{found.reference} · {found.code} {found.title}",
            "back": reverse("measure", args=[measure_id]),
            "multipart": "document" in form.fields,
        }
        return render(request, "plans/form.html", context)

    return view


def _post(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _evidence(actor: Actor, found: MeasureRow, form: forms.Form) -> None:
    given = form.cleaned_data["document"]
    sha256 = evidence().put(given.chunks(), name=given.name)[0] if given else ""
    actions.give_evidence(
        by=actor,
        measure_id=found.id,
        note=form.cleaned_data["note"],
        sha256=sha256,
        file_name=given.name if given else "",
    )


def _judge(found: MeasureRow, request: HttpRequest, *, needed: bool) -> Judge:
    last = found.proofs[-1].id if found.proofs else None
    return Judge(_post(request), initial={"proof": last}, needed=needed)


measure_owner = page(*DRAFT)(
    _step(
        "assign",
        _("Name the owner"),
        lambda found, request: Owner(found, _post(request)),
        lambda by, found, form: actions.assign_owner(
            by=by, measure_id=found.id, person_id=UUID(form.cleaned_data["person"])
        ),
        _("The measure has an owner."),
    )
)
measure_due = page(*DRAFT)(
    _step(
        "set_due",
        _("Set the date"),
        lambda found, request: DueOn(_post(request), initial={"due_on": found.due_on}),
        lambda by, found, form: actions.set_due(by=by, measure_id=found.id, due_on=form.cleaned_data["due_on"]),
        _("The date is set."),
    )
)
measure_evidence = page(*OWNERS, files=True)(
    _step(
        "evidence",
        _("Give evidence"),
        lambda found, request: Evidence(_post(request), request.FILES or None),
        _evidence,
        _("Recorded. Somebody else looks at it before it counts."),
    )
)
measure_verify = page(*VERIFIERS)(
    _step(
        "judge",
        _("Verify"),
        lambda found, request: _judge(found, request, needed=False),
        lambda by, found, form: actions.verify_measure(
            by=by, measure_id=found.id, proof_id=form.cleaned_data["proof"], remark=form.cleaned_data["remark"]
        ),
        _("Verified."),
    )
)
measure_back = page(*VERIFIERS)(
    _step(
        "judge",
        _("Send back"),
        lambda found, request: _judge(found, request, needed=True),
        lambda by, found, form: actions.send_back(
            by=by, measure_id=found.id, proof_id=form.cleaned_data["proof"], reason=form.cleaned_data["remark"]
        ),
        _("Sent back to its owner."),
    )
)
measure_waive = page(Role.COMPLIANCE_OFFICER)(
    _step(
        "waive",
        _("Ask to leave it undone"),
        lambda found, request: Waive(_post(request)),
        lambda by, found, form: actions.ask_waiver(
            by=by,
            measure_id=found.id,
            reason=form.cleaned_data["reason"],
            procedure=form.cleaned_data["procedure"],
            committee_id=UUID(form.cleaned_data["committee"]) if form.cleaned_data["committee"] else None,
            closes_on=form.cleaned_data["closes_on"],
        ),
        _("It is before those who decide; until then the measure stands."),
    )
)


@page(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER)
@require_POST
def measure_waived(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Mark a measure as waived by the decision that waives it."""
    actions.take_up_waiver(by=acting(request), measure_id=measure_id)
    messages.success(request, gettext("Waived by decision."))
    return redirect("measure", measure_id)


@page(*DRAFT)
def measure_drop(request: HttpRequest, measure_id: UUID) -> HttpResponse:
    """Take out a measure that nothing requires, with a reason; then back to the plan."""
    actor = acting(request)
    found = queries.measure(actor, measure_id)
    form = Reason(_post(request))
    back = reverse("plan", args=[found.opportunity_id])
    if form.is_valid():
        try:
            actions.drop_measure(by=actor, measure_id=measure_id, reason=form.cleaned_data["reason"])
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.success(request, gettext("The measure is out of the plan."))
            return redirect(back)
    context = {"form": form, "title": gettext("Take it out"), "reference": f"{found.reference} · {found.code}"}
    return render(request, "plans/form.html", {**context, "back": reverse("measure", args=[measure_id])})


_ONE = "plans/measures/<uuid:measure_id>/"
urlpatterns: list[URLPattern] = [
    path(_ONE, measure, name="measure"),
    path("plans/evidence/<uuid:proof_id>/", measure_proof, name="measure_proof"),
    path(f"{_ONE}owner/", measure_owner, name="measure_owner"),
    path(f"{_ONE}due/", measure_due, name="measure_due"),
    path(f"{_ONE}evidence/", measure_evidence, name="measure_evidence"),
    path(f"{_ONE}verify/", measure_verify, name="measure_verify"),
    path(f"{_ONE}back/", measure_back, name="measure_back"),
    path(f"{_ONE}waive/", measure_waive, name="measure_waive"),
    path(f"{_ONE}waived/", measure_waived, name="measure_waived"),
    path(f"{_ONE}drop/", measure_drop, name="measure_drop"),
]
