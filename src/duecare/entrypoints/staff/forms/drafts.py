"""Forms for writing a methodology, simulating it and releasing it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from duecare.adapters.yaml_text import LIMIT
from duecare.apps.risk import queries
from duecare.apps.risk.queries import SimulationRow
from duecare.apps.risk.queries.drafting import Figure
from duecare.entrypoints.staff.templatetags.duecare import level_word

from . import Area, Choices


def _released() -> list[tuple[str, str]]:
    return [(name, f"{name}: {one.title}") for name, one in queries.methods().items()]


_FILE = _("At most 256 KB. Its text takes the place of what stands above.")


class WithFile(forms.Form):
    """A form that also takes a YAML file in its field `file`."""

    def clean_file(self) -> UploadedFile[bytes] | None:
        """Refuse by size before reading anything."""
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > LIMIT:
            raise forms.ValidationError(_("This file is larger than 256 KB. Nothing was saved."))
        return file


class BeginForm(WithFile):
    """From which released methodology, or with a text of one's own."""

    base = forms.ChoiceField(
        label=_("Begin from"), choices=_released, widget=Choices,
        help_text=_("The draft starts as a copy under the next version."),
    )  # fmt: skip
    file = forms.FileField(label=_("Or a YAML file"), required=False, help_text=_FILE)


class TextForm(WithFile):
    """The whole text."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("Methodology, as YAML"),
        widget=forms.Textarea(attrs={"rows": 30, "spellcheck": "false", "class": "code", "dir": "ltr"}),
        strip=False,
        max_length=LIMIT,
    )
    file = forms.FileField(label=_("Or a YAML file"), required=False, help_text=_FILE)
    note = forms.CharField(
        label=_("What changes, and why"), widget=Area(3), required=False, max_length=2000,
        help_text=_("Stands beside this version."),
    )  # fmt: skip


class FiguresForm(forms.Form):
    """Weights, bands and thresholds as fields; everything else of the text stays as it is."""

    def __init__(self, figures: tuple[Figure, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups: dict[str, list[str]] = {}
        for at, figure in enumerate(figures):
            name = f"figure_{at}"
            self.fields[name] = forms.FloatField(
                label=figure.title if figure.group == "weights" else level_word(figure.title),
                initial=figure.value,
                min_value=0,
                max_value=figure.most,
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )
            self.groups.setdefault(figure.group, []).append(name)
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields["note"] = forms.CharField(
            label=_("What changes, and why"), widget=Area(3), required=False, max_length=2000
        )
        self._paths = {f"figure_{at}": figure.path for at, figure in enumerate(figures)}

    def changed(self) -> dict[str, float]:
        """Path in the document → new figure, of those that were changed."""
        return {
            path: self.cleaned_data[name]
            for name, path in self._paths.items()
            if self.cleaned_data[name] != self.fields[name].initial
        }


class SimulateForm(forms.Form):
    """Beside which released methodology, and how far back."""

    against = forms.ChoiceField(label=_("Beside"), choices=_released, widget=Choices)
    years = forms.IntegerField(
        label=_("Years back"), min_value=0, max_value=20, initial=5,
        help_text=_("The last day of each of these years, and today."),
    )  # fmt: skip


class DiscardForm(forms.Form):
    """Why a draft is given up."""

    reason = forms.CharField(label=_("Reason"), widget=Area(3), max_length=2000)


class CommitForm(forms.Form):
    """Which simulation, and why the method should change."""

    simulation = forms.ChoiceField(
        label=_("Simulation that is attached"), widget=Choices,
        help_text=_("Only simulations of exactly the last text can be attached."),
    )  # fmt: skip
    reasons = forms.CharField(
        label=_("Why the method should change"), widget=Area(4), max_length=4000,
        help_text=_("From principle, not from a list of cases. It stays in the record."),
    )  # fmt: skip

    def __init__(self, usable: list[tuple[SimulationRow, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["simulation"].choices = [(str(row.id), text) for row, text in usable]  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django


class AnswerForm(forms.Form):
    """The second person's answer about exactly the text that was seen."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput)
    answer = forms.ChoiceField(
        label=_("Answer"),
        choices=(
            ("commit", _("Commit: from then on this text never changes")),
            ("return", _("Return it to its draft")),
        ),
        widget=Choices,
    )
    reasons = forms.CharField(label=_("Your reasons"), widget=Area(4), max_length=4000)
