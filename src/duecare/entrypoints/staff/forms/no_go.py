"""Forms of the no-go register."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import Area, Choices
from .opportunities import ReasonForm, places


class EnterForm(forms.Form):
    """A country to which nothing is sold."""

    country = forms.ChoiceField(label=_("Country"))
    reason = forms.CharField(
        label=_("Reason"), widget=Area(3), help_text=_("Whoever is refused a sale because of it will read this.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", _("choose one")), *places(empty=False)]
        self.fields["country"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django


class LiftingForm(forms.Form):
    """Why an entry may be lifted."""

    reason = forms.CharField(
        label=_("What is different"), widget=Area(4),
        help_text=_("Since the entry was made, and how it is known. A member of the committee answers."),
    )  # fmt: skip


class AnswerForm(ReasonForm):
    """The second person's answer."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=(("lift", _("Lift it")), ("keep", _("Keep it: nothing changes"))), widget=Choices
    )
    field_order = ("answer", "reason")
