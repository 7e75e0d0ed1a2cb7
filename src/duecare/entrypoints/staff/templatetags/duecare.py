"""Filters and tags of every template: names, dates and figures in the reader's language, and the drawings.

A missing value is written "unknown": a blank would look like nothing to worry about.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_datetime, format_timedelta
from babel.numbers import format_currency, format_percent
from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from duecare.adapters import clock
from duecare.apps.risk.rules.outlook import Outlook
from duecare.apps.risk.rules.scoring_working import DimensionScore
from duecare.apps.risk.rules.simulation import Matrix
from duecare.entrypoints import drawing
from duecare.entrypoints.drawing import stacking
from duecare.entrypoints.drawing.reader import LEVELS, figure, locale, written_day
from duecare.entrypoints.drawing.stacking import heads, labelled
from duecare.entrypoints.staff import outlook_words, phrases
from duecare.entrypoints.staff.listing import Header
from duecare.entrypoints.staff.vocabulary import word
from duecare.kernel.countries import COUNTRIES, Country, place

register = template.Library()

Figure = float | Decimal | str | None
"""A figure as a template hands it: "" stands for a name that is not there."""

VOTES = {
    "for": gettext_lazy("for"),
    "for_with_conditions": gettext_lazy("for, with conditions"),
    "against": gettext_lazy("against"),
    "defer": gettext_lazy("defer"),
    "abstain": gettext_lazy("abstains"),
    "recused": gettext_lazy("recused"),
    "not_yet": gettext_lazy("has not voted"),
}


@register.filter
def country_name(code: str | None) -> str:
    """ "THA" → "Thailand" in the reader's language; a territory keeps the publisher's name."""
    found = COUNTRIES.get(code or "") or place(code or "")
    if found is None:
        return unknown(code)
    named = locale().territories.get(found.alpha2) if isinstance(found, Country) else None
    return str(named or found.name)


@register.filter
def is_country(code: str) -> bool:
    """Whether a page of its own stands behind this code: territories that a publisher rates apart have none."""
    return code in COUNTRIES


@register.filter
def local_date(day: date | datetime | None) -> str:
    """A day as the reader writes it; a moment is first taken to the reader's time zone."""
    if not isinstance(day, date):
        return unknown(None)
    shown = timezone.localtime(day).date() if isinstance(day, datetime) else day
    return written_day(shown, locale())


@register.filter
def local_moment(moment: datetime | None) -> str:
    """Day and time in the reader's time zone, with the zone's short name."""
    if not isinstance(moment, datetime):
        return unknown(None)
    here = timezone.localtime(moment)
    return f"{format_datetime(here, 'medium', locale=locale()).replace(here.strftime(':%S'), '', 1)} {here.tzname()}"


@register.filter
def since(moment: datetime | None) -> str:
    """How long ago, in words."""
    if not isinstance(moment, datetime):
        return unknown(None)
    return format_timedelta(moment - clock.now(), add_direction=True, locale=locale())


@register.filter
def number(value: Figure, digits: int = 0) -> str:
    """A figure with this many decimals in the reader's notation."""
    if value is None or value == "":
        return unknown(None)
    return figure(value, digits)


@register.filter
def score(value: Figure) -> str:
    """A score of 0 to 100 without decimals."""
    return number(value, 0)


@register.filter
def percent(share: Figure) -> str:
    """0.25 → 25 %."""
    return unknown(None) if share is None or share == "" else format_percent(share, locale=locale())


@register.filter
def money(amount: Figure, currency: str = "EUR") -> str:
    """An amount in a currency, without cents."""
    if amount is None or amount == "":
        return unknown(None)
    return format_currency(amount, currency, format="¤#,##0", locale=locale(), currency_digits=False)


@register.filter
def level_word(level: str | None) -> str:
    """The word of a risk class; another code is shown in words."""
    return str(LEVELS[level]) if level in LEVELS else words(level)


@register.filter
def vote_word(vote: str | None) -> str:
    """How somebody voted, in words."""
    return str(VOTES[vote]) if vote in VOTES else words(vote)


@register.filter
def interval_words(low: Figure, high: Figure) -> str:
    """52 and 63 → "52–63"; an open end is said."""
    if (low is None or low == "") and (high is None or high == ""):
        return unknown(None)
    return f"{score(low)}–{score(high)}"


@register.filter
def short_hash(digest: str | None) -> str:
    """First and last four characters of a digest; the whole stands in the `title`."""
    text = digest or ""
    return f"{text[:4]}…{text[-4:]}" if len(text) > 12 else unknown(text or None)


@register.filter
def words(code: str | None) -> str:
    """ "send_to_committee" → "send to committee", in the reader's language."""
    return word(str(code)) if code else unknown(code)


@register.filter
def words_of(codes: str) -> str:
    """Several codes, as a record keeps them: with a comma between."""
    return ", ".join(words(code) for code in codes.split(", "))


@register.filter
def changes(texts: Sequence[object]) -> list[str]:
    """See `phrases.said_changes`."""
    return phrases.said_changes(texts)


@register.filter
def said(text: object) -> str | list[str]:
    """A sentence of the rules, or each of several, in the reader's language."""
    return phrases.said_all(text) if isinstance(text, list | tuple) else phrases.said(text)


@register.filter
def unknown(value: object) -> str:
    """The value, or the word "unknown": missing is never blank."""
    return gettext("unknown") if value is None or value == "" else str(value)


@register.filter
def get(mapping: Mapping[str, object], key: str) -> object:
    """`mapping[key]`, or nothing."""
    return mapping.get(key)


@register.filter
def under(rows: str, head: str | Sequence[Header]) -> SafeString:
    """Rows of a table, each cell with the title of its column, so that a phone can stack them; see `stacking`."""
    titles = heads(head) if isinstance(head, str) else tuple(str(one.column.title) for one in head)
    return SafeString(labelled(rows, titles))


@register.simple_block_tag
def stacked(content: str) -> SafeString:
    """A table written by hand, each cell with the title of its column."""
    return SafeString(stacking.stacked(content))


@register.filter
def under_ticks(rows: str, head: Sequence[Header]) -> SafeString:
    """As `under`, where a column of boxes to tick goes before the others."""
    return SafeString(labelled(rows, ("", *(str(one.column.title) for one in head))))


@register.filter
def sources(dimension: DimensionScore, titles: Mapping[str, str]) -> str:
    """The publishers behind one dimension with the year that counts, each once."""
    found = [
        (part.index, [str(reading.year) for reading in part.readings if reading.counts])
        for part in dimension.contributions
    ]
    said = dict.fromkeys(" ".join((titles.get(index, index), *years)) for index, years in found)
    return " · ".join(said)


@register.simple_tag
def draw_interval(
    value: float | None, low: float | None, high: float | None, level: str = "", label: str = ""
) -> SafeString:
    """See `drawing.interval`."""
    return drawing.interval(_float(value), _float(low), _float(high), level, label)


@register.simple_tag
def draw_outlook(row: Outlook, small: str = "") -> SafeString:
    """See `drawing.outlook`."""
    draw = drawing.outlook_small if small else drawing.outlook
    return draw(row, outlook_words.band_word, outlook_words.percent)


@register.filter
def outlook_headline(row: Outlook) -> str:
    """ "High; elevated under 6 % of weightings." """
    return outlook_words.headline(row)


@register.filter
def outlook_sentences(row: Outlook) -> tuple[str, ...]:
    """What else the draws say."""
    return outlook_words.sentences(row)


@register.filter
def chance(share: float | None) -> str:
    """A share of draws in per cent, never rounded to nothing nor to certainty."""
    return unknown(None) if share is None else outlook_words.percent(share)


@register.simple_tag
def draw_bar(value: float | None, of: float = 100, level: str = "", label: str = "") -> SafeString:
    """See `drawing.bar`."""
    return drawing.bar(_float(value), float(of), level, label)


@register.simple_tag
def draw_dumbbell(
    before: float | None, after: float | None, level_before: str = "", level_after: str = ""
) -> SafeString:
    """See `drawing.dumbbell`."""
    return drawing.dumbbell(_float(before), _float(after), level_before, level_after)


@register.filter
def signed(value: Figure, digits: int = 1) -> str:
    """A difference with its sign, in the reader's notation."""
    if value is None or value == "":
        return unknown(None)
    return figure(value, digits, signed=True)


@register.simple_tag
def draw_spark(points: Sequence[tuple[int, float | None]], breaks: Collection[int] = (), label: str = "") -> SafeString:
    """See `drawing.spark`."""
    return drawing.spark(points, breaks or (), label)


@register.simple_tag
def draw_heatmap(
    cells: Mapping[tuple[str, str], int], severities: Sequence[str], likelihoods: Sequence[str], label: str = ""
) -> SafeString:
    """See `drawing.heatmap`."""
    return drawing.heatmap(cells, [str(s) for s in severities], [str(w) for w in likelihoods], label)


@register.simple_tag
def heatmap_rows(
    cells: Mapping[tuple[str, str], int], severities: Sequence[str], likelihoods: Sequence[str]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """See `drawing.heatmap_rows`."""
    return drawing.heatmap_rows(cells, severities, likelihoods)


@register.simple_tag
def draw_transitions(matrix: Matrix, label: str) -> SafeString:
    """See `drawing.transitions`."""
    return drawing.transitions(matrix.names, [level_word(name) for name in matrix.names], matrix.counts, label)


@register.simple_tag
def draw_worldmap(areas: Iterable[drawing.Area], label: str = "") -> SafeString:
    """See `drawing.worldmap`."""
    return drawing.worldmap(areas, label)


@register.simple_tag
def draw_backtest(rows: Sequence[drawing.RankingRow]) -> SafeString:
    """See `drawing.backtest_picture`."""
    return drawing.backtest_picture(rows)


def _float(value: object) -> float | None:
    return None if value is None or value == "" else float(str(value))


@register.filter
def facts(fields: Iterable[tuple[str, str, str]]) -> SafeString:
    """(label, text, note) as a list; made here at once, since the page of an investigation has hundreds of them."""
    lines = (
        (label, linebreaksbr(text), format_html('<div class="small">{}</div>', linebreaksbr(note)) if note else "")
        for label, text, note in fields
    )
    every = format_html_join("", '<dt>{}</dt><dd dir="auto">{}{}</dd>', lines)
    return format_html('<dl class="facts">{}</dl>', every) if every else SafeString()
