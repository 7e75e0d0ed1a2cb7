"""Recovering a case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import Area


class RecoverForm(forms.Form):
    """Who gets it, and why."""

    to = forms.ChoiceField(label=_("Who gets the case"))
    reason = forms.CharField(label=_("Why nobody else can"), max_length=1_000, widget=Area(2))

    def __init__(self, people: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["to"].choices = people  # type: ignore[attr-defined]  # a choice field


class ReasonForm(forms.Form):
    """Why one brings one's share."""

    reason = forms.CharField(label=_("Why you approve"), max_length=1_000, widget=Area(2))
