"""Severity against likelihood: where the at-risk groups stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .svg import figure, place

LEFT, TOP, CELL_W, CELL_H = 120, 8, 96, 44


def heatmap_rows(
    cells: Mapping[tuple[str, str], int], severities: Sequence[str], likelihoods: Sequence[str]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """The same figures as a table: one row per severity, worst first, one column per likelihood."""
    return tuple(
        (severity, tuple(cells.get((severity, likelihood), 0) for likelihood in likelihoods))
        for severity in reversed(severities)
    )


def heatmap(
    cells: Mapping[tuple[str, str], int], severities: Sequence[str], likelihoods: Sequence[str], label: str = ""
) -> SafeString:
    """A grid, worst severity on top; colour follows severity more than likelihood (UNGP 24), the count is written.

    Args:
        cells: (severity, likelihood) → how many groups stand there.
        severities: words, mildest first.
        likelihoods: words, least likely first.
        label: text alternative; lists every occupied cell when empty.
    """
    rows = heatmap_rows(cells, severities, likelihoods)
    squares, words = [], []
    for line, (severity, counts) in enumerate(rows):
        y = TOP + line * CELL_H
        squares.append(
            format_html(
                '<text class="axisword end" x="{}" y="{}">{}</text>', LEFT - 10, place(y + CELL_H / 2 + 4), severity
            )
        )
        for column, count in enumerate(counts):
            squares.append(
                _square(LEFT + column * CELL_W, y, count, _heat(len(rows) - 1 - line, column, len(rows), len(counts)))
            )
            if count:
                words.append(f"{severity}, {likelihoods[column]}: {count}")
    bottom = TOP + len(rows) * CELL_H
    squares.extend(
        format_html(
            '<text class="axisword mid" x="{}" y="{}">{}</text>', place(LEFT + (n + 0.5) * CELL_W), bottom + 20, word
        )
        for n, word in enumerate(likelihoods)
    )
    spoken = label or (_("Severity and likelihood. ") + ("; ".join(words) if words else _("No group is rated yet.")))
    body = format_html_join("", "{}", ((square,) for square in squares))
    return figure("heat", LEFT + len(likelihoods) * CELL_W + 8, bottom + 32, spoken, body, sized=False)


def _heat(severity: int, likelihood: int, severities: int, likelihoods: int) -> int:
    """Ramp step 0–10. Severity weighs three times as much as likelihood, so that rare and grave is never pale."""
    return round(10 * (0.75 * severity / max(severities - 1, 1) + 0.25 * likelihood / max(likelihoods - 1, 1)))


def _square(x: int, y: int, count: int, step: int) -> SafeString:
    box = format_html(
        '<rect class="cell {}" x="{}" y="{}" width="{}" height="{}" rx="4"/>',
        f"s{step}" if count else "empty",
        x + 2,
        y + 2,
        CELL_W - 4,
        CELL_H - 4,
    )
    if not count:
        return box
    return format_html(
        '{}<text class="on s{} mid" x="{}" y="{}">{}</text>',
        box,
        step,
        place(x + CELL_W / 2),
        place(y + CELL_H / 2 + 5),
        count,
    )
