"""Staff pages: the read log of a case, for its members."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from duecare.adapters.agent import client
from duecare.apps.intake.rules.desk_case import Look, Sheet
from duecare.apps.intake.rules.desk_readings import Opening, Readings, ReadLog

from . import sealed_brief_words as brief_words
from . import sealed_shown as shown
from . import sealed_words as words
from .sealed_door import sealed
from .vault_cookie import asker

_MARK = 8
"""Digits of an act's mark in the name of a pack's file."""


@sealed
def readings(request: HttpRequest, reference: str) -> HttpResponse:
    """Who opened what on which day, a line for each person and day."""
    whose, asked = asker(request), request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    sheet = client.ask(whose, Look(reference), Sheet)
    found = client.ask(whose, Readings(reference, number), ReadLog)
    context = {
        "ref": reference, "line": shown.line(sheet.line, sheet.today), "found": found,
        "lines": list(_lines(found, sheet)),
        "previous": found.page - 1 if found.page > 1 else 0,
        "next": found.page + 1 if found.page < found.pages else 0,
    }  # fmt: skip
    return render(request, "sealed/readings.html", context)


def _lines(found: ReadLog, sheet: Sheet) -> Iterator[tuple[date, str, list[tuple[Any, str]]]]:
    """(day, who, what of it and its name) with the newest first."""
    names = shown.names()
    by = {one.who: shown.called(one, names) for one in found.people}
    for (day, _who), rows in groupby(sorted(found.rows, key=_place, reverse=True), key=_place):
        every = list(rows)
        yield (
            day,
            by[every[0].who],
            [({**words.OPENED, **brief_words.OPENED}[one.thing], _name(one, sheet)) for one in every],
        )


def _place(one: Opening) -> tuple[date, str]:
    return one.day, one.who


def _name(one: Opening, sheet: Sheet) -> str:
    """A file by its name, a pack as its file is called."""
    if one.thing == "pack":
        return one.which[:_MARK]
    if one.thing.startswith("brief"):
        return one.which
    papers = [two.paper for two in sheet.added] if one.thing.startswith("added") else list(sheet.files)
    at = int(one.which) if one.which.isascii() and one.which.isdecimal() else 0
    return papers[at - 1].name if 0 < at <= len(papers) else one.which


urlpatterns: list[URLPattern] = [
    path("sealed/cases/<str:reference>/readings/", readings, name="sealed_readings"),
]
