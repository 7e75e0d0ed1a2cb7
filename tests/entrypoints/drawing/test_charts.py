"""Small pictures: they say in words what they show, and never show a gap as nothing."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.entrypoints.drawing import bar, heatmap, heatmap_rows, interval, spark
from duecare.entrypoints.drawing.svg import ramp

POINT = st.floats(0, 100)


def parsed(drawing: str) -> ET.Element:
    return ET.fromstring(drawing)


@given(POINT, POINT, POINT)
def test_interval_stands_at_its_figures(value: float, one: float, two: float) -> None:
    low, high = sorted((one, two))
    svg = parsed(interval(value, low, high))
    band, dot = svg.find("rect"), svg.find("circle")
    assert band is not None and dot is not None
    assert float(dot.attrib["cx"]) == pytest.approx(4 + value * 1.12, abs=0.06)
    assert float(band.attrib["x"]) == pytest.approx(4 + low * 1.12, abs=0.06)
    assert float(band.attrib["width"]) == pytest.approx(max((high - low) * 1.12, 2), abs=0.11)
    assert float(band.attrib["x"]) >= 0 and float(band.attrib["x"]) + float(band.attrib["width"]) <= 120


def test_interval_without_bounds_spans_the_scale_and_says_so() -> None:
    svg = parsed(interval(None, None, None))
    band = svg.find("rect")
    assert band is not None and band.attrib["class"] == "band open" and float(band.attrib["width"]) == 112
    assert svg.find("circle") is None
    assert svg.attrib["aria-label"] == "unknown, between 0 and 100 of 100"


def test_unknown_bar_is_full_and_hatched() -> None:
    known, unknown = (parsed(bar(value)).findall("rect")[1].attrib for value in (30, None))
    assert float(known["width"]) == 45 and known["class"] == "fill s3"
    assert float(unknown["width"]) == 150 and unknown["class"] == "fill indeterminate"


def test_spark_stops_at_a_gap_and_marks_a_new_method() -> None:
    svg = parsed(spark([(2016, 50.0), (2017, 51.0), (2018, None), (2019, 60.0), (2020, 61.0), (2021, 70.0)], {2021}))
    lines = [line.attrib["points"] for line in svg.findall("polyline")]
    assert [len(line.split()) for line in lines] == [2, 2]
    assert len([line for line in svg.findall("line") if line.attrib["class"] == "break"]) == 1
    assert [dot.attrib["class"] for dot in svg.findall("circle")] == ["one", "end"]
    assert "50.0 in 2016, 70.0 in 2021" in svg.attrib["aria-label"]
    assert "changed in 2021" in svg.attrib["aria-label"]


def test_spark_keeps_half_a_point_flat() -> None:
    svg = parsed(spark([(2016, 50.0), (2017, 50.5)]))
    line = svg.find("polyline")
    assert line is not None
    heights = [float(point.split(",")[1]) for point in line.attrib["points"].split()]
    assert max(heights) - min(heights) < 2


def test_spark_without_figures_is_said() -> None:
    assert parsed(spark([(2016, None)])).attrib["aria-label"] == "No figures."


def test_heatmap_puts_the_worst_on_top_and_names_every_occupied_cell() -> None:
    cells = {("grave", "remote"): 2, ("minor", "likely"): 1}
    severities, likelihoods = ("minor", "grave"), ("remote", "likely")
    assert heatmap_rows(cells, severities, likelihoods) == (("grave", (2, 0)), ("minor", (0, 1)))
    svg = parsed(heatmap(cells, severities, likelihoods))
    assert "grave, remote: 2; minor, likely: 1" in svg.attrib["aria-label"]
    classes = [cell.attrib["class"] for cell in svg.findall("rect")]
    assert classes == ["cell s8", "cell empty", "cell empty", "cell s2"]


def test_ramp_has_no_colour_for_what_is_not_known() -> None:
    assert [ramp(value) for value in (0, 4, 57, 100, 140, None, float("nan"))] == [
        "s0", "s0", "s6", "s10", "s10", "indeterminate", "indeterminate",
    ]  # fmt: skip


def test_names_are_escaped_and_no_drawing_needs_a_style_attribute() -> None:
    for drawing in (interval(5, 1, 9, label='<b>"x'), bar(5, label="<b>"), spark([(1, 2.0)], label="<b>")):
        parsed(drawing)
        assert "<b>" not in drawing and not re.search(r"\sstyle=", drawing)
