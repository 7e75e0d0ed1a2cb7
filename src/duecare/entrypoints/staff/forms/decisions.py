"""Forms of decisions: votes, words on record, reconsideration, overrides."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.governance.rules.papers import ProposedCondition

from . import Area, Choices, DateInput

CHOICES = (
    ("for", _("For")),
    ("for_with_conditions", _("For, with conditions")),
    ("against", _("Against")),
    ("defer", _("Defer: something is missing")),
    ("abstain", _("Abstain")),
)


class VoteForm(forms.Form):
    """A vote. The hidden hash says which paper the voter had before them."""

    choice = forms.ChoiceField(label=_("Your vote"), choices=CHOICES, widget=Choices)
    reason = forms.CharField(
        label=_("Reason"), widget=Area(), help_text=_("A sentence is enough. It stays in the record under your name.")
    )
    before = forms.CharField(
        label=_("Conditions before delivery"),
        widget=Area(),
        required=False,
        help_text=_("Only with “for, with conditions”. One a line. Each binds if it is approved."),
    )
    after = forms.CharField(label=_("Conditions afterwards"), widget=Area(), required=False, help_text=_("One a line."))
    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def conditions(self) -> tuple[ProposedCondition, ...]:
        """The conditions as written, those before delivery first."""
        return (
            *(ProposedCondition(line, precedent=True) for line in _lines(self.cleaned_data["before"])),
            *(ProposedCondition(line, precedent=False) for line in _lines(self.cleaned_data["after"])),
        )


class WordsForm(forms.Form):
    """One text that goes on record."""

    text = forms.CharField(label=_("In your words"), widget=Area(6))

    def __init__(self, label: object, hint: object, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # request.POST or None, as Django's own forms take it
        self.fields["text"].label, self.fields["text"].help_text = str(label), str(hint)


class SeenForm(forms.Form):
    """How many votes whoever closes has seen."""

    seen_votes = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class FactsForm(forms.Form):
    """New facts, one a line."""

    new_facts = forms.CharField(
        label=_("New facts"),
        widget=Area(6),
        help_text=_("One a line: what is known now and was not then. An argument that was heard is no new fact."),
    )

    def facts(self) -> tuple[str, ...]:
        """The facts as written."""
        return _lines(self.cleaned_data["new_facts"])


class AnswerForm(forms.Form):
    """Admit or refuse a request for reconsideration."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=(("admit", _("Admit: the facts are new")), ("refuse", _("Refuse"))), widget=Choices
    )
    reason = forms.CharField(label=_("Reason"), widget=Area())


class OverrideAnswerForm(forms.Form):
    """The second person's answer to an override."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=(("confirm", _("Confirm")), ("refuse", _("Refuse"))), widget=Choices
    )
    reason = forms.CharField(label=_("Reason"), widget=Area())


class AdoptForm(forms.Form):
    """Adopt an edition of the authority matrix."""

    code = forms.ChoiceField(label=_("Edition"))
    start = forms.DateField(label=_("In force from"), widget=DateInput())

    def __init__(self, editions: tuple[tuple[str, str], ...], data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]  # request.POST or None
        self.fields["code"] = forms.ChoiceField(label=_("Edition"), choices=editions)


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
