"""Small pictures beside figures: interval, contribution bar, ten-year line."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .svg import colour, figure, place, shown


def interval(
    value: float | None, low: float | None, high: float | None, level: str = "", label: str = "", width: int = 120
) -> SafeString:
    """A point between its bounds on the scale 0 to 100.

    Args:
        value: the score, 0–100; None draws the band alone.
        low: lower bound; None means nothing is known below, so the band starts at 0.
        high: upper bound; None means nothing is known above, so the band ends at 100.
        level: risk class that colours the point; empty takes the score's ramp.
        label: text alternative; made from the figures when empty.
        width: in pixels.
    """
    start, end = (0.0 if low is None else low), (100.0 if high is None else high)
    scale = (width - 8) / 100
    x1, x2 = 4 + start * scale, 4 + end * scale
    band = "band open" if low is None or high is None else "band"
    dot = (
        SafeString()
        if value is None
        else format_html(
            '<circle class="dot {}" cx="{}" cy="7" r="4"/>', colour(level, value), place(4 + value * scale)
        )
    )
    body = format_html(
        '<line class="axis" x1="0" x2="{}" y1="7" y2="7"/>'
        '<rect class="{}" x="{}" y="4" width="{}" height="6" rx="3"/>{}',
        width,
        band,
        place(x1),
        place(max(x2 - x1, 2)),
        dot,
    )
    words = label or _("%(value)s, between %(low)s and %(high)s of 100") % {
        "value": shown(value),
        "low": shown(start),
        "high": shown(end),
    }
    return figure("iv", width, 14, words, body)


def bar(value: float | None, of: float = 100, level: str = "", label: str = "", width: int = 150) -> SafeString:
    """A contribution as a bar. An unknown value is a hatched bar of full length, never an empty one."""
    share = 1.0 if value is None else min(1.0, max(0.0, value / of)) if of else 0.0
    kind = "indeterminate" if value is None else colour(level, 100 * share)
    body = format_html(
        '<rect class="track" width="{}" height="9" rx="2"/><rect class="fill {}" width="{}" height="9" rx="2"/>',
        width,
        kind,
        place(max(width * share, 1.5)),
    )
    words = label or _("%(value)s of %(of)s") % {"value": shown(value), "of": shown(of)}
    return figure("bar", width, 9, words, body)


def spark(
    points: Sequence[tuple[int, float | None]], breaks: Collection[int] = (), label: str = "", width: int = 96
) -> SafeString:
    """A line over years. A missing year interrupts it; a year in `breaks` starts a new method and is marked.

    Args:
        points: (year, value or None), oldest first.
        breaks: years from which figures are not comparable with those before.
        label: text alternative; first, last and breaks when empty.
        width: in pixels.
    """
    known = [value for _year, value in points if value is not None]
    if not known:
        return figure("spark", width, 22, label or _("No figures."), SafeString())
    years = [year for year, _value in points]
    low, high = min(known), max(known)
    span = max(high - low, 6.0)  # a change of half a point must not look like a cliff
    middle = (low + high) / 2

    def at(year: int, value: float) -> tuple[float, float]:
        x = 3 + (year - years[0]) / max(years[-1] - years[0], 1) * (width - 6)
        return x, 11 - (value - middle) / span * 14

    runs = _runs(points, breaks)
    lines = format_html_join(
        "",
        '<polyline points="{}"/>',
        (
            (" ".join(f"{place(x)},{place(y)}" for x, y in (at(*point) for point in run)),)
            for run in runs
            if len(run) > 1
        ),
    )
    alone = [at(*run[0]) for run in runs if len(run) == 1]
    dots = format_html_join(
        "", '<circle class="one" cx="{}" cy="{}" r="1.5"/>', ((place(x), place(y)) for x, y in alone)
    )
    marks = format_html_join(
        "",
        '<line class="break" x1="{0}" x2="{0}" y1="0" y2="22"/>',
        ((place(at(year, middle)[0]),) for year in sorted(breaks) if years[0] <= year <= years[-1]),
    )
    last = runs[-1][-1]
    x, y = at(*last)
    end = format_html('<circle class="end" cx="{}" cy="{}" r="2"/>', place(x), place(y))
    words = label or _spoken(runs[0][0], last, breaks)
    return figure("spark", width, 22, words, format_html("{}{}{}{}", marks, lines, dots, end))


def _runs(points: Sequence[tuple[int, float | None]], breaks: Collection[int]) -> list[list[tuple[int, float]]]:
    runs: list[list[tuple[int, float]]] = []
    joined = False
    for year, value in points:
        if value is None:
            joined = False
            continue
        if not joined or year in breaks:
            runs.append([])
        runs[-1].append((year, value))
        joined = True
    return runs


def _spoken(first: tuple[int, float], last: tuple[int, float], breaks: Collection[int]) -> str:
    words = _("%(first)s in %(from)s, %(last)s in %(until)s.") % {
        "first": shown(first[1], 1),
        "from": first[0],
        "last": shown(last[1], 1),
        "until": last[0],
    }
    if breaks:
        years = ", ".join(str(year) for year in sorted(breaks))
        words += " " + _("The method changed in %(years)s: figures before and after are not comparable.") % {
            "years": years
        }
    return words
