"""Form for proposing the methodology in force."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.risk import queries

from . import Choices, DateInput


def _choices() -> list[tuple[str, str]]:
    return [(name, f"{name}: {method.says}") for name, method in queries.methods().items()]


class ProposeForm(forms.Form):
    """Which released methodology, from which day."""

    method = forms.ChoiceField(label=_("Methodology"), widget=Choices, choices=_choices)
    since = forms.DateField(
        label=_("In force from"), widget=DateInput, help_text=_("Today or later; never in the past.")
    )
