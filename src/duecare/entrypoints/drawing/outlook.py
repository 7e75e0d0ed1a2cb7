"""How sure a band is: the chance of each over the scale of bands, and the two ranges below, apart from each other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from duecare.apps.risk.rules.outlook import Outlook, Share

from .svg import colour, figure, place, shown

Word = Callable[[str], str]
WIDTH, HEIGHT, EDGE = 300, 140, 8
FOOT, TALLEST = 56, 38
"""Where the bars of chance stand, and how high certainty is."""
SMALL_WIDTH, SMALL_HEIGHT = 132, 20


def outlook(row: Outlook, word: Word, percent: Callable[[float], str]) -> SafeString:
    """The chance of each band as a bar over its part of the scale; below, the statistical and the missing-data range.

    Args:
        word: a band in the reader's language.
        percent: a share as the reader writes it.
    """
    scale = _scale(WIDTH)
    pieces: list[SafeString] = []
    for number, (share, start, end) in enumerate(_bands(row, scale)):
        tall, middle = TALLEST * share.both, (start + end) / 2
        pieces.append(_box(share.band, start, FOOT, end - start, 8))
        pieces.append(_text(middle, FOOT + (20 if number % 2 == 0 else 33), "mid", word(share.band)))
        if share.both > 0:
            pieces.append(_box(share.band, start + 3, FOOT - 2 - tall, end - start - 6, tall))
            pieces.append(_text(middle, FOOT - 6 - tall, "mid", _short(share.both)))
    low, high = row.statistical
    if low is not None and high is not None:
        pieces.append(_statistical(scale(low), scale(high), 103, 7))
        pieces.append(_beside(scale(low), scale(high), 110, _("statistical %(low)s–%(high)s"), low, high))
    if row.score is not None:
        pieces.append(_dot(row, scale(row.score), 106.5, 5))
    if not row.complete:
        low, high = row.missing
        pieces.append(_gap(scale(low), scale(high), 120, 7))
        middle = min(max((scale(low) + scale(high)) / 2, WIDTH * 0.3), WIDTH * 0.7)
        text = _("from missing figures %(low)s–%(high)s") % {"low": shown(low), "high": shown(high)}
        pieces.append(_text(middle, 136, "mid", text))
    return figure("iv ol", WIDTH, HEIGHT, spoken(row, word, percent), _joined(pieces), sized=False)


def outlook_small(row: Outlook, word: Word, percent: Callable[[float], str]) -> SafeString:
    """The same without the chances, for a line of a list: they are said in its text alternative and beside it."""
    scale = _scale(SMALL_WIDTH)
    pieces = [_box(share.band, start, 15, end - start, 4) for share, start, end in _bands(row, scale)]
    if not row.complete:
        pieces.append(_gap(scale(row.missing[0]), scale(row.missing[1]), 11.5, 3))
    low, high = row.statistical
    if low is not None and high is not None:
        pieces.append(_statistical(scale(low), scale(high), 2, 6))
    if row.score is not None:
        pieces.append(_dot(row, scale(row.score), 5, 2.5))
    return figure("iv", SMALL_WIDTH, SMALL_HEIGHT, spoken(row, word, percent), _joined(pieces))


def spoken(row: Outlook, word: Word, percent: Callable[[float], str]) -> str:
    """Everything that the picture shows, in words."""
    said = [_("Score %(score)s of 100.") % {"score": shown(row.score)}]
    if row.statistical[0] is not None:
        said.append(
            _("Statistical range %(low)s to %(high)s.")
            % {"low": shown(row.statistical[0]), "high": shown(row.statistical[1])}
        )
    if not row.complete:
        said.append(
            _("Range from missing figures %(low)s to %(high)s.")
            % {"low": shown(row.missing[0]), "high": shown(row.missing[1])}
        )
    likely = [f"{word(share.band)} {percent(share.both)}" for share in row.shares if share.both > 0]
    return " ".join((*said, _("Chances: %(shares)s.") % {"shares": ", ".join(likely)}))


def _short(share: float) -> str:
    """A chance where there is room for a few signs only; words stand in the table."""
    if 0 < share < 0.01:
        return "<1 %"
    return ">99 %" if 0.99 < share < 1 else f"{share * 100:.0f} %"


def _scale(width: int) -> Callable[[float], float]:
    return lambda score: EDGE / 2 + score * (width - EDGE) / 100


def _bands(row: Outlook, scale: Callable[[float], float]) -> Iterable[tuple[Share, float, float]]:
    ends = [*(scale(share.at) for share in row.shares), scale(100)]
    return [(share, start, end) for share, (start, end) in zip(row.shares, pairwise(ends), strict=True)]


def _box(band: str, x: float, y: float, width: float, height: float) -> SafeString:
    return format_html(
        '<rect class="fill {}" x="{}" y="{}" width="{}" height="{}"/>',
        band, place(x), place(y), place(max(width, 0.5)), place(max(height, 0.5)),
    )  # fmt: skip


def _statistical(start: float, end: float, y: float, height: float) -> SafeString:
    return format_html(
        '<rect class="band" x="{}" y="{}" width="{}" height="{}" rx="3"/>',
        place(start), place(y), place(max(end - start, 2)), place(height),
    )  # fmt: skip


def _gap(start: float, end: float, y: float, height: float) -> SafeString:
    return format_html(
        '<line class="gap" x1="{}" x2="{}" y1="{}" y2="{}" stroke-width="{}"/>',
        place(start), place(max(end, start + 2)), place(y), place(y), place(height),
    )  # fmt: skip


def _dot(row: Outlook, x: float, y: float, size: float) -> SafeString:
    return format_html(
        '<circle class="dot {}" cx="{}" cy="{}" r="{}"/>', colour(row.band, row.score), place(x), place(y), place(size)
    )


def _beside(start: float, end: float, y: float, text: str, low: float, high: float) -> SafeString:
    """Words beside a range, on the side where there is room."""
    said = text % {"low": shown(low), "high": shown(high)}
    return _text(end + 8, y, "", said) if end < WIDTH / 2 else _text(start - 8, y, "end", said)


def _text(x: float, y: float, anchor: str, words: str) -> SafeString:
    return format_html('<text class="{}" x="{}" y="{}">{}</text>', anchor, place(x), place(y), words)


def _joined(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))
