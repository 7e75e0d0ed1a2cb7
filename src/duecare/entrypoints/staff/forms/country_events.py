"""Forms of an event in a country: what happened, and that it ended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.risk.rules.events import KINDS, LONGEST
from duecare.entrypoints.staff.vocabulary import word

from . import Area, Choices, DateInput


class EventForm(forms.Form):
    """What happened, when, and who says so."""

    kind = forms.ChoiceField(label=_("Kind"), widget=Choices)
    happened_on = forms.DateField(label=_("Day it happened or began"), widget=DateInput())
    ended_on = forms.DateField(
        label=_("Day it ended"), widget=DateInput(), required=False, help_text=_("Leave it empty while it goes on.")
    )
    words = forms.CharField(
        label=_("What happened"), widget=Area(3), max_length=LONGEST,
        help_text=_("A sentence or two. Name no private person."),
    )  # fmt: skip
    source = forms.CharField(
        label=_("Source"), widget=Area(2), max_length=LONGEST, help_text=_("The publisher, or an address.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind, word(kind)) for kind in KINDS]  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django


class EventEndForm(forms.Form):
    """The last day of an event that went on, and who says so."""

    ended_on = forms.DateField(
        label=_("Last day"), widget=DateInput(), help_text=_("The day it ended, not the day we learned of it.")
    )
    source = forms.CharField(
        label=_("Source of the end"), widget=Area(2), max_length=LONGEST,
        help_text=_("The publisher, or an address."),
    )  # fmt: skip
