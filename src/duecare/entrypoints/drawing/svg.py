"""The few pieces every picture is made of."""

from __future__ import annotations

from math import isfinite

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

LEVELS = ("low", "moderate", "elevated", "high", "prohibited", "indeterminate")


def ramp(score: float | None) -> str:
    """CSS class of a score's colour: s0 … s10 in steps of ten points, `indeterminate` for no score."""
    if score is None or not isfinite(score):
        return "indeterminate"
    return f"s{round(min(100.0, max(0.0, score)) / 10)}"


def colour(level: str, score: float | None) -> str:
    """The class's colour when a known class is given, else the ramp's."""
    return level if level in LEVELS else ramp(score)


def figure(
    kind: str, width: float, height: float, label: str, body: SafeString, *, sized: bool = True, role: str = "img"
) -> SafeString:
    """An `<svg>` that a screen reader announces as one picture with `label`.

    Args:
        kind: CSS class of the picture.
        width: width of the drawing in its own units.
        height: height of the drawing in its own units.
        label: the text alternative; says everything the picture says.
        body: what is drawn.
        sized: False lets the stylesheet decide the size.
        role: "group" where the drawing holds links.
    """
    size = format_html(' width="{}" height="{}"', place(width), place(height)) if sized else SafeString()
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}"{} role="{}" aria-label="{}" focusable="false">{}</svg>',
        kind,
        place(width),
        place(height),
        size,
        role,
        label,
        body,
    )


def place(value: float) -> str:
    """A coordinate with at most one decimal, always with a point whatever the locale."""
    text = f"{value:.1f}"
    return text[:-2] if text.endswith(".0") else text


def shown(value: float | None, digits: int = 0) -> str:
    """A figure in a sentence; `None` is said, never left out."""
    return _("unknown") if value is None else f"{value:.{digits}f}"
