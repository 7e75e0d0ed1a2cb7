"""Every publisher's original file: parties, names and dates counted with other programs, and what stayed open."""

from __future__ import annotations

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from duecare.apps.screening.rules.entries import ID_KINDS, NAME_KINDS, SCHEMAS
from duecare.kernel.countries import COUNTRIES

from .files import SETS, publication, publications, unpacked

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Listed:
    """What is true of one publication."""

    set: str
    code: str
    published: date | None
    entries: int
    schemas: dict[str, int]
    remarks: tuple[str, ...] = ()


FILES = (
    Listed("ofac-2019", "ofac_sdn", None, 7379,
           {"Organization": 2994, "Person": 3845, "Vessel": 323, "Airplane": 217},
           ("alias the same as another name of the party, kept once (7×)",
            "comment of another edition left out (10×)")),
    Listed("ofac-2021", "ofac_sdn", None, 8976,
           {"Organization": 3673, "Person": 4620, "Vessel": 406, "Airplane": 277},
           ("remark cut off by the publisher; its end was not given (5×)",)),
    Listed("ofac-non-sdn", "ofac_non_sdn", None, 442, {"Person": 79, "Organization": 363}),
    Listed("ofac-xml", "ofac_sdn", date(2021, 3, 10), 8832,
           {"Organization": 3613, "Person": 4539, "Vessel": 403, "Airplane": 277}),
    Listed("ofac-non-sdn-xml", "ofac_non_sdn", date(2025, 3, 28), 443, {"Person": 80, "Organization": 363}),
    Listed("dpl", "us_bis_dpl", None, 461, {"LegalEntity": 461},
           ("row of a party already read merged with it (120×)",)),
    Listed("un-2021", "un_sc", date(2021, 3, 12), 1004, {"Person": 711, "Organization": 293}),
    Listed("un-2025", "un_sc", date(2025, 11, 15), 1000, {"Person": 727, "Organization": 273}),
    Listed("un-2026", "un_sc", date(2026, 2, 27), 1003, {"Person": 730, "Organization": 273}),
    Listed("eu", "eu_fsf", date(2021, 3, 2), 2248, {"Person": 1680, "Organization": 568},
           ("record merged with another of the same reference number (21×)",)),
    Listed("32020R1998", "eu_32020R1998", None, 177, {"Person": 136, "LegalEntity": 41}),
    Listed("32011R0359", "eu_32011R0359", None, 321, {"Person": 268, "LegalEntity": 53}),
    Listed("32024R1485", "eu_32024R1485", None, 105, {"Person": 98, "LegalEntity": 6, "Company": 1}),
    Listed("32012R0036", "eu_32012R0036", None, 368, {"Person": 317, "LegalEntity": 51}),
    Listed("32006R0765", "eu_32006R0765", None, 408, {"Person": 312, "LegalEntity": 95, "Thing": 1}),
    Listed("uk-ofsi", "uk_ofsi", date(2025, 4, 10), 4686, {"Person": 3662, "Organization": 1009, "Vessel": 15}),
    Listed("au", "au_dfat", None, 3846, {"Person": 2543, "Organization": 1041, "Vessel": 262}),
    Listed("ca", "ca_sema", None, 4759, {"Person": 3334, "Organization": 1316, "Vessel": 109}),
    Listed("opensanctions", "opensanctions_ukraine_war_and_sanctions", date(2026, 3, 13), 5600,
           {"Company": 1524, "Vessel": 1340, "Person": 1543, "LegalEntity": 1193}),
    Listed("ftm", "opensanctions_eu_fsf", date(2024, 6, 1), 6, {"Organization": 2, "Person": 4},
           ("address named and not given (2×)",)),
    Listed("section-1286", "us_section_1286", None, 189, {"Company": 189},
           ("party whose listing has ended left out (5×)",)),
    Listed("dod", "us_dod_cmc", None, 215, {"Company": 215}, ("party whose listing has ended left out (19×)",)),
)  # fmt: skip

CSL = {
    "us_csl_sdn": 10026, "us_csl_entity_list": 2001, "us_csl_itar_debarred": 727, "us_csl_denied_persons": 462,
    "us_csl_ssi": 290, "us_csl_unverified": 201, "us_csl_nonproliferation": 163, "us_csl_plc": 78,
    "us_csl_military_end_user": 71, "us_csl_cmic": 68, "us_csl_capta": 52, "us_csl_menu_based": 17, "us_csl_fse": 3,
}  # fmt: skip
"""14,160 rows; one bank stands twice on the CAPTA list under one number."""


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.set)
def test_the_file_is_read_whole(shared_data: Path, file: Listed) -> None:
    found = publication(shared_data, file.set)
    assert (found.list_code, found.published) == (file.code, file.published)
    assert len(found.entries) == file.entries
    assert Counter(entry.schema for entry in found.entries) == file.schemas
    assert set(file.remarks) <= set(found.remarks)


def test_the_consolidated_screening_list_is_thirteen_lists(shared_data: Path) -> None:
    found = publications(shared_data, "csl")
    assert {one.list_code: len(one.entries) for one in found} == CSL
    assert sum(CSL.values()) == 14160 - 1
    (capta,) = (one for one in found if one.list_code == "us_csl_capta")
    assert "row repeating a party merged with it (1×)" in capta.remarks
    assert sum(len(one.entries) for one in publications(shared_data, "csl-sample")) == 13


@pytest.mark.parametrize(
    ("set_", "rows", "same"),
    [("ofac-2019", 9682, 7), ("ofac-2021", 11910, 6), ("ofac-non-sdn", 1073, 2)],
)
def test_every_row_of_ofacs_aliases_is_a_name(shared_data: Path, set_: str, rows: int, same: int) -> None:
    kinds = Counter(name.kind for entry in publication(shared_data, set_).entries for name in entry.names)
    assert kinds["alias"] + kinds["former"] + same == rows


def test_every_ofac_address_is_kept(shared_data: Path) -> None:
    text = unpacked(shared_data, "ofac-2019")["add.csv.gz"].decode()
    rows = list(csv.reader(text.splitlines()))
    assert len(rows) == 11696
    said = {(row[0], word) for row in rows for cell in row[2:5] for word in _WORD.findall(cell.replace("-0-", ""))}
    found = publication(shared_data, "ofac-2019")
    assert {
        (one.key, word) for one in found.entries for text in one.addresses for word in _WORD.findall(text)
    } == said - {
        (row[0], "0")
        for row in rows[-1:]  # the copy ends in "-0" where the publisher has "-0- "
    }


def test_every_name_row_of_ofsi_is_a_name(shared_data: Path) -> None:
    """18,796 rows repeat names for every address; as sets of words they are the same."""
    path = shared_data / "denied_parties" / SETS["uk-ofsi"][0]
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python(skip_empty_area=False)[2:]
    assert len(rows) == 18796
    said = {(str(row[35]), word) for row in rows for cell in (*row[:6], row[7]) for word in str(cell).split()}
    found = publication(shared_data, "uk-ofsi")
    read = {(entry.key, word) for entry in found.entries for name in entry.names for word in name.text.split()}
    lost = {(key, word.strip(" ;,")) for key, word in said} - {(key, word.strip(" ;,")) for key, word in read}
    assert not {word for _, word in lost if _WORD.search(word)}


@pytest.mark.parametrize("set_", SETS)
def test_every_entry_keeps_the_contract(shared_data: Path, set_: str) -> None:
    for found in publications(shared_data, set_):
        assert len({entry.key for entry in found.entries}) == len(found.entries)
        for entry in found.entries:
            assert entry.schema in SCHEMAS and entry.list_code == found.list_code and entry.place
            assert entry.names[0].kind == "primary"
            assert all(name.kind in NAME_KINDS and name.text == name.text.strip() != "" for name in entry.names)
            assert [name.kind for name in entry.names].count("primary") == 1 or set_ == "dod"
            assert set(entry.countries) <= set(COUNTRIES) and list(entry.countries) == sorted(entry.countries)
            assert all(item.kind in ID_KINDS and item.country in {"", *COUNTRIES} for item in entry.ids)
            assert all(re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?(/\d{4}(-\d\d(-\d\d)?)?)?", born) for born in entry.births)
            assert entry.listed_on == "" or re.fullmatch(r"\d{4}-\d\d-\d\d|\d{4}", entry.listed_on)
            assert len(entry.sha256()) == 64


def test_few_countries_stay_open_and_each_is_told(shared_data: Path) -> None:
    for set_ in SETS:
        for found in publications(shared_data, set_):
            texts = Counter(
                (part.split(" as written: ")[0].lower(), part.split(" as written: ")[1])
                for entry in found.entries
                for part in entry.remarks.split("; ")
                if " as written: " in part
            )
            told = {note.rpartition(" (")[0] for note in found.remarks if "left open" in note}
            assert {f"{label} left open: {text}" for label, text in texts} == told
            assert len(texts) <= max(10, len(found.entries) // 100), found.list_code
