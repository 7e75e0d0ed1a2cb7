"""Staff pages: a body with its tree, profile, owners and screenings. Part of the customers' area."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import queries as assessments
from duecare.apps.parties import actions, queries
from duecare.apps.parties.actions import BodyChange
from duecare.apps.parties.queries import BodyRow
from duecare.apps.parties.rules import acts
from duecare.apps.parties.rules.profile import ITEMS
from duecare.apps.screening import queries as screening
from duecare.kernel.actor import Role
from duecare.kernel.errors import NotFound

from .attempts import attempt
from .bodies_named import body_of
from .changes import changes_for
from .forms.bodies import BodyForm, ConfirmForm, OwnerForm, ProfileForm, ScreeningForm, body_initial
from .guard import EVERYONE, acting, page
from .hit_rows import beside_party
from .opportunity_steps import given
from .templatetags.duecare import local_date
from .vocabulary import word

READ = tuple(sorted(EVERYONE - {Role.ADMINISTRATOR, Role.SALES}))
FILE = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)


@page(*READ)
@require_safe
def body(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """What is known of a body."""
    actor = acting(request)
    today = assessments.today()
    tree = queries.tree(body_id)
    known = queries.known((body_id,), *screening.SCREENED)
    by_hand = known.screening((body_id,), today)[body_id]
    records = queries.screenings_in(known, body_id)
    found = screening.screened(known, today)
    context = {
        "tree": tree,
        "body": tree.body,
        "profile": known.profile(body_id, today).values(),
        "owners": queries.owners_of(body_id),
        "holdings": queries.owned_by(body_id),
        "officials": queries.officials_of(body_id),
        "owned": found.owned(body_id),
        "screening": found.state(body_id, by_hand),
        "by_hand": by_hand,
        "hits": beside_party(screening.hits_of(body_id)),
        "records": records,
        "names": accounts.names(
            {row.recorded_by for row in records} | {row.second_person for row in records if row.second_person}
        ),
        "customer_id": queries.customer_of_body(body_id),
        "may_file": acts.CORRECT.permits(actor),
        "no_go": known.no_go((), (body_id,), today),
        "may_refuse": acts.NO_GO_ENTER.permits(actor),
        "me": actor.id,
        "changes": changes_for(actor, body_id),
    }
    return render(request, "customers/body.html", context)


def _step(
    request: HttpRequest, row: BodyRow, form: forms.Form, title: str | Promise, note: str | Promise = ""
) -> HttpResponse:
    return render(request, "customers/step.html", {"body": row, "form": form, "title": title, "note": note})


@page(*FILE)
def body_edit(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Correct a body."""
    actor = acting(request)
    row = queries.body(body_id)
    form = BodyForm(given(request), initial=body_initial(row))

    def correct() -> int:
        values = dict(form.cleaned_data)
        seen, aliases = values.pop("seen_version"), tuple(values.pop("aliases").splitlines())
        return actions.correct_body(
            by=actor, body_id=row.id, seen_version=seen, changes=BodyChange(aliases=aliases, **values)
        )

    if attempt(form, correct):
        messages.success(request, _("Saved."))
        return redirect("body", row.id)
    note = _("A change of name, other names, kind, country or number makes earlier screenings worth nothing.")
    return _step(request, row, form, _("Correct this body"), note)


@page(*FILE)
def body_profile(request: HttpRequest, body_id: UUID, item: str) -> HttpResponse:
    """Record one item of the agency's profile."""
    actor = acting(request)
    row = queries.body(body_id)
    if item not in ITEMS:
        raise NotFound("page")
    form = ProfileForm(item, given(request))

    def answer() -> UUID:
        values = form.cleaned_data
        chosen = values["answer"]
        gap = chosen.removeprefix("gap:") if chosen.startswith("gap:") else ""
        return actions.answer_profile(
            by=actor, body_id=row.id, item=item, value="" if gap else chosen, gap=gap, reason=values["reason"],
            source=values["source"],
        )  # fmt: skip

    if attempt(form, answer):
        messages.success(request, _("Recorded. Earlier answers are kept."))
        return redirect("body", row.id)
    return _step(request, row, form, capfirst(word(item)))


@page(*FILE)
def body_owner(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Record an owner."""
    actor = acting(request)
    row = queries.body(body_id)
    form = OwnerForm(given(request))

    def own() -> UUID:
        values = dict(form.cleaned_data)
        owner = body_of(actor, values.pop("name"), values.pop("kind"), values.pop("country"))
        if owner is None:
            raise NotFound("body")
        return actions.record_ownership(by=actor, owner_id=owner, owned_id=row.id, **values)

    if attempt(form, own):
        messages.success(request, _("Recorded."))
        return redirect("body", row.id)
    return _step(request, row, form, _("Record an owner"))


@page(*FILE)
def body_screen(request: HttpRequest, body_id: UUID) -> HttpResponse:
    """Record a comparison with lists."""
    actor = acting(request)
    row = queries.body(body_id)
    form = ScreeningForm(given(request), initial={"list_date": assessments.today()})
    if attempt(form, lambda: actions.record_screening(by=actor, body_id=row.id, **form.cleaned_data)):
        messages.success(request, _("Recorded. It counts once a second person has confirmed it."))
        return redirect("body", row.id)
    return _step(request, row, form, _("Record a screening"))


@page(*FILE)
def screening_confirm(request: HttpRequest, body_id: UUID, screening_id: UUID) -> HttpResponse:
    """Confirm a screening as second person."""
    actor = acting(request)
    row = queries.body(body_id)
    record = next((one for one in queries.screenings(body_id) if one.id == screening_id), None)
    if record is None:
        raise NotFound("screening")
    form = ConfirmForm(given(request), initial={"seen_sha256": row.content_sha256})

    def confirm() -> None:
        actions.confirm_screening(by=actor, screening_id=record.id, seen_sha256=form.cleaned_data["seen_sha256"])

    if attempt(form, confirm):
        messages.success(request, _("Confirmed and signed."))
        return redirect("body", row.id)
    note = f"{record.tool}, {local_date(record.list_date)}: {word(record.result)}. {record.note}"
    return _step(request, row, form, _("Confirm this screening"), note)


urlpatterns: list[URLPattern] = [
    path("customers/bodies/<uuid:body_id>/", body, name="body"),
    path("customers/bodies/<uuid:body_id>/edit/", body_edit, name="body_edit"),
    path("customers/bodies/<uuid:body_id>/profile/<slug:item>/", body_profile, name="body_profile"),
    path("customers/bodies/<uuid:body_id>/owners/new/", body_owner, name="body_owner"),
    path("customers/bodies/<uuid:body_id>/screenings/new/", body_screen, name="body_screen"),
    path(
        "customers/bodies/<uuid:body_id>/screenings/<uuid:screening_id>/", screening_confirm, name="screening_confirm"
    ),
]
