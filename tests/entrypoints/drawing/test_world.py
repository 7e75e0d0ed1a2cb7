"""The map: every rated place can be found, nothing is drawn as fine for want of a score."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

from duecare.entrypoints.drawing import Area, worldmap
from duecare.entrypoints.drawing.world import DATA, geometry
from duecare.kernel.countries import all_codes


def test_every_country_but_antarctica_has_a_place() -> None:
    world = geometry()
    assert set(all_codes()) - set(world.places) - set(world.dots) == {"ATA"}
    assert set(world.places) | set(world.dots) <= set(all_codes())
    assert {"XKX", "PSE", "TWN", "ESH"} <= set(world.places) | set(world.dots)


def test_data_file_is_small_and_inside_its_frame() -> None:
    assert Path(DATA).stat().st_size <= 200_000
    world = geometry()
    for code, (x, y) in world.dots.items():
        assert 0 <= x <= world.width and 0 <= y <= world.height, code


def test_no_shape_runs_across_the_picture() -> None:
    """A ring that crosses the 180th meridian must be cut, or a band covers the north."""
    world = geometry()
    for code, path in world.places.items():
        for ring in path.split("M")[1:]:
            numbers = ring.rstrip("z").partition("l")[2].replace("-", " -").split()
            steps = [abs(int(number)) for number in numbers[::2]]
            assert max(steps, default=0) < world.width / 3, code


def test_score_colour_hatch_link_and_words() -> None:
    drawing = worldmap(
        [
            Area("THA", "Thailand", 57.0, "elevated", "/countries/THA/"),
            Area("TUV", "Tuvalu", 24.0, "indeterminate", "/countries/TUV/"),
            Area("SOM", "Somalia", None, "", "/countries/SOM/"),
        ]
    )
    svg = ET.fromstring(drawing)
    assert svg.attrib["role"] == "group"
    links = {link.attrib["href"]: link for link in svg.iter("a")}
    assert links["/countries/THA/"].attrib["aria-label"] == "Thailand: 57"
    assert links["/countries/THA/"][0].attrib["class"] == "s6"
    assert links["/countries/TUV/"][0].attrib["class"] == "indeterminate"
    assert links["/countries/SOM/"][0].attrib["class"] == "indeterminate"
    assert links["/countries/SOM/"].attrib["aria-label"] == "Somalia: no score"
    others = [path for path in svg.iter("path") if path.attrib.get("class") == "none"]
    assert len(others) == len(geometry().places) - len({"THA", "SOM", "TUV"} & set(geometry().places))


def test_without_links_it_is_one_picture_with_words() -> None:
    svg = ET.fromstring(worldmap([Area("NOR", "Norway", 10.0)]))
    assert svg.attrib["role"] == "img" and "1 places" in svg.attrib["aria-label"]


def test_disputed_borders_are_a_line_of_their_own() -> None:
    dashed = [path for path in ET.fromstring(worldmap([])).iter("path") if path.attrib.get("class") == "disputed"]
    assert len(dashed) == 1 and dashed[0].attrib["d"].count("M") >= 8
