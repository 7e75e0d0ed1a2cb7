"""Forms of public reports: what was published, how credible it is, the second person's word."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.monitoring.rules.reports import CREDIBILITIES, Reported
from duecare.apps.parties.queries import customers_called
from duecare.entrypoints.staff.vocabulary import word

from . import Area, Choices, DateInput
from .entitlements import LongChoices
from .opportunities import named_products, places


class ReportForm(forms.Form):
    """A public report, whom and what it names."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput(), required=False)
    publisher = forms.CharField(label=_("Publisher"), max_length=200)
    title = forms.CharField(label=_("Title"), max_length=300)
    day = forms.DateField(label=_("Published on"), widget=DateInput())
    link = forms.CharField(
        label=_("Where it was read"), max_length=1000, required=False, help_text=_("Kept as text; nothing is fetched.")
    )
    says = forms.CharField(label=_("What it says happened"), widget=Area(5))
    countries = forms.MultipleChoiceField(
        label=_("Countries it names"), required=False, widget=LongChoices(attrs={"size": 5})
    )
    customer_ids = forms.CharField(
        label=_("Customers it names"), widget=Area(2), required=False,
        help_text=_("Their references, such as C-2026-003, one a line."),
    )  # fmt: skip
    product_ids = forms.TypedMultipleChoiceField(
        label=_("Products it names"), coerce=UUID, required=False, widget=LongChoices(attrs={"size": 4})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["countries"].choices = places(empty=False)  # type: ignore[attr-defined]  # a choice field
        self.fields["product_ids"].choices = named_products()  # type: ignore[attr-defined]  # a choice field

    def clean_customer_ids(self) -> tuple[UUID, ...]:
        """Ids of the customers whose references were typed."""
        typed = [one.upper() for one in self.cleaned_data["customer_ids"].replace(",", " ").split()]
        known = customers_called(typed)
        if unknown := [one for one in typed if one not in known]:
            raise forms.ValidationError(_("There is no customer %(reference)s."), params={"reference": unknown[0]})
        return tuple(known[one] for one in typed)

    def told(self) -> Reported:
        """What was filled in, for the action; only of a valid form."""
        data = self.cleaned_data
        return Reported(
            data["publisher"], data["title"], data["day"], data["link"], data["says"], tuple(data["countries"]),
            data["customer_ids"], tuple(data["product_ids"]),
        )  # fmt: skip


class AssessForm(forms.Form):
    """How credible it is, and what is to be done."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput())
    credibility = forms.ChoiceField(
        label=_("How credible is what it says?"), widget=Choices,
        help_text=_("Of what it says, not of who says it. Unless doubtful, customers it names are looked at again."),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("What is to be done"), widget=Choices,
        choices=(
            ("acted_on", _("Act on it: it stands as a finding in the files of the customers it names")),
            ("no_action", _("No action")),
        ),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why"), widget=Area(3))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credibility"].choices = [(code, word(code)) for code in CREDIBILITIES]  # type: ignore[attr-defined]  # a choice field


class SecondForm(forms.Form):
    """The second person's word."""

    verdict = forms.ChoiceField(
        label=_("Answer"), widget=Choices,
        choices=(("confirm", _("Agree")), ("return", _("Return it to be assessed again"))),
    )  # fmt: skip
    answer = forms.CharField(label=_("Why it is returned"), widget=Area(3), required=False)


class CopyForm(forms.Form):
    """A copy of what was published."""

    file = forms.FileField(label=_("Copy"), help_text=_("A picture, a PDF or a saved page. At most 250 MB."))
