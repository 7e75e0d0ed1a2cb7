"""Staff pages: results of other screening; a file looked at before it is imported, what was drawn, and the findings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from duecare.apps.accounts import queries as accounts
from duecare.apps.screening import actions, queries
from duecare.apps.screening.queries import OutsideImportRow, OutsideResultRow
from duecare.apps.screening.rules import acts
from duecare.kernel.actor import SYSTEM
from duecare.kernel.errors import NotFound

from . import screening_words as words
from .attempts import attempt
from .forms.outside_results import DrawResultsForm, LookForm, ResultsForm
from .guard import acting, page
from .listing import Listing, asked
from .opportunities import Tile
from .opportunity_steps import given
from .screening_tabs import READ, screening_tabs
from .screening_words import said

SALT = "results-of-other-screening"
MINUTES = 60
"""How long a file that was looked at may be imported; then the worker sweeps it away."""
TOLD = 100
"""Faults of rows shown."""
SHOW = ("", "drawn", "verified", "overruled", "hits")
STATES = {"drawn": "unverified", "verified": "verified", "overruled": "overruled"}


@page(*READ)
@require_safe
def outside_results(request: HttpRequest) -> HttpResponse:
    """Every file of results, the newest first, with how far its clearances were looked at."""
    actor, ask = acting(request), asked(request, ())
    rows, total = queries.outside_imports(ask.size, ask.offset)
    names = _names(rows)
    context = {
        "listing": Listing(ask, (), rows, total, ()),
        "rows": [(row, names.get(row.imported_by, "")) for row in rows],
        "may_import": acts.IMPORT_RESULTS.permits(actor),
        "tabs": screening_tabs(actor, "outside_results"),
    }
    return render(request, "outside_results/imports.html", context)


@page(*acts.IMPORT_RESULTS.roles, files=True)
def outside_upload(request: HttpRequest) -> HttpResponse:
    """Choose a file; what of it can be used is shown before anything is imported."""
    form = ResultsForm(request.POST or None, request.FILES or None)

    def look() -> str:
        file = form.cleaned_data["file"]
        sha256 = actions.keep_results(by=acting(request), name=file.name, chunks=file.chunks())
        queries.preview_results(sha256, file.name)
        return signing.dumps([sha256, file.name[:255]], salt=SALT)

    done = attempt(form, look) if request.method == "POST" else None
    if done:
        return redirect("outside_preview", done.value)
    return render(request, "outside_results/upload.html", {"form": form})


@page(*acts.IMPORT_RESULTS.roles)
def outside_preview(request: HttpRequest, upload: str) -> HttpResponse:
    """What a chosen file says, with its faults by row; nothing is imported until somebody says so."""
    try:
        sha256, name = signing.loads(upload, salt=SALT, max_age=MINUTES * 60)
    except signing.BadSignature:
        raise NotFound("upload") from None
    form, found = Form(given(request)), queries.preview_results(sha256, name)

    def take() -> UUID:
        return actions.import_kept(by=acting(request), sha256=sha256, file_name=name).row.id

    done = attempt(form, take) if request.method == "POST" else None
    if done:
        messages.success(request, _("Imported. A clearance counts for nothing until it was drawn and looked at."))
        return redirect("outside_import", done.value)
    context = {"form": form, "name": name, "found": found, "faults": found.bad[:TOLD], "counts": _counts(found)}
    return render(request, "outside_results/preview.html", context)


@page(*READ)
@require_safe
def outside_import(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """One file: its faults, its rows with the hit of each, what was drawn and what was found."""
    actor, row, ask = acting(request), queries.outside_import(import_id), asked(request, (), picks=("show",))
    show = ask.picks.get("show", "") if ask.picks.get("show", "") in SHOW else ""
    rows, total = queries.outside_results(
        import_id=import_id, state=STATES.get(show, ""), drawn=True if show == "drawn" else None,
        warning=show == "hits", limit=ask.size, offset=ask.offset,
    )  # fmt: skip
    people = {one.looked_by for one in rows if one.looked_by}
    names = {**accounts.names({row.imported_by} | people), SYSTEM.id: _("by itself")}
    context = {
        "row": row,
        "importer": names.get(row.imported_by, ""),
        "faults": row.faults[:TOLD],
        "listing": Listing(ask, (), rows, total, ()),
        "results": [(one, *_words(one), names.get(one.looked_by, "") if one.looked_by else "") for one in rows],
        "tiles": _tiles(ask.path, row, show),
        "may_draw": acts.DRAW_RESULTS.permits(actor) and row.cleared > row.drawn,
        "may_judge": acts.JUDGE_RESULT.permits(actor) and row.imported_by != actor.id,
    }
    return render(request, "outside_results/import.html", context)


@page(*acts.DRAW_RESULTS.roles)
def outside_draw(request: HttpRequest, import_id: UUID) -> HttpResponse:
    """Draw clearances of a file to be looked at."""
    row, form = queries.outside_import(import_id), DrawResultsForm(given(request))
    done = attempt(form, lambda: actions.draw_results(by=acting(request), import_id=import_id, **form.cleaned_data))
    if done:
        n = done.value
        messages.success(request, ngettext("%(n)d clearance is drawn.", "%(n)d clearances are drawn.", n) % {"n": n})
        return redirect("outside_import", import_id)
    return render(request, "outside_results/draw.html", {"row": row, "form": form})


@page(*acts.JUDGE_RESULT.roles)
def outside_look(request: HttpRequest, result_id: UUID) -> HttpResponse:
    """Say whether an imported result holds."""
    one = queries.outside_result(result_id)
    sheet = queries.hit(one.hit_id) if one.hit_id else None
    form = LookForm(given(request), initial={"seen": sheet.seen if sheet else ""})
    if attempt(form, lambda: actions.judge_result(by=acting(request), result_id=result_id, **form.cleaned_data)):
        messages.success(request, _("Recorded."))
        return redirect("outside_import", one.import_id)
    verdict, state, _finding = _words(one)
    context = {"one": one, "verdict": verdict, "state": state, "form": form, "sheet": sheet}
    return render(request, "outside_results/look.html", context)


def _names(rows: tuple[OutsideImportRow, ...]) -> dict[UUID, str]:
    return {**accounts.names({row.imported_by for row in rows}), SYSTEM.id: _("by itself")}


def _words(one: OutsideResultRow) -> tuple[str, str, str]:
    return (
        said(words.OUTSIDE_VERDICTS, one.verdict),
        said(words.RESULT_STATES, one.state),
        said(words.FINDINGS, one.finding),
    )


def _tiles(address: str, row: OutsideImportRow, show: str) -> tuple[Tile, ...]:
    told = (
        ("", _("all results"), row.kept), ("drawn", _("drawn, to be looked at"), row.waiting),
        ("verified", _("found to hold"), row.verified), ("overruled", _("found not to hold"), row.overruled),
        ("hits", _("hits reported"), row.kept - row.cleared),
    )  # fmt: skip
    return tuple(Tile("", title, n, f"{address}?show={one}", one == show) for one, title, n in told)


def _counts(found: queries.Preview) -> tuple[tuple[str, int], ...]:
    return tuple(
        (said(words.OUTSIDE_VERDICTS, verdict), n) for verdict, n in found.verdicts.items()
    )  # fmt: skip


urlpatterns: list[URLPattern] = [
    path("screening/results/", outside_results, name="outside_results"),
    path("screening/results/upload/", outside_upload, name="outside_upload"),
    path("screening/results/upload/<str:upload>/", outside_preview, name="outside_preview"),
    path("screening/results/<uuid:import_id>/", outside_import, name="outside_import"),
    path("screening/results/<uuid:import_id>/draw/", outside_draw, name="outside_draw"),
    path("screening/results/of/<uuid:result_id>/", outside_look, name="outside_look"),
]
