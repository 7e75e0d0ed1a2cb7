"""The stylesheet: small, readable in light and dark, mirrored for right-to-left."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from duecare.config.settings import PACKAGE

STATIC = PACKAGE / "entrypoints" / "static"
CSS = (STATIC / "duecare.css").read_text(encoding="utf-8")
HTMX = Path(__import__("django_htmx").__file__).parent / "static" / "django_htmx" / "htmx-2.min.js"

TEXT = [
    (text, ground)
    for ground in ("paper", "surface", "line2", "soft")
    for text in ("ink", "ink2")
] + [
    ("accent", "paper"), ("accent", "surface"), ("accent", "soft"), ("accent-ink", "accent"),
    ("warn", "warn-soft"), ("stop", "stop-soft"), ("ok", "ok-soft"), ("stop", "surface"), ("warn", "surface"),
    ("ink", "warn-soft"), ("ink", "stop-soft"), ("ink", "ok-soft"),
    ("on-indeterminate", "hatch1"), ("on-indeterminate", "hatch2"), ("on-prohibited", "prohibited"),
]  # fmt: skip
EDGES = [("edge", "paper"), ("edge", "surface"), ("focus", "paper"), ("focus", "surface"), ("accent", "surface")]


def tokens(theme: int) -> dict[str, str]:
    """Custom properties of the root in light (0) or dark (1)."""
    root = CSS[CSS.index(":root{") : CSS.index("}", CSS.index(":root{"))]
    found = {}
    for name, value in re.findall(r"--([\w-]+):([^;]+)", root):
        pair = re.fullmatch(r"light-dark\((#\w+),(#\w+)\)", value)
        found[name] = pair.group(theme + 1) if pair else value
    return found


def ramp() -> list[tuple[str, str, str]]:
    """(classes, ground, text) of each coloured step."""
    return re.findall(r"((?:\.[\w]+,?)+)\{--c:([^;]+);--on:([^}]+)\}", CSS)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(d * 2 for d in digits) if len(digits) == 3 else digits
    parts = [int(digits[n : n + 2], 16) / 255 for n in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, two: str) -> float:
    """WCAG 2.2 contrast ratio."""
    dark, light = sorted((luminance(one), luminance(two)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_is_readable(theme: int) -> None:
    found = tokens(theme)
    poor = [(t, g, round(contrast(found[t], found[g]), 2)) for t, g in TEXT if contrast(found[t], found[g]) < 4.5]
    assert poor == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_edges_of_controls_and_focus_are_visible(theme: int) -> None:
    found = tokens(theme)
    poor = [(e, g, round(contrast(found[e], found[g]), 2)) for e, g in EDGES if contrast(found[e], found[g]) < 3]
    assert poor == []


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_every_class_and_step_is_readable(theme: int) -> None:
    found, steps = tokens(theme), ramp()
    named = {name for classes, _ground, _text in steps for name in classes.replace(".", "").split(",")}
    assert {
        "low",
        "moderate",
        "elevated",
        "high",
        "prohibited",
        "indeterminate",
        *(f"s{n}" for n in range(11)),
    } <= named

    def plain(value: str) -> str:
        inner = re.fullmatch(r"var\(--([\w-]+)\)", value)
        return found[inner[1]] if inner else value

    poor = [(classes, ground, text) for classes, ground, text in steps if contrast(plain(ground), plain(text)) < 4.5]
    assert poor == []


def test_sizes() -> None:
    assert (STATIC / "duecare.css").stat().st_size <= 25 * 1024
    scripts = (STATIC / "duecare.js").stat().st_size + HTMX.stat().st_size
    assert scripts <= 100 * 1024


def test_sides_are_logical_so_that_right_to_left_mirrors() -> None:
    physical = re.findall(
        r"(?:margin|padding|border)-(?:left|right)\b|text-align:(?:left|right)|[{;](?:left|right):", CSS
    )
    assert physical == []


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert not re.search(r"@import|@font-face|url\((?!#)", CSS)
    assert not re.search(r"https?:", CSS + (STATIC / "duecare.js").read_text(encoding="utf-8"))


def test_preferences_of_the_reader_are_kept() -> None:
    for query in ("prefers-reduced-motion:reduce", "forced-colors:active", "@media print", ":focus-visible"):
        assert query in CSS
