"""A folder laid out as the publishers' one for measuring names, with invented parties only."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

GIVEN = ("Velmira", "Tordan", "Iskrel", "Pamilo", "Quendra", "Ruvanio", "Sablina", "Dorvek", "Elkhaz", "Mirzok")
FAMILY = ("Ostrelkin", "Bravandic", "Turmalescu", "Hadrowitz", "Zelkandar", "Quorvath", "Ymberson", "Plintarov")
FORMS = ("LLC", "JSC", "Ltd")
HEAD = ("entity", "schema", "source", "kind", "name")
MIXED = [
    ("eu_269-1", "Person", "eu_269", "primary", "Iskrel Velmirovich QUORVATH"),
    ("eu_269-1", "Person", "eu_269", "alias", "Iskrel QUORVAT (Искрел КВОРВАТ)"),
    ("eu_269-1", "Person", "eu_269", "primary", "Zelkandar Plant JSC"),
    ("eu_269-1", "Person", "eu_269", "alias", "So-called"),
    ("us_a-9", "Person", "us_a", "primary", "OSTRELKIN, Velmira Tordan"),
    ("un_b-7", "Person", "un_b", "primary", "Velmira Tordan Ostrelkin"),
    ("us_a-8", "Organization", "us_a", "primary", '"JSC ""QUORVATH STEEL"""'),
]
"""One id of both kinds, a name in brackets, one person on two lists, quotation marks."""


def laid(folder: Path) -> Path:
    """Write the folder; returns it."""
    rows = [*MIXED, *_persons(), *_bodies()]
    (folder / "list_base.tsv").write_text("\n".join("\t".join(row) for row in (HEAD, *rows)) + "\n")
    strangers = [("Person", f"{given} {family}son") for given in GIVEN for family in FAMILY]
    strangers += [("Person", "Tordan Ostrelkin Velmira"), ("Organization", "Quorvath Steal JSC")]
    lines = "\n".join("\t".join(row) for row in (("schema", "name"), *strangers))
    (folder / "portfolio.tsv").write_text(lines + "\n")
    with gzip.open(folder / "negatives_us_first_10000.csv.gz", "wt", newline="") as file:
        csv.writer(file).writerows([("full_name",), ("Ambrel Fontaska",)])
    (folder / "positives_us_congress.csv").write_text("full_name\nLunis P. Garvotti\n")
    (folder / "cross_script_pairs.csv").write_text("# invented\nВелмира Туманова,Velmira Tumanova,0.9,x\n")
    return folder


def _persons() -> list[tuple[str, ...]]:
    """Eighty with a second writing, every fourth with a name that has nothing in common."""
    rows: list[tuple[str, ...]] = []
    for number, (given, family) in enumerate((given, family) for given in GIVEN for family in FAMILY):
        middle = GIVEN[(number * 7 + 3) % len(GIVEN)]
        rows.append((f"us_a-p{number}", "Person", "us_a", "primary", f"{family.upper()}, {given} {middle}"))
        rows.append((f"us_a-p{number}", "Person", "us_a", "alias", f"{given} {family}a"))
        if number % 4 == 0:
            rows.append((f"us_a-p{number}", "Person", "us_a", "weak", f"Wulx{number}"))
    return rows


def _bodies() -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for number, (given, family) in enumerate((given, family) for given in GIVEN[:6] for family in FAMILY):
        form = FORMS[number % len(FORMS)]
        rows.append((f"us_a-o{number}", "Organization", "us_a", "primary", f"{given} {family} Trading {form}"))
        rows.append((f"us_a-o{number}", "Organization", "us_a", "alias", f"{given} {family} Tradings"))
    return rows
