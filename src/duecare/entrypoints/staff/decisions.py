"""Staff pages: decisions, from the paper to the signed record."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from duecare.apps.governance import actions, queries
from duecare.apps.governance.queries.decision_rows import DecisionPage
from duecare.apps.mitigation import actions as desk
from duecare.apps.mitigation.queries import carried
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import BadInput, Denied, DuecareError, NotFound

from . import decision_records as records
from . import decision_registers as registers
from .areas import NavItem
from .changes import changes_for
from .forms import refuse
from .forms.decisions import AnswerForm, FactsForm, SeenForm, VoteForm, WordsForm
from .guard import acting, page
from .home import WAITING, Waiting
from .listing import Column, Facet, Listing, Option, asked
from .phrases import said
from .templatetags.duecare import level_word

READ = tuple(sorted(queries.READERS))
LIST = (*READ, Role.SALES)
NAV: tuple[NavItem, ...] = (
    NavItem("Work", _("Decisions"), "decisions", frozenset(LIST), "decisions"),
    *registers.NAV,
)
COLUMNS = (
    Column("reference", _("Decision"), sort=False),
    Column("title", _("On"), sort=False),
    Column("class", _("Class"), sort=False),
    Column("state", _("State"), sort=False),
    Column("until", _("Closes"), sort=False),
    Column("votes", _("Votes"), numeric=True, sort=False),
    Column("value", _("Value"), numeric=True, sort=False, hidden=True),
)
WHICH = (("mine", _("my vote is missing")), ("open", _("open")), ("decided", _("decided")))
CLASSES = ("low", "moderate", "elevated", "high", "prohibited", "indeterminate")


@page(*LIST)
@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    """What waits for my vote first, then the newest; sales sees its own requests."""
    actor = acting(request)
    ask = asked(request, COLUMNS, picks=("which", "class"))
    which, level = ask.picks.get("which", "") or "all", ask.picks.get("class", "")
    rows = queries.decisions(actor, which=which, text=ask.q, risk_class=level, limit=ask.size, offset=ask.offset)
    total = queries.count(actor, which=which, text=ask.q, risk_class=level)
    facets = (
        Facet("which", _("Show"), tuple(Option(key, title) for key, title in WHICH)),
        Facet("class", _("Class"), tuple(Option(key, level_word(key)) for key in CLASSES)),
    )
    context = {"listing": Listing(ask, COLUMNS, rows, total, facets), "waiting": queries.waiting_for(actor)}
    return render(request, "decisions/decisions.html", context)


@page(*LIST)
@require_GET
def decision(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """A decision; whoever asked for it without another role sees its outcome and no votes."""
    actor = acting(request)
    if not actor.has(*READ):
        own = queries.own_request(actor, decision_id)
        conditions = carried(own.subject_id, own.reference, own.conditions)
        return render(request, "decisions/outcome.html", {"d": own, "conditions": conditions})
    found = queries.decision(actor, decision_id)
    context = {
        "d": found,
        "votes": tuple(_vote_rows(found)),
        "conditions": carried(found.subject_id, found.reference, found.conditions),
        "changes": changes_for(actor, decision_id),
    }
    return render(request, "decisions/decision.html", context)


@page(Role.COMMITTEE_MEMBER, Role.COMPLIANCE_OFFICER)
def decision_vote(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Vote on the paper shown, once."""
    actor = acting(request)
    found = _open_to(actor, decision_id, "vote")
    form = VoteForm(request.POST or None, initial={"seen_sha256": found.sha256})
    if request.method == "POST" and not request.POST:
        form = VoteForm({})
    if form.is_valid():
        fault = _refused(
            lambda: desk.vote(
                by=actor,
                decision_id=decision_id,
                choice=form.cleaned_data["choice"],
                reason=form.cleaned_data["reason"],
                seen_sha256=form.cleaned_data["seen_sha256"],
                conditions=form.conditions(),
            )
        )
        if fault is None:
            messages.success(request, gettext("Your vote is on record."))
            return redirect("decision", decision_id)
        refuse(form, fault)
    return render(request, "decisions/vote.html", {"form": form, "d": found})


def _words(
    verb: str, title: object, label: object, hint: object, act: Callable[[Actor, UUID, str], object], done: object
) -> Callable[[HttpRequest, UUID], HttpResponse]:
    """A page with one text that goes on record: stand aside, object, dissent, withdraw."""

    def view(request: HttpRequest, decision_id: UUID) -> HttpResponse:
        actor = acting(request)
        found = _open_to(actor, decision_id, verb)
        form = WordsForm(label, hint, request.POST if request.method == "POST" else None)
        if form.is_valid():
            fault = _refused(lambda: act(actor, decision_id, form.cleaned_data["text"]))
            if fault is None:
                messages.success(request, str(done))
                return redirect("decision", decision_id)
            refuse(form, fault)
        return render(request, "decisions/words.html", {"form": form, "d": found, "title": title})

    return view


decision_recuse = page(Role.COMMITTEE_MEMBER, Role.COMPLIANCE_OFFICER)(
    _words(
        "recuse",
        _("Stand aside"),
        _("Why you stand aside"),
        _("Your vote, if you gave one, no longer counts. This cannot be taken back."),
        lambda by, key, text: actions.recuse(by=by, decision_id=key, reason=text),
        _("You stand aside from this decision."),
    )
)
decision_object = page(Role.COMMITTEE_MEMBER)(
    _words(
        "object",
        _("Ask for a meeting"),
        _("What needs discussion"),
        _("The written procedure ends; votes already given stay."),
        lambda by, key, text: actions.object_to_written(by=by, decision_id=key, reason=text),
        _("This goes to a meeting."),
    )
)
decision_dissent = page(Role.COMMITTEE_MEMBER)(
    _words(
        "dissent",
        _("Write a dissent"),
        _("Your dissent"),
        _("Kept word for word in the record, under your name."),
        lambda by, key, text: actions.write_dissent(by=by, decision_id=key, text=text),
        _("Your dissent is on record."),
    )
)
decision_withdraw = page(Role.COMPLIANCE_OFFICER)(
    _words(
        "withdraw",
        _("Withdraw the paper"),
        _("Why it is withdrawn"),
        _("Votes already given stay in the record."),
        lambda by, key, text: desk.withdraw(by=by, decision_id=key, reason=text),
        _("The paper is withdrawn."),
    )
)


@page(Role.COMMITTEE_MEMBER, Role.COMPLIANCE_OFFICER)
@require_POST
def decision_close(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Count and close."""
    seen = _seen(request)
    state = desk.close(by=acting(request), decision_id=decision_id, seen_votes=seen)
    if state == "open":
        messages.warning(request, gettext("This goes to a meeting; the page says why."))
    else:
        messages.success(request, gettext("Closed. The signed record is below."))
    return redirect("decision", decision_id)


@page(Role.COMMITTEE_MEMBER, Role.COMPLIANCE_OFFICER)
@require_POST
def decision_ratify(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Count the committee's votes on what two decided in haste."""
    seen = _seen(request)
    desk.ratify(by=acting(request), decision_id=decision_id, seen_votes=seen)
    messages.success(request, gettext("Closed. The signed record is below."))
    return redirect("decision", decision_id)


@page(Role.SALES, Role.COMPLIANCE_OFFICER)
def decision_reconsider(request: HttpRequest, decision_id: UUID) -> HttpResponse:
    """Ask to decide again, with new facts only."""
    actor = acting(request)
    allowed = (
        queries.decision(actor, decision_id).may.reconsider
        if actor.has(*READ)
        else queries.own_request(actor, decision_id).may_reconsider
    )
    if not allowed:
        raise Denied(gettext("There is no refusal here that you could ask to reconsider."), "", "")
    form = FactsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        fault = _refused(
            lambda: actions.request_reconsideration(by=actor, decision_id=decision_id, new_facts=form.facts())
        )
        if fault is None:
            messages.success(request, gettext("Asked. A compliance officer answers whether the facts are new."))
            return redirect("decision", decision_id)
        refuse(form, fault)
    return render(request, "decisions/reconsider.html", {"form": form, "decision_id": decision_id})


@page(Role.COMPLIANCE_OFFICER)
def decision_answer(request: HttpRequest, decision_id: UUID, request_id: UUID) -> HttpResponse:
    """Answer a request for reconsideration."""
    actor = acting(request)
    found = queries.decision(actor, decision_id)
    asked_for = next((one for one in found.requests if one.id == request_id), None)
    if asked_for is None:
        raise NotFound("request")
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        admit, reason = form.cleaned_data["answer"] == "admit", form.cleaned_data["reason"]
        fault = _refused(
            lambda: actions.answer_reconsideration(by=actor, request_id=request_id, admit=admit, reason=reason)
        )
        if fault is None:
            messages.success(request, gettext("Answered."))
            return redirect("decision", decision_id)
        refuse(form, fault)
    return render(request, "decisions/answer.html", {"form": form, "d": found, "asked": asked_for})


def _open_to(actor: Actor, decision_id: UUID, verb: str) -> DecisionPage:
    """The page, or a refusal when this person cannot do that here and now."""
    found = queries.decision(actor, decision_id)
    if not getattr(found.may, verb):
        raise Denied(
            gettext("This is not open to you on %(reference)s now.") % {"reference": found.reference},
            gettext("You may have no seat, stand aside, have acted already, or it is closed."),
            gettext("The decision's page says how it stands."),
        )
    return found


def _seen(request: HttpRequest) -> int:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise BadInput(gettext("the number of votes you saw is missing"), field="seen_votes")
    return int(form.cleaned_data["seen_votes"])


def _refused(act: Callable[[], object]) -> DuecareError | None:
    try:
        act()
    except DuecareError as fault:
        return fault
    return None


def _vote_rows(found: DecisionPage) -> Iterable[dict[str, object]]:
    """Votes, then who stood aside, then who is still awaited, as the votes part shows them."""
    for vote in found.votes:
        marks = [vote.title, gettext("independent member") if vote.independent else ""]
        marks += [gettext("chair") if vote.chair else "", "" if vote.counts else gettext("no longer counts")]
        role = ", ".join(mark for mark in marks if mark)
        yield {"name": vote.name, "role": role, "vote": vote.choice, "reason": vote.reason, "at": vote.at}
    for one in found.aside:
        yield {"name": one.name, "role": "", "vote": "recused", "reason": said(one.text), "at": one.at}
    for name in found.waiting:
        yield {"name": name, "role": "", "vote": "not_yet", "reason": "", "at": None}


def _waiting(actor: Actor) -> Iterable[Waiting]:
    if actor.has(Role.COMMITTEE_MEMBER):
        for row in queries.decisions(actor, which="mine", limit=10):
            text = gettext("Vote on %(reference)s: %(title)s") % {"reference": row.reference, "title": row.title}
            due: date | None = row.closes_on.date() if row.closes_on else None
            yield Waiting(text, reverse("decision", args=[row.id]), due, gettext("you have a seat and have not voted"))


WAITING.append(_waiting)

_ONE = "decisions/<uuid:decision_id>/"
urlpatterns: list[URLPattern] = [
    path("decisions/", decisions, name="decisions"),
    *registers.urlpatterns,
    path(_ONE, decision, name="decision"),
    path(f"{_ONE}vote/", decision_vote, name="decision_vote"),
    path(f"{_ONE}recuse/", decision_recuse, name="decision_recuse"),
    path(f"{_ONE}object/", decision_object, name="decision_object"),
    path(f"{_ONE}dissent/", decision_dissent, name="decision_dissent"),
    path(f"{_ONE}withdraw/", decision_withdraw, name="decision_withdraw"),
    path(f"{_ONE}close/", decision_close, name="decision_close"),
    path(f"{_ONE}ratify/", decision_ratify, name="decision_ratify"),
    path(f"{_ONE}reconsider/", decision_reconsider, name="decision_reconsider"),
    path(f"{_ONE}reconsider/<uuid:request_id>/", decision_answer, name="decision_answer"),
    *records.urlpatterns,
]
