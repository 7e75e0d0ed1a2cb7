"""Names, dates and figures in the reader's language. Missing is "unknown", never a blank."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date
from babel.numbers import format_percent
from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from duecare.entrypoints.drawing import reader, stacking
from duecare.entrypoints.drawing.reader import LEVELS, locale
from duecare.kernel.countries import COUNTRIES, Country, place

register = template.Library()


@register.filter
def country(code: str) -> str:
    """The country's name in the reader's language."""
    found = COUNTRIES.get(code) or place(code)
    if found is None:
        return code
    named = locale().territories.get(found.alpha2) if isinstance(found, Country) else None
    return str(named or found.name)


@register.simple_block_tag
def stacked(content: str) -> SafeString:
    """A table whose rows can stand as blocks on a phone: each cell carries the title of its column."""
    return SafeString(stacking.stacked(content))


@register.filter
def figure(value: float | None, digits: int = 2) -> str:
    """A number with that many decimals, or "unknown"."""
    return gettext("unknown") if value is None else reader.figure(value, digits)


@register.filter
def share(value: float | None) -> str:
    """0.25 → 25 %."""
    return gettext("unknown") if value is None else format_percent(value, locale=locale())


@register.filter
def day(value: date | str | None) -> str:
    """A day as the reader writes it."""
    if not value:
        return gettext("unknown")
    return format_date(date.fromisoformat(value[:10]) if isinstance(value, str) else value, "long", locale=locale())


@register.filter
def level(name: str) -> str:
    """The word of a band or class."""
    return str(LEVELS.get(name, name))
