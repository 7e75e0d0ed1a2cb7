"""Form for importing an edition."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from duecare.adapters.files import IMPORT_LIMIT


class ImportForm(forms.Form):
    """One file of a publisher."""

    file = forms.FileField(
        label=_("The publisher's original file"),
        help_text=_("As downloaded, not renamed or cleaned: XLSX, CSV or CSV.GZ, at most 100 MB, 1 GB unpacked."),
    )

    def clean_file(self) -> UploadedFile[bytes]:
        """Refuse by size before reading anything."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > IMPORT_LIMIT:
            raise forms.ValidationError(_("This file is larger than 100 MB. Nothing was imported."))
        return file
