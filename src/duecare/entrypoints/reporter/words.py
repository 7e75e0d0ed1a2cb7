"""Words of the templates: days, stages and kinds of messages in the reader's language, texts of the library."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from django.template import Library
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from duecare.apps.intake.rules import oral
from duecare.apps.intake.rules.recipients import Refusal
from duecare.apps.intake.rules.reports import About, Stage
from duecare.entrypoints.reporter import texts

register = Library()

STAGES = {
    Stage.RECEIVED: (_("Received"), _("Your report lies here. Those who read it first have not acted on it yet.")),
    Stage.CHECKED: (_("Checked"), _("It was checked who may work on it without a conflict of interest.")),
    Stage.TRIAGE: (_("Being looked at"), _("Two people check it against published criteria.")),
    Stage.INVESTIGATION: (_("Being investigated"), _("People look for what happened, and hear who has to be heard.")),
    Stage.CONCLUDED: (_("Concluded"), _("There is a result. What it is stands in the messages below.")),
    Stage.NOT_PURSUED: (_("Not pursued"), _("It is not followed further. The reason stands below; you may object.")),
    Stage.WITHDRAWN: (_("Withdrawn"), _("You took it back.")),
    Stage.REVIEW: (_("Looked at again"), _("Another person looks at it once more.")),
}
ABOUT = {
    About.WORD: _("Message"),
    About.ACKNOWLEDGEMENT: _("It has arrived"),
    About.QUESTION: _("Question"),
    About.PROGRESS: _("How far it is"),
    About.FEEDBACK: _("What was done"),
    About.WITHDRAWAL: _("Taken back"),
    About.SATISFACTION: _("How it went"),
    About.APPEAL: _("Objection"),
    About.DETRIMENT: _("Something is done to you"),
    About.CHECK_IN: _("We ask how you are"),
    About.MINUTES: _("What you said, written down"),
    About.AGREED: _("Confirmed"),
    About.IDENTITY: _("It was read who you are"),
}
TOLD = {oral.MET: _("Day of the conversation"), oral.CONSENT: _("What you agreed to")}
CONSENTS = {
    oral.Consent.MINUTES.value: _("Minutes; nothing was recorded."),
    oral.Consent.TRANSCRIPT.value: _("A recording; this is what was said in it."),
}
REFUSALS = {
    Refusal.NOBODY: _("Nobody would be left who could read your report first."),
    Refusal.NO_RECOVERY: _("Too few people would be left to open your report again if keys are lost."),
    Refusal.NO_CUSTODIAN: _("Nobody would be left who could help to read who you are."),
    Refusal.TOO_MANY: _("More people would read your report than it can be encrypted for."),
}
OTHER = _("Other data")
FOUND = {
    what: words
    for words, every in (
        (_("People and companies"), "author last_editor company comment_author change_author"),
        (_("Where it was made"), "position local_path"),
        (_("When it was made or changed"), "time editing"),
        (_("Devices and programs"), "software camera serial_number device_data printer template"),
        (_("Marks by which one copy is recognised"), "revision_id document_id signature"),
        (
            _("Hidden, deleted or earlier content"),
            "comment deleted_text hidden_sheet hidden_rows hidden_slide hidden_text speaker_notes earlier_revision"
            " thumbnail embedded_file",
        ),
    )
    for what in every.split()
}
"""Sorts of findings (`scrubbing.findings.What`) as a reporter reads them; all others are `OTHER`."""


@register.filter
def told(text: str) -> str:
    """A text of the library in the reader's language."""
    return texts.said(text)


@register.filter
def long_day(day: date | str) -> str:
    """A day, written out; the library's come as YYYY-MM-DD."""
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return format_date(day, format="long", locale=(get_language() or "en").replace("-", "_"))


@register.filter
def paragraphs(text: str) -> list[str]:
    """Lines of what somebody wrote, without empty ones."""
    return [line for line in text.split("\n") if line.strip()]
