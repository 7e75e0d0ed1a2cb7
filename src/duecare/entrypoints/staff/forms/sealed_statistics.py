"""What is counted of a sealed case."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.intake.rules.desk_statistics import Record
from duecare.apps.intake.rules.statistics import Outcome, Place, Wrong
from duecare.entrypoints.staff.sealed_words import COUNTED


class CountForm(forms.Form):
    """Three closed words, and nothing else."""

    wrong = forms.ChoiceField(label=_("What it is about"), choices=[(one.value, COUNTED[one.value]) for one in Wrong])
    place = forms.ChoiceField(
        label=_("Part of the world"), choices=[(one.value, COUNTED[one.value]) for one in Place],
        help_text=_("Never the country: it could show who reported."),
    )  # fmt: skip
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[(one.value, COUNTED[one.value]) for one in Outcome])

    def __init__(self, record: Record, data: Any = None) -> None:
        known = {"wrong": record.wrong, "place": record.place, "outcome": record.outcome} if record.wrong else {}
        super().__init__(data, initial=known)
