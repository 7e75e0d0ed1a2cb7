"""Forms of the staff pages, one module per area; here what all of them share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from duecare.entrypoints.staff.phrases import told
from duecare.kernel.errors import BadInput, DuecareError


class DateInput(forms.DateInput):
    """The browser's own calendar; takes and gives ISO dates."""

    input_type = "date"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%d", **options)


class MomentInput(forms.DateTimeInput):
    """Day and time in the reader's time zone."""

    input_type = "datetime-local"

    def __init__(self, **options: Any) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M", **options)


class Area(forms.Textarea):
    """Room for a few sentences."""

    def __init__(self, rows: int = 4) -> None:
        super().__init__(attrs={"rows": rows})


class LongSelect(forms.Select):
    """Hundreds of choices without groups, written at once: Django draws two templates for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The same as Django draws."""
        drawn = self.get_context(name, value, attrs)["widget"]
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            (
                (one["value"], flatatt(one["attrs"]), one["label"])
                for _group, choices, _at in drawn["optgroups"]
                for one in choices
            ),
        )
        return format_html('<select name="{}"{}>{}</select>', drawn["name"], flatatt(drawn["attrs"]), options)


class Choices(forms.RadioSelect):
    """Few choices, all of them visible."""


def sentences(fault: DuecareError, *, beside_its_field: bool = False) -> str:
    """A refusal in the reader's language, as one paragraph."""
    words = told(fault, beside_its_field=beside_its_field)
    parts = [part for part in (words.happened, words.means, words.todo) if part]
    return " ".join(part if part[-1] in ".!?…:" else f"{part}." for part in parts)


def refuse(form: forms.BaseForm, fault: DuecareError) -> None:
    """Put an action's refusal into the form: at its field where it names one, else into the summary."""
    named = fault.field if isinstance(fault, BadInput) and fault.field in form.fields else None
    form.add_error(named, sentences(fault, beside_its_field=named is not None) or str(_("This was refused.")))
