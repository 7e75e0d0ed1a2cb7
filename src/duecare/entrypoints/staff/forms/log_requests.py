"""Forms of log requests: the programme, what came, the check, what follows."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from duecare.apps.engagement.rules.letters import CHANNELS
from duecare.apps.monitoring.rules.log_programme import DAYS, FORMER, LONGEST, PER_YEAR, Programme
from duecare.apps.monitoring.rules.log_requests import ANSWERS, CHECKS
from duecare.entrypoints.staff.vocabulary import word

from . import Area, Choices, DateInput


class ProgrammeForm(forms.Form):
    """How often, within how many days, how, and in which words."""

    per_year = forms.TypedChoiceField(
        label=_("At least so often a year"), coerce=int, choices=[(n, str(n)) for n in PER_YEAR],
        help_text=_("Each customer, once in each period; on average half as often again: nobody counts on rest."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Days to give the log"), min_value=DAYS[0], max_value=DAYS[1])
    former_months = forms.IntegerField(
        label=_("Months for which a former customer is asked"), min_value=FORMER[0], max_value=FORMER[1],
        help_text=_("After the last day on which anything was supplied to it. 0: only whom we supply."),
    )  # fmt: skip
    channel = forms.ChoiceField(label=_("How the letter goes out"))
    text = forms.CharField(
        label=_("Text of the request"), max_length=LONGEST, widget=Area(10),
        help_text=_("The same to everybody, word by word. Name, reference and days are put before it."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [(code, word(code)) for code in CHANNELS]  # type: ignore[attr-defined]  # a choice field

    def told(self) -> Programme:
        """What was filled in, for the action; only of a valid form."""
        return Programme(**self.cleaned_data)


class ProgrammeAnswerForm(forms.Form):
    """The second person's answer."""

    answer = forms.ChoiceField(
        label=_("Answer"), choices=(("adopt", _("Adopt it")), ("refuse", _("Refuse it"))), widget=Choices
    )
    reason = forms.CharField(label=_("Why it is refused"), widget=Area(2), required=False)


class AskLogForm(forms.Form):
    """There is nothing to fill in: no reason and no day."""


class LogAnswerForm(forms.Form):
    """What came, and on which day."""

    answer = forms.ChoiceField(label=_("What came"), widget=Choices)
    day = forms.DateField(label=_("On"), widget=DateInput())
    note = forms.CharField(
        label=_("Note"), widget=Area(3), required=False, help_text=_("Where there is no log to give: why.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choices = [(code, word(code)) for code in ANSWERS]  # type: ignore[attr-defined]  # a choice field


class LogCheckForm(forms.Form):
    """What `duecare usage-log check` found."""

    result = forms.ChoiceField(label=_("What the check found"), widget=Choices)
    head = forms.CharField(
        label=_("Last hash of the log"), max_length=64, required=False,
        help_text=_("64 hex digits, from the file of --seen; the next check is held against it."),
    )  # fmt: skip
    entries = forms.IntegerField(label=_("Entries"), min_value=0, required=False)
    note = forms.CharField(label=_("Faults"), widget=Area(4), required=False, help_text=_("As the check printed them."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["result"].choices = [(code, word(code)) for code in CHECKS]  # type: ignore[attr-defined]  # a choice field


class ProposalForm(forms.Form):
    """What becomes of a suspension that is proposed."""

    answer = forms.ChoiceField(
        label=_("Answer"), widget=Choices,
        choices=(("follow", _("Put the suspension down for the daily run")), ("leave", _("Do not suspend"))),
    )  # fmt: skip
    reason = forms.CharField(label=_("Why nothing is suspended"), widget=Area(3), required=False)
