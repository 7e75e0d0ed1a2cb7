"""Staff pages: explanation sheets of country scores and of classes, as page, PDF, JSON and workbook."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from duecare.adapters import clock
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries import ClassSheet
from duecare.apps.risk import queries
from duecare.apps.risk.rules.country_sheet import CountrySheet, country_record
from duecare.apps.risk.rules.licensing import Form, closed_indices, named
from duecare.entrypoints.drawing import sheets
from duecare.entrypoints.drawing.country_workbook import country_workbook
from duecare.entrypoints.drawing.score_book import MEDIA_TYPE
from duecare.kernel.actor import Role
from duecare.kernel.canonical import JSON

from . import files
from .areas import NavItem
from .countries import READERS, asked_view
from .file_sections import TITLES
from .guard import acting, page

CHECKERS = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.AUDITOR)
"""Who checks a score, and so may take raw values away that are not to be passed on."""
KINDS = {"pdf": "application/pdf", "json": "application/json", "xlsx": MEDIA_TYPE}
NAV: tuple[NavItem, ...] = ()


@page(*READERS)
@require_safe
def country_sheet(request: HttpRequest, iso3: str) -> HttpResponse:
    """Everything behind a country's score on one page, to read, to print and to attach."""
    view = asked_view(request)
    sheet = queries.sheet_of(view.method, view.day, iso3, form="confidential")
    specs = queries.index_specs()
    context = {
        "sheet": sheet,
        "record": country_record(sheet, specs),
        "view": view,
        "working": sheet.working,
        "stated": {one.id: one for one in view.method.country.dimensions},
        "figures": {figure.series: figure for figure in sheet.figures},
        "method_name": queries.short_name(view.method.urn),
        "titles": {spec.id: spec.title for spec in specs.values()},
        "closed": named(specs, closed_indices(view.method.country, specs, "open")),
        "checks": acting(request).has(*CHECKERS),
    }
    return render(request, "countries/sheet.html", context)


def country_document(request: HttpRequest, iso3: str, form: Form, ending: str) -> HttpResponse:
    """The sheet as PDF or JSON, in the open form or with every raw value."""
    sheet = _asked_sheet(request, iso3, form)
    record = country_record(sheet, queries.index_specs())
    data = sheets.country_pdf(record, created=clock.now()) if ending == "pdf" else as_json(record)
    return download(data, ending, sheets.file_name(sheet, ending))


def country_book(request: HttpRequest, iso3: str, form: Form) -> HttpResponse:
    """The sheet as a workbook whose own formulas compute the score, in the open form or with every raw value."""
    sheet = _asked_sheet(request, iso3, form)
    data = country_workbook(sheet, queries.index_specs(), created=clock.now())
    return download(data, "xlsx", sheets.file_name(sheet, "xlsx"))


def _asked_sheet(request: HttpRequest, iso3: str, form: Form) -> CountrySheet:
    view = asked_view(request)
    return queries.sheet_of(view.method, view.day, iso3, form=form)


@page(*files.READ, Role.SALES)
@require_safe
def class_sheet(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """Everything behind a class on one page. Sales sees what is missing, and nothing of what was answered."""
    actor = acting(request)
    sheet = assessments.class_sheet(actor, deployment_id)
    reads = actor.has(*files.READ)
    context: dict[str, object] = {
        "sheet": sheet,
        "deal": sheet.deal,
        "reads": reads,
        "missing": [(TITLES[one.code], one) for one in sheet.sections if not one.complete],
    }
    if reads:
        context |= {"record": assessments.class_record(sheet), "now": sheet.computed, "setters": _setters(sheet)}
    return render(request, "files/class_sheet.html", context)


def _setters(sheet: ClassSheet) -> Mapping[str, object]:
    """The rules that carry points and those that carry a floor: what the class is summed from."""
    trace = sheet.computed.result.trace
    return {
        "points": [one for one in trace if one.effect.points],
        "floors": [one for one in trace if one.effect.floor],
    }


@page(*files.READ)
@require_safe
def class_sheet_pdf(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """The sheet of a class as PDF/UA."""
    sheet = assessments.class_sheet(acting(request), deployment_id)
    data = sheets.class_pdf(assessments.class_record(sheet), created=clock.now())
    return download(data, "pdf", f"{sheet.deal.reference}-class-{sheet.number}.pdf")


@page(*files.READ)
@require_safe
def class_sheet_json(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """The sheet of a class as JSON."""
    sheet = assessments.class_sheet(acting(request), deployment_id)
    return download(
        as_json(assessments.class_record(sheet)), "json", f"{sheet.deal.reference}-class-{sheet.number}.json"
    )


def as_json(record: Mapping[str, JSON]) -> bytes:
    """A record for people and programs alike."""
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def download(body: bytes, ending: str, name: str) -> HttpResponse:
    """A file to keep, never kept by the browser's cache."""
    response = HttpResponse(body, content_type=KINDS[ending])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


def _files(form: Form, roles: tuple[Role, ...]) -> list[URLPattern]:
    """One route for each kind of file of a form: who may open it is declared for each."""

    def document(ending: str) -> Callable[..., HttpResponse]:
        def view(request: HttpRequest, iso3: str) -> HttpResponse:
            return country_document(request, iso3, form, ending)

        return page(*roles)(require_safe(view))

    def book(request: HttpRequest, iso3: str) -> HttpResponse:
        return country_book(request, iso3, form)

    made = {"pdf": document("pdf"), "json": document("json"), "xlsx": page(*roles)(require_safe(book))}
    return [
        path(f"countries/<str:iso3>/sheet/{form}.{ending}", view, name=f"country_{form}_{ending}")
        for ending, view in made.items()
    ]


urlpatterns: list[URLPattern] = [
    path("countries/<str:iso3>/sheet/", country_sheet, name="country_sheet"),
    *_files("open", tuple(sorted(READERS))),
    *_files("confidential", CHECKERS),
    path("files/deployments/<uuid:deployment_id>/sheet/", class_sheet, name="class_sheet"),
    path("files/deployments/<uuid:deployment_id>/sheet.pdf", class_sheet_pdf, name="class_sheet_pdf"),
    path("files/deployments/<uuid:deployment_id>/sheet.json", class_sheet_json, name="class_sheet_json"),
]
