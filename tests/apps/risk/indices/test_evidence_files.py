"""Freedom on the Net and registers of shutdowns: what is counted, what is not, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from duecare.apps.risk.rules.indices.reading import Reading
from duecare.apps.risk.rules.indices.recognise import read
from duecare.apps.risk.rules.indices.spec import IndexSpec
from duecare.kernel.countries import COUNTRIES
from duecare.kernel.errors import BadInput

from .test_constructed import csv_bytes, workbook

PLACES = sorted(COUNTRIES)[:70]
YEARLY = ["start_date", "country ", "geo_scope", "area_name ", "ordered_by", "actual_cause"]
NATIONWIDE = ["start_date", "country", "area_name", "shutdown_type", "ordered_by", "actual_cause", "duration"]
PULSE = [
    "detail_url",
    "status",
    "shutdown_type",
    "country",
    "country_code",
    "start_datetime",
    "end_datetime",
    "duration",
]


def freedom(scores: Mapping[str, str]) -> list[list[str]]:
    return [["iso3", "edition", "score_0_100"], *([code, "2025", scores.get(code, "50")] for code in PLACES)]


def nationwide(*rows: list[str]) -> list[list[str]]:
    padding = [
        ["2019-05-02", COUNTRIES[code].name, "nationwide", "Shutdown", "Unknown", "x", ""] for code in PLACES[:40]
    ]
    return [NATIONWIDE, *padding, *rows]


def pulse(*rows: list[str]) -> list[list[str]]:
    padding = [
        [f"https://example.test/{code}", "Ended", "Regional shutdown", COUNTRIES[code].name, COUNTRIES[code].alpha2,
         "2020-03-01T00:00:00+00:00", "2020-03-09T00:00:00+00:00", "8 days"] for code in PLACES[:8]
    ]  # fmt: skip
    return [PULSE, *padding, *rows]


def values(found: Reading, place: str) -> dict[tuple[str, int], float]:
    return {(o.series, o.year): o.value for o in found.observations if o.place == place}


def test_totals_of_seventy_countries(specs: Mapping[str, IndexSpec]) -> None:
    found = read(csv_bytes(freedom({PLACES[3]: "17"})), "x", specs)
    assert (found.index, found.edition, found.years, found.rows) == ("fotn", "2025 edition", (2025,), 70)
    assert values(found, PLACES[3]) == {("fotn:score", 2025): 17}


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        (freedom({PLACES[3]: "101"}), "row 5, Total score, value '101'"),
        (freedom({PLACES[3]: "free"}), "is no number"),
        (freedom({})[:40], "cut off"),
        ([*freedom({}), ["QQQ", "2025", "5"]], "no country code"),
        (nationwide(["soon", "Thailand", "nationwide", "", "Unknown", "x", ""]), "row 42, start_date, value 'soon'"),
        (nationwide(["2019-01-01", "Atlantis", "nationwide", "", "Unknown", "x", ""]), "Atlantis"),
        (nationwide()[:20], "cut off"),
        (pulse(["https://example.test/q", "", "", "Peru", "PE", "soon", "", ""]), "row 10, start_datetime"),
        (pulse(["https://example.test/q", "", "", "Peru", "PE", "2020-01-02", "2019-01-01", ""]), "before it began"),
        (pulse(["https://example.test/q", "", "", "Peru", "TH", "2020-01-02", "2020-01-03", ""]), "two different"),
    ],
)
def test_what_is_damaged_is_refused_whole(rows: list[list[str]], says: str, specs: Mapping[str, IndexSpec]) -> None:
    with pytest.raises(BadInput, match=says):
        read(csv_bytes(rows), "x.csv", specs).require_matched("x.csv")


def test_nationwide_events_are_counted_once_and_never_as_zero(specs: Mapping[str, IndexSpec]) -> None:
    again = ["2021-01-01", " Peru ", "nationwide", "Shutdown", "Executive government", "x", "3"]
    other = ["2021-06-01", "Peru", "Nationwide", "Shutdown", "Non-government", "x", "3"]
    found = read(csv_bytes(nationwide(again, again, other)), "x", specs)
    assert (found.index, found.layout, found.rows) == ("keepiton", "keepiton-nationwide", 43)
    assert values(found, "PER") == {("keepiton:nationwide", 2021): 1}, "repeated once, and one not by a state"
    assert values(found, "ZWE") == {}


def test_events_are_counted_where_the_publisher_lists_them(specs: Mapping[str, IndexSpec]) -> None:
    sheet = [
        YEARLY,
        *(["2021-02-03", COUNTRIES[code].name, "Level 1", "a town", "Unknown", "x"] for code in PLACES * 2),
    ]
    sheet += [
        ["2016-06-12", "Peru", "It affected more than one city", "north", "Executive government", "x"],
        ["2021-07-01", "Peru", "It affected locations in more than one state", "Entire country", "Unknown", "x"],
    ]
    whole = workbook(sheet)
    import io

    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(whole))
    book.active.title = "2021 Data"  # type: ignore[union-attr]
    out = io.BytesIO()
    book.save(out)
    found = read(out.getvalue(), "x", specs)
    assert found.layout == "keepiton-yearly" and found.years == (2021,)
    assert values(found, "PER") == {("keepiton:events", 2021): 2, ("keepiton:nationwide", 2021): 1}


def test_an_event_of_many_regions_is_one_and_goes_on_until_the_download(specs: Mapping[str, IndexSpec]) -> None:
    row = ["https://example.test/block", "Ongoing", "Service blocking", "Peru", "PE", "2022-02-26T00:00:00+00:00", ""]
    found = read(csv_bytes(pulse(*([*row, "800 days, 1 hour"] for _ in range(83)))), "x", specs)
    assert values(found, "PER") == {("pulse:events", year): 1 for year in (2022, 2023, 2024)}
    assert found.rows == 91


@pytest.mark.large
@pytest.mark.once
def test_the_files_at_hand(shared_data: Path, specs: Mapping[str, IndexSpec]) -> None:
    folder = shared_data / "public_reports" / "internet_shutdowns"

    def of(path: Path) -> Reading:
        found = read(path.read_bytes(), path.name, specs)
        found.require_matched(path.name)
        return found

    raw = of(folder / "keepiton_stop_2016-2022_raw.xlsx")
    assert (raw.layout, raw.years, raw.rows) == ("keepiton-yearly", tuple(range(2016, 2023)), 1118)
    assert values(raw, "IND")["keepiton:events", 2019] == 121 and values(raw, "LKA")["keepiton:nationwide", 2019] >= 1
    assert any(seen.place == "somaliland" for seen in raw.territories)
    few = of(folder / "keepiton_stop_2016-2024_nationwide.xlsx")
    assert few.years[-1] == 2024 and values(few, "IRQ")["keepiton:nationwide", 2023] == 5
    going = of(folder / "pulse_shutdowns_to_2026-01.csv")
    assert going.rows == 173 and values(going, "RUS") == {("pulse:events", y): 1 for y in range(2022, 2026)}
    net = of(shared_data / "indices" / "freedom_on_the_net" / "fotn_2025_scores.csv")
    assert len(net.observations) == 70 and values(net, "ARE") == {("fotn:score", 2025): 28}
