"""The report to the case committee: the investigation as one PDF, set in memory and kept nowhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as now

from duecare.adapters import clock, pdf
from duecare.kernel.canonical import JSON

from .templatetags.duecare import local_date


def paper(number: str, stage: str, groups: Sequence[tuple[str, Sequence[Any]]]) -> bytes:
    """The PDF.

    Args:
        number: of the case for the committee.
        groups: headings with rows, see `sealed_inquiry_shown.Shown`.
    """
    title = now("Report to the case committee, case %(number)s") % {"number": number}
    data: Mapping[str, JSON] = {
        "title": title, "lang": get_language() or "en", "stage": stage,
        "foot": now("Sealed: for the case committee alone"),
        "groups": [{"title": name, "rows": [_row(row) for row in rows]} for name, rows in groups],
    }  # fmt: skip
    return pdf.render("investigation", data, created=clock.now())


def _row(row: Any) -> JSON:
    one, title, who, state, _colour, fields, outcome, _tone, voices, _form, _waits = row
    said: list[JSON] = [[label, f"{value}{f' ({note})' if note else ''}"] for label, value, note in fields]
    if outcome:
        said.insert(0, [now("Outcome"), outcome])
    return {
        "title": title, "who": who, "day": local_date(one.day), "state": state, "fields": said,
        "voices": [f"{whose} {spoke}, {local_date(voice.day)}: {voice.reason}" for voice, whose, spoke in voices],
    }  # fmt: skip
