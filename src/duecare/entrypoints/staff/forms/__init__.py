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
    told = [_happened(fault, beside_its_field=named is not None)]
    told += [capfirst(said(part)) for part in (fault.means, fault.todo) if part]
    text = " ".join(part if part[-1] in ".!?…:" else f"{part}." for part in told if part)
    form.add_error(named, text or str(_("This was refused.")))


def _happened(fault: DuecareError, *, beside_its_field: bool) -> str:
    """What happened: a file keeps the name it has; a field is named by its label beside it, never by its code."""
    if not isinstance(fault, BadInput):
        return capfirst(said(fault.happened))
    value = "" if beside_its_field or fault.value is None else str(fault.value)
    place, wrong = ", ".join(part for part in (fault.in_file, value) if part), said(fault.wrong)
    return f"{place}: {wrong}" if place else capfirst(wrong)
