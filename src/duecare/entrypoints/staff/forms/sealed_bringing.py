"""The form that puts files into a case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.intake.rules.files import LONGEST_SOURCE

from . import Area


class BringForm(forms.Form):
    """Where the files come from."""

    source = forms.CharField(
        label=_("Where they come from"), max_length=LONGEST_SOURCE, widget=Area(2),
        help_text=_("A sentence: who gave them, how and when. It is kept with them under your name."),
    )  # fmt: skip


class LeaveOutForm(forms.Form):
    """One of the files that wait."""

    mark = forms.CharField(max_length=64, widget=forms.HiddenInput)
