"""Who went from which band or class to which: rows before, columns after."""

from __future__ import annotations

from collections.abc import Sequence
from math import log

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .svg import figure, place

LEFT, TOP, CELL_W, CELL_H = 116, 26, 92, 38


def transitions(names: Sequence[str], words: Sequence[str], counts: Sequence[Sequence[int]], label: str) -> SafeString:
    """A grid whose diagonal is "did not move"; to the right of it is worse, to the left better.

    Colour says which way and how many (by the logarithm, so that one mover is seen beside two hundred);
    the count is written, and `indeterminate`, which is no step of the ladder, stays hatched.

    Args:
        names: codes of bands or classes, best first.
        words: the same for the reader.
        counts: one row for each `names`.
        label: what the picture is about; every mover is added in words.
    """
    most = max((cell for at, row in enumerate(counts) for to, cell in enumerate(row) if at != to), default=0)
    squares, said = [], []
    for at, row in enumerate(counts):
        y = TOP + at * CELL_H
        squares.append(
            format_html(
                '<text class="axisword end" x="{}" y="{}">{}</text>', LEFT - 10, place(y + CELL_H / 2 + 4), words[at]
            )
        )
        for to, count in enumerate(row):
            tone = _tone(names, at, to, count, most)
            squares.append(_square(LEFT + to * CELL_W, y, count, tone))
            if count and at != to:
                said.append(_("%(count)s from %(before)s to %(after)s") % {
                    "count": count, "before": words[at], "after": words[to]})  # fmt: skip
    heads = (
        format_html(
            '<text class="axisword mid" x="{}" y="{}">{}</text>', place(LEFT + (n + 0.5) * CELL_W), TOP - 10, word
        )
        for n, word in enumerate(words)
    )
    squares.extend(heads)
    spoken = f"{label}: {'; '.join(said) if said else _('nobody moves')}."
    body = format_html_join("", "{}", ((square,) for square in squares))
    return figure("heat", LEFT + len(words) * CELL_W + 8, TOP + len(words) * CELL_H + 8, spoken, body, sized=False)


def _tone(names: Sequence[str], at: int, to: int, count: int, most: int) -> str:
    if not count or at == to:
        return "empty"
    if "indeterminate" in (names[at], names[to]):
        return "indeterminate"
    strength = log(1 + count) / log(1 + most)
    return f"s{round(6 + 3 * strength)}" if to > at else f"s{round(3 - 3 * strength)}"


def _square(x: int, y: int, count: int, tone: str) -> SafeString:
    box = format_html(
        '<rect class="cell {}" x="{}" y="{}" width="{}" height="{}" rx="4"/>',
        tone,
        x + 2,
        y + 2,
        CELL_W - 4,
        CELL_H - 4,
    )
    if not count:
        return box
    kind = "axisword" if tone in ("empty", "indeterminate") else f"on {tone}"
    return format_html(
        '{}<text class="{} mid" x="{}" y="{}">{}</text>',
        box,
        kind,
        place(x + CELL_W / 2),
        place(y + CELL_H / 2 + 5),
        count,
    )
