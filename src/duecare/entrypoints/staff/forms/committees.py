"""Forms of committees, seats, conflicts and meetings."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from . import Area, Choices, DateInput


class FoundForm(forms.Form):
    """A new committee."""

    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=(("human_rights", _("Human-rights committee")), ("board", _("Board: decides what is escalated"))),
        widget=Choices,
        initial="human_rights",
    )


class SeatForm(forms.Form):
    """A seat for somebody who holds the role of committee member."""

    person_id = forms.ChoiceField(label=_("Person"))
    title = forms.CharField(
        label=_("Function"), max_length=120, required=False, help_text=_("As it stands beside the vote.")
    )
    start = forms.DateField(label=_("From"), widget=DateInput())
    chair = forms.BooleanField(label=_("Chair: the casting vote on a tie"), required=False)
    independent = forms.BooleanField(
        label=_("Independent"), required=False, help_text=_("Holds no other role in the company.")
    )
    votes = forms.BooleanField(label=_("Votes"), required=False, initial=True)

    def __init__(self, people: tuple[tuple[UUID, str], ...], data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # request.POST or None
        self.fields["person_id"] = forms.TypedChoiceField(
            label=_("Person"), choices=[(str(key), name) for key, name in people], coerce=UUID
        )


class EndForm(forms.Form):
    """End a seat or a declaration."""

    day = forms.DateField(label=_("From this day on"), widget=DateInput())
    reason = forms.CharField(label=_("Reason"), widget=Area())


class ConflictForm(forms.Form):
    """One's own standing conflict."""

    kind = forms.ChoiceField(
        label=_("With"),
        choices=(("country", _("A country")), ("customer", _("A customer")), ("company", _("A company"))),
        widget=Choices,
        initial="country",
    )
    ref = forms.CharField(
        label=_("Code or id"),
        max_length=40,
        help_text=_("A country's three letters, e.g. THA, or the id at the end of the customer's address."),
    )
    label = forms.CharField(label=_("Name"), max_length=200)
    reason = forms.CharField(label=_("What the interest is"), widget=Area())
    start = forms.DateField(label=_("Since"), widget=DateInput())
    until = forms.DateField(label=_("Until"), widget=DateInput(), required=False)


class MeetingForm(forms.Form):
    """A meeting to come."""

    held_on = forms.DateField(label=_("Day"), widget=DateInput())
    place = forms.CharField(label=_("Place or link"), max_length=200, required=False)


class AgendaForm(forms.Form):
    """A point of the agenda: a decision that waits, or a title of its own."""

    decision_id = forms.ChoiceField(label=_("Decision"), required=False)
    title = forms.CharField(
        label=_("Title"), max_length=300, required=False, help_text=_("For a point without a decision.")
    )

    def __init__(self, waiting: tuple[tuple[UUID, str], ...], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # request.POST or None
        choices = [("", _("none")), *((str(key), title) for key, title in waiting)]
        self.fields["decision_id"] = forms.TypedChoiceField(
            label=_("Decision"), choices=choices, coerce=UUID, empty_value=None, required=False
        )


class MinutesForm(forms.Form):
    """The minutes, drafted from the record."""

    text = forms.CharField(
        label=_("Minutes"), widget=Area(24), help_text=_("Drafted from the record. Read, mend, adopt: once, for good.")
    )
