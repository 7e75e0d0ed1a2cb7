"""Forms of an investigation, made from the protocol's tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from duecare.apps.investigations.rules.acts import ACTS, Field, Sort
from duecare.apps.investigations.rules.desk_inquiry import Given, Investigation
from duecare.entrypoints.staff.inquiry_words import OPTIONS, PERSONS, SAYS, STAGES, label
from duecare.entrypoints.staff.sealed_words import REPLIES

from . import Area, Choices, DateInput
from .sealed import LONGEST

FEW = 4
"""Options up to which all are shown at once."""
People = Sequence[tuple[str, str]]
Before = Sequence[tuple[str, str, str]]
"""(mark, code, title) of acts that stand."""


class ActForm(forms.Form):
    """The fields of one act."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, state: Investigation, code: str, people: People, before: Before, data: Any = None) -> None:
        super().__init__(data, initial={"seen": state.seen})
        self.code = code
        for one in ACTS[code].fields:
            self.fields[one.name] = _made(one, code, state, people, before)

    def given(self) -> tuple[Given, ...]:
        """The fields as text."""
        return tuple(Given(one.name, _text(self.cleaned_data[one.name])) for one in ACTS[self.code].fields)


def _text(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value or "")


def _made(one: Field, code: str, state: Investigation, people: People, before: Before) -> forms.Field:
    told: dict[str, Any] = {"label": label(code, one.name), "required": one.required}
    empty = [] if one.required else [("", "—")]
    match one.sort:
        case Sort.DAY:
            return forms.DateField(widget=DateInput, **told)
        case Sort.WHO:
            return forms.ChoiceField(choices=[*empty, *people], **told)
        case Sort.ACT:
            return forms.ChoiceField(choices=[(mark, title) for mark, of, title in before if of == one.of], **told)
        case Sort.FILE:
            files = [(str(n), now("File %(number)d") % {"number": n}) for n in range(1, state.files + 1)]
            return forms.ChoiceField(choices=[*empty, *files], **told)
        case Sort.ONE_OF:
            widget = Choices if len(one.options) <= FEW else forms.Select
            return forms.ChoiceField(choices=[(o, OPTIONS[o]) for o in one.options], widget=widget, **told)
        case Sort.HASH:
            return forms.RegexField(r"^[0-9a-f]{64}$", max_length=64, error_messages={
                "invalid": _("64 digits of 0 to 9 and a to f are expected."),
            }, **told)  # fmt: skip
        case Sort.LINE:
            return forms.CharField(max_length=200, **told)
    return forms.CharField(max_length=LONGEST, widget=Area(3), **told)


class RubricForm(forms.Form):
    """The criteria of the library; what is not answered is not known."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, state: Investigation, criteria: Sequence[Any], data: Any = None) -> None:
        super().__init__(data, initial={"seen": state.seen})
        self._criteria = criteria
        for one in criteria:
            self.fields[f"q-{one['id']}"] = forms.ChoiceField(
                label=now(one["label"]), help_text=now(one["hint"]), widget=Choices, choices=list(REPLIES.items()),
                initial="unknown", required=False,
            )  # fmt: skip
            self.fields[f"n-{one['id']}"] = forms.CharField(
                label=_("Note"), max_length=2_000, required=False, widget=Area(1)
            )

    def given(self) -> tuple[Given, ...]:
        """What was answered."""
        said = self.cleaned_data
        ids = [one["id"] for one in self._criteria]
        return tuple(Given(one, said[f"q-{one}"] or "unknown", said[f"n-{one}"]) for one in ids)


class MoveForm(forms.Form):
    """To which stage, and why."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(label=_("Next stage"), widget=Choices)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=Area(2))

    def __init__(self, state: Investigation, data: Any = None) -> None:
        super().__init__(data, initial={"seen": state.seen}, auto_id="m_%s")
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # a choice field
            (one.to, f"{STAGES[one.to]} ({PERSONS[one.persons]})") for one in state.ways if one.mine and not one.lacks
        ]


class VoiceForm(forms.Form):
    """Agree, refuse or take back."""

    of = forms.CharField(max_length=32, min_length=32, widget=forms.HiddenInput)
    says = forms.ChoiceField(label=_("Your answer"), widget=Choices)
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST, widget=Area(2), required=False)

    def __init__(self, of: str, can: Sequence[str], data: Any = None) -> None:
        super().__init__(data, initial={"of": of}, auto_id=f"v{of[:8]}_%s")  # one page has many
        self.fields["says"].choices = [(one, SAYS[one]) for one in can or SAYS]  # type: ignore[attr-defined]  # a choice field
