"""Every original file of the nine publishers: rows, years, values read by hand, names not matched."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from duecare.apps.risk.rules.indices.reading import Observation, Reading
from duecare.apps.risk.rules.indices.recognise import read, read_book
from duecare.apps.risk.rules.indices.sheets import Table, open_book
from duecare.apps.risk.rules.indices.spec import IndexSpec
from duecare.kernel.errors import BadInput

Read = Callable[[str], Reading]


@dataclass(frozen=True)
class File:
    """What is true of one file; `values` are (series, place, year, value), read with another program."""

    path: str
    layout: str
    edition: str
    rows: int
    years: tuple[int, ...]
    values: tuple[tuple[str, str, int, float], ...]
    errors: tuple[tuple[str, str, int, float], ...] = ()
    elsewhere: tuple[str, ...] = ()


def span(first: int, last: int, *without: int) -> tuple[int, ...]:
    return tuple(year for year in range(first, last + 1) if year not in without)


EIU_YEARS = span(2006, 2024, 2007, 2009)
EIU = (("eiu:overall", "AFG", 2006, 3.06), ("eiu:overall", "AFG", 2024, 0.25), ("eiu:overall", "GBR", 2024, 8.34))
FIW_T = "freedom_in_the_world/"

FILES = (
    File(
        "wgi/wgidataset_1996-2023_long.xlsx", "wgi-long", "2024 update", 32100, span(1996, 2023, 1997, 1999, 2001),
        (("wgi:cc", "AFG", 1996, -1.291704773902893), ("wgi:rl", "JOR", 2014, 0.4670344889163971),
         ("wgi:va", "ZWE", 2023, -1.0926330089569092), ("wgi:cc", "AND", 1996, 1.3181432485580444)),
        (("wgi:cc", "AFG", 1996, 0.34050697088241577), ("wgi:va", "ZWE", 2023, 0.11823521554470062)),
        ("ANT",),
    ),
    File(
        "wgi/wgidataset_1996-2022_wide.xlsx", "wgi-wide", "2023 update", 1284, span(1996, 2022, 1997, 1999, 2001),
        (("wgi:rl", "ZWE", 1996, -0.8142384886741638), ("wgi:va", "COD", 1996, -1.6009485721588135),
         ("wgi:pv", "ZMB", 1996, -0.1599489003419876)),
        (("wgi:rl", "ZWE", 1996, 0.2040473222732544),),
        ("ANT",),
    ),
    File(
        FIW_T + "All_data_FIW_2013-2025.xlsx", "fiw-all", "2025 edition", 2723, span(2012, 2024),
        (("fiw:total", "AFG", 2024, 6), ("fiw:total", "ZWE", 2012, 25), ("fiw:total", "abkhazia", 2024, 39),
         ("fiw:pr", "AND", 2024, 1), ("fiw:cl", "BHS", 2024, 2)),
        elsewhere=("abkhazia", "crimea", "eastern-donbas", "gaza-strip", "indian-kashmir", "nagorno-karabakh",
                   "northern-cyprus", "pakistani-kashmir", "russian-occupied-ukraine", "somaliland", "south-ossetia",
                   "tibet", "transnistria", "west-bank"),
    ),
    File(
        FIW_T + "Aggregate_Category_and_Subcategory_Scores_FIW_2003-2024.xlsx", "fiw-aggregate", "2024 edition", 4176,
        span(2002, 2023),
        (("fiw:total", "LUX", 2002, 101), ("fiw:total", "ZWE", 2004, 19), ("fiw:total", "AFG", 2004, 27),
         ("fiw:total", "ALB", 2023, 68)),
        elsewhere=("SCG", "YUG", "abkhazia", "chechnya", "crimea", "eastern-donbas", "gaza-strip", "indian-kashmir",
                   "israeli-occupied-territories", "nagorno-karabakh", "northern-cyprus", "pakistani-kashmir",
                   "palestinian-authority-areas", "somaliland", "south-ossetia", "tibet", "transnistria", "west-bank"),
    ),
    File(
        FIW_T + "Country_and_Territory_Ratings_and_Statuses_FIW_1973-2024.xlsx", "fiw-ratings", "2024 edition", 230,
        span(1972, 2023, 1981),
        (("fiw:pr", "AFG", 1972, 4), ("fiw:cl", "AFG", 1972, 5), ("fiw:pr", "AFG", 2023, 7),
         ("fiw:pr", "ZWE", 1982, 3), ("fiw:cl", "ZWE", 1982, 5), ("fiw:pr", "ZAF", 1972, 5),
         ("fiw:cl", "ZAF", 1972, 6)),
        elsewhere=("CSK", "DDR", "RVN", "SCG", "SUN", "YAR", "YMD", "YUG", "abkhazia", "chechnya", "crimea",
                   "eastern-donbas", "gaza-strip", "indian-kashmir", "israeli-occupied-territories", "kurdistan",
                   "nagorno-karabakh", "northern-cyprus", "northern-ireland", "pakistani-kashmir",
                   "palestinian-authority-areas", "somaliland", "south-ossetia", "tibet", "transnistria",
                   "west-bank", "west-papua"),
    ),
    File(
        "corruption_perceptions/CPI2023_Global_Results__Trends.xlsx", "cpi-workbook", "CPI 2023", 2493,
        span(2012, 2023),
        (("cpi:score", "AFG", 2023, 20), ("cpi:score", "AFG", 2012, 8), ("cpi:score", "DNK", 2023, 90)),
        (("cpi:score", "AFG", 2023, 6.244771), ("cpi:score", "DNK", 2023, 1.819265)),
    ),
    File(
        "corruption_perceptions/CPI-historical_2012-2024.csv", "cpi-long", "CPI 2024", 2312, span(2012, 2024),
        (("cpi:score", "AFG", 2012, 8), ("cpi:score", "AFG", 2016, 15), ("cpi:score", "ZWE", 2024, 21)),
        (("cpi:score", "ZWE", 2024, 0.91),),
    ),
    File(
        "corruption_perceptions/CPI2024.csv", "cpi-results", "CPI 2024", 180, (2024,),
        (("cpi:score", "DNK", 2024, 90), ("cpi:score", "SOM", 2024, 9), ("cpi:score", "SSD", 2024, 8)),
        (("cpi:score", "DNK", 2024, 1.98),),
    ),
    File(
        "corruption_perceptions/CPI2025_Results.csv", "cpi-results", "CPI 2025", 182, (2025,),
        (("cpi:score", "DNK", 2025, 89), ("cpi:score", "NOR", 2025, 81), ("cpi:score", "SSD", 2025, 9)),
        (("cpi:score", "SGP", 2025, 1.518263),),
    ),
    File(
        "corruption_perceptions/CPI2025_timeseries.csv", "cpi-timeseries", "CPI 2025", 182, span(2012, 2025),
        (("cpi:score", "AFG", 2025, 16), ("cpi:score", "ALB", 2012, 33), ("cpi:score", "ZMB", 2013, 38)),
        (("cpi:score", "ALB", 2013, 2.1),),
    ),
    File(
        "vdem/vdem_v15_five_indices_1990-2024.csv.gz", "vdem-ids", "v15", 6204, span(1990, 2024),
        (("vdem:polyarchy", "SWE", 2024, 0.881), ("vdem:libdem", "PRK", 2024, 0.014),
         ("vdem:polyarchy", "XKX", 2020, 0.664), ("vdem:polyarchy", "zanzibar", 2024, 0.299)),
        (("vdem:polyarchy", "SWE", 2024, 0.04), ("vdem:libdem", "XKX", 2020, 0.059)),
        ("DDR", "YMD", "gaza-strip", "somaliland", "zanzibar"),
    ),
    File(
        "vdem/vdem_selected_civil_liberties_1990-2021.csv.gz", "vdem-names", "v12", 5667, span(1990, 2021),
        (("vdem:clphy", "MEX", 1990, 0.48), ("vdem:clphy", "SWE", 2021, 0.99), ("vdem:clphy", "SYR", 2021, 0.047),
         ("vdem:clphy", "XKX", 2010, 0.871)),
        elsewhere=("DDR", "YMD", "gaza-strip", "somaliland", "zanzibar"),
    ),
    File(
        "rule_of_law/ROLI_data_2012-2024.xlsx", "wjp-long", "2024 edition", 1341, span(2012, 2024, 2013, 2018),
        (("wjp:overall", "ALB", 2012, 0.4897809824420753), ("wjp:f3", "ALB", 2012, 0.4449562379571949),
         ("wjp:overall", "ZWE", 2024, 0.39673189009238363), ("wjp:f7", "ZWE", 2024, 0.45719312261204187)),
    ),
    File(
        "rule_of_law/2020_wjp_rule_of_law_index_historical_data.xlsx", "wjp-sheets", "2020 edition", 151,
        (2012, 2014, 2015, 2016, 2017, 2019, 2020),
        (("wjp:overall", "AFG", 2020, 0.3627357477354936), ("wjp:f5", "AFG", 2020, 0.288196012868642),
         ("wjp:f5", "ALB", 2012, 0.7291120454822405), ("wjp:f3", "ALB", 2012, 0.4449562379571949)),
    ),
    File("economist_democracy/eiu_2006-2024_long.csv", "eiu-long", "Democracy Index 2024", 2839, EIU_YEARS, EIU),
    File(
        "economist_democracy/democracy_index_2006-2024_wide.csv", "eiu-wide", "Democracy Index 2024", 167, EIU_YEARS,
        EIU,
    ),
    File(
        "fragile_states/fsi_2006-2023_long.csv.gz", "fsi-long", "2023 edition", 38396, span(2006, 2023),
        (("fsi:c1", "SDN", 2006, 9.8), ("fsi:total", "SDN", 2006, 112.3), ("fsi:p3", "SOM", 2023, 9.0),
         ("fsi:c2", "NOR", 2023, 1.1)),
    ),
    File(
        "political_terror_scale/PTS-2024.csv", "pts", "PTS-2024", 10220, span(1976, 2023),
        (("pts:a", "AFG", 1977, 4), ("pts:s", "AFG", 1977, 2),
         ("pts:a", "AFG", 2020, 5), ("pts:h", "ZWE", 2023, 3), ("pts:s", "SWE", 1990, 1)),
        elsewhere=("CSK", "DDR", "SCG", "SUN", "YAR", "YMD", "YUG", "crimea", "euu", "gaza-strip",
                   "israel-pre-1967", "israeli-occupied-territories", "russian-occupied-ukraine", "somaliland"),
    ),
)  # fmt: skip

# year of the file, rows, (place, score) three times
RSF = (
    (2002, 139, ("FIN", 0.5), ("CHN", 97), ("PRK", 97.5)),
    (2003, 166, ("USA", 6), ("us-in-iraq", 41), ("PRK", 99.5)),
    (2004, 167, ("USA", 4), ("ISR", 8), ("northern-cyprus", 22)),
    (2005, 167, ("ISR", 10), ("XKX", 25.75), ("PSE", 42.5)),
    (2006, 168, ("SCG", 11.5), ("israel-extraterritorial", 47), ("MAR", 24.83)),
    (2007, 169, ("MNE", 19), ("SRB", 21), ("PSE", 69.83)),
    (2008, 173, ("USA", 8), ("ISR", 8.83), ("XKX", 12)),
    (2009, 175, ("XKX", 16.58333333), ("PSE", 69.83333333), ("ISR", 23.75)),
    (2010, 178, ("oecs", 16.5), ("FIN", 0), ("ERI", 105)),
    (2012, 179, ("FIN", -10), ("ERI", 142), ("us-extraterritorial", 19)),
    (2013, 179, ("FIN", 93.62), ("ERI", 15.17), ("USA", 81.78)),
    (2014, 180, ("NOR", 93.48), ("PRK", 18.04), ("oecs", 79.19)),
    (2015, 180, ("FIN", 92.48), ("NLD", 90.78), ("ERI", 15.14)),
    (2016, 180, ("FIN", 91.41), ("PRK", 16.24), ("ERI", 16.08)),
    (2017, 180, ("NOR", 92.4), ("SWE", 91.73), ("PRK", 15.02)),
    (2018, 180, ("NOR", 92.37), ("NLD", 89.99), ("PRK", 11.13)),
    (2019, 180, ("NOR", 92.18), ("PRK", 16.6), ("TKM", 14.56)),
    (2020, 180, ("NOR", 92.16), ("TKM", 14.56), ("PRK", 14.18)),
    (2021, 180, ("NOR", 93.28), ("ERI", 18.55), ("northern-cyprus", 70.18)),
    (2022, 180, ("NOR", 92.65), ("EST", 88.83), ("PRK", 13.92)),
    (2023, 180, ("NOR", 95.18), ("CHN", 22.97), ("PRK", 21.72)),
    (2024, 180, ("NOR", 91.89), ("SYR", 17.41), ("ERI", 16.64)),
    (2025, 180, ("FIN", 87.18), ("EST", 89.46), ("ERI", 11.32)),
)


def everything(found: Reading) -> tuple[Observation, ...]:
    return found.observations + found.territories + found.historical + found.aggregates


def keyed(found: Reading) -> dict[tuple[str, str, int], Observation]:
    return {(seen.series, seen.place, seen.year): seen for seen in everything(found)}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.path.rsplit("/")[-1])
def test_file(reading: Read, file: File) -> None:
    found = reading(file.path)
    assert (found.layout, found.edition, found.rows, found.years) == (file.layout, file.edition, file.rows, file.years)
    values = keyed(found)
    for series, place, year, value in file.values:
        assert values[series, place, year].value == value
    for series, place, year, error in file.errors:
        assert values[series, place, year].error == pytest.approx(error)
    assert found.unmatched == ()
    beyond = {seen.place for seen in found.territories + found.historical + found.aggregates}
    assert tuple(sorted(beyond)) == file.elsewhere
    assert len(found.sha256) == 64


@pytest.mark.parametrize(("year", "rows", "first", "second", "third"), RSF, ids=[str(line[0]) for line in RSF])
def test_press_freedom(
    reading: Read, year: int, rows: int, first: tuple[str, float], second: tuple[str, float], third: tuple[str, float]
) -> None:
    found = reading(f"press_freedom/{year}.csv")
    series = "rsf:score" if year >= 2013 else "rsf:score_old"
    assert (found.rows, found.years, found.edition) == (rows, (year,), f"{year} edition")
    assert len(everything(found)) == rows, "every row of the file has its place"
    assert {seen.series for seen in everything(found)} == {series}
    values = keyed(found)
    for place, score in (first, second, third):
        assert values[series, place, year].value == score
    assert found.unmatched == ()


def test_lost_decimal_signs_are_refused_with_row_and_value(shared_data: Path, specs: Mapping[str, IndexSpec]) -> None:
    file = shared_data / "indices" / "press_freedom" / "quirks" / "2025_as_stored_decimals_lost.csv"
    with pytest.raises(BadInput) as caught:
        read(file.read_bytes(), file.name, specs)
    assert caught.value.row == 2
    assert caught.value.value == "'8718'"
    assert file.name in str(caught.value)


# Two tabulations of the EIU's scores differ in five places; one of them has Niger and Nigeria changed round.
EIU_DIFFER = {("CHN", 2016), ("ESP", 2019), ("MUS", 2015), ("NER", 2015), ("NGA", 2015)}


@pytest.mark.parametrize(
    ("one", "other", "series", "restated", "differ"),
    [
        (FILES[14].path, FILES[15].path, "eiu", (), EIU_DIFFER),
        (FILES[12].path, FILES[13].path, "wjp", (2015, 2016, 2017), set()),
        (FILES[2].path, FILES[3].path, "fiw:total", (), {("eastern-donbas", 2023)}),
        (FILES[3].path, FILES[4].path, "fiw:pr", (), set()),
        (FILES[8].path, FILES[9].path, "cpi", (), set()),
    ],
)
def test_two_layouts_of_one_publisher_agree(
    reading: Read, one: str, other: str, series: str, restated: tuple[int, ...], differ: set[tuple[str, int]]
) -> None:
    """A column taken for another, or a year for its neighbour, would show here at once.

    The World Justice Project revised its 2015 to 2017 figures between the two files, a little.
    """
    first, second = keyed(reading(one)), keyed(reading(other))
    shared = [key for key in first.keys() & second.keys() if key[0].startswith(series)]
    assert len(shared) > 150
    found = set()
    for key in shared:
        margin = 0.14 if key[2] in restated else 1e-6
        if abs(first[key].value - second[key].value) > margin:
            found.add(key[1:])
    assert found == differ


@pytest.mark.parametrize("path", [file.path for file in FILES] + ["press_freedom/2012.csv", "press_freedom/2025.csv"])
def test_columns_shuffled_and_one_more_line_above(
    reading: Read, shared_data: Path, specs: Mapping[str, IndexSpec], path: str
) -> None:
    """The original file with its columns in another order reads the same, or is refused; never differently."""
    file = shared_data / "indices" / path
    book = open_book(file.read_bytes(), file.name)
    changed = replace(book, tables=tuple(shuffled(table, seed) for seed, table in enumerate(book.tables)))
    original = {key: (seen.value, seen.error) for key, seen in keyed(reading(path)).items()}
    try:
        found = read_book(changed, specs)
    except BadInput as refused:
        # Merged cells name only the first of three columns: nobody can tell where the others belong.
        assert "stand together" in str(refused) and "Ratings_and_Statuses" in path
        return
    assert {key: (seen.value, seen.error) for key, seen in keyed(found).items()} == original


def shuffled(table: Table, seed: int) -> Table:
    width = max((len(row) for row in table.rows), default=0)
    order = list(range(width))
    random.Random(seed).shuffle(order)
    padded = [[*row, *([""] * (width - len(row)))] for row in table.rows]
    line = ["Prepared for the committee"] + [""] * (width - 1)
    return replace(table, rows=[line, *([row[column] for column in order] for row in padded)])
