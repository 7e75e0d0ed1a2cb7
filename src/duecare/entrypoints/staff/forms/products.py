"""Forms of products."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from . import Area, Choices

YES_NO = (("yes", _("Yes")), ("no", _("No")))


class ProductForm(forms.Form):
    """A product and its code."""

    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("Letters, digits, dots, hyphens. It stays."))
    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(label=_("What it does"), widget=Area(3), required=False)


class AssessmentForm(forms.Form):
    """What a product can do. Nothing is preset: each answer is given."""

    intrusive = forms.ChoiceField(
        label=_("Can it reach private communications, data or places?"), choices=YES_NO, widget=Choices
    )
    covert = forms.ChoiceField(
        label=_("Can it be used without the person's knowledge?"), choices=YES_NO, widget=Choices
    )
    mass = forms.ChoiceField(
        label=_("Does it reach many people at once rather than a named target?"), choices=YES_NO, widget=Choices
    )
    auditable = forms.ChoiceField(
        label=_("Does it keep a log that cannot be altered unnoticed?"),
        choices=(("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No"))),
        widget=Choices,
    )
    export_category = forms.CharField(
        label=_("Dual-use category"),
        max_length=40,
        help_text=_("As in the list, or “none”. Counsel decides in each deal."),
    )
    reason = forms.CharField(label=_("On what it rests"), widget=Area(3))
