"""A score before and after on one line."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .svg import colour, figure, place, shown


def dumbbell(
    before: float | None, after: float | None, level_before: str = "", level_after: str = "", width: int = 160
) -> SafeString:
    """Two points on the scale 0 to 100, joined; the small one is before. A side without a score has no point.

    Args:
        before, after: scores, 0–100.
        level_before, level_after: classes that colour the points; empty takes the score's ramp.
        width: in pixels.
    """
    scale = (width - 10) / 100
    joined = SafeString()
    if before is not None and after is not None:
        left, right = sorted((before, after))
        joined = format_html(
            '<rect class="band" x="{}" y="6" width="{}" height="2"/>',
            place(5 + left * scale),
            place(max((right - left) * scale, 0.5)),
        )
    dots = [
        format_html(
            '<circle class="dot {}" cx="{}" cy="7" r="{}"/>', colour(level, value), place(5 + value * scale), radius
        )
        for value, level, radius in ((before, level_before, 3), (after, level_after, 4.5))
        if value is not None
    ]
    body = format_html(
        '<line class="axis" x1="0" x2="{}" y1="7" y2="7"/>{}{}', width, joined, SafeString("".join(dots))
    )
    words = _("from %(before)s to %(after)s of 100") % {"before": shown(before, 1), "after": shown(after, 1)}
    return figure("iv", width, 14, words, body)
