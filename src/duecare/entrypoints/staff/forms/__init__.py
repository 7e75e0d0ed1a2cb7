"""Forms of the staff pages, one module per area; here what all of them share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from duecare.entrypoints.staff.phrases import said
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


class Choices(forms.RadioSelect):
    """Few choices, all of them visible."""


def refuse(form: forms.BaseForm, fault: DuecareError) -> None:
    """Put an action's refusal into the form: at its field where it names one, else into the summary."""
    named = fault.field if isinstance(fault, BadInput) and fault.field in form.fields else None
    happened = fault.wrong if isinstance(fault, BadInput) and named else fault.happened  # it stands beside its field
    text = " ".join(_sentence(said(part)) for part in (happened, fault.means, fault.todo) if part)
    form.add_error(named, text or str(_("This was refused.")))


def _sentence(text: str) -> str:
    """With a capital and a full stop, since another one follows."""
    return capfirst(text) + ("" if text[-1] in ".!?…:" else ".")
