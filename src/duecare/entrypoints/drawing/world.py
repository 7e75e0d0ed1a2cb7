"""The world in Equal Earth, coloured by score, every state a link. Geometry: `scripts/map/prepare.py`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .svg import figure, ramp

DATA = Path(__file__).with_name("world.json")


@dataclass(frozen=True, slots=True)
class Area:
    """One place on the map.

    Attributes:
        code: alpha-3, or XKX.
        name: in the reader's language.
        score: 0–100, or None where no score can be given.
        level: class word; "indeterminate" is hatched whatever the score.
        url: page it leads to; empty for no link.
        text: spoken and shown on pointing; made from name and score when empty.
    """

    code: str
    name: str
    score: float | None
    level: str = ""
    url: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Geometry:
    """What the prepared file holds: path texts and dots by code, disputed borders as one path."""

    width: int
    height: int
    places: Mapping[str, str]
    dots: Mapping[str, tuple[int, int]]
    disputed: str


@cache
def geometry() -> Geometry:
    """The prepared geometry, read once."""
    world = json.loads(DATA.read_text(encoding="utf-8"))
    dots = {code: (int(x), int(y)) for code, (x, y) in world["dots"].items()}
    return Geometry(world["width"], world["height"], world["places"], dots, world["disputed"])


def worldmap(areas: Iterable[Area], label: str = "") -> SafeString:
    """The map. Places without an entry in `areas` are drawn as land of no colour.

    The same figures must stand beside it as a table: a map cannot be read aloud, it can only be named.
    """
    world, rows = geometry(), {area.code: area for area in areas}
    land = format_html_join("", "{}", ((_shape(code, path, rows.get(code)),) for code, path in world.places.items()))
    dots = format_html_join("", "{}", ((_dot(spot, rows[code]),) for code, spot in world.dots.items() if code in rows))
    body = format_html(
        '{}<g class="land">{}</g><path class="disputed" d="{}"/><g class="dots">{}</g>',
        hatch("hatch"),
        land,
        world.disputed,
        dots,
    )
    words = label or _("World map of %(count)s places by score. The table holds the same figures.") % {
        "count": len(rows)
    }
    # links inside an image would be hidden from a screen reader: with links it is a group, not an image
    role = "group" if any(row.url for row in rows.values()) else "img"
    return figure("map", world.width, world.height, words, body, sized=False, role=role)


def hatch(name: str) -> SafeString:
    """The pattern that stands for "indeterminate" in every drawing."""
    return format_html(
        '<defs><pattern id="{}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
        '<rect class="hatch-ground" width="6" height="6"/>'
        '<rect class="hatch-line" width="2" height="6"/></pattern></defs>',
        name,
    )


def _shape(code: str, path: str, area: Area | None) -> SafeString:
    if area is None:
        return format_html('<path class="none" d="{}"/>', path)
    inner = format_html('<path class="{}" d="{}"><title>{}</title></path>', _colour(area), path, _text(area))
    return _linked(area, inner)


def _dot(spot: tuple[int, int], area: Area) -> SafeString:
    inner = format_html(
        '<circle class="{}" cx="{}" cy="{}" r="5"><title>{}</title></circle>', _colour(area), *spot, _text(area)
    )
    return _linked(area, inner)


def _linked(area: Area, inner: SafeString) -> SafeString:
    # one tab stop a country would be 250: the table is the way for the keyboard, the map for the pointer
    return (
        format_html('<a href="{}" tabindex="-1" aria-label="{}">{}</a>', area.url, _text(area), inner)
        if area.url
        else inner
    )


def _colour(area: Area) -> str:
    return "indeterminate" if area.level == "indeterminate" else ramp(area.score)


def _text(area: Area) -> str:
    if area.text:
        return area.text
    return f"{area.name}: {_('no score')}" if area.score is None else f"{area.name}: {area.score:.0f}"
