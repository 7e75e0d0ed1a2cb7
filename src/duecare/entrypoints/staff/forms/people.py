"""Forms about people, roles and one's own account."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from duecare.apps.accounts.rules.separation import exclusions
from duecare.entrypoints.staff.vocabulary import word
from duecare.kernel.actor import Role

from . import Area


def _languages() -> list[tuple[str, str]]:
    return [(code, str(get_language_info(code)["name_local"])) for code, _name in settings.LANGUAGES]


def _zones() -> list[tuple[str, str]]:
    return [(zone, zone.replace("_", " ")) for zone in sorted(available_timezones())]


class Invite(forms.Form):
    """Somebody who is to join."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    email = forms.EmailField(label=_("Mail address"), help_text=_("The one-time link is meant for this address only."))
    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(label=_("Time zone"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = _languages()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["time_zone"].choices = _zones()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["time_zone"].initial = settings.TIME_ZONE


class Profile(forms.Form):
    """How one is shown and spoken to."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    language = forms.ChoiceField(label=_("Language"))
    time_zone = forms.ChoiceField(label=_("Time zone"), help_text=_("Dates and times are shown in it."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = _languages()  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["time_zone"].choices = _zones()  # type: ignore[attr-defined]  # a ChoiceField


class Join(forms.Form):
    """The password of somebody who was invited."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 12 characters; a short sentence is best. A second factor follows."),
    )


class ProposeRole(forms.Form):
    """A role that may still go to this person."""

    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_("In force once a third person has confirmed it. Roles that exclude each other are left out."),
    )

    def __init__(self, held: frozenset[Role], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fitting = [role for role in Role if role not in held and not exclusions({*held, role})]
        self.fields["role"].choices = [(role.value, word(role.value)) for role in fitting]  # type: ignore[attr-defined]  # a ChoiceField


class Reason(forms.Form):
    """Why; kept in the record."""

    reason = forms.CharField(label=_("Reason"), max_length=500, widget=Area(2))
