"""Names, dates and figures in the reader's language; what is missing is said."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from duecare.config.settings import PACKAGE
from duecare.entrypoints.staff.templatetags import duecare as filters

EMPTY = (
    filters.local_date, filters.local_moment, filters.since, filters.number, filters.score, filters.percent,
    filters.money, filters.words, filters.short_hash, filters.level_word, filters.country_name,
)  # fmt: skip


@pytest.mark.parametrize("given", [None, ""])
def test_missing_is_never_blank(given: object) -> None:
    for show in EMPTY:
        assert show(given) == "unknown", show  # type: ignore[operator]  # each takes its own kind of value, and nothing
    assert filters.interval_words(None, None) == "unknown"
    assert filters.interval_words(None, 63) == "unknown–63"


@pytest.mark.parametrize(
    ("language", "country", "day", "figure"),
    [
        ("en", "Thailand", "Nov 23, 2026", "1,250"),
        ("es", "Tailandia", "23 nov 2026", "1.250"),
        ("de", "Thailand", "23.11.2026", "1.250"),
    ],
)
def test_reader_s_language(language: str, country: str, day: str, figure: str) -> None:
    with translation.override(language):
        assert filters.country_name("THA") == country
        assert filters.local_date(date(2026, 11, 23)) == day
        assert filters.number(1250) == figure


def test_kosovo_and_places_without_a_code() -> None:
    assert filters.country_name("XKX") == "Kosovo"
    assert filters.country_name("crimea") == "Crimea"
    assert filters.country_name("???") == "???"


def test_moment_is_told_in_the_reader_s_zone_with_its_name() -> None:
    moment = datetime(2026, 11, 23, 23, 30, 59, tzinfo=UTC)
    with timezone.override("Asia/Bangkok"):
        assert filters.local_date(moment) == "Nov 24, 2026"
        shown = filters.local_moment(moment)
    assert shown.startswith("Nov 24, 2026") and "6:30" in shown and ":59" not in shown and shown.endswith("+07")


def test_since_uses_the_company_s_clock(frozen: datetime) -> None:
    assert filters.since(datetime(2026, 11, 20, 9, 0, tzinfo=UTC)) == "3 days ago"


def test_figures() -> None:
    assert filters.score(56.6) == "57" and filters.number(0.256, 2) == "0.26" and filters.percent(0.25) == "25%"
    assert filters.money(1250000, "EUR") == "€1,250,000"
    assert filters.interval_words(52.4, 63) == "52–63"
    assert filters.short_hash("5be0" + "0" * 56 + "91c4") == "5be0…91c4"
    assert filters.words("send_to_committee") == "send to committee"


@pytest.mark.parametrize("value", [-0.04, 0.04, 0, -0.05, Decimal("-0.0")])
def test_what_rounds_to_nothing_has_no_sign(value: float | Decimal) -> None:
    assert filters.number(value, 1) == "0.0" and filters.signed(value, 1) == "0.0"
    assert filters.signed(0.06, 1) == "+0.1" and filters.signed(-0.06, 1) == "-0.1"


def test_whatever_is_counted_on_a_page_is_written_as_the_reader_writes_numbers() -> None:
    """A hundred thousand customers are "100,000"; Django shows what it counts by as plain digits."""
    counted = re.compile(r"\{% blocktranslate [^%]*?count (\w+)=[^%]*%\}(.*?)\{% endblocktranslate %\}", re.S)
    folder = PACKAGE / "entrypoints" / "templates"
    plain = [
        f"{page.relative_to(folder)}: {{{{ {name} }}}}"
        for page in sorted(folder.rglob("*.html"))
        for name, text in counted.findall(page.read_text(encoding="utf-8"))
        if f"{{{{ {name} }}}}" in text
    ]
    assert not plain, plain
