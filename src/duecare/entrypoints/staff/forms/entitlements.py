"""Forms of entitlements: what is permitted, the second person's answer, a change for the daily run."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.entitlements.rules.changing import CODES
from duecare.apps.entitlements.rules.scope import Scope
from duecare.entrypoints.staff.vocabulary import word

from . import Area, Choices, DateInput, LongSelect
from .opportunities import places


class LongChoices(LongSelect, forms.SelectMultiple):
    """As `LongSelect`, for several at once."""


class ScopeForm(forms.Form):
    """What the product may do, how often, where, and from when until when."""

    functions = forms.CharField(
        label=_("Functions"), widget=Area(4), help_text=_("One a line, as the product knows it.")
    )
    numbers = forms.IntegerField(label=_("Numbers"), min_value=1, help_text=_("Seats, or whatever the product counts."))
    places = forms.MultipleChoiceField(label=_("Places"), widget=LongChoices(attrs={"size": 6}))
    starts_on = forms.DateField(label=_("From"), widget=DateInput())
    ends_on = forms.DateField(
        label=_("Until"), widget=DateInput(), help_text=_("The last day on which it works; two years at most.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].choices = places(empty=False)  # type: ignore[attr-defined]  # a choice field

    def scope(self) -> Scope:
        """What was filled in, for the action; only of a valid form."""
        told = self.cleaned_data
        return Scope(
            tuple(told["functions"].splitlines()), told["numbers"], tuple(told["places"]), told["starts_on"],
            told["ends_on"],
        )  # fmt: skip


class AnswerForm(forms.Form):
    """The second person's answer."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=(("issue", _("Issue it")), ("refuse", _("Refuse it"))), widget=Choices
    )
    reason = forms.CharField(label=_("Why it is refused"), widget=Area(2), required=False)


class ChangeForm(forms.Form):
    """A change and its code. There is room for nothing else."""

    code = forms.ChoiceField(label=_("Code"), widget=Choices)

    def __init__(self, change: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = [(code, word(code)) for code in CODES[change]]  # type: ignore[attr-defined]  # a choice field


class ChangeAnswerForm(forms.Form):
    """What becomes of a change that waits."""

    answer = forms.ChoiceField(label=_("Answer"), widget=Choices)

    def __init__(self, may_agree: bool, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agree = [("agree", _("Agree: it is carried out on the next run"))] if may_agree else []
        self.fields["answer"].choices = [*agree, ("take_back", _("Take it off the run"))]  # type: ignore[attr-defined]  # a choice field
