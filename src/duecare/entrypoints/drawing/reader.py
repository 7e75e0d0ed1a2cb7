"""The reader's language for every page, of staff and of the public: the locale, and the words of risk classes."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError
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
