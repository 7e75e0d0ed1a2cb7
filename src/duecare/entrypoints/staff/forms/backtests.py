"""Form for testing how a method ranks documented cases."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from duecare.apps.risk import queries
from duecare.apps.risk.rules.backtest_lists import LIST_LIMIT

from . import Choices


def _methods() -> list[tuple[str, str]]:
    every = {**queries.methods(), **queries.earlier_methods()}
    return [(name, f"{name}: {method.says}") for name, method in every.items()]


class BacktestForm(forms.Form):
    """Two lists and a method."""

    cases = forms.FileField(
        label=_("Countries with documented misuse"),
        help_text=_("CSV with the columns iso3 and first_year, and confidence if you grade; at most 5 MB."),
    )
    spotless = forms.FileField(
        label=_("Customers without documented misuse"),
        required=False,
        help_text=_(
            "CSV with the column iso3, at most 5 MB. Without it, cases are compared with all other countries only."
        ),
    )
    method = forms.ChoiceField(label=_("Methodology"), widget=Choices, choices=_methods)
    vintage = forms.ChoiceField(
        label=_("Figures"),
        widget=Choices,
        initial="restated",
        choices=[
            ("restated", _("As held today, from the month in which their year first came out")),
            ("strict", _("Only editions that were out on the day")),
        ],
    )
    min_confidence = forms.FloatField(
        label=_("Least confidence"),
        required=False,
        min_value=0,
        max_value=1_000_000_000,
        help_text=_("Rows below this number are left out."),
    )

    def clean_cases(self) -> UploadedFile[bytes]:
        """Refuse by size before reading anything."""
        return self._small("cases")

    def clean_spotless(self) -> UploadedFile[bytes] | None:
        """Refuse by size before reading anything."""
        return self._small("spotless") if self.cleaned_data.get("spotless") else None

    def _small(self, field: str) -> UploadedFile[bytes]:
        file: UploadedFile[bytes] = self.cleaned_data[field]
        if (file.size or 0) > LIST_LIMIT:
            raise forms.ValidationError(_("This file is larger than 5 MB. Nothing was tested."))
        return file
