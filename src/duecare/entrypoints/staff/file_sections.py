"""What each section of a file shows: rows for its page, read once, nothing this person may not see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import queries
from duecare.apps.assessments.queries import AnswerRow, FileOverview
from duecare.apps.assessments.rules.answers import Worth
from duecare.apps.assessments.rules.questionnaire import Question
from duecare.apps.assessments.rules.red_flags import RedFlag
from duecare.kernel.actor import Actor, Role

from .class_shown import countries_behind
from .vocabulary import word

TITLES: Mapping[str, object] = {
    "agency": _("The using body"),
    "legal": _("Legal framework"),
    "necessity": _("Intended use"),
    "red-flags": _("Red flags"),
    "findings": _("Adverse findings"),
    "relations": _("Foreign relations"),
    "people-at-risk": _("People at risk"),
    "consultation": _("Consultation"),
    "severity": _("Severity and likelihood"),
    "involvement": _("Involvement and leverage"),
    "evidence": _("Evidence"),
    "expert": _("Local legal expert"),
    "sources": _("First-hand sources"),
    "class": _("Class"),
}
_QUESTIONS = {
    "agency": "agency",
    "legal": "legal_framework",
    "necessity": "intended_use",
    "relations": "foreign_relations",
    "people-at-risk": "people",
    "involvement": "involvement",
}
LEVELS = ("severe", "serious", "moderate", "minor")
LIKELIHOODS = ("remote", "possible", "likely")


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """A question with what was answered and what that is worth today."""

    question: Question
    answer: AnswerRow | None
    worth: Worth | None
    label: str
    url: str
    set_aside: bool


@dataclass(frozen=True, slots=True)
class FlagLine:
    """A red flag with what was found."""

    flag: RedFlag
    state: str
    note: str
    stale: tuple[str, ...]
    url: str


def section_context(actor: Actor, found: FileOverview, section: str) -> dict[str, object]:
    """Everything the section's page needs beside the overview."""
    context: dict[str, object] = {"names": _names(found)}
    if section in _QUESTIONS:
        context["questions"] = tuple(_questions(actor, found, _QUESTIONS[section]))
    if section in _SPECIAL:
        context |= _SPECIAL[section](actor, found)
    return context


def _questions(actor: Actor, found: FileOverview, section: str) -> Iterable[QuestionLine]:
    file = found.file
    shown = queries.standing_answers(queries.answers_shown(found.file, actor))
    worths = file.worths
    for question in queries.questions():
        if question.section != section:
            continue
        answer = shown.get(question.code)
        words = dict(question.choices) or {"yes": gettext("Yes"), "no": gettext("No")}
        yield QuestionLine(
            question=question,
            answer=answer,
            worth=worths.get(question.code),
            label=str(words.get(answer.value, answer.value)) if answer else "",
            url=entry_url(found.deal.id, "answer", question.code),
            set_aside=question.code not in worths,
        )


def _flags(actor: Actor, found: FileOverview) -> dict[str, object]:
    held = {row.code: row for row in found.file.flag_rows}
    lines = []
    for flag in queries.red_flags():
        row = held.get(flag.code)
        url = entry_url(found.deal.id, "flag", flag.code)
        lines.append(
            FlagLine(flag, row.state if row else "not_assessed", row.note if row else "", row.stale if row else (), url)
        )
    return {"flags": lines, "summary": found.file.flags.sentence()}


def _findings(actor: Actor, found: FileOverview) -> dict[str, object]:
    return {"findings": found.file.findings, "searches": found.file.searches, "dossier": found.file.dossier}


def _relations(actor: Actor, found: FileOverview) -> dict[str, object]:
    return {"regimes": found.file.regimes, "required": queries.REGIMES}


def _groups(actor: Actor, found: FileOverview) -> dict[str, object]:
    held = {row.group: row for row in found.file.groups}
    lines = [(one, held.get(one.code), entry_url(found.deal.id, "group", one.code)) for one in queries.groups()]
    return {"groups": lines}


def _severity(actor: Actor, found: FileOverview) -> dict[str, object]:
    harms = [row for row in found.file.harms if not row.withdrawn]
    cells = Counter((row.rated.level.value, row.rated.likelihood.name.lower()) for row in harms)
    lines = [(row, entry_url(found.deal.id, "harm", str(row.id))) for row in harms]
    said = {(word(severity), word(likelihood)): count for (severity, likelihood), count in cells.items()}
    levels, likelihoods = [word(one) for one in LEVELS], [word(one) for one in LIKELIHOODS]
    return {"harms": lines, "cells": said, "levels": levels, "likelihoods": likelihoods}


def _necessity(actor: Actor, found: FileOverview) -> dict[str, object]:
    return {"necessity": found.file.necessity}


def _involvement(actor: Actor, found: FileOverview) -> dict[str, object]:
    return {"analysis": found.file.involvement}


def _evidence(actor: Actor, found: FileOverview) -> dict[str, object]:
    return {"documents": queries.documents(actor, found.deal.id), "counsel": actor.has(Role.COUNSEL)}


def _experts(actor: Actor, found: FileOverview) -> dict[str, object]:
    rows = queries.engagements_shown(found.file)
    classes = [computed.result.cls for _key, _row, computed in found.classes]
    needed = any(cls not in ("low", "moderate") for cls in classes)
    return {"engagements": rows, "counsel": actor.has(Role.COUNSEL), "needed": needed}


def _consultations(actor: Actor, found: FileOverview) -> dict[str, object]:
    titles = {one.code: one.title for one in queries.groups()}
    rows = [(row, [titles.get(code, code) for code in row.groups]) for row in queries.consultations_shown(found.file)]
    targets = [row.group for row in found.file.groups if row.state == "likely_target" and not row.stale]
    return {"consultations": rows, "targets": [titles.get(code, code) for code in targets]}


def _sources(actor: Actor, found: FileOverview) -> dict[str, object]:
    return {
        "sources": queries.sources_shown(found.file, actor),
        "listens": actor.has(Role.ANALYST, Role.COUNSEL),
    }


def _classes(actor: Actor, found: FileOverview) -> dict[str, object]:
    return {
        "may_propose": actor.has(Role.COMPLIANCE_OFFICER, Role.ANALYST),
        "may_override": actor.has(Role.COMPLIANCE_OFFICER),
        "may_confirm": actor.has(Role.COMPLIANCE_OFFICER, Role.COUNSEL, Role.COMMITTEE_MEMBER),
        "may_look": actor.has(Role.COMPLIANCE_OFFICER, Role.COMMITTEE_MEMBER, Role.AUDITOR),
        "deployments": {one.id: one for one in found.deal.deployments},
        "changed_after": queries.changed_after_look(found.file),
        "countries": countries_behind(found.file, (computed for _key, _row, computed in found.classes)),
    }


_SPECIAL: Mapping[str, Callable[[Actor, FileOverview], dict[str, object]]] = {
    "red-flags": _flags,
    "findings": _findings,
    "relations": _relations,
    "people-at-risk": _groups,
    "consultation": _consultations,
    "severity": _severity,
    "necessity": _necessity,
    "involvement": _involvement,
    "evidence": _evidence,
    "expert": _experts,
    "sources": _sources,
    "class": _classes,
}


def entry_url(opportunity_id: UUID, kind: str, item: str = "new") -> str:
    """Address of the form for one entry."""
    return reverse("file_entry", args=[opportunity_id, kind, item])


def _names(found: FileOverview) -> Mapping[UUID, str]:
    file = found.file
    ids = {
        row.recorded_by for rows in (file.rows, file.flag_rows, file.findings, file.groups, file.harms) for row in rows
    }
    for row in file.findings:
        ids |= {one for one in (row.source_graded_by, row.content_graded_by, row.second_reader) if one}
    for _key, recorded, _computed in found.classes:
        if recorded:
            ids |= {one for one in (recorded.proposed_by, recorded.answered_by) if one}
    return accounts.names(ids)
