"""Staff pages: withdrawing a list that was imported by mistake; one person asks, another agrees."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from duecare.apps.accounts import queries as accounts
from duecare.apps.screening import actions, queries
from duecare.apps.screening.rules import acts
from duecare.kernel.errors import NotFound

from .attempts import attempt
from .forms.opportunities import ReasonForm
from .forms.screening import WithdrawalForm
from .guard import acting, page
from .opportunity_steps import given


@page(*acts.ASK_WITHDRAWAL.roles)
def denied_list_withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a second person to withdraw a list."""
    if not queries.editions(code):
        raise NotFound("list")
    form = ReasonForm(given(request))
    done = attempt(form, lambda: actions.ask_withdrawal(by=acting(request), code=code, **form.cleaned_data))
    if done:
        messages.success(request, _("Asked for. The list stays in force until a second person agrees."))
        return redirect("denied_list", code)
    return render(request, "denied_lists/withdraw.html", {"code": code, "form": form, "reach": queries.reach(code)})


@page(*acts.WITHDRAW_LIST.roles)
def list_withdrawal(request: HttpRequest, withdrawal_id: UUID) -> HttpResponse:
    """Agree, as second person, that a list was imported by mistake, or refuse."""
    actor, row = acting(request), queries.withdrawal(withdrawal_id)
    form = WithdrawalForm(given(request))

    def answer() -> None:
        act = actions.withdraw_list if form.cleaned_data["answer"] == "withdraw" else actions.keep_list
        act(by=actor, withdrawal_id=row.id, reason=form.cleaned_data["reason"])

    if attempt(form, answer):
        withdrawn = form.cleaned_data["answer"] == "withdraw"
        said = _("Withdrawn. Gates stay closed until every party was compared again.")
        messages.success(request, said if withdrawn else _("The list stays in force."))
        return redirect("denied_list", row.list_code)
    names = accounts.names({row.asked_by})
    context = {
        "row": row,
        "form": form,
        "asker": names.get(row.asked_by, ""),
        "own": row.asked_by == actor.id,
        "reach": queries.reach(row.list_code),
    }
    return render(request, "denied_lists/withdrawal.html", context)


urlpatterns: list[URLPattern] = [
    path("screening/lists/of/<str:code>/withdraw/", denied_list_withdraw, name="denied_list_withdraw"),
    path("screening/lists/withdrawals/<uuid:withdrawal_id>/", list_withdrawal, name="list_withdrawal"),
]
