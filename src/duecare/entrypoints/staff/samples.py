"""Staff pages: samples of what was judged not the same party and of what was never a hit, looked at again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duecare.apps.accounts import queries as accounts
from duecare.apps.screening import actions, queries
from duecare.apps.screening.rules import acts
from duecare.kernel.errors import NotFound

from . import screening_words as words
from .attempts import attempt
from .forms.screening import DrawForm, FindingForm
from .guard import acting, page
from .hit_shown import similarity
from .opportunity_steps import given
from .screening_tabs import READ, screening_tabs
from .screening_words import said


@page(*READ)
@require_safe
def samples(request: HttpRequest) -> HttpResponse:
    """Every sample, newest first."""
    actor = acting(request)
    rows = queries.samples()
    names = accounts.names({row.drawn_by for row in rows})
    context = {
        "rows": [(row, names.get(row.drawn_by, "")) for row in rows],
        "may_draw": acts.SAMPLE.permits(actor),
        "tabs": screening_tabs(actor, "samples"),
    }
    return render(request, "samples/samples.html", context)


@page(*acts.SAMPLE.roles)
def sample_draw(request: HttpRequest) -> HttpResponse:
    """Draw a sample."""
    form = DrawForm(given(request))
    done = attempt(form, lambda: actions.draw_sample(by=acting(request), **form.cleaned_data))
    if done:
        messages.success(request, _("Drawn. Nobody chose: the seed did."))
        return redirect("sample", done.value)
    return render(request, "samples/draw.html", {"form": form})


@page(*READ)
@require_safe
def sample(request: HttpRequest, sample_id: UUID) -> HttpResponse:
    """One sample: what was found so far, with its interval, and every item."""
    actor = acting(request)
    row, items = queries.sample(sample_id)
    names = accounts.names({item.judged_by for item in items if item.judged_by} | {row.drawn_by})
    context = {
        "row": row,
        "drawer": names.get(row.drawn_by, ""),
        "shares": [(one, said(words.SAMPLE_KINDS, one.kind)) for one in queries.shares(sample_id)],
        "items": [
            (
                item, said(words.SAMPLE_KINDS, item.kind), said(words.FINDINGS, item.finding),
                names.get(item.judged_by, "") if item.judged_by else "",
                [(str(near["name"]), str(near["list"]), similarity(near["score"])) for near in item.near],
            )
            for item in items
        ],
        "may_judge": acts.JUDGE_SAMPLE.permits(actor),
    }  # fmt: skip
    return render(request, "samples/sample.html", context)


@page(*acts.JUDGE_SAMPLE.roles)
def sample_item(request: HttpRequest, sample_id: UUID, item_id: UUID) -> HttpResponse:
    """Say what a second look at one item came to."""
    row, items = queries.sample(sample_id)
    item = next((one for one in items if one.id == item_id), None)
    if item is None:
        raise NotFound("item")
    form = FindingForm(given(request))
    if attempt(form, lambda: actions.judge_sample(by=acting(request), item_id=item_id, **form.cleaned_data)):
        messages.success(request, _("Recorded. A disagreement changes nothing by itself: judge the hit again."))
        return redirect("sample", row.id)
    near = [(str(one["name"]), str(one["list"]), similarity(one["score"])) for one in item.near]
    context = {"row": row, "item": item, "kind": said(words.SAMPLE_KINDS, item.kind), "form": form, "near": near}
    return render(request, "samples/item.html", context)


urlpatterns: list[URLPattern] = [
    path("screening/samples/", samples, name="samples"),
    path("screening/samples/draw/", sample_draw, name="sample_draw"),
    path("screening/samples/<uuid:sample_id>/", sample, name="sample"),
    path("screening/samples/<uuid:sample_id>/items/<uuid:item_id>/", sample_item, name="sample_item"),
]
