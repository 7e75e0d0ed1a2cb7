"""Explanation sheets as PDF/UA, and the names of their files."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from duecare.adapters import pdf
from duecare.apps.risk.rules.country_sheet import CountrySheet
from duecare.kernel.canonical import JSON


def country_pdf(record: Mapping[str, JSON], *, created: datetime) -> bytes:
    """The sheet of a country's score (see `country_record`)."""
    told: Mapping[str, Any] = record
    title = f"{told['country']['name']}: country score as of {told['as_of']}"
    return pdf.render("country_sheet", {"title": title, "lang": "en", "record": dict(record)}, created=created)


def class_pdf(record: Mapping[str, JSON], *, created: datetime) -> bytes:
    """The sheet of a deployment's class (see `class_record`)."""
    told: Mapping[str, Any] = record
    title = f"{told['deal']['reference']}, deployment {told['deployment']['number']}: class"
    return pdf.render("class_sheet", {"title": title, "lang": "en", "record": dict(record)}, created=created)


def file_name(sheet: CountrySheet, ending: str, *, whole: bool = False) -> str:
    """ "confidential-THA-nine-2026-2024-12-31.xlsx": what may not be passed on says so in its name.

    Args:
        whole: it holds every country.
    """
    method = sheet.method.urn.split(":")[3] if sheet.method.urn.count(":") >= 4 else "draft"
    mark = "confidential-" if sheet.confidential else ""
    return f"{mark}{'countries' if whole else sheet.place}-{method}-{sheet.as_of.isoformat()}.{ending}"
