"""Taking down what somebody tells."""

from __future__ import annotations

import secrets
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from duecare.apps.intake.rules.desk_oral import Listener
from duecare.entrypoints.staff.sealed_words import CONSENTS, DOORS, OWN, SPEAKS, TRACKS

from . import Area, Choices, DateInput
from .sealed import LONGEST, language_name


class TakeDownForm(forms.Form):
    """One conversation."""

    track = forms.ChoiceField(label=_("Track"), widget=Choices)
    door = forms.ChoiceField(
        label=_("How it was told"), widget=Choices, choices=[(one, DOORS[one]) for one in ("oral", "in-person")]
    )  # fmt: skip
    met = forms.DateField(label=_("Day of the conversation"), widget=DateInput)
    consent = forms.ChoiceField(
        label=_("What the person agreed to"), widget=Choices, choices=list(CONSENTS.items()),
        help_text=_("Ask before you write or record (Directive 2019/1937, article 18). Without it nothing is kept."),
    )  # fmt: skip
    minutes = forms.CharField(
        label=_("Minutes of the conversation"), max_length=LONGEST, widget=Area(10),
        help_text=_("Complete and accurate, in the person's language; without who they are. They check and sign it."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language it is written in"))
    speaks_for = forms.ChoiceField(label=_("They speak"), choices=list(SPEAKS.items()))
    danger = forms.BooleanField(
        label=_("Somebody is in danger, or nobody knows"), required=False,
        help_text=_("Interim measures are decided within 24 to 72 hours."),
    )  # fmt: skip
    left_out = forms.MultipleChoiceField(
        label=_("Who is not to read it"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Read them the list. It is sealed without these people."),
    )  # fmt: skip
    identity = forms.CharField(
        label=_("Who they are, if they say it"), max_length=800, required=False, widget=Area(2),
        help_text=_("Kept apart: afterwards it takes you and a custodian to read it."),
    )  # fmt: skip
    once = forms.CharField(max_length=64, widget=forms.HiddenInput)

    def __init__(self, listener: Listener, people: list[tuple[str, str]], data: Any = None) -> None:
        first = {"once": secrets.token_hex(16), "met": listener.today, "language": get_language() or "en"}
        super().__init__(data, initial=first)
        languages = [(one, language_name(one)) for one, _name in settings.LANGUAGES]
        for name, choices in (
            ("track", [(one, TRACKS[one]) for one in listener.tracks]), ("left_out", people), ("language", languages),
        ):  # fmt: skip
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field


class OwnForm(TakeDownForm):
    """A case that the company opens itself: nobody reported, so nobody is asked what they agree to."""

    door = forms.ChoiceField(label=_("What it begins with"), widget=Choices, choices=[(one, DOORS[one]) for one in OWN])
    met = forms.DateField(label=_("Day on which it was found or came in"), widget=DateInput)
    minutes = forms.CharField(
        label=_("What is known"), max_length=LONGEST, widget=Area(10),
        help_text=_("Where it stands written, what it says, which product and customer. Files are added afterwards."),
    )  # fmt: skip
    consent = speaks_for = identity = None  # type: ignore[assignment]  # so Django leaves a field out
