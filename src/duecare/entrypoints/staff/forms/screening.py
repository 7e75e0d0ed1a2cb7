"""Forms of denied-party screening."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.adapters.files import IMPORT_LIMIT
from duecare.apps.screening.queries.beside import LONGEST
from duecare.apps.screening.rules.dispositions import VERDICTS
from duecare.apps.screening.rules.entries import SCHEMAS
from duecare.apps.screening.rules.sampling import FINDINGS
from duecare.entrypoints.staff.screening_words import FINDING_CHOICES, SCHEMA_WORDS, VERDICT_CHOICES

from . import Area, Choices
from .opportunities import places


class JudgeForm(forms.Form):
    """What a hit is, and why. `seen` names what the page showed."""

    verdict = forms.ChoiceField(
        label=_("Is this the same party?"), widget=Choices, choices=[(one, VERDICT_CHOICES[one]) for one in VERDICTS]
    )
    reason = forms.CharField(
        label=_("Your reasons"), widget=Area(4), max_length=4000,
        help_text=_("What you compared, where you looked, what would change your mind. It stays in the record."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput)


class SecondForm(forms.Form):
    """The second person's answer to a clearance."""

    answer = forms.ChoiceField(
        label=_("Is it another party?"), widget=Choices,
        choices=(("confirm", _("I agree: it is another party")), ("return", _("I do not agree: judge it again"))),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Your reasons"), widget=Area(3), max_length=4000, required=False,
        help_text=_("Needed when you do not agree."),
    )  # fmt: skip
    seen = forms.CharField(widget=forms.HiddenInput)


class ReferenceForm(forms.Form):
    """Where a report to an authority is kept."""

    reference = forms.CharField(
        label=_("Reference"), max_length=400, help_text=_("The number of the report, or where it is kept.")
    )


class AssignForm(forms.Form):
    """Who judges these hits."""

    person = forms.ChoiceField(label=_("Who judges them"), required=False)

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = [("", _("nobody in particular")), *people]
        self.fields["person"].choices = chosen  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django


class SeveralFiles(forms.ClearableFileInput):
    """A choice of several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each within the limit."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Refuse by size before reading anything."""
        given = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given]
        if any((one.size or 0) > IMPORT_LIMIT for one in found):
            raise forms.ValidationError(_("A file is larger than 100 MB. Nothing was imported."))
        return found


class WithdrawalForm(forms.Form):
    """The second person's answer to the withdrawal of a list."""

    answer = forms.ChoiceField(
        label=_("Was this list imported by mistake?"), widget=Choices,
        choices=(("withdraw", _("I agree: withdraw it")), ("keep", _("I do not agree: it stays in force"))),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Your reasons"), widget=Area(3), max_length=4000, required=False,
        help_text=_("Needed when you do not agree."),
    )  # fmt: skip


class UploadForm(forms.Form):
    """The files of one publication."""

    files = FilesField(  # type: ignore[assignment]  # a declared field, taken off the class by Django
        label=_("The publisher's original files"),
        help_text=_(
            "As downloaded, not renamed or cleaned: CSV, XML, XLSX or JSON lines, plain or .gz, each at most 100 MB. "
            "Choose the three or four files of an OFAC CSV set together; any other list by itself."
        ),
    )


class AgainForm(forms.Form):
    """Why everybody is screened again."""

    why = forms.CharField(label=_("Why"), max_length=200, help_text=_("It is kept in the record."))


def _schemas() -> list[tuple[str, Any]]:
    return [("", _("left open")), *((one, SCHEMA_WORDS[one]) for one in SCHEMAS)]


class TwoNamesForm(forms.Form):
    """Two names and what they are of."""

    left = forms.CharField(label=_("One name"), max_length=LONGEST)
    right = forms.CharField(label=_("The other name"), max_length=LONGEST)
    schema = forms.ChoiceField(label=_("What they are names of"), choices=_schemas, required=False)


class OneNameForm(forms.Form):
    """A name and what else is known, to be searched on the lists in force."""

    name = forms.CharField(label=_("Name"), max_length=LONGEST)
    schema = forms.ChoiceField(label=_("What it is a name of"), choices=_schemas, required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)
    birth = forms.RegexField(
        label=_("Date of birth"), regex=r"^\d{4}(-\d{2}(-\d{2})?)?$", required=False, max_length=10,
        help_text=_("1960, 1960-05 or 1960-05-12."),
    )  # fmt: skip
    number = forms.CharField(
        label=_("A number"), max_length=80, required=False, help_text=_("Of a passport, a register or a ship.")
    )
    near = forms.BooleanField(label=_("Also show what came close without being a hit"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = places()  # type: ignore[attr-defined]  # a ChoiceField, typed as Field by Django


class DrawForm(forms.Form):
    """How much is drawn, and by which seed."""

    seed = forms.CharField(
        label=_("Seed"), max_length=80,
        help_text=_("Any words. Whoever knows them can draw the same sample again and see that nobody chose."),
    )  # fmt: skip
    size = forms.IntegerField(
        label=_("How many of each kind"), min_value=1, max_value=1000, initial=20,
        help_text=_("Hits judged not the same party, and parties without a hit."),
    )  # fmt: skip


class FindingForm(forms.Form):
    """What a second look came to."""

    finding = forms.ChoiceField(
        label=_("Second look"), widget=Choices, choices=[(one, FINDING_CHOICES[one]) for one in FINDINGS]
    )
    note = forms.CharField(
        label=_("Note"), widget=Area(3), max_length=2000, required=False, help_text=_("Needed when you disagree.")
    )
