"""The form of the conflict check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.intake.rules.comparing import WRONG
from duecare.apps.intake.rules.desk import Found, Member
from duecare.entrypoints.staff.sealed_conflict_words import FOUND, HELP, LOOKED, QUESTIONS
from duecare.entrypoints.staff.sealed_words import CHECKS
from duecare.kernel.errors import BadInput

from . import Area, Choices, refuse

NAMES = 20
"""Names of one check; a name is a line."""
Candidates = Sequence[tuple[Member, str]]


def typed(text: str) -> tuple[str, ...]:
    """The names, a line each."""
    return tuple(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))


class ExamineForm(forms.Form):
    """Names that are looked up, and what the check found of each case handler and custodian.

    Attributes:
        listed: names of the fields of the candidates that the page lists; marks of the others go along unseen.
    """

    names = forms.CharField(
        label=_("Names in the report"), max_length=4000, widget=Area(3), required=False,
        help_text=_("Customers, companies, agencies and persons, one a line, in every spelling that you know."),
    )  # fmt: skip
    who = forms.CharField(
        label=_("Candidates to list"), max_length=120, required=False,
        help_text=_("Words of their names. What you have marked stays marked."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)
    shown = forms.CharField(max_length=64, widget=forms.HiddenInput)
    remark = forms.CharField(label=_("How it was checked"), max_length=4000, widget=Area(2))
    own = forms.BooleanField(label=_("I have no personal or business interest in what this report tells."))

    def __init__(
        self, seen: int, every: Candidates, listed: Sequence[str], data: Any = None, *, comparing: bool = False
    ) -> None:
        """`comparing`: the names alone are sent, and nothing else is asked for yet."""
        super().__init__(data, initial={"seen": seen})
        self._comparing = comparing
        self.fields["names"].widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}
        self.asked = tuple(member.who for member, _name in every)
        self.listed = tuple(listed)
        for member, name in every:
            self.fields[member.who] = forms.ChoiceField(
                label=name, choices=list(CHECKS.items()), initial=member.state, required=False,
                widget=Choices if member.who in listed else forms.HiddenInput,
            )  # fmt: skip
        for one in QUESTIONS:
            self._ask(one)

    def _ask(self, one: str) -> None:
        self.fields[one] = forms.ChoiceField(
            label=str(QUESTIONS[one]), help_text=str(HELP[one]), choices=list(LOOKED.items()), initial="not-looked",
            widget=Choices,
        )  # fmt: skip
        self.fields[f"{one}_text"] = forms.CharField(
            label=str(FOUND[one]), max_length=4000, required=False, widget=Area(2),
        )  # fmt: skip

    def clean_names(self) -> str:
        """Lines that are names."""
        text = str(self.cleaned_data["names"])
        names = typed(text)
        if self._comparing and not names:
            raise forms.ValidationError(_("Write at least one name."))
        if len(names) > NAMES or any(len(one) > 200 for one in names):
            raise forms.ValidationError(_("At most 20 names of 200 letters each, one a line."))
        return text

    def clean(self) -> dict[str, Any]:
        """While names are looked up nothing else is asked for; that nobody looked is told with all that is missing."""
        for one in QUESTIONS:
            if self.cleaned_data.get(one) == "not-looked":
                refuse(self, BadInput(WRONG["look"], field=one))
        if self._comparing:
            for name in [one for one in self.errors if one not in ("names", "who")]:
                del self.errors[name]
        return self.cleaned_data

    def marked(self, what: str) -> tuple[str, ...]:
        """Those of whom this was found."""
        return tuple(one for one in self.asked if self.cleaned_data.get(one) == what)

    def found(self) -> tuple[Found, ...]:
        """What was compared; what nobody looked at is left out."""
        given: Mapping[str, str] = self.cleaned_data
        return tuple(
            Found(one, given[one], given[f"{one}_text"])
            for one in QUESTIONS
            if given.get(one) not in ("not-looked", "")
        )

    @property
    def candidates(self) -> Iterator[Any]:
        """Fields of those who are listed."""
        return (self[one] for one in self.listed)

    @property
    def unseen(self) -> Iterator[Any]:
        """Fields that go along: of those who are not listed only where something was marked."""
        yield self["seen"]
        yield self["shown"]
        for one in self.asked:
            if one not in self.listed and self.data.get(one) in ("clear", "conflicted"):
                yield self[one]

    @property
    def questions(self) -> Iterator[tuple[Any, Any]]:
        """The three questions, each with its text."""
        return ((self[one], self[f"{one}_text"]) for one in QUESTIONS)
