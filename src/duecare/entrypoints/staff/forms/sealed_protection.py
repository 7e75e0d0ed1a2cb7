"""Forms of the protection file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from duecare.apps.intake.rules.desk_protection import ProtectionFile, Said
from duecare.apps.intake.rules.protection import FORMER
from duecare.entrypoints.staff.sealed_words import MATTERS, MEASURES, REPLIES

from . import Area, Choices, DateInput
from .sealed import LONGEST

Groups = list[tuple[str, list[Any]]]


class AssessForm(forms.Form):
    """The questions of the library; what is not answered is not known."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, state: ProtectionFile, groups: Groups, data: Any = None) -> None:
        super().__init__(data, initial={"seen": state.seen})
        last = {one.question: one for one in state.past[0].reasons} if state.past else {}
        self._groups = groups
        for _title, questions in groups:
            for one in questions:
                before = last.get(one["id"])
                self.fields[f"q-{one['id']}"] = forms.ChoiceField(
                    label=now(one["label"]), help_text=now(one["hint"]) if "hint" in one else "", widget=Choices,
                    choices=list(REPLIES.items()), initial=before.reply if before else "unknown", required=False,
                )  # fmt: skip
                self.fields[f"n-{one['id']}"] = forms.CharField(
                    label=_("Note"), max_length=2_000, required=False, widget=Area(1),
                    initial=before.note if before else "",
                )  # fmt: skip

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """Headings with their fields."""
        for title, questions in self._groups:
            yield now(title), [self[f"{kind}-{one['id']}"] for one in questions for kind in "qn"]

    def replies(self) -> tuple[Said, ...]:
        """What was answered."""
        ids = [one["id"] for _title, questions in self._groups for one in questions]
        given = self.cleaned_data
        return tuple(Said(one, given[f"q-{one}"] or "unknown", given[f"n-{one}"]) for one in ids)


class PlanForm(forms.Form):
    """A measure: who does what by when, and who looks."""

    text = forms.CharField(label=_("What is done for the reporter"), max_length=LONGEST, widget=Area(3))
    owner = forms.ChoiceField(label=_("Who does it"))
    reviewer = forms.ChoiceField(label=_("Who looks whether it was done and helped"))
    due = forms.DateField(label=_("By when"), widget=DateInput)

    def __init__(self, people: list[tuple[str, str]], data: Any = None) -> None:
        super().__init__(data)
        for name in ("owner", "reviewer"):
            self.fields[name].choices = people  # type: ignore[attr-defined]  # a choice field


class StepForm(forms.Form):
    """How far a measure is."""

    mark = forms.CharField(max_length=16, min_length=16, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=_("It is"), widget=Choices)
    text = forms.CharField(label=_("What was done or found, or why not"), max_length=LONGEST, widget=Area(2))

    def __init__(self, mark: str, can: tuple[str, ...], data: Any = None) -> None:
        super().__init__(data, initial={"mark": mark})
        self.fields["state"].choices = [(one, MEASURES[one]) for one in can or MEASURES]  # type: ignore[attr-defined]  # a choice field


class RecordForm(forms.Form):
    """What was done to the reporter, or that confidence was broken."""

    matter = forms.ChoiceField(
        label=_("What it is (Directive 2019/1937, article 19)"),
        choices=[(one, text) for one, text in MATTERS.items() if one not in FORMER],
    )
    on = forms.DateField(label=_("When it was"), widget=DateInput)
    text = forms.CharField(label=_("What happened"), max_length=LONGEST, widget=Area(3))
