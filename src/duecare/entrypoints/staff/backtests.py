"""Staff pages: how a method ranks documented cases, on lists that people bring."""

from __future__ import annotations

import json
from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from duecare.adapters import clock
from duecare.apps.risk import actions, queries
from duecare.apps.risk.rules.acts import KEEP_BACKTEST, PUBLISH_BACKTEST, WITHDRAW_BACKTEST
from duecare.apps.risk.rules.vintage import Vintage
from duecare.entrypoints.drawing import ranking_rows
from duecare.kernel.errors import DuecareError

from .areas import NavItem
from .attempts import attempt
from .countries import READERS
from .forms import refuse
from .forms.backtests import BacktestForm
from .forms.opportunities import ReasonForm
from .guard import acting, page
from .listing import Column, Listing, asked

COLUMNS = (Column("ran", gettext_lazy("When"), sort=False),)


@page(*READERS, files=True)
def backtest_list(request: HttpRequest) -> HttpResponse:
    """Backtests that were kept, and two lists to test a method on."""
    actor = acting(request)
    posted = request.method == "POST"
    if posted:
        KEEP_BACKTEST.check(actor)
    form = BacktestForm(request.POST or None, request.FILES or None) if posted else BacktestForm(initial=_in_force())
    if posted and form.is_valid():
        given = form.cleaned_data
        clean = given["spotless"]
        try:
            run = queries.run_backtest(
                queries.method(given["method"]),
                (given["cases"].read(), given["cases"].name),
                (clean.read(), clean.name) if clean else None,
                clock.today(),
                cast(Vintage, given["vintage"]),
                min_confidence=given["min_confidence"],
            )
            made = actions.keep_backtest(by=actor, run=run)
        except DuecareError as fault:
            refuse(form, fault)
        else:
            messages.success(request, _("Tested, and kept with the hashes of the method and of the files."))
            return redirect("backtest", made)
    ask = asked(request, COLUMNS)
    runs = queries.backtests(limit=ask.size, offset=ask.offset)
    context = {
        "listing": Listing(ask, COLUMNS, runs, queries.backtests_kept()),
        "runs": [(run, queries.short_name(run.method_urn)) for run in runs],
        "form": form if KEEP_BACKTEST.permits(actor) else None,
    }
    return render(request, "methods/backtests.html", context)


@page(*READERS)
@require_safe
def backtest(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """One backtest whole: the ranking, the bands, and the cases rated low or moderate all the same."""
    run = queries.backtest_of(run_id)
    comfort = set(run.report["false_comfort"])
    context = {
        "run": run,
        "report": run.report,
        "name": queries.short_name(run.method_urn),
        "rows": ranking_rows(run.report, {spec.id: spec.title for spec in queries.index_specs().values()}),
        "comfort": [case for case in run.report["cases"] if case["iso3"] in comfort],
        "may_publish": PUBLISH_BACKTEST.permits(acting(request)),
        "public_url": settings.DUECARE.public_url,
    }
    return render(request, "methods/backtest.html", context)


@page(*READERS)
@require_safe
def backtest_json(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """The same as JSON, as the command line writes it."""
    run = queries.backtest_of(run_id)
    response = HttpResponse(json.dumps(run.report, indent=1), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="backtest-{run.ran_at.date()}.json"'
    response["Cache-Control"] = "no-store"
    return response


@page(*PUBLISH_BACKTEST.roles)
@require_POST
def backtest_publish(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show it to everybody with the method it tested."""
    actions.publish_backtest(by=acting(request), run_id=run_id)
    messages.success(request, _("Published. The next statement about the method carries it."))
    return redirect("backtest", run_id)


@page(*WITHDRAW_BACKTEST.roles)
def backtest_withdraw(request: HttpRequest, run_id: UUID) -> HttpResponse:
    """Show it to nobody from now on, with the reason."""
    run = queries.backtest_of(run_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if attempt(form, lambda: actions.withdraw_backtest(by=acting(request), run_id=run_id, **form.cleaned_data)):
        messages.success(request, _("Withdrawn. Statements that were published before keep it."))
        return redirect("backtest", run_id)
    return render(request, "methods/withdraw_backtest.html", {"run": run, "form": form})


def _in_force() -> dict[str, str]:
    return {"method": queries.short_name(queries.method_in_force(clock.today()).urn), "vintage": "restated"}


NAV: tuple[NavItem, ...] = (NavItem("Knowledge", gettext_lazy("Backtest"), "backtest_list", READERS),)
urlpatterns: list[URLPattern] = [
    path("backtests/", backtest_list, name="backtest_list"),
    path("backtests/<uuid:run_id>/", backtest, name="backtest"),
    path("backtests/<uuid:run_id>/publish/", backtest_publish, name="backtest_publish"),
    path("backtests/<uuid:run_id>/withdraw/", backtest_withdraw, name="backtest_withdraw"),
    path("backtests/<uuid:run_id>/report.json", backtest_json, name="backtest_json"),
]
