"""Forms about briefs for outside advisers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.intake.rules.advice import LONGEST

from . import Area, Choices, DateInput

Offered = Sequence[tuple[str, str]]


class ProposeBriefForm(forms.Form):
    """Who is asked what, until when, and what of the case they are given."""

    who = forms.ChoiceField(label=_("Outside adviser"))
    until = forms.DateField(
        label=_("Last day on which they read it"), widget=DateInput, help_text=_("Within the next ninety days.")
    )
    concerns = forms.CharField(
        label=_("Whom it concerns"), max_length=2_000, widget=Area(2),
        help_text=_("They see this and nothing else until they have said that they have no interest in any of them."),
    )  # fmt: skip
    question = forms.CharField(label=_("Question to them"), max_length=LONGEST, widget=Area(4))
    text = forms.CharField(
        label=_("What they need to know"), max_length=LONGEST, widget=Area(6), required=False,
        help_text=_("In words of your own: leave out what could show to them who reported."),
    )  # fmt: skip
    chosen = forms.MultipleChoiceField(
        label=_("Words of the case as they stand"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Without the names of those who wrote them. Of the report all answers go."),
    )  # fmt: skip
    papers = forms.MultipleChoiceField(
        label=_("Files"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Without their metadata, where they were examined."),
    )  # fmt: skip
    raw = forms.BooleanField(
        label=_("Those marked “not examined” go as they came, with whatever they tell of where they come from"),
        required=False,
    )  # fmt: skip

    def __init__(self, people: Offered, words: Offered, files: Offered, data: Any = None) -> None:
        super().__init__(data)
        for name, offered in (("who", people), ("chosen", words), ("papers", files)):
            self.fields[name].choices = offered  # type: ignore[attr-defined]  # a choice field
        if not files:
            del self.fields["papers"], self.fields["raw"]


class BriefForm(forms.Form):
    """One of the briefs listed."""

    mark = forms.CharField(max_length=16, min_length=16, widget=forms.HiddenInput)


class EndBriefForm(BriefForm):
    """Why it is refused or closed."""

    reason = forms.CharField(label=_("Why"), max_length=4_000, widget=Area(2))


class ReplyForm(BriefForm):
    """Words to the adviser."""

    text = forms.CharField(label=_("Your answer to the adviser"), max_length=LONGEST, widget=Area(3))


class DeclareForm(forms.Form):
    """The adviser's declaration."""

    clear = forms.ChoiceField(
        label=_("Your interests"), widget=Choices,
        choices=[
            ("yes", _("I have no personal or business interest in anybody named here")),
            ("no", _("I have one: the brief is closed, and I read nothing of it")),
        ],
    )  # fmt: skip
    text = forms.CharField(
        label=_("Remark"), max_length=4_000, widget=Area(2), required=False,
        help_text=_("Needed where you have an interest: which. The members of the case read it."),
    )  # fmt: skip


class AdviseForm(forms.Form):
    """What the adviser says."""

    about = forms.ChoiceField(
        label=_("What it is"), widget=Choices,
        choices=[("opinion", _("My opinion")), ("question", _("A question back"))],
    )  # fmt: skip
    text = forms.CharField(label=_("Your words"), max_length=LONGEST, widget=Area(10))
