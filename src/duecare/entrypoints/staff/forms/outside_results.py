"""Forms for results of other screening."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.screening.rules.outside import RESULTS_LIMIT
from duecare.apps.screening.rules.sampling import FINDINGS
from duecare.entrypoints.staff.screening_words import HOLDS

from . import Area, Choices


class ResultsForm(forms.Form):
    """One file of results."""

    file = forms.FileField(
        label=_("The file of results"),
        help_text=_(
            "CSV, TSV, JSON or JSON lines in UTF-8, at most 5 MB. Columns: party, list, listed_id, listed_name, "
            "verdict, date, vendor, reason. You see what can be used before anything is imported."
        ),
    )

    def clean_file(self) -> Any:
        """Refuse by size before reading anything."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > RESULTS_LIMIT:
            raise forms.ValidationError(_("This file is larger than 5 MB. Nothing was imported."))
        return file


class DrawResultsForm(forms.Form):
    """How many clearances are drawn, and by which seed."""

    seed = forms.CharField(
        label=_("Seed"), max_length=80,
        help_text=_("Any words. Whoever knows them can draw the same sample again and see that nobody chose."),
    )  # fmt: skip
    size = forms.IntegerField(label=_("How many clearances"), min_value=1, max_value=1000, initial=20)


class LookForm(forms.Form):
    """Whether an imported result holds. `seen` names what the page showed of the hit."""

    finding = forms.ChoiceField(
        label=_("Does it hold?"), widget=Choices, choices=[(one, HOLDS[one]) for one in FINDINGS]
    )
    note = forms.CharField(
        label=_("Your reasons"), widget=Area(3), max_length=2000,
        help_text=_("What you compared and where you looked. It stays in the record."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
