"""The nine descriptions: their shape, what they promise each other, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import cast

import jsonschema
import pytest
import yaml

from duecare.apps.risk.rules.indices.recognise import READERS
from duecare.apps.risk.rules.indices.spec import IndexSpec, index_spec
from duecare.kernel.errors import BadInput

from .conftest import LIBRARY

FILES = sorted(LIBRARY.glob("*.yaml"))
NEEDED = [
    "pts:a",
    "pts:h",
    "pts:s",
    "vdem:clphy",
    "vdem:polyarchy",
    "vdem:libdem",
    "fiw:total",
    "fiw:pr",
    "fiw:cl",
    "eiu:overall",
    "wjp:f1",
    "wjp:f2",
    "wjp:f4",
    "wjp:f5",
    "wjp:f7",
    "wjp:f8",
    "wjp:overall",
    "rsf:score",
    "wgi:cc",
    "wgi:ge",
    "wgi:pv",
    "wgi:rl",
    "wgi:rq",
    "wgi:va",
    "fsi:total",
    "fsi:c1",
    "fsi:c2",
    "fsi:c3",
    "fsi:p1",
    "fsi:p2",
    "fsi:p3",
    "cpi:score",
]


def load(index: str) -> dict[str, object]:
    return cast(dict[str, object], yaml.safe_load((LIBRARY / f"{index}.yaml").read_text("utf-8")))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shape(path: object) -> None:
    schema = json.loads((LIBRARY / "schema.json").read_text("utf-8"))
    # YAML's year keys are numbers; JSON Schema knows only text as keys.
    data = json.loads(json.dumps(load(getattr(path, "stem", ""))))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(data)


def test_one_description_a_reader(specs: Mapping[str, IndexSpec]) -> None:
    assert len(FILES) == 12
    assert {reader.index for reader in READERS} == set(specs) == {path.stem for path in FILES}


def test_everything_the_score_needs_is_there(specs: Mapping[str, IndexSpec]) -> None:
    assert set(NEEDED) <= {series for spec in specs.values() for series in spec.series}


def test_no_citation_claims_to_be_verified(specs: Mapping[str, IndexSpec]) -> None:
    for spec in specs.values():
        cites = [*spec.publication.cites, *(c for s in spec.series.values() for c in s.cites)]
        cites += [c for found in spec.breaks for c in found.cites]
        assert cites and not any(cite.verified for cite in cites)


def test_direction_follows_the_goalposts(specs: Mapping[str, IndexSpec]) -> None:
    worse = {s.id for spec in specs.values() for s in spec.series.values() if s.higher_is_worse}
    assert worse >= {"pts:a", "pts:h", "pts:s", "fiw:pr", "fiw:cl", "fsi:total", "fsi:p3", "rsf:score_old"}
    assert worse.isdisjoint({"wgi:rl", "fiw:total", "rsf:score", "cpi:score", "vdem:clphy", "wjp:f1", "eiu:overall"})
    assert specs["pts"].series["pts:a"].best == 1, "a scale of 1 to 5 starts at 1"


@pytest.mark.parametrize(
    ("index", "year", "day"),
    [
        ("wgi", 2023, date(2024, 11, 30)),
        ("wgi", 2021, date(2022, 9, 30)),
        ("fiw", 2023, date(2024, 2, 29)),
        ("rsf", 2024, date(2024, 5, 31)),
        ("rsf", 2012, date(2012, 1, 31)),
        ("cpi", 2023, date(2024, 1, 31)),
        ("cpi", 2013, date(2013, 12, 31)),
        ("vdem", 2023, date(2024, 3, 31)),
        ("wjp", 2024, date(2024, 10, 31)),
        ("eiu", 2023, date(2024, 2, 29)),
        ("pts", 2022, date(2023, 10, 31)),
    ],
)
def test_publication_counts_from_the_end_of_its_month(
    specs: Mapping[str, IndexSpec], index: str, year: int, day: date
) -> None:
    assert specs[index].publication.published(year) == day


def test_nothing_is_published_before_its_time(specs: Mapping[str, IndexSpec]) -> None:
    for spec in specs.values():
        days = [spec.publication.published(year) for year in range(2003, 2027)]
        assert all(day.year >= year for day, year in zip(days, range(2003, 2027), strict=True))
        assert days == sorted(days), f"{spec.id}: a later year must not come out before an earlier one"


def test_breaks_part_what_cannot_be_compared(specs: Mapping[str, IndexSpec]) -> None:
    rsf = specs["rsf"]
    assert not rsf.comparable("rsf:score", 2021, 2022)
    assert not rsf.comparable("rsf:score", 2025, 2015)
    assert rsf.comparable("rsf:score", 2022, 2025)
    assert rsf.comparable("rsf:score", 2013, 2021)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", None),
        ("series", "text"),
        ("series", [{"id": "wgi:x"}]),
        ("licence", {"name": "x", "use": "y", "redistribute": "no", "terms": ""}),
        ("publication", {"month": 1, "year_offset": 0, "because": "x", "cites": [], "overrides": {2000: "2000-13"}}),
        ("breaks", [{"year": 2000, "series": ["wgi:nothing"], "because": "x", "cites": []}]),
        ("id", "other"),
    ],
)
def test_a_wrong_description_is_refused_and_names_the_field(field: str, value: object) -> None:
    with pytest.raises(BadInput) as caught:
        index_spec({**load("wgi"), field: value})
    assert caught.value.field
