"""How well a method and each index alone rank documented cases: one row a figure, 0.5 is chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .svg import figure, place

LEFT, WIDTH, ROW, TOP = 230, 340, 24, 30
_FILE_STYLE = (
    "svg{background:#fff;font:13px sans-serif}text{fill:#333}.mid{text-anchor:middle}.end{text-anchor:end}"
    ".axis{stroke:#999}.chance{stroke:#666;stroke-dasharray:4 3}.range{stroke:#555;stroke-width:2}"
    ".all{fill:#1f4e79}.clean{fill:#fff;stroke:#1f4e79;stroke-width:2}.share{fill:#bbb}.recall{fill:#1f4e79}"
)


@dataclass(frozen=True, slots=True)
class RankingRow:
    """One line of the picture and of its table; None where there is nothing to compare."""

    title: str
    clean: float | None
    all: float | None
    clean_interval: Sequence[float] | None = None
    all_interval: Sequence[float] | None = None


def ranking_rows(report: Mapping[str, Any], titles: Mapping[str, str]) -> tuple[RankingRow, ...]:
    """The method first, then the plain mean, then each index alone.

    Args:
        report: as `risk.rules.backtest_report.report` makes it.
        titles: names of indices by id.
    """
    plain = report["plain_mean"]
    return (
        RankingRow(
            _("This method"),
            report["auc_clean"],
            report["auc_all"],
            report["auc_clean_interval"],
            report["auc_all_interval"],
        ),
        RankingRow(_("Plain mean of the indices"), plain["auc_clean"], plain["auc_all"]),
        *(
            RankingRow(titles.get(name, name), one["auc_clean"], one["auc_all"])
            for name, one in report["single"].items()
        ),
    )


def backtest_picture(rows: Sequence[RankingRow], label: str = "") -> SafeString:
    """A hollow point against countries without documented misuse, a full one against all others."""
    bottom = TOP + len(rows) * ROW
    ticks = format_html_join(
        "",
        '<line class="axis" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text class="mid" x="{0}" y="{3}">{4}</text>',
        ((place(_x(at / 4)), TOP - 6, bottom, bottom + 16, f"{at / 4:g}") for at in (0, 1, 2, 3, 4)),
    )
    chance = format_html(
        '<line class="chance" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/><text class="mid" x="{0}" y="{3}">{4}</text>',
        place(_x(0.5)), TOP - 6, bottom, TOP - 12, _("chance"),
    )  # fmt: skip
    lines = format_html_join("", "{}", ((_line(row, TOP + (n + 0.5) * ROW),) for n, row in enumerate(rows)))
    spoken = label or _("Share of comparisons in which a documented case stood above. ") + "; ".join(map(_spoken, rows))
    return figure(
        "auc", LEFT + WIDTH + 20, bottom + 26, spoken, format_html("{}{}{}", ticks, chance, lines), sized=False
    )


def svg_file(picture: SafeString) -> str:
    """The same picture as a file of its own, with the colours that the page's stylesheet gives it otherwise."""
    opening, rest = str(picture).split(">", 1)
    return f'{opening} xmlns="http://www.w3.org/2000/svg"><style>{_FILE_STYLE}</style>{rest}\n'


def _x(value: float) -> float:
    return LEFT + value * WIDTH


def _line(row: RankingRow, y: float) -> SafeString:
    name = format_html('<text class="end" x="{}" y="{}">{}</text>', LEFT - 12, place(y + 4), row.title)
    clean = _point("clean", row.clean, row.clean_interval, y - 3)
    return format_html("{}{}{}", name, _point("all", row.all, row.all_interval, y + 3), clean)


def _point(kind: str, value: float | None, ends: Sequence[float] | None, y: float) -> SafeString:
    if value is None:
        return SafeString()
    low, high = ends or (value, value)
    return format_html(
        '<line class="range" x1="{}" x2="{}" y1="{}" y2="{}"/><circle class="{}" cx="{}" cy="{}" r="4.5"/>',
        place(_x(low)),
        place(_x(high)),
        place(y),
        place(y),
        kind,
        place(_x(value)),
        place(y),
    )


def _spoken(row: RankingRow) -> str:
    return _("%(name)s: %(clean)s against countries without documented misuse, %(all)s against all others") % {
        "name": row.title,
        "clean": _figure(row.clean),
        "all": _figure(row.all),
    }


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"
