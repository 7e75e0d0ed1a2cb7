"""Advice of counsel in a sealed case."""

from __future__ import annotations

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import Area, Choices

ABOUT: dict[str, str | Promise] = {
    "question": _("question to counsel"),
    "advice": _("advice of counsel"),
    "prepared": _("prepared for proceedings"),
}
"""See `counsel.About`."""


class AdviseForm(forms.Form):
    """One entry."""

    about = forms.ChoiceField(label=_("What it is"), choices=list(ABOUT.items()), initial="question", widget=Choices)
    text = forms.CharField(
        label=_("Text"), max_length=100_000, widget=Area(6),
        help_text=_("Facts belong into notes and evidence: they are not protected by being told to counsel."),
    )  # fmt: skip


class ReaderForm(forms.Form):
    """One of the members listed."""

    who = forms.CharField(max_length=64, min_length=64, widget=forms.HiddenInput)
