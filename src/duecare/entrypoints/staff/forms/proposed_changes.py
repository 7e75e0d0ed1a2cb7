"""Forms of proposed changes."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.monitoring.queries import people_who_own
from duecare.apps.monitoring.rules.changes import AGAINST, TEXT, TITLE, Wanted
from duecare.entrypoints.staff.vocabulary import word

from . import Area, Choices, DateInput


class ProposeChangeForm(forms.Form):
    """What should be otherwise, who sees to it, and by when."""

    against = forms.ChoiceField(label=_("What should change"), widget=Choices)
    title = forms.CharField(label=_("Title"), max_length=TITLE)
    text = forms.CharField(
        label=_("What should be otherwise, and why"), max_length=TEXT, widget=Area(6),
        help_text=_("Everybody who reads files reads it: name no report, no person and no customer."),
    )  # fmt: skip
    owner_id = forms.TypedChoiceField(label=_("Who sees to it"), coerce=UUID)
    due_on = forms.DateField(label=_("By when"), widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["against"].choices = [(code, word(code)) for code in AGAINST]  # type: ignore[attr-defined]  # a choice field
        self.fields["owner_id"].choices = [("", "—"), *people_who_own()]  # type: ignore[attr-defined]  # a choice field

    def told(self) -> Wanted:
        """What was filled in, for the action; only of a valid form."""
        data = self.cleaned_data
        return Wanted(data["against"], data["title"], data["text"], data["due_on"])


class SettleChangeForm(forms.Form):
    """What became of it."""

    answer = forms.ChoiceField(label=_("What became of it"), widget=Choices)
    note = forms.CharField(label=_("Where it was made, or why it is not"), widget=Area(3))

    def __init__(self, taken_up: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        made = [("done", _("It was made"))] if taken_up else []
        self.fields["answer"].choices = [*made, ("decline", _("It is not made"))]  # type: ignore[attr-defined]  # a choice field
