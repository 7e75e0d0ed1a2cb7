"""The publishers' files by their layout, and each read once a session."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from duecare.apps.screening.rules.entries import Entry, Publication
from duecare.apps.screening.rules.lists import read_publication

JOURNAL = ("32006R0765", "32011R0359", "32012R0036", "32020R1998", "32024R1485")
SETS: Mapping[str, tuple[str, ...]] = {
    "ofac-2019": tuple(f"ofac/2019-01/{name}.csv.gz" for name in ("sdn", "alt", "add", "sdn_comments")),
    "ofac-2021": tuple(f"ofac/2021-07/{name}.csv.gz" for name in ("sdn", "alt", "add")),
    "ofac-non-sdn": tuple(f"ofac/2025-12_non_sdn/cons_{name}.csv" for name in ("prim", "alt", "add", "comments")),
    "ofac-xml": ("ofac/2021-03-10_sdn.xml.gz",),
    "ofac-non-sdn-xml": ("ofac/2025-03-28_consolidated_non_sdn.xml.gz",),
    "csl": ("us_csl/consolidated_2022.csv.gz",),
    "csl-sample": ("us_csl/consolidated_small_sample.csv",),
    "dpl": ("us_bis/dpl_2021.txt",),
    "un-2021": ("un/consolidated_2021-03-12.xml.gz",),
    "un-2025": ("un/consolidated_2025-11-15.xml.gz",),
    "un-2026": ("un/consolidated_2026-02-27.xml.gz",),
    "eu": ("eu/2021-03-02_FULL_1_1.xml.gz",),
    "uk-ofsi": ("uk/ofsi_conlist_2025-04-10.xlsx",),
    "au": ("au/dfat_consolidated_2026-08.xlsx",),
    "ca": ("ca/autonomous_sanctions_2025.xml.gz",),
    "opensanctions": ("opensanctions/targets.simple_ua_war_sanctions_2026-03.csv.gz",),
    "ftm": ("opensanctions/entities.ftm_sample.json",),
    "section-1286": ("opensanctions/us_special_lists/section_1286.csv",),
    "dod": ("opensanctions/us_special_lists/dod_chinese_military_companies.csv",),
} | {celex: (f"eu/journal_csv/{celex}.csv.gz",) for celex in JOURNAL}
"""Name used in the tests -> files under denied_parties/ that make one publication."""


def packed(folder: Path, name: str) -> dict[str, bytes]:
    """The files of a set as they are stored, by their plain names."""
    return {Path(path).name: (folder / "denied_parties" / path).read_bytes() for path in SETS[name]}


def unpacked(folder: Path, name: str) -> dict[str, bytes]:
    """The same without gzip: what the publisher served."""
    return {
        file: gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        for file, data in packed(folder, name).items()
    }


@cache
def publications(folder: Path, name: str) -> tuple[Publication, ...]:
    """The set, read."""
    return read_publication(packed(folder, name))


def publication(folder: Path, name: str) -> Publication:
    """The only publication of a set."""
    (found,) = publications(folder, name)
    return found


def entry(found: Publication, key: str) -> Entry:
    """One party by its key."""
    (one,) = (one for one in found.entries if one.key == key)
    return one


def names(one: Entry, kind: str) -> list[str]:
    """A party's names of a kind, in the file's order."""
    return [name.text for name in one.names if name.kind == kind]
