"""Forms about who a reporter is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import Area, Choices, DateInput
from .sealed import language_name

LONGEST = 1_000


class AskNameForm(forms.Form):
    """A request to a custodian."""

    custodian = forms.ChoiceField(label=_("Custodian"))
    reason = forms.CharField(
        label=_("Why it has to be read"), max_length=LONGEST, widget=Area(3),
        help_text=_("The custodian decides by this alone. They see neither the report nor this page."),
    )  # fmt: skip
    told = forms.CharField(
        label=_("What the reporter is told"), max_length=LONGEST, widget=Area(3),
        help_text=_("They read it in their mailbox the moment it is read: why, and what is done with it."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language it is written in"))
    until = forms.DateField(
        label=_("Tell them only on"), required=False, widget=DateInput,
        help_text=_("Leave it empty. Only where telling them now would jeopardise the investigation (article 16(3))."),
    )  # fmt: skip
    withheld = forms.CharField(
        label=_("Why it would jeopardise it"), max_length=LONGEST, required=False, widget=Area(2),
        help_text=_("The custodian has to agree to that as well."),
    )  # fmt: skip

    def __init__(self, custodians: list[tuple[str, str]], language: str, data: Any = None) -> None:
        super().__init__(data, initial={"language": language})
        self.fields["custodian"].choices = custodians  # type: ignore[attr-defined]  # a choice field
        codes = dict.fromkeys((language, get_language() or "en", "en"))
        self.fields["language"].choices = [(one, language_name(one)) for one in codes]  # type: ignore[attr-defined]  # a choice field


class DecideForm(forms.Form):
    """A custodian's answer."""

    answer = forms.ChoiceField(
        label=_("Your answer"), widget=Choices,
        choices=[("yes", _("It may be read, once")), ("no", _("It stays unread"))],
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Why"), max_length=LONGEST, widget=Area(2),
        help_text=_("Refuse where you have an interest in it yourself, or where it can be done without the name."),
    )  # fmt: skip
