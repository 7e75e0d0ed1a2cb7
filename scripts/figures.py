"""Prepare the reference figures that ship with Duecare, from the two openly licensed publishers.

Usage: python scripts/figures.py FOLDER_WITH_PUBLISHERS_FILES

World Bank WGI and V-Dem are CC BY 4.0, so a compact table of their figures (country, year,
value, error, with attribution) may travel with the product. The tables keep the publishers' own
headings, so the ordinary readers import them. Values are rounded to four decimals.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

OUT = Path(__file__).resolve().parent.parent / "src" / "duecare" / "library" / "figures"
WGI_NOTE = "Figures: World Bank, Worldwide Governance Indicators, 2024 update, CC BY 4.0, rounded to four decimals"
VDEM_NOTE = "Figures: V-Dem Institute, University of Gothenburg, V-Dem {version}, CC BY 4.0, chosen columns"


def main(source: Path) -> None:
    """Write the three tables."""
    _write("wgi.csv", WGI_NOTE, ("code", "year", "indicator", "estimate", "stddev"), _wgi(source))
    ids = (
        "country_name",
        "country_text_id",
        "year",
        "v2x_polyarchy",
        "v2x_polyarchy_sd",
        "v2x_libdem",
        "v2x_libdem_sd",
    )
    _write(
        "vdem_v15.csv",
        VDEM_NOTE.format(version="v15"),
        ids,
        _chosen(source / "vdem" / "vdem_v15_five_indices_1990-2024.csv.gz", ids),
    )
    names = ("country_name", "year", "v2x_polyarchy", "v2x_clphy", "v2x_gencl", "v2cltort", "v2csprtcpt")
    _write(
        "vdem_v12.csv",
        VDEM_NOTE.format(version="v12"),
        names,
        _chosen(source / "vdem" / "vdem_selected_civil_liberties_1990-2021.csv.gz", names),
    )


def _wgi(source: Path) -> Iterator[tuple[object, ...]]:
    book = CalamineWorkbook.from_path(str(source / "wgi" / "wgidataset_1996-2023_long.xlsx"))
    rows = iter(book.get_sheet_by_index(0).to_python())
    header = [str(cell) for cell in next(rows)]
    at = [header.index(name) for name in ("code", "year", "indicator", "estimate", "stddev")]
    for row in rows:
        code, year, indicator, estimate, error = (row[column] for column in at)
        if isinstance(estimate, float) and isinstance(error, float):
            yield code, int(float(str(year))), indicator, f"{estimate:.4f}", f"{error:.4f}"


def _chosen(file: Path, columns: Sequence[str]) -> Iterator[list[str]]:
    with gzip.open(file, "rt", encoding="utf-8") as text:
        for row in csv.DictReader(text):
            yield [row[column] for column in columns]


def _write(name: str, note: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow([note] + [""] * (len(header) - 1))
    out.writerow(header)
    out.writerows(rows)
    (OUT / name).write_text(text.getvalue(), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
