"""Forms of plans and measures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from duecare.apps.accounts.queries import people
from duecare.apps.governance.queries import committee_names
from duecare.apps.mitigation.queries import MeasureRow, catalogue
from duecare.apps.mitigation.rules.catalogue import Due, DueKind
from duecare.apps.mitigation.rules.states import OWNER_ROLES, VERIFIER_ROLES
from duecare.entrypoints.staff.vocabulary import WORDS, word
from duecare.kernel.actor import Role

from . import Area, Choices, DateInput

PROCEDURES = (
    ("meeting", _("In a meeting")),
    ("written", _("In writing, between meetings")),
    ("urgent", _("Urgently, by two persons, to be ratified")),
    ("single", _("By a compliance officer alone, where the matrix says so")),
)
DUES = (
    (DueKind.BEFORE_DELIVERY.value, _("Before delivery")),
    (DueKind.DAYS_AFTER_DECISION.value, _("Days after the decision")),
    (DueKind.RECURRING.value, _("Again and again, every so many months")),
)


def _roles(codes: tuple[str, ...]) -> list[tuple[str, str | Promise]]:
    return [(code, WORDS[code]) for code in codes]


class Submit(forms.Form):
    """How it is to be decided."""

    procedure = forms.ChoiceField(label=_("How it is decided"), choices=PROCEDURES, widget=Choices, initial="meeting")
    committee = forms.ChoiceField(label=_("Committee"), required=False)
    closes_on = forms.DateField(
        label=_("Closing day"),
        required=False,
        widget=DateInput(),
        help_text=_("Only in writing: the last day to vote."),
    )
    urgency = forms.CharField(
        label=_("Why it cannot wait"), required=False, widget=Area(2), help_text=_("Only for the urgent procedure.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = [("", _("The one that the matrix names")), *((str(made), name) for made, name in committee_names())]
        self.fields["committee"].choices = found  # type: ignore[attr-defined]  # a ChoiceField


class Waive(Submit):
    """Asking to be excused from a measure, decided like anything else."""

    reason = forms.CharField(label=_("Why it should be left undone"), widget=Area())
    field_order = ("reason", "procedure", "committee", "closes_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["urgency"]


class AddMeasure(forms.Form):
    """A measure of the catalogue, or one of one's own."""

    code = forms.ChoiceField(
        label=_("From the catalogue"), required=False, help_text=_("Or leave it open and describe your own.")
    )
    reason = forms.CharField(label=_("Why the plan needs it"), widget=Area(2))
    title = forms.CharField(label=_("Title"), max_length=160, required=False)
    what = forms.CharField(label=_("What is to be done"), widget=Area(), required=False)
    owner_role = forms.ChoiceField(label=_("Role that owns it"), choices=_roles(OWNER_ROLES), required=False)
    verifier_role = forms.ChoiceField(
        label=_("Role that verifies it"), choices=_roles(VERIFIER_ROLES), required=False, initial="auditor"
    )
    due_kind = forms.ChoiceField(label=_("Due"), choices=DUES, widget=Choices, initial=DUES[0][0], required=False)
    number = forms.IntegerField(label=_("Days or months"), min_value=1, max_value=1000, required=False)
    condition_precedent = forms.BooleanField(label=_("Delivery waits for it"), required=False, initial=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = [("", _("A measure of our own"))]
        known = [(code, f"{code} {one.title}") for code, one in sorted(catalogue().items())]
        self.fields["code"].choices = [*own, *known]  # type: ignore[attr-defined]  # a ChoiceField

    def due(self) -> Due:
        """The term as chosen."""
        kind = DueKind(self.cleaned_data["due_kind"] or DueKind.BEFORE_DELIVERY.value)
        number = self.cleaned_data["number"] or 0
        return Due(
            kind,
            days=number if kind is DueKind.DAYS_AFTER_DECISION else 0,
            months=number if kind is DueKind.RECURRING else 0,
        )


class Owner(forms.Form):
    """Who sees to it: people who hold the measure's role."""

    person = forms.ChoiceField(label=_("Owner"))

    def __init__(self, measure: MeasureRow, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        found = people(Role(measure.owner_role))
        self.fields["person"].choices = [(str(row.id), row.name) for row in found]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["person"].help_text = _("Holders of the role %(role)s.") % {"role": word(measure.owner_role)}


class OwnerOfMany(forms.Form):
    """Who sees to several measures: people who hold the role of at least one of them."""

    person = forms.ChoiceField(label=_("Owner"))

    def __init__(self, measures: Sequence[MeasureRow], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = sorted({measure.owner_role for measure in measures})
        found = {row.id: row.name for role in roles for row in people(Role(role))}
        self.fields["person"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            ("", ""),
            *((str(key), name) for key, name in sorted(found.items(), key=lambda pair: pair[1])),
        ]
        said = ", ".join(word(role) for role in roles)
        self.fields["person"].help_text = _("Holders of the role %(role)s.") % {"role": said}


class DueOn(forms.Form):
    """A calendar day, or none so that the term counts."""

    due_on = forms.DateField(
        label=_("Due on"), required=False, widget=DateInput(), help_text=_("Empty: the term of the measure counts.")
    )


class Evidence(forms.Form):
    """What was done and how one can see it."""

    note = forms.CharField(label=_("What the evidence shows"), widget=Area())
    document = forms.FileField(label=_("Document"), required=False, help_text=_("At most 250 MB."))


class Judge(forms.Form):
    """Words of whoever looked at the evidence; the hidden id says which evidence that was."""

    remark = forms.CharField(label=_("What you saw"), widget=Area(), required=False)
    proof = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, needed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remark"].required = needed
        if needed:
            self.fields["remark"].label = _("What the evidence does not show")


class Reason(forms.Form):
    """Why; kept in the record."""

    reason = forms.CharField(label=_("Reason"), widget=Area(3))
