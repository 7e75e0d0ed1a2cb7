"""Operations: explanation sheets of country scores and of classes, as JSON, PDF and workbook."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import JsonValue

from duecare.adapters import clock
from duecare.apps.assessments import queries as assessments
from duecare.apps.risk import queries
from duecare.apps.risk.rules.country_sheet import CountrySheet, country_record
from duecare.apps.risk.rules.licensing import Form
from duecare.entrypoints.drawing import sheets
from duecare.entrypoints.drawing.country_workbook import country_workbook
from duecare.entrypoints.drawing.score_book import MEDIA_TYPE
from duecare.kernel.actor import Role

from .countries import asked_view
from .door import READ, acting, opens_to
from .files import FILE
from .shapes import Code, Day

CHECKERS = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL, Role.AUDITOR)
"""As on the pages: who checks a score, and so may take raw values away that are not to be passed on."""
_PDF = "application/pdf"
router = Router(tags=["explanation"])


def _file(kind: str) -> dict[str, Any]:
    return {"responses": {200: {"content": {kind: {"schema": {"type": "string"}}}}}}


@router.get("/countries/{iso3}/sheet", response=dict[str, JsonValue], auth=opens_to(*READ))
def read_country_sheet(
    request: HttpRequest, iso3: Code, method: Code = "", as_of: Day | None = None
) -> dict[str, object]:
    """Everything behind a country's score; raw values only where their licence lets them be passed on."""
    return {**country_record(_sheet(iso3, method, as_of, "open"), queries.index_specs())}


@router.get("/countries/{iso3}/sheet.pdf", auth=opens_to(*READ), openapi_extra=_file(_PDF))
def read_country_pdf(request: HttpRequest, iso3: Code, method: Code = "", as_of: Day | None = None) -> HttpResponse:
    """The same as PDF/UA."""
    return _pdf(_sheet(iso3, method, as_of, "open"))


@router.get("/countries/{iso3}/sheet.xlsx", auth=opens_to(*READ), openapi_extra=_file(MEDIA_TYPE))
def read_country_workbook(
    request: HttpRequest, iso3: Code, method: Code = "", as_of: Day | None = None
) -> HttpResponse:
    """The same as a workbook whose own formulas compute the score."""
    return _workbook(_sheet(iso3, method, as_of, "open"))


@router.get("/countries/{iso3}/confidential-sheet", response=dict[str, JsonValue], auth=opens_to(*CHECKERS))
def read_confidential_sheet(
    request: HttpRequest, iso3: Code, method: Code = "", as_of: Day | None = None
) -> dict[str, object]:
    """Everything behind a country's score with every raw value: for checking only, not to be passed on."""
    return {**country_record(_sheet(iso3, method, as_of, "confidential"), queries.index_specs())}


@router.get("/countries/{iso3}/confidential-sheet.pdf", auth=opens_to(*CHECKERS), openapi_extra=_file(_PDF))
def read_confidential_pdf(
    request: HttpRequest, iso3: Code, method: Code = "", as_of: Day | None = None
) -> HttpResponse:
    """The same as PDF/UA, marked on every page."""
    return _pdf(_sheet(iso3, method, as_of, "confidential"))


@router.get("/countries/{iso3}/confidential-sheet.xlsx", auth=opens_to(*CHECKERS), openapi_extra=_file(MEDIA_TYPE))
def read_confidential_workbook(
    request: HttpRequest, iso3: Code, method: Code = "", as_of: Day | None = None
) -> HttpResponse:
    """The auditor's workbook: every raw value, and formulas that recompute the score. Marked on every sheet."""
    return _workbook(_sheet(iso3, method, as_of, "confidential"))


@router.get("/deployments/{deployment_id}/class/sheet", response=dict[str, JsonValue], auth=opens_to(*FILE))
def read_class_sheet(request: HttpRequest, deployment_id: UUID) -> dict[str, object]:
    """Everything behind a class: each rule with what it read. Counterfactuals once the look itself is on record."""
    return {**assessments.class_record(assessments.class_sheet(acting(request), deployment_id))}


@router.get("/deployments/{deployment_id}/class/sheet.pdf", auth=opens_to(*FILE), openapi_extra=_file(_PDF))
def read_class_pdf(request: HttpRequest, deployment_id: UUID) -> HttpResponse:
    """The same as PDF/UA."""
    sheet = assessments.class_sheet(acting(request), deployment_id)
    data = sheets.class_pdf(assessments.class_record(sheet), created=clock.now())
    return _download(data, _PDF, f"{sheet.deal.reference}-class-{sheet.number}.pdf")


def _sheet(iso3: str, method: str, as_of: date | None, form: Form) -> CountrySheet:
    by_method, day = asked_view(method, as_of)
    return queries.sheet_of(by_method, day, iso3, form=form)


def _pdf(sheet: CountrySheet) -> HttpResponse:
    data = sheets.country_pdf(country_record(sheet, queries.index_specs()), created=clock.now())
    return _download(data, _PDF, sheets.file_name(sheet, "pdf"))


def _workbook(sheet: CountrySheet) -> HttpResponse:
    data = country_workbook(sheet, queries.index_specs(), created=clock.now())
    return _download(data, MEDIA_TYPE, sheets.file_name(sheet, "xlsx"))


def _download(body: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
