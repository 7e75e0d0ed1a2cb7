"""Forms of the correspondence register."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.engagement.rules.letters import CHANNELS, Written
from duecare.apps.engagement.rules.neither import Draft
from duecare.entrypoints.staff.vocabulary import word

from . import Area, Choices, DateInput, LongSelect

Pairs = Iterable[tuple[UUID, str]]


def _chosen(pairs: Pairs, empty: str) -> list[tuple[str, str]]:
    return [("", empty), *((str(key), name) for key, name in pairs)]


class LetterForm(forms.Form):
    """A letter that came or went; who answers one that came, or why nobody does."""

    direction = forms.ChoiceField(
        label=_("Direction"), choices=(("in", _("It came in")), ("out", _("It went out"))), widget=Choices
    )
    day = forms.DateField(label=_("Day"), widget=DateInput(), help_text=_("On which it arrived, or was sent."))
    other = forms.CharField(label=_("From whom, or to whom"), max_length=200)
    channel = forms.ChoiceField(label=_("Channel"))
    subject = forms.CharField(label=_("Subject"), max_length=200)
    answers_id = forms.TypedChoiceField(
        label=_("It answers"), coerce=UUID, empty_value=None, required=False, widget=LongSelect
    )
    owner_id = forms.TypedChoiceField(
        label=_("Who answers it"), coerce=UUID, empty_value=None, required=False,
        help_text=_("Of one that came in; or say below why nobody does, to which a second person has to agree."),
    )  # fmt: skip
    due_on = forms.DateField(label=_("By when"), widget=DateInput(), required=False)
    reason = forms.CharField(label=_("Why it is not answered"), widget=Area(2), required=False)

    def __init__(self, people: Pairs, letters: Pairs, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(code, word(code)) for code in CHANNELS]  # type: ignore[attr-defined]  # a choice field
        self.fields["owner_id"].choices = _chosen(people, str(_("nobody yet")))  # type: ignore[attr-defined]  # a choice field
        self.fields["answers_id"].choices = _chosen(letters, str(_("no letter")))  # type: ignore[attr-defined]  # a choice field

    def told(self) -> dict[str, Any]:
        """What was filled in, as the action takes it; only of a valid form."""
        data = dict(self.cleaned_data)
        written = Written(*(data.pop(name) for name in ("direction", "day", "other", "channel", "subject")))
        return {"given": written, **data}


class HandForm(forms.Form):
    """Who answers it, and by when."""

    owner_id = forms.TypedChoiceField(label=_("Who answers it"), coerce=UUID)
    due_on = forms.DateField(label=_("By when"), widget=DateInput())

    def __init__(self, people: Pairs, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner_id"].choices = _chosen(people, str(_("choose one")))  # type: ignore[attr-defined]  # a choice field


class LinkForm(forms.Form):
    """The letter that answers this one."""

    answer_id = forms.TypedChoiceField(label=_("Letter"), coerce=UUID, widget=LongSelect)

    def __init__(self, letters: Pairs, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer_id"].choices = _chosen(letters, str(_("choose one")))  # type: ignore[attr-defined]  # a choice field


WHO_ASKS = {
    "third_party": _("a third party: press, an organisation, another customer, anybody"),
    "reporter": _("a reporter"),
    "representative": _("a reporter's representative"),
    "court": _("a court"),
    "regulator": _("a regulator"),
    "data_protection": _("a data-protection authority"),
    "notified": _("somebody who was told that they are affected"),
}
"""See `neither.RECIPIENTS`."""


class OwnNames(forms.Select):
    """Languages under their own names, each said to be in that language."""

    def create_option(self, name: str, value: Any, *others: Any, **more: Any) -> dict[str, Any]:
        """With its language."""
        option: dict[str, Any] = super().create_option(name, value, *others, **more)
        option["attrs"]["lang"] = str(value)
        return option


class AnswerForm(forms.Form):
    """A draft of an answer to somebody who asks about a customer or a case."""

    recipient = forms.ChoiceField(label=_("Who asked"), choices=list(WHO_ASKS.items()))
    language = forms.ChoiceField(label=_("Language of the answer"), widget=OwnNames)
    received_on = forms.DateField(label=_("Day on which they asked"), widget=DateInput)
    sends_on = forms.DateField(label=_("Day on which it is to be sent"), widget=DateInput)
    text = forms.CharField(label=_("Draft"), max_length=20_000, widget=Area(8))

    def __init__(self, languages: Iterable[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = list(languages)  # type: ignore[attr-defined]  # a choice field

    def draft(self) -> Draft:
        """As the rule takes it."""
        return Draft(**self.cleaned_data)


class LetterDocumentForm(forms.Form):
    """The letter as it came or went, or an enclosure."""

    file = forms.FileField(label=_("Document"), help_text=_("At most 250 MB."))
