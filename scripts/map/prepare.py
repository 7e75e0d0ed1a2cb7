"""Prepare the map's geometry: `python scripts/map/prepare.py countries-50m.json`.

Reads a TopoJSON of Natural Earth's 1:50m countries (public domain) as packed by the npm package
world-atlas 2, projects it with Equal Earth (Šavrič, Patterson, Jenny 2018), thins every arc once, so
that neighbours keep the same border, and writes `src/duecare/entrypoints/drawing/world.json`.
The page itself fetches nothing. See `docs/reference/interface-parts.md`, "World map".
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any, TypeVar

from duecare.kernel.countries import COUNTRIES

TARGET = Path(__file__).resolve().parents[2] / "src/duecare/entrypoints/drawing/world.json"
WIDTH = 1600
THIN = 0.5
"""A corner whose triangle is smaller than this (square units of the drawing) is dropped."""
LEFT_OUT = frozenset({"010"})
"""Antarctica: no state to rate, and it would take a fifth of the picture."""
COUNTED_WITH = {
    "N. Cyprus": "CYP",
    "Somaliland": "SOM",
    "Kosovo": "XKX",
    "Siachen Glacier": "",
    "Indian Ocean Ter.": "AUS",
    "Ashmore and Cartier Is.": "AUS",
}
"""Shapes that the source leaves without an ISO code, and the code under which this product rates them."""
CRIMEA = (32.0, 44.0, 37.0, 46.4)
"""Box (lon, lat, lon, lat). The source draws Crimea by de facto control; the product counts it with Ukraine,
as UN General Assembly resolution 68/262 does, and dashes the line between."""
DASHED_PAIRS = frozenset(
    {
        frozenset(p)
        for p in (
            ("SRB", "XKX"),
            ("MAR", "ESH"),
            ("ISR", "PSE"),
            ("CYP", "N. Cyprus"),
            ("SOM", "Somaliland"),
            ("ISR", "SYR"),
        )
    }
)
DASHED_BOXES = (
    ("IND", "PAK", (73.4, 32.4, 79.0, 37.2)),
    ("CHN", "IND", (77.0, 31.0, 81.0, 36.5)),
    ("CHN", "IND", (91.5, 26.5, 97.6, 29.8)),
    ("SDN", "SSD", (27.0, 9.0, 30.0, 11.0)),
)
TOO_SMALL = {
    "TUV": (179.2, -8.5),
    "GIB": (-5.35, 36.14),
    "TKL": (-171.8, -9.2),
    "CCK": (96.8, -12.1),
    "CXR": (105.6, -10.5),
    "REU": (55.5, -21.1),
    "MYT": (45.2, -12.8),
    "GLP": (-61.5, 16.2),
    "MTQ": (-61.0, 14.6),
    "GUF": (-53.2, 3.9),
    "BES": (-68.3, 12.2),
    "SJM": (17.0, 78.5),
    "UMI": (166.6, 19.3),
    "BVT": (3.4, -54.4),
}
"""Places that the source draws not at all or as part of another state: a dot, so that they can be found."""
DOT_BELOW = 24.0
"""Shapes smaller than this (square units) get a dot as well."""

Point = tuple[float, float]
Place = TypeVar("Place", Point, tuple[int, int])


def equal_earth(lon: float, lat: float) -> Point:
    """Projected x, y in the projection's own units (y up)."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    theta = asin(sqrt(3) / 2 * sin(radians(lat)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = 2 * sqrt(3) * radians(lon) * cos(theta) / (3 * (9 * a4 * t6 * t2 + 7 * a3 * t6 + 3 * a2 * t2 + a1))
    return x, theta * (a4 * t6 * t2 + a3 * t6 + a2 * t2 + a1)


_SCALE = WIDTH / (2 * equal_earth(180, 0)[0])
_TOP = equal_earth(0, 84)[1]


def drawn(lon: float, lat: float) -> Point:
    """Position in the drawing (y down)."""
    x, y = equal_earth(lon, lat)
    return WIDTH / 2 + x * _SCALE, (_TOP - y) * _SCALE


def arcs_of(topology: Mapping[str, Any]) -> list[list[Point]]:
    """All arcs as longitude and latitude."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        found.append(line)
    return found


def thinned(line: list[Point]) -> list[tuple[int, int]]:
    """Visvalingam's thinning: again and again drop the corner with the smallest triangle; ends stay."""
    points = [drawn(*point) for point in line]
    while len(points) > (4 if points[0] == points[-1] else 2):
        sizes = [
            abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2
            for a, b, c in zip(points, points[1:], points[2:], strict=False)
        ]
        smallest = min(range(len(sizes)), key=sizes.__getitem__)
        if sizes[smallest] >= THIN:
            break
        del points[smallest + 1]
    return [(round(x), round(y)) for x, y in points]


def polygons(geometry: Mapping[str, Any]) -> list[list[list[int]]]:
    """Rings of arc numbers, per polygon."""
    if geometry["type"] == "Polygon":
        return [geometry["arcs"]]
    return geometry["arcs"] if geometry["type"] == "MultiPolygon" else []


def ring_points(ring: list[int], arcs: list[list[Place]]) -> list[Place]:
    """One closed ring; a negative number means the arc backwards."""
    points: list[Place] = []
    for number in ring:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        points.extend(part[1:] if points else part)
    return points


def cut(points: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """A ring that crosses the 180th meridian (Chukotka, Fiji) as one ring on each side of the picture."""
    ring = points[:-1] if points[0] == points[-1] else points
    jumps = [n for n in range(len(ring)) if abs(ring[n][0] - ring[n - 1][0]) > WIDTH / 2]
    if not jumps:
        return [points]
    turned = ring[jumps[0] :] + ring[: jumps[0]]
    pieces = [[turned[0]]]
    for before, here in pairwise(turned):
        if abs(here[0] - before[0]) > WIDTH / 2:
            pieces.append([])
        pieces[-1].append(here)
    return [[*piece, piece[0]] for piece in pieces]


def path(points: list[tuple[int, int]], close: bool = True) -> str:
    """Path text with relative whole numbers; steps of length nothing are left out."""
    (x, y), *rest = points
    text, first = f"M{x} {y}", True
    for px, py in rest[: -1 if close else None]:
        if (px, py) == (x, y):
            continue
        dx, dy = px - x, py - y
        text += ("l" if first else ("" if dx < 0 else " ")) + f"{dx}" + ("" if dy < 0 else " ") + f"{dy}"
        x, y, first = px, py, False
    return text + ("z" if close else "") if not first else ""


def area(points: list[tuple[int, int]]) -> float:
    """Size of a ring in square units."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))) / 2


def inside(point: Point, box: tuple[float, float, float, float]) -> bool:
    """Whether a longitude and latitude lies in the box."""
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


def shapes(topology: Mapping[str, Any], arcs: list[list[Point]]) -> Iterator[tuple[str, str, list[list[int]]]]:
    """(code it is counted with, name in the source, rings) for each polygon."""
    by_number = {country.numeric: code for code, country in COUNTRIES.items()}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name, number = geometry["properties"]["name"], geometry.get("id")
        if number in LEFT_OUT:
            continue
        code = by_number.get(number or "", "") or COUNTED_WITH.get(name)
        if code is None:
            raise SystemExit(f"{name!r} ({number}) fits no country that the product knows")
        for rings in polygons(geometry):
            corners = ring_points(rings[0], arcs)
            crimea = code == "RUS" and all(inside(corner, CRIMEA) for corner in corners)
            yield ("UKR", "Crimea", rings) if crimea else (code, name, rings)


def dashed(owners: dict[int, set[tuple[str, str]]], arcs: list[list[Point]]) -> Iterator[list[Point]]:
    """Lines that are disputed borders; of a long border only the stretch inside its box."""
    for number, sides in owners.items():
        names = {name for _code, name in sides}
        codes = frozenset(code for code, _name in sides)
        both = frozenset(code if name not in ("N. Cyprus", "Somaliland") else name for code, name in sides)
        if both in DASHED_PAIRS or ("Crimea" in names and len(sides) > 1) or "Siachen Glacier" in names:
            yield arcs[number]
            continue
        for one, other, box in DASHED_BOXES:
            stretch = [point for point in arcs[number] if inside(point, box)] if codes == {one, other} else []
            if len(stretch) > 1:
                yield stretch


def main(source: str) -> None:
    """Write the data file and say what is in it."""
    topology = json.loads(Path(source).read_text())
    arcs = arcs_of(topology)
    thin = [thinned(arc) for arc in arcs]
    places: dict[str, str] = defaultdict(str)
    size: dict[str, float] = defaultdict(float)
    largest: dict[str, tuple[float, Point]] = {}
    owners: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for code, name, rings in shapes(topology, arcs):
        for ring in rings:
            for number in ring:
                owners[number if number >= 0 else ~number].add((code, name))
            for points in cut(ring_points(ring, thin)):
                extent = area(points)
                if not code:
                    continue
                size[code] += extent
                middle = (sum(x for x, _y in points) / len(points), sum(y for _x, y in points) / len(points))
                largest[code] = max(largest.get(code, (-1.0, middle)), (extent, middle))
                if extent >= 1.0:
                    places[code] += path(points)
    dots = {code: [round(x), round(y)] for code, (_extent, (x, y)) in largest.items() if size[code] < DOT_BELOW}
    dots |= {code: [round(v) for v in drawn(*where)] for code, where in TOO_SMALL.items() if code not in places}
    height = round((_TOP - equal_earth(0, -57)[1]) * _SCALE)
    world = {
        "source": "Natural Earth 1:50m, public domain, packed by world-atlas 2.0.2; Equal Earth",
        "width": WIDTH,
        "height": height,
        "places": dict(sorted(places.items())),
        "dots": dict(sorted(dots.items())),
        "disputed": "".join(path(thinned(line), close=False) for line in dashed(owners, arcs)),
    }
    TARGET.write_text(json.dumps(world, separators=(",", ":"), ensure_ascii=False) + "\n")
    absent = sorted(set(COUNTRIES) - set(places) - set(dots))
    print(
        f"{TARGET.name}: {TARGET.stat().st_size} bytes, {len(places)} shapes, {len(dots)} dots;",
        f"neither: {' '.join(absent)}",
    )


if __name__ == "__main__":
    main(sys.argv[1])
