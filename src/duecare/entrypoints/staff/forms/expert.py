"""Forms of the outside expert's page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duecare.apps.assessments.actions import Given
from duecare.apps.assessments.rules.questionnaire import Question

from . import Area, Choices

STATES = (
    ("", _("Leave it open for now")),
    ("answered", _("My answer is below")),
    ("asked_no_answer", _("I cannot say")),
    ("not_applicable", _("Does not apply (say why)")),
)


class ConflictsForm(forms.Form):
    """The statement of conflicts, signed by typing one's name."""

    none = forms.TypedChoiceField(
        label=_("Ties to the State, the agency, the seller or anybody with an interest in the sale"),
        choices=(("yes", _("I have none")), ("no", _("I have, and describe them below"))),
        widget=Choices,
        coerce=lambda said: said == "yes",
    )
    text = forms.CharField(label=_("Describe them"), widget=Area(3), required=False)
    signed_name = forms.CharField(label=_("Type your name to sign"), max_length=200)


class QuestionsForm(forms.Form):
    """All questions on one page; what is left open is sent later."""

    def __init__(
        self, questions: Iterable[Question], held: Mapping[str, tuple[str, str, str]], *args: object, **more: object
    ) -> None:
        super().__init__(*args, **more)  # type: ignore[arg-type]  # what Django's own forms take
        self.asked = tuple(questions)
        for one in self.asked:
            state, value, reason = held.get(one.code, ("", "", ""))
            key = one.code.replace(".", "_")
            words = dict(one.choices) or {"yes": gettext("Yes"), "no": gettext("No")}
            label = f"{one.code} {one.text}"
            if one.options:
                choices = [("", _("No answer")), *((code, words[code]) for code in one.options)]
                self.fields[f"value_{key}"] = forms.ChoiceField(
                    label=label, help_text=one.hint, choices=choices, required=False, initial=value
                )
            else:
                self.fields[f"value_{key}"] = forms.CharField(
                    label=label, help_text=one.hint, widget=Area(3), required=False, initial=value
                )
            self.fields[f"state_{key}"] = forms.ChoiceField(
                label=_("State of %(code)s") % {"code": one.code}, choices=STATES, required=False, initial=state
            )
            self.fields[f"reason_{key}"] = forms.CharField(
                label=_("Grounds and provisions for %(code)s") % {"code": one.code}, widget=Area(2), required=False,
                initial=reason,
            )  # fmt: skip
        self.held = held

    def given(self) -> tuple[Given, ...]:
        """What differs from what is stored; a value without a state is an answer."""
        found = []
        for one in self.asked:
            key = one.code.replace(".", "_")
            value, state, reason = (self.cleaned_data[f"{part}_{key}"].strip() for part in ("value", "state", "reason"))
            state = state or ("answered" if value else "")
            now = (state, value if state == "answered" else "", reason)
            if state and now != self.held.get(one.code):
                found.append(Given(one.code, *now))
        return tuple(found)


class WorkbookForm(forms.Form):
    """The filled workbook."""

    workbook = forms.FileField(label=_("Filled workbook"), help_text=_("The one you downloaded here, at most 5 MB."))


class SignForm(forms.Form):
    """The conclusion, the opinion's document and the signature."""

    summary = forms.CharField(label=_("Your conclusion"), widget=Area(6))
    opinion = forms.FileField(label=_("Your opinion as a document"), required=False, help_text=_("At most 250 MB."))
    signed_name = forms.CharField(
        label=_("Type your name to sign"),
        max_length=200,
        help_text=_("You sign your statement of conflicts, every answer, the conclusion and the document together."),
    )
