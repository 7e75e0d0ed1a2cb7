"""A panel from publishers' original files, for the tests that speak about real figures."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import yaml

from duecare.apps.risk.rules.indices.recognise import read
from duecare.apps.risk.rules.indices.spec import IndexSpec, index_spec
from duecare.apps.risk.rules.vintage import Holding, Panel, panel_of
from duecare.kernel.countries import all_codes, resolve_code

LIBRARY = Path(__file__).resolve().parents[4] / "src" / "duecare" / "library"
FILES = (
    "wgi/wgidataset_1996-2023_long.xlsx",
    "freedom_in_the_world/All_data_FIW_2013-2025.xlsx",
    "freedom_in_the_world/Aggregate_Category_and_Subcategory_Scores_FIW_2003-2024.xlsx",
    *(f"press_freedom/{year}.csv" for year in (2008, 2009, 2010, *range(2012, 2026))),
    "corruption_perceptions/CPI2025_timeseries.csv",
    "vdem/vdem_v15_five_indices_1990-2024.csv.gz",
    "vdem/vdem_selected_civil_liberties_1990-2021.csv.gz",
    "rule_of_law/ROLI_data_2012-2024.xlsx",
    "economist_democracy/eiu_2006-2024_long.csv",
    "fragile_states/fsi_2006-2023_long.csv.gz",
    "political_terror_scale/PTS-2024.csv",
)
EVIDENCE = (
    "indices/freedom_on_the_net/fotn_2025_scores.csv",
    *(
        f"public_reports/internet_shutdowns/{name}"
        for name in (
            "keepiton_stop_2016-2022_raw.xlsx",
            "keepiton_stop_2016-2024_nationwide.xlsx",
            "pulse_shutdowns_to_2026-01.csv",
        )
    ),
)
"""Evidence of partial coverage, within the folder of all shared data."""
_EDITION_OF_TODAY = date(2026, 1, 1)


def specs() -> dict[str, IndexSpec]:
    """Every index described in the library."""
    found = (yaml.safe_load(path.read_text("utf-8")) for path in sorted((LIBRARY / "indices").glob("*.yaml")))
    return {spec.id: spec for spec in map(index_spec, found)}


def real_panel(indices: Path, evidence: Path | None = None) -> Panel:
    """All values of the files above that belong to countries, one for each series, place and year.

    Args:
        evidence: the folder of all shared data, for evidence of partial coverage too.
    """
    known = specs()
    held: dict[tuple[str, str, int], Holding] = {}
    paths = {name: indices / name for name in FILES}
    if evidence is not None:
        paths |= {name: evidence / name for name in EVIDENCE}
    for name, path in paths.items():
        reading = read(path.read_bytes(), name, known)
        for seen in reading.observations:
            day = known[reading.index].publication.published(seen.year)
            key = (seen.series, seen.place, seen.year)
            held[key] = Holding(*key, seen.value, day, seen.error, name, max(day, _EDITION_OF_TODAY), seen.row)
    for silent in _not_covered(indices / FILES[-1], known["pts"]):
        held.setdefault((silent.series, silent.place, silent.year), silent)
    places = set(all_codes())
    return panel_of([item for item in held.values() if item.place in places], all_codes())


def _not_covered(path: Path, spec: IndexSpec) -> Iterator[Holding]:
    """The Political Terror Scale's own statement (status 88) that a source does not cover a country."""
    with path.open(encoding="latin-1", newline="") as file:
        for row in csv.DictReader(file):
            place = getattr(resolve_code(row["WordBank_Code_A"], publisher="pts").place, "code", "")
            for source in "AHS":
                if row[f"NA_Status_{source}"] == "88" and row[f"PTS_{source}"] == "NA":
                    year = int(row["Year"])
                    yield Holding(f"pts:{source.lower()}", place, year, None, spec.publication.published(year))
