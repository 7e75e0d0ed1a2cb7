"""How sure a band is, in the reader's language: the texts of the rules, marked for translation."""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as N_

from duecare.apps.risk.rules import outlook_words as words
from duecare.apps.risk.rules.outlook import Outlook

from .vocabulary import word

TEXTS = (
    N_("This method does not say how its weights may vary; they are taken as stated."),
    N_("%(level)s under every one of %(n)s weightings."),
    N_("%(level)s; %(others)s of weightings."),
    N_("%(level)s under %(share)s"),
    N_("%(level)s %(share)s"),
    N_("With the errors of the figures as well: %(shares)s."),
    N_("With the errors of the figures: %(shares)s."),
    N_("Nothing is missing: the figures held set the band, and the statistical range counts."),
    N_("What is missing sets the band: it counts at its worst, and the statistical range does not count."),
    N_("Figures are missing; at their worst they leave the band as it is."),
    N_("Too few figures for a band of its own: treated as %(level)s."),
    N_("The figures held alone: %(shares)s."),
    N_("One figure is older than usual (%(series)s of %(year)s): it widens the range towards worse."),
    N_("%(n)s figures are older than usual, the oldest of %(year)s: they widen the range towards worse."),
    N_("Rank %(rank)s of %(of)s from the riskiest; between %(low)s and %(high)s in %(share)s of draws."),
    N_("It changes places with the next safer country in %(share)s of draws."),
    N_("less than 1 %%"),
    N_("more than 99 %%"),
)


def say(text: str) -> str:
    """A text of the rules or a band, in the reader's language."""
    return gettext(text) if text in TEXTS else word(text)


def band_word(band: str) -> str:
    """A band as a label."""
    return str(capfirst(word(band)))


def percent(share: float) -> str:
    """A chance: never rounded to nothing nor to certainty."""
    return words.percent(share, say)


def headline(row: Outlook) -> str:
    """One sentence: the band, and what other weightings give."""
    return words.headline(row, say)


def sentences(row: Outlook) -> tuple[str, ...]:
    """What else there is to say."""
    return words.sentences(row, say)[1:]
