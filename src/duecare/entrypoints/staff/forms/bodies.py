"""Forms of bodies: correcting them, their profile, owners, officials and screenings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.parties.queries import BodyRow
from duecare.apps.parties.rules.profile import CHOICES, RECORDABLE_GAPS
from duecare.apps.parties.rules.vocabulary import STATUSES
from duecare.entrypoints.staff.vocabulary import WORDS, word

from . import Area, Choices, DateInput
from .opportunities import ReasonForm, kinds, places

GAPS = {
    "gap:asked_no_answer": _("asked, no answer"),
    "gap:refused": _("answer refused"),
    "gap:not_applicable": _("not applicable"),
}


class BodyForm(forms.Form):
    """A body as it is written. A change makes earlier screenings worth nothing, and the form says so."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    native_name = forms.CharField(label=_("Name in its own language and script"), max_length=200, required=False)
    aliases = forms.CharField(label=_("Other names, one a line"), widget=Area(3), required=False)
    kind = forms.ChoiceField(label=_("Kind"))
    country = forms.ChoiceField(label=_("Recognised state"))
    registration = forms.CharField(label=_("Number in a register"), max_length=80, required=False)
    birth = forms.CharField(
        label=_("Date of birth, of a person"), max_length=10, required=False,
        help_text=_("As far as it is known: 1960, 1960-05 or 1960-05-12."),
    )  # fmt: skip
    effective_authority = forms.ChoiceField(label=_("Who holds authority there, if another state"), required=False)
    place_of_use = forms.ChoiceField(label=_("Where it works, if elsewhere"), required=False)
    legal_basis = forms.CharField(label=_("Legal basis there"), widget=Area(2), required=False)
    seen_version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in ("country", "effective_authority", "place_of_use"):
            self.fields[field].choices = places()  # type: ignore[attr-defined]  # ChoiceFields, typed as Field by Django
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]  # as above


def body_initial(body: BodyRow) -> dict[str, Any]:
    """What the form shows of a body."""
    fields = (
        "name",
        "native_name",
        "kind",
        "country",
        "registration",
        "birth",
        "effective_authority",
        "place_of_use",
        "legal_basis",
    )
    shown = {field: getattr(body, field) for field in fields}
    return {**shown, "aliases": "\n".join(body.aliases), "seen_version": body.version}


class ProfileForm(forms.Form):
    """One item of an agency's profile: an answer with its source, or why there is none."""

    answer = forms.ChoiceField(label=_("Answer"), widget=Choices)
    source = forms.CharField(label=_("Source: law, document or who said so"), widget=Area(2), required=False)
    reason = forms.CharField(
        label=_("Reason"), widget=Area(2), required=False, help_text=_("Needed for “not applicable”.")
    )

    def __init__(self, item: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        answers = [*CHOICES[item], *(f"gap:{gap}" for gap in RECORDABLE_GAPS)]
        words = [(code, GAPS.get(code) or word(code)) for code in answers]
        self.fields["answer"].choices = words  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django


class OwnerForm(forms.Form):
    """Who owns how much, from when."""

    name = forms.CharField(label=_("Owner's full name"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), initial="company")
    country = forms.ChoiceField(label=_("Country"))
    share = forms.DecimalField(
        label=_("Share in per cent"), min_value=Decimal(0), max_value=Decimal(100), decimal_places=3, required=False
    )
    control = forms.CharField(label=_("Control otherwise than by shares"), max_length=200, required=False)
    start = forms.DateField(label=_("From"), widget=DateInput())
    until = forms.DateField(label=_("Until (first day no longer)"), widget=DateInput(), required=False)
    source = forms.CharField(label=_("Source"), widget=Area(2), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds()  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django
        self.fields["country"].choices = places()  # type: ignore[attr-defined]  # as above


class OfficialForm(forms.Form):
    """Who speaks or signs for a body, from when."""

    name = forms.CharField(label=_("Official's full name"), max_length=200)
    native_name = forms.CharField(label=_("Name in its own language and script"), max_length=200, required=False)
    birth = forms.CharField(
        label=_("Date of birth"), max_length=10, required=False,
        help_text=_("As far as it is known: 1960, 1960-05 or 1960-05-12."),
    )  # fmt: skip
    country = forms.ChoiceField(label=_("Country"))
    function = forms.CharField(label=_("Function"), max_length=120)
    signs = forms.BooleanField(label=_("Signs contracts or end-user statements"), required=False)
    start = forms.DateField(label=_("From"), widget=DateInput())
    until = forms.DateField(label=_("Until (first day no longer)"), widget=DateInput(), required=False)
    source = forms.CharField(label=_("Source"), widget=Area(2), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = places()  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django


class OfficialEndForm(forms.Form):
    """From which day on somebody no longer speaks for a body."""

    until = forms.DateField(label=_("Until (first day no longer)"), widget=DateInput())


class ScreeningForm(forms.Form):
    """A comparison with lists, done by hand."""

    tool = forms.CharField(label=_("Tool or lists compared"), max_length=120)
    list_date = forms.DateField(label=_("Lists of which day"), widget=DateInput())
    result = forms.ChoiceField(
        label=_("Result"),
        choices=(("none", _("No hit")), ("possible", _("A hit, not judged")), ("confirmed", _("A listed party"))),
        widget=Choices,
    )
    evidence_sha256 = forms.CharField(label=_("SHA-256 of the evidence"), max_length=64, required=False)
    note = forms.CharField(label=_("What was found"), widget=Area(3), required=False)


class ConfirmForm(forms.Form):
    """The second person confirms what they saw."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)


class StatusForm(ReasonForm):
    """Where the relationship stands."""

    status = forms.ChoiceField(label=_("Status"), choices=[(code, WORDS[code]) for code in STATUSES], widget=Choices)
    field_order = ("status", "reason")
