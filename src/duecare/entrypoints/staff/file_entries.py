"""Every kind of entry in a file: its form, who may write it, which action it calls, which section it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from duecare.adapters.files import EVIDENCE_LIMIT
from duecare.adapters.home import evidence
from duecare.apps.accounts import queries as accounts
from duecare.apps.assessments import actions, queries
from duecare.apps.assessments.rules.questionnaire import Question
from duecare.kernel.actor import Actor, Role
from duecare.kernel.errors import BadInput, LimitExceeded, NotFound

from .forms import files as f

STAFF = (Role.COMPLIANCE_OFFICER, Role.ANALYST, Role.COUNSEL)
SECTION_OF = {
    "agency": "agency",
    "intended_use": "necessity",
    "legal_framework": "legal",
    "foreign_relations": "relations",
    "involvement": "involvement",
    "people": "people-at-risk",
}
Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Asking:
    """Who writes, into which file, about which item ("new" where there is none yet)."""

    by: Actor
    opportunity_id: UUID
    item: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One kind of entry.

    Attributes:
        make: builds the form from (asking, data or None, files).
        save: calls the action with the cleaned data.
        upload: the form carries a file.
    """

    title: object
    section: str
    roles: tuple[Role, ...]
    make: Callable[[Asking, QueryDict | None, Any], forms.Form]
    save: Callable[[Asking, Data], object]
    upload: bool = False


def question_of(code: str) -> Question:
    """The question of the library. Raises NotFound."""
    found = queries.question(code)
    if found is None:
        raise NotFound("question")
    return found


def _documents(asking: Asking) -> list[tuple[str, str]]:
    return [(one.sha256, one.name) for one in queries.documents(asking.by, asking.opportunity_id) if one.open]


def _answer_form(asking: Asking, data: QueryDict | None, files: Any) -> forms.Form:
    fields = queries.deal(asking.opportunity_id).fields()
    held = queries.standing_answers(queries.answer_rows(asking.opportunity_id, fields, asking.by)).get(asking.item)
    initial: dict[str, object] = {"seen": held.number if held else 0}
    if held and not held.hidden:
        initial |= {"state": held.state, "value": held.value, "reason": held.reason, "source": held.source}
        initial["evidence"] = list(held.evidence)
    return f.AnswerForm(question_of(asking.item), _documents(asking), data, initial=initial)


def _save_answer(asking: Asking, data: Data) -> object:
    answered = data["state"] == "answered"
    return actions.answer_question(
        by=asking.by,
        opportunity_id=asking.opportunity_id,
        question=asking.item,
        state=data["state"],
        # The choice left over from another state is not an answer.
        value=data["value"] if answered else "",
        reason=data["reason"],
        source=data["source"],
        evidence=tuple(data["evidence"]),
        privileged=data["privileged"],
        answered_on=data["answered_on"],
        seen=data["seen"],
    )


def _flag_form(asking: Asking, data: QueryDict | None, files: Any) -> forms.Form:
    if asking.item not in f.KNOWN_ITEMS["flag"]():
        raise NotFound("red flag")
    rows = queries.flag_rows(asking.opportunity_id, queries.deal(asking.opportunity_id).fields())
    held = next((row for row in reversed(rows) if row.code == asking.item), None)
    initial: dict[str, object] = {"seen": held.number if held else 0}
    if held:
        initial |= {"state": held.state, "note": held.note, "evidence": list(held.evidence)}
    return f.FlagForm(_documents(asking), data, initial=initial)


def _group_form(asking: Asking, data: QueryDict | None, files: Any) -> forms.Form:
    if asking.item not in f.KNOWN_ITEMS["group"]():
        raise NotFound("group")
    rows = queries.group_rows(asking.opportunity_id, queries.deal(asking.opportunity_id).fields())
    held = next((row for row in rows if row.group == asking.item), None)
    initial = {"state": held.state, "reasoning": held.reasoning, "consulted": held.consulted} if held else {}
    return f.GroupForm(data, initial=initial)


def _harm_form(asking: Asking, data: QueryDict | None, files: Any) -> forms.Form:
    rows = queries.harm_rows(asking.opportunity_id, queries.deal(asking.opportunity_id).fields())
    held = next((row for row in rows if str(row.id) == asking.item), None)
    if held is None:
        if asking.item != "new":
            raise NotFound("harm")
        return f.HarmForm(data)
    harm = held.rated.harm
    threat = {True: "yes", False: "no", None: ""}[harm.threatens_life_or_body]
    rated = {name: getattr(harm, name) for name in ("scale", "scope", "remedy", "likelihood")}
    initial = {"seen": held.number, "right": held.right, "threatens_life_or_body": threat, **rated}
    return f.HarmForm(data, initial={**initial, "reasoning": held.reasoning})


def _plain(kind: type[forms.Form], **initial: object) -> Callable[[Asking, QueryDict | None, Any], forms.Form]:
    def make(asking: Asking, data: QueryDict | None, files: Any) -> forms.Form:
        day = {"on": queries.today(), "heard_on": queries.today(), "held_on": queries.today()}
        return kind(data, files, initial={**day, **initial})

    return make


def _reader_form(asking: Asking, data: QueryDict | None, files: Any) -> forms.Form:
    _document(asking)
    people = [(str(one.id), one.name) for role in STAFF for one in accounts.people(with_role=role)]
    return f.ReaderForm(sorted(set(people), key=lambda pair: pair[1]), data)


def _finding(asking: Asking) -> UUID:
    """The finding named in the address, if it is of this file. Raises NotFound."""
    found = {str(row.id): row.id for row in queries.finding_rows(asking.opportunity_id)}
    if asking.item not in found:
        raise NotFound("finding")
    return found[asking.item]


def _document(asking: Asking) -> UUID:
    """The document named in the address, if it is of this file. Raises NotFound."""
    found = {str(row.id): row.id for row in queries.documents(asking.by, asking.opportunity_id)}
    if asking.item not in found:
        raise NotFound("document")
    return found[asking.item]


def _source(asking: Asking) -> UUID:
    try:
        return UUID(asking.item)
    except ValueError:
        raise NotFound("source") from None


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _save_document(asking: Asking, data: Data) -> object:
    file = data["file"]
    if file.size > EVIDENCE_LIMIT:
        raise LimitExceeded(f"larger than {EVIDENCE_LIMIT // 1024 // 1024} MB", file=file.name, field="file")
    if data["privileged"] and not (data["privilege_of"].strip() and data["privilege_for"].strip()):
        # Refused before anything is stored, so that no orphan is left behind.
        raise BadInput("say whose privilege it is, and for what matter.", file=file.name, field="privilege_of")
    sha256, size = evidence().put(file.chunks(), name=file.name)
    return actions.add_document(
        by=asking.by,
        opportunity_id=asking.opportunity_id,
        sha256=sha256,
        name=file.name,
        size=size,
        media_type=file.content_type or "application/octet-stream",
        about=data["about"],
        privileged=data["privileged"],
        privilege_of=data["privilege_of"],
        privilege_for=data["privilege_for"],
    )


def _with(act: Callable[..., object]) -> Callable[[Asking, Data], object]:
    """An action that takes the file and the form's fields as they are."""
    return lambda asking, data: act(by=asking.by, opportunity_id=asking.opportunity_id, **data)


def _on_finding(act: Callable[..., object]) -> Callable[[Asking, Data], object]:
    return lambda asking, data: act(by=asking.by, finding_id=_finding(asking), **data)


ENTRIES: Mapping[str, Entry] = {
    "answer": Entry(_("Answer"), "", STAFF, _answer_form, _save_answer),
    "flag": Entry(
        _("Red flag"), "red-flags", STAFF, _flag_form,
        lambda a, d: actions.assess_flag(
            by=a.by, opportunity_id=a.opportunity_id, code=a.item, state=d["state"], note=d["note"],
            evidence=tuple(d["evidence"]), seen=d["seen"],
        ),
    ),
    "group": Entry(
        _("At-risk group"), "people-at-risk", STAFF, _group_form,
        lambda a, d: actions.assess_group(by=a.by, opportunity_id=a.opportunity_id, group=a.item, **d),
    ),
    "harm": Entry(_("Harm to people"), "severity", STAFF, _harm_form, _with(actions.rate_harm)),
    "finding": Entry(_("Adverse finding"), "findings", STAFF, _plain(f.FindingForm), _with(actions.record_finding)),
    "source-grade": Entry(
        _("Reliability of the source"), "findings", STAFF, _plain(f.GradeForm), _on_finding(actions.grade_source)
    ),
    "content-grade": Entry(
        _("Credibility of the content"), "findings", STAFF, _plain(f.ContentGradeForm),
        _on_finding(actions.grade_content),
    ),
    "second-reading": Entry(
        _("Second reading"), "findings", STAFF, _plain(f.GroundsForm), _on_finding(actions.second_reading)
    ),
    "reply": Entry(_("Right of reply"), "findings", STAFF, _plain(f.ReplyForm), _on_finding(actions.record_reply)),
    "search": Entry(
        _("Search for adverse findings"), "findings", STAFF, _plain(f.SearchForm),
        lambda a, d: actions.record_search(
            by=a.by, opportunity_id=a.opportunity_id, on=d["on"], places=_lines(d["places"]),
            languages=_lines(d["languages"]),
        ),
    ),
    "regime": Entry(
        _("Look at a sanctions regime"), "relations", STAFF, _plain(f.RegimeForm), _with(actions.check_regime)
    ),
    "source": Entry(
        _("First-hand source"), "sources", (Role.ANALYST, Role.COUNSEL), _plain(f.SourceForm),
        _with(actions.record_source),
    ),
    "consultation": Entry(
        _("Consultation"), "consultation", STAFF, _plain(f.ConsultationForm), _with(actions.record_consultation)
    ),
    "document": Entry(_("Document"), "evidence", STAFF, _plain(f.DocumentForm), _save_document, upload=True),
    "released-fact": Entry(
        _("Release a fact"), "evidence", (Role.COUNSEL,), _plain(f.ReleaseForm),
        lambda a, d: actions.release_fact(by=a.by, document_id=_document(a), text=d["text"]),
    ),
    "reader": Entry(
        _("Name a reader"), "evidence", (Role.COUNSEL,), _reader_form,
        lambda a, d: actions.name_reader(by=a.by, document_id=_document(a), person_id=UUID(d["person"])),
    ),
}  # fmt: skip
"""Kinds of entry by the word in the address."""
