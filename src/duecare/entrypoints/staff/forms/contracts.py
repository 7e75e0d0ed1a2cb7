"""Forms of contracts: signed, amended, ended; a deployment put under another."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from . import Area, DateInput

UNTIL = _("Until, if there is an end")


class ContractForm(forms.Form):
    """A contract as it was signed."""

    number = forms.CharField(label=_("Number of the contract"), max_length=40)
    title = forms.CharField(label=_("What it is about"), max_length=160)
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    starts_on = forms.DateField(label=_("Runs from"), widget=DateInput())
    ends_on = forms.DateField(label=UNTIL, widget=DateInput(), required=False)


class AmendmentForm(forms.Form):
    """What was changed."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput())
    signed_on = forms.DateField(label=_("Signed on"), widget=DateInput())
    what = forms.CharField(label=_("What was changed"), widget=Area())
    ends_on = forms.DateField(label=UNTIL, widget=DateInput(), required=False)


class ContractEndForm(forms.Form):
    """When it ended, and why."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput())
    ended_on = forms.DateField(label=_("Nothing under it is used since"), widget=DateInput())
    reason = forms.CharField(label=_("Why it ended"), widget=Area())


class TakeOnForm(forms.Form):
    """The contract under which a deployment stands from now on."""

    contract_id = forms.ChoiceField(label=_("Contract"))
    reason = forms.CharField(label=_("Why"), widget=Area(2))

    def __init__(self, contracts: tuple[tuple[UUID, str], ...], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # request.POST or None
        self.fields["contract_id"] = forms.TypedChoiceField(
            label=_("Contract"), choices=[(str(key), name) for key, name in contracts], coerce=UUID
        )
