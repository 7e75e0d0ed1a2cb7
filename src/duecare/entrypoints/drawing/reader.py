"""The reader's language for every page, of staff and of the public: the locale, and the words of risk classes."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from babel import Locale, UnknownLocaleError
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
    try:
        return Locale.parse(get_language() or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


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
