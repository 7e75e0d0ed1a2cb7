"""What was typed into a form, and what is wrong with it. What was typed is shown again, whatever is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duecare.entrypoints.reporter.texts import Part, Question

LONGEST = {"text": 20_000, "line": 300, "choice": 40}
"""Signs of an answer."""


@dataclass(frozen=True, slots=True)
class Field:
    """A question with what was answered, and why it cannot stay so ("" when it can)."""

    question: Question
    value: str
    error: str = ""


def cleaned(text: str) -> str:
    """Line ends of one kind; signs that no screen shows are shown as a mark instead of passing unseen."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    return "".join(sign if sign >= " " or sign in "\n\t" else "\ufffd" for sign in lines)


def answered(part: Part, data: QueryDict) -> list[Field]:
    """Every question of a page with what was sent."""
    return [_field(one, cleaned(data.get(one.id, ""))) for one in part.questions]


def shown(part: Part, answers: Mapping[str, str]) -> list[Field]:
    """Every question of a page with what was kept."""
    return [Field(one, answers.get(one.id, "")) for one in part.questions]


def too_long(value: str, most: int) -> str:
    """Says so, or ""."""
    over = len(value) - most
    if over <= 0:
        return ""
    return ngettext(
        "This is %(over)s character longer than the %(most)s that fit. Nothing of it is lost yet: make it shorter "
        "here, or send the rest later in your mailbox.",
        "This is %(over)s characters longer than the %(most)s that fit. Nothing of it is lost yet: make it shorter "
        "here, or send the rest later in your mailbox.",
        over,
    ) % {"over": over, "most": most}


def _field(question: Question, value: str) -> Field:
    error = too_long(value, LONGEST[question.kind])
    if question.kind == "choice" and value not in ("", *(one for one, _label in question.options)):
        value = ""
    if question.required and not value:
        error = _("Choose one of these.") if question.kind == "choice" else _("Write something here; a few words do.")
    return Field(question, value, error)
