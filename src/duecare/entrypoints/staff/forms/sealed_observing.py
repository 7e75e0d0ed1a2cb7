"""Proposing an observer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from . import Area


class ProposeForm(forms.Form):
    """Whom, and under which text."""

    who = forms.ChoiceField(label=_("Who"))
    text = forms.CharField(
        label=_("What is agreed"), max_length=4_000, widget=Area(4),
        help_text=_("The reporter and two members sign exactly this. Write it so that the reporter understands it."),
    )  # fmt: skip

    def __init__(self, people: list[tuple[str, str]], data: Any = None) -> None:
        text = _now("They read the report and what is said in it, and nothing else. They keep it to themselves.")
        super().__init__(data, initial={"text": text})
        self.fields["who"].choices = people  # type: ignore[attr-defined]  # a choice field


class MarkForm(forms.Form):
    """One of the proposals listed."""

    mark = forms.CharField(max_length=16, min_length=16, widget=forms.HiddenInput)
