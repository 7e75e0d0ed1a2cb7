"""The reader's language for every page, of staff and of the public: the locale, and the words of risk classes."""

from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from babel.numbers import format_decimal
from django.utils.translation import get_language, pgettext_lazy

LEVELS = {
    "low": pgettext_lazy("risk class", "Low"),
    "moderate": pgettext_lazy("risk class", "Moderate"),
    "elevated": pgettext_lazy("risk class", "Elevated"),
    "high": pgettext_lazy("risk class", "High"),
    "prohibited": pgettext_lazy("risk class", "Prohibited"),
    "indeterminate": pgettext_lazy("risk class", "Indeterminate"),
}


def locale() -> Locale:
    """The reader's locale; English where Babel knows none."""
    return _locale(get_language() or "en")


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


@lru_cache(maxsize=4096)
def written_day(day: date, where: Locale) -> str:
    """A day as it is written there. A list has the same few days many times, and each takes as long as a query."""
    return format_date(day, "medium", locale=where)


def figure(value: float | Decimal | str, digits: int = 0, *, signed: bool = False) -> str:
    """A figure with this many decimals in the reader's notation; what rounds to nothing has no sign.

    Args:
        signed: a plus before what is above zero.
    """
    plain = "#,##0" + ("." + "0" * digits if digits else "")
    text = format_decimal(value, format=f"+{plain};-{plain}" if signed else plain, locale=locale())
    if any(unicodedata.digit(sign, 0) for sign in text):
        return text
    return format_decimal(0, format=plain, locale=locale())
