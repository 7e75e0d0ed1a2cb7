"""Forms of sealed pages. None keeps a draft in the browser: what is written here stays nowhere but in the case."""

from __future__ import annotations

from typing import Any

from babel import Locale, UnknownLocaleError
from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from duecare.apps.intake.rules.desk_case import Sheet
from duecare.apps.intake.rules.desk_files import Paper
from duecare.apps.intake.rules.desk_inbox import Inbox
from duecare.entrypoints.staff.sealed_words import ABOUTS, MINUTES, SAYING, SHOWS, STAGES, TRACKS

from . import Area, Choices, DateInput

LONGEST = 60_000
"""Letters of a text: four bytes each still fit into the largest object."""


class Unseen(forms.PasswordInput):
    """Hidden while typed; the browser is asked to neither keep nor check it."""

    def __init__(self) -> None:
        super().__init__(attrs={"autocomplete": "one-time-code", "spellcheck": "false", "autocapitalize": "none"})


class UnlockForm(forms.Form):
    """Six words, and the vault's number until the agent knows whose it is."""

    number = forms.CharField(
        label=_("Number of your vault"), max_length=60, min_length=8,
        help_text=_("The first eight digits. It is asked once; afterwards the vault belongs to your account alone."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Your six words"), max_length=200, widget=Unseen,
        help_text=_("As they stand on your paper. Capitals do not count."),
    )  # fmt: skip

    def __init__(self, known: bool, data: Any = None) -> None:
        super().__init__(data)
        if known:
            del self.fields["number"]


class NarrowForm(forms.Form):
    """What of the inbox is to be shown."""

    words = forms.CharField(
        label=_("Words of your names for cases"), max_length=120, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Your names for cases")}),
    )  # fmt: skip
    show = forms.ChoiceField(label=_("Show"), required=False, choices=list(SHOWS.items()))
    track = forms.ChoiceField(label=_("Track"), required=False, choices=[("", _("both tracks")), *TRACKS.items()])
    stage = forms.ChoiceField(label=_("Stage"), required=False, choices=[("", _("all stages")), *STAGES.items()])
    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)

    def asks(self) -> Inbox:
        """The question; what is not understood narrows nothing."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        found = {one: given.get(one) or "" for one in ("words", "track", "stage", "show")}
        return Inbox(given.get("page") or 1, **found)


class SayForm(forms.Form):
    """A word to the reporter."""

    about = forms.ChoiceField(label=_("What it is"), choices=[(one, ABOUTS[one]) for one in SAYING])
    text = forms.CharField(
        label=_("What the reporter reads"), max_length=LONGEST, widget=Area(6),
        help_text=_("Say what was done or is planned, and why. Leave out what could show to others who reported."),
    )  # fmt: skip
    next = forms.DateField(
        label=_("Day of your next word"), required=False, widget=DateInput,
        help_text=_("For feedback that is not the last."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language it is written in"))
    given = forms.TypedMultipleChoiceField(
        label=_("Files that the reporter gets"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("Of those that members added, without their metadata. The reporter sees the name of each."),
    )  # fmt: skip
    raw = forms.BooleanField(
        label=_("Those marked “not examined” go as they came, with whatever they tell of where they come from"),
        required=False,
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sheet: Sheet, data: Any = None) -> None:
        kept = sheet.draft
        begun = {"about": kept.about, "text": kept.text, "language": kept.language} if kept else {}
        super().__init__(data, initial={"seen": sheet.seen, "language": sheet.language, **begun})
        self._offer(sheet)
        if sheet.door in ("oral", "in-person"):
            self.fields["about"].choices = [(one, ABOUTS[one]) for one in (*SAYING, MINUTES)]  # type: ignore[attr-defined]  # a choice field
        codes = dict.fromkeys((sheet.language, *([kept.language] if kept else []), get_language() or "en", "en"))
        self.fields["language"].choices = [(one, language_name(one)) for one in codes]  # type: ignore[attr-defined]  # a choice field

    def _offer(self, sheet: Sheet) -> None:
        """Files that the reporter can be let have: added by members, not given yet, and open to whoever asks."""
        every = [(at, one) for at, one in enumerate(sheet.added, start=1) if one.given is None]
        offered = [(at, one.paper) for at, one in every if one.paper.copy or sheet.originals]
        self.fields["given"].choices = [(at, _called(one)) for at, one in offered]  # type: ignore[attr-defined]  # a choice field
        if all(one.copy for _at, one in offered):
            del self.fields["raw"]
        if not offered:
            del self.fields["given"]


class SeenForm(forms.Form):
    """A button of the conversation."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


def _called(one: Paper) -> str:
    return one.name if one.copy else gettext("%(name)s (not examined)") % {"name": one.name}


class AdvanceForm(forms.Form):
    """Where the report stands from now on."""

    stage = forms.ChoiceField(label=_("Next stage"), widget=Choices)
    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST, widget=Area(3), required=False,
        help_text=_("The reporter reads it. Needed when the report ends or is looked at again."),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, sheet: Sheet, data: Any = None) -> None:
        super().__init__(data, initial={"seen": sheet.seen})
        self.fields["stage"].choices = [(one, STAGES[one]) for one in sheet.next_stages]  # type: ignore[attr-defined]  # a choice field


class JotForm(forms.Form):
    """A note for the other members."""

    text = forms.CharField(label=_("Note"), max_length=LONGEST, widget=Area(3))


class WhoForm(forms.Form):
    """Somebody of those listed, by the fingerprint of their keys."""

    who = forms.CharField(max_length=64, min_length=64, widget=forms.HiddenInput)


class RetainForm(forms.Form):
    """A later day before which the case may not be shredded."""

    until = forms.DateField(label=_("Keep at least until"), widget=DateInput)
    reason = forms.CharField(
        label=_("What it is kept for"), max_length=1000, widget=Area(2),
        help_text=_("Legal hold: the proceedings, the authority or the law that needs it, and who asked."),
    )  # fmt: skip


class DoomForm(forms.Form):
    """Why the case should go for good."""

    reason = forms.CharField(label=_("Why it is to be shredded"), max_length=4000, widget=Area(2))


class FetchForm(forms.Form):
    """Why a file is needed as it was sent."""

    reason = forms.CharField(
        label=_("Why you need it as it was sent"), max_length=1000, widget=Area(2),
        help_text=_("It is kept in the case under your name."),
    )  # fmt: skip


class CallForm(forms.Form):
    """One's own name for a case."""

    title = forms.CharField(
        label=_("Your name for this case"), max_length=120, required=False,
        help_text=_("Only you see it. Name nobody who could be recognised."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


def language_name(code: str) -> str:
    """The language's own name."""
    try:
        return (Locale.parse(code, sep="-").get_display_name() or code).capitalize()
    except (UnknownLocaleError, ValueError):
        return code


class EmptyForm(forms.Form):
    """A button."""
