"""What of the log to show."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.apps.accounts.queries import everybody
from duecare.apps.audit.actions import acts
from duecare.apps.audit.queries import Filter
from duecare.apps.audit.rules.reading import ACCOUNT_KINDS
from duecare.entrypoints.staff.act_words import ACT_WORDS
from duecare.entrypoints.staff.templatetags.duecare import local_date
from duecare.kernel.actor import SYSTEM, Actor, Role

from . import DateInput, LongSelect


class LogFilter(forms.Form):
    """Every field optional; days are whole days in the reader's time zone, both included."""

    act = forms.ChoiceField(label=_("What was done"), required=False, widget=LongSelect())
    person = forms.ChoiceField(label=_("By whom"), required=False, widget=LongSelect())
    since = forms.DateField(label=_("From"), required=False, widget=DateInput())
    until = forms.DateField(label=_("Until"), required=False, widget=DateInput())
    about = forms.UUIDField(required=False, widget=forms.HiddenInput())
    customer = forms.UUIDField(required=False, widget=forms.HiddenInput())
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = sorted(acts())
        self.fields["act"].choices = [("", _("Anything")), *((code, words(code)) for code in codes)]  # type: ignore[attr-defined]  # a ChoiceField
        persons = [(str(key), name) for key, name in everybody()]
        self.fields["person"].choices = [("", _("Anybody")), *persons, (str(SYSTEM.id), SYSTEM.name)]  # type: ignore[attr-defined]  # a ChoiceField

    def clean(self) -> dict[str, Any]:
        """The range must not be turned round."""
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return data

    def in_words(self) -> tuple[tuple[str, str], ...]:
        """What was chosen, as labels and words for a person to check. Only for a valid form."""
        data = self.cleaned_data
        said = {name: str(dict(self.fields[name].choices)[data[name]]) for name in ("act", "person") if data[name]}  # type: ignore[attr-defined]  # ChoiceFields
        said |= {name: local_date(data[name]) for name in ("since", "until") if data[name]}
        rows = [(str(self.fields[name].label), text) for name, text in said.items()]
        if data["about"]:
            rows.append((gettext("About"), gettext("only the one thing whose entries you looked at")))
        if data["customer"]:
            rows.append((gettext("Customer"), gettext("only the one customer whose entries you looked at")))
        return tuple(rows)

    def wanted(self, actor: Actor) -> Filter:
        """The filter, narrowed to what this person may read. Only for a valid form."""
        data = self.cleaned_data
        until = data["until"] and data["until"] + timedelta(days=1)
        return Filter(
            act=data["act"] or None,
            actor_id=UUID(data["person"]) if data["person"] else None,
            about_id=data["about"],
            customer_id=data["customer"],
            since=_midnight(data["since"]),
            until=_midnight(until),
            before_seq=data["before"],
            kinds=readable_kinds(actor),
        )


def readable_kinds(actor: Actor) -> frozenset[str] | None:
    """An administrator reads of people and sign-in; the history of a file is a way to read the file."""
    return None if actor.has(Role.AUDITOR, Role.COMPLIANCE_OFFICER) else ACCOUNT_KINDS


def words(code: str) -> str:
    """An act's code in words: "role: confirm"."""
    return str(ACT_WORDS.get(code, code))


def _midnight(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None
