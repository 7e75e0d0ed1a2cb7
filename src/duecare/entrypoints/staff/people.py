"""Staff pages: people, their roles, invitations, one's own account, the access review."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from duecare.apps.accounts import actions, queries
from duecare.apps.accounts.actions import Invited
from duecare.apps.accounts.rules import acts
from duecare.apps.accounts.rules.separation import EXCLUSIONS
from duecare.apps.audit.actions import acts as known_acts
from duecare.apps.audit.queries import Filter, entries
from duecare.kernel.actor import SYSTEM, Actor, Role
from duecare.kernel.errors import BadInput, Conflict, Denied, DuecareError

from .areas import NavItem
from .forms import refuse
from .forms.people import Invite, Join, Profile, ProposeRole, Reason
from .guard import acting, page
from .log_lines import lines
from .vocabulary import word

SEE = (Role.ADMINISTRATOR, Role.COMPLIANCE_OFFICER, Role.AUDITOR)
GRANT = (Role.ADMINISTRATOR, Role.COMPLIANCE_OFFICER)
NAV: tuple[NavItem, ...] = (NavItem("Accountability", _("People"), "people", frozenset(SEE), "roles"),)


@page(*SEE)
@require_GET
def people(request: HttpRequest) -> HttpResponse:
    """Everybody who can sign in or could once, with roles; what waits for a second person first."""
    actor, everybody = acting(request), queries.people(active_only=False)
    context = {
        "people": sorted(everybody, key=lambda row: (row.state == "left", row.name)),
        "proposals": _with_names(queries.proposals()),
        "may_invite": acts.INVITE.permits(actor),
        "exclusions": EXCLUSIONS,
    }
    return render(request, "people/people.html", context)


@page(*SEE)
@require_GET
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """One person: roles with the two who granted them, sessions, second factors, latest acts about them."""
    return render(request, "people/person.html", _person_context(acting(request), person_id))


@page(Role.ADMINISTRATOR, fresh=True)
@never_cache
def person_invite(request: HttpRequest) -> HttpResponse:
    """Invite; the link is shown once, to be handed over, and kept nowhere."""
    form = Invite(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invited = actions.invite_person(by=acting(request), **form.cleaned_data)
        except DuecareError as fault:
            refuse(form, fault)
        else:
            return _show_link(request, invited)
    return render(request, "people/invite.html", {"form": form})


@page(Role.ADMINISTRATOR, fresh=True)
@never_cache
@require_POST
def person_invite_again(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """A new link; the old one stops working."""
    return _show_link(request, actions.invite_again(by=acting(request), person_id=person_id))


@page(public=True)
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Whoever holds the link chooses a password; then signs in and sets up a second factor."""
    invited = queries.invited(token)
    form = Join(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.accept_invitation(by=SYSTEM, token=token, password=form.cleaned_data["password"])
        except BadInput as fault:
            refuse(form, fault)
        else:
            messages.success(request, gettext("Your password is set. Sign in, then set up a second factor."))
            return redirect("account_login")
    response = render(request, "people/join.html", {"form": form, "invited": invited})
    response["Referrer-Policy"] = "no-referrer"  # the address holds the token
    return response


@page(Role.ADMINISTRATOR, Role.COMPLIANCE_OFFICER, fresh=True)
def role_propose(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Propose a role; roles that exclude one already held are not offered."""
    row = queries.profile(person_id).person
    form = ProposeRole(row.roles | row.pending, request.POST or None)
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        fault = _try(lambda: actions.propose_role(by=acting(request), person_id=person_id, role=role))
        if fault is None:
            messages.success(request, gettext("Proposed. It is in force once a third person has confirmed it."))
            return redirect("person", person_id)
        refuse(form, fault)
    return render(request, "people/propose.html", {"form": form, "row": row})


@page(Role.ADMINISTRATOR, Role.COMPLIANCE_OFFICER, fresh=True)
def role_confirm(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """Read what is proposed and by whom, then confirm."""
    grant = queries.grant(grant_id)
    fault = None
    if request.method == "POST":
        fault = _try(lambda: actions.confirm_role(by=acting(request), grant_id=grant_id))
        if fault is None:
            messages.success(request, gettext("Confirmed. The role is in force."))
            return redirect("person", grant.person_id)
    context = {"grant": _with_names((grant,))[0], "fault": fault}
    return render(request, "people/confirm.html", context, status=_status(fault))


@page(Role.ADMINISTRATOR, Role.COMPLIANCE_OFFICER)
def role_end(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """End a role or withdraw a proposal, with a reason."""
    grant, actor = queries.grant(grant_id), acting(request)
    title = gettext("End the role %(role)s of %(person)s") % {
        "role": word(grant.role.value),
        "person": grant.person,
    }
    return _with_reason(
        request, title, grant.person_id, lambda why: actions.end_role(by=actor, grant_id=grant_id, reason=why)
    )


@page(Role.ADMINISTRATOR)
def person_suspend(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Shut out at once."""
    actor, name = acting(request), queries.profile(person_id).person.name
    title = gettext("Suspend %(person)s") % {"person": name}
    return _with_reason(
        request, title, person_id, lambda why: actions.suspend_person(by=actor, person_id=person_id, reason=why)
    )


@page(Role.ADMINISTRATOR, fresh=True)
def person_reinstate(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Let in again."""
    actor, name = acting(request), queries.profile(person_id).person.name
    title = gettext("Reinstate %(person)s") % {"person": name}
    return _with_reason(
        request, title, person_id, lambda why: actions.reinstate_person(by=actor, person_id=person_id, reason=why)
    )


@page(Role.ADMINISTRATOR)
def person_depart(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """The person has left for good."""
    actor, name = acting(request), queries.profile(person_id).person.name
    title = gettext("Record that %(person)s has left") % {"person": name}
    return _with_reason(
        request, title, person_id, lambda why: actions.record_departure(by=actor, person_id=person_id, reason=why)
    )


@page(Role.ADMINISTRATOR)
@require_POST
def person_end_sessions(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Sign the person out everywhere."""
    ended = actions.end_sessions(by=acting(request), person_id=person_id)
    messages.success(request, gettext("Sessions ended: %(count)d.") % {"count": ended})
    return redirect("person", person_id)


@page(*SEE)
@require_GET
def access_review(request: HttpRequest) -> HttpResponse:
    """Who holds what since when, granted by whom, and when it was last used."""
    rows = queries.access_review(known_acts())
    grants = _with_names(tuple(row.grant for row in rows))
    paired = [{"row": row, **grant} for row, grant in zip(rows, grants, strict=True)]
    return render(request, "people/review.html", {"rows": paired, "never": sum(row.last_used is None for row in rows)})


@page(signed_in=True)
def my_account(request: HttpRequest) -> HttpResponse:
    """One's own name, language, roles, second factors and sessions."""
    actor = acting(request)
    found = queries.profile(actor.id)
    start = {"name": found.person.name, "language": found.language, "time_zone": found.time_zone}
    form = Profile(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        fault = _try(lambda: actions.change_profile(by=actor, **form.cleaned_data))
        if fault is None:
            messages.success(request, gettext("Saved."))
            return redirect("my_account")
        refuse(form, fault)
    context = {"form": form, "profile": found, "grants": _with_names(found.grants)}
    return render(request, "people/me.html", context)


def _person_context(actor: Actor, person_id: UUID) -> dict[str, object]:
    found = queries.profile(person_id)
    held = found.person.roles | found.person.pending
    about = Filter(about_id=person_id)
    return {
        "profile": found,
        "row": found.person,
        "grants": _with_names(found.grants),
        "lines": lines(entries(about, 12)),
        "may_administer": acts.SUSPEND.permits(actor) and actor.id != person_id,
        "may_grant": acts.PROPOSE.permits(actor) and actor.id != person_id and found.person.state != "left",
        "fitting": bool(ProposeRole(held).fields["role"].choices),  # type: ignore[attr-defined]  # a ChoiceField
        "me": actor.id,
    }


def _with_names(grants: tuple[queries.GrantRow, ...]) -> list[dict[str, object]]:
    """Each grant with the names of those who proposed and confirmed it."""
    ids = {by for grant in grants for by in (grant.proposed_by, grant.confirmed_by) if by is not None}
    known = {SYSTEM.id: gettext("the command line"), **queries.names(ids)}
    return [
        {
            "grant": grant,
            "proposed_by": known.get(grant.proposed_by, gettext("somebody no longer listed")),
            "confirmed_by": known.get(grant.confirmed_by, "") if grant.confirmed_by else "",
        }
        for grant in grants
    ]


def _show_link(request: HttpRequest, invited: Invited) -> HttpResponse:
    """Not by redirect: the token must not enter an address bar, a log or a history."""
    link = settings.DUECARE.base_url + reverse("invitation", args=[invited.token])
    context = {"link": link, "invited": invited, "name": queries.names([invited.person_id])[invited.person_id]}
    return render(request, "people/link.html", context)


def _with_reason(request: HttpRequest, title: str, person_id: UUID, act: Callable[[str], object]) -> HttpResponse:
    """A page that asks why, then acts and goes back to the person."""
    form = Reason(request.POST or None)
    if request.method == "POST" and form.is_valid():
        fault = _try(lambda: act(form.cleaned_data["reason"]))
        if fault is None:
            messages.success(request, gettext("Done, and recorded."))
            return redirect("person", person_id)
        refuse(form, fault)
    return render(request, "people/reason.html", {"form": form, "title": title, "person_id": person_id})


def _try(act: Callable[[], object]) -> DuecareError | None:
    """Run; hand back the refusal that belongs into the form. "Not found" stays a page of its own."""
    try:
        act()
    except (BadInput, Conflict, Denied) as fault:
        return fault
    return None


def _status(fault: DuecareError | None) -> int:
    return 200 if fault is None else 409 if isinstance(fault, Conflict) else 403


urlpatterns: list[URLPattern] = [
    path("people/", people, name="people"),
    path("people/invite/", person_invite, name="person_invite"),
    path("people/review/", access_review, name="access_review"),
    path("people/me/", my_account, name="my_account"),
    path("people/roles/<uuid:grant_id>/confirm/", role_confirm, name="role_confirm"),
    path("people/roles/<uuid:grant_id>/end/", role_end, name="role_end"),
    path("people/<uuid:person_id>/", person, name="person"),
    path("people/<uuid:person_id>/invite-again/", person_invite_again, name="person_invite_again"),
    path("people/<uuid:person_id>/propose-role/", role_propose, name="role_propose"),
    path("people/<uuid:person_id>/suspend/", person_suspend, name="person_suspend"),
    path("people/<uuid:person_id>/reinstate/", person_reinstate, name="person_reinstate"),
    path("people/<uuid:person_id>/left/", person_depart, name="person_depart"),
    path("people/<uuid:person_id>/end-sessions/", person_end_sessions, name="person_end_sessions"),
    path("invitation/<str:token>/", invitation, name="invitation"),
]
