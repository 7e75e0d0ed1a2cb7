"""Staff page: every version of one entry of a file, with who, when, and what it was before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import queries
from duecare.apps.assessments.queries import FileReading, Version
from duecare.kernel.errors import NotFound

from .file_entries import SECTION_OF, question_of
from .file_sections import TITLES
from .guard import acting

SECTIONS = {"flag": "red-flags", "group": "people-at-risk", "harm": "severity"}
FIELDS = {
    "state": _("State"),
    "value": _("Answer"),
    "reason": _("Reason"),
    "source": _("Source"),
    "documents": _("Documents"),
    "released": _("Released by counsel"),
    "note": _("Note"),
    "reasoning": _("Reasoning"),
    "consulted": _("Who was consulted"),
    "rating": _("Rating"),
    "withdrawn": _("Taken out of the analysis"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a version; `before` "" where there was none or nothing was said."""

    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One version and what it changed."""

    number: int
    at: datetime
    who: str
    expert: bool
    hidden: bool
    changes: tuple[Change, ...]


@require_GET
def file_history(request: HttpRequest, opportunity_id: UUID, kind: str, item: str) -> HttpResponse:
    """What was said of one question, flag, group or harm, the newest first. Raises NotFound."""
    actor = acting(request)
    if kind not in ("answer", *SECTIONS):
        raise NotFound("page")
    file = queries.file_open_to(actor, opportunity_id, queries.today())
    rows = queries.versions(file, actor, kind, item)
    section = SECTION_OF[question_of(item).section] if kind == "answer" else SECTIONS[kind]
    words = dict(question_of(item).choices) if kind == "answer" else {}
    names = accounts.names({row.by for row in rows})
    context = {
        "deal": file.deal,
        "title": _title(file, kind, item),
        "item": "" if kind == "harm" else item,
        "section": section,
        "section_title": TITLES[section],
        "versions": tuple(_shown(row, before, names.get(row.by, ""), words) for row, before in _with_former(rows)),
    }
    return render(request, "files/history.html", context)


def _title(file: FileReading, kind: str, item: str) -> str:
    """The entry in words. Raises NotFound."""
    if kind == "answer":
        return question_of(item).text
    if kind == "harm":
        found = queries.harm_title(file, item)
    else:
        known = queries.red_flags() if kind == "flag" else queries.groups()
        found = next((one.title for one in known if one.code == item), "")
    if not found:
        raise NotFound("page")
    return found


def _with_former(rows: tuple[Version, ...]) -> Iterable[tuple[Version, Version | None]]:
    """Each version with the one before it; rows come newest first."""
    return zip(rows, (*rows[1:], None), strict=False)  # without any version the None stands alone


def _shown(row: Version, before: Version | None, name: str, words: Mapping[str, str]) -> Shown:
    # A version that may not be read is no baseline: comparing with it would tell what it did not say.
    former = before.said if before is not None and not before.hidden else {}
    changes = tuple(
        Change(str(FIELDS[key]), words.get(former.get(key, ""), former.get(key, "")), words.get(value, value))
        for key, value in row.said.items()
        if value != former.get(key, "")
    )
    return Shown(row.number, row.at, row.expert or name, bool(row.expert), row.hidden, changes)
