"""The picture of how sure a band is: it stands at its figures, keeps the two ranges apart, and says what it shows."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.apps.risk.rules.outlook import Outlook, Share
from duecare.apps.risk.rules.outlook_words import TEXTS, percent
from duecare.entrypoints.drawing import outlook, outlook_small
from duecare.entrypoints.staff import outlook_words

STEPS = (("low", 0.0), ("moderate", 25.0), ("elevated", 40.0), ("high", 55.0))
ONE = Outlook(
    place="AAA", score=57.0, band="high", treated_as="high", reads="high", band_set_by="score",
    statistical=(52.0, 63.0), missing=(57.0, 57.0), rated=(50.0, 64.0), complete=True, level=0.9, draws=10_000,
    varied=True, rank=None, late=(),
    shares=tuple(
        Share(band, at, weights, errors, both, both)
        for (band, at), weights, errors, both in zip(
            STEPS, (0, 0, 0.06, 0.94), (0, 0, 0.2, 0.8), (0, 0.004, 0.25, 0.746), strict=True
        )
    ),
)  # fmt: skip
LACKING = replace(ONE, complete=False, missing=(40.0, 75.0), band_set_by="missing data")


def drawn(row: Outlook, small: bool = False) -> ET.Element:
    return ET.fromstring((outlook_small if small else outlook)(row, str, percent))


def marks(svg: ET.Element, kind: str) -> list[dict[str, str]]:
    return [one.attrib for one in svg.iter() if one.attrib.get("class", "").split()[:1] == [kind]]


def test_the_picture_says_everything_it_shows() -> None:
    said = drawn(LACKING).attrib["aria-label"]
    assert "Score 57 of 100." in said and "Statistical range 52 to 63." in said
    assert "Range from missing figures 40 to 75." in said
    assert "moderate less than 1 %" in said and "elevated 25 %" in said and "high 75 %" in said and "low" not in said
    assert drawn(LACKING, small=True).attrib["aria-label"] == said
    assert "missing" not in drawn(ONE).attrib["aria-label"]


@given(st.floats(0, 100), st.floats(0, 100), st.floats(0, 100), st.floats(0, 100))
def test_ranges_stand_at_their_figures_and_apart(one: float, two: float, three: float, four: float) -> None:
    (low, high), (best, worst) = sorted((one, two)), sorted((three, four))
    row = replace(LACKING, statistical=(low, high), missing=(best, worst), score=low)
    for small, width in ((False, 292), (True, 124)):
        svg = drawn(row, small)
        (band,), (gap,), (dot,) = marks(svg, "band"), marks(svg, "gap"), marks(svg, "dot")
        assert float(band["x"]) == pytest.approx(4 + low * width / 100, abs=0.06)
        assert float(band["width"]) == pytest.approx(max((high - low) * width / 100, 2), abs=0.11)
        assert float(gap["x1"]) == pytest.approx(4 + best * width / 100, abs=0.06)
        assert float(gap["x2"]) == pytest.approx(4 + max(worst, best + 200 / width) * width / 100, abs=0.06)
        assert float(dot["cx"]) == pytest.approx(4 + low * width / 100, abs=0.06)
        top, bottom = float(band["y"]), float(band["y"]) + float(band["height"])
        half = float(gap["stroke-width"]) / 2
        assert float(gap["y1"]) - half >= bottom or float(gap["y1"]) + half <= top


def test_a_bar_is_as_high_as_the_chance_and_certainty_as_high_as_there_is_room() -> None:
    bars = [one for one in marks(drawn(ONE), "fill") if float(one["height"]) != 8]
    heights = {one["class"].split()[1]: float(one["height"]) for one in bars}
    assert heights["high"] == pytest.approx(38 * 0.746, abs=0.06) and heights["elevated"] == pytest.approx(9.5)
    assert 0 < heights["moderate"] < 1 and "low" not in heights
    assert all(float(one["y"]) >= 8 for one in bars)


def test_the_scale_has_every_band_from_its_threshold_on() -> None:
    for small, width in ((False, 292), (True, 124)):
        tall = 4 if small else 8
        scale = [one for one in marks(drawn(ONE, small), "fill") if float(one["height"]) == tall]
        starts = {one["class"].split()[1]: float(one["x"]) for one in scale}
        for band, at in STEPS:
            assert starts[band] == pytest.approx(4 + at * width / 100, abs=0.06)


def test_without_a_figure_no_point_is_drawn() -> None:
    row = replace(LACKING, score=None, statistical=(None, None))
    for small in (False, True):
        svg = drawn(row, small)
        assert not marks(svg, "dot") and not marks(svg, "band") and "Score unknown of 100." in svg.attrib["aria-label"]


def test_no_drawing_needs_a_style_attribute_and_words_are_escaped() -> None:
    text = outlook(ONE, lambda band: f"<b>{band}", percent)
    assert "<b>" not in text and not re.search(r"\sstyle=", text)


def test_every_text_of_the_rules_is_marked_for_translation() -> None:
    assert outlook_words.TEXTS == TEXTS
