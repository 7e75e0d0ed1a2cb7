"""What no sample shows: the UK Sanctions List, an in-house list, joined entities, names in brackets, dates."""

from __future__ import annotations

from datetime import date

import pytest

from duecare.apps.screening.rules.entries import Entry, Identifier, Name, Publication
from duecare.apps.screening.rules.lists import read_publication, us_csl
from duecare.apps.screening.rules.lists.dates import births, iso
from duecare.apps.screening.rules.lists.places import countries
from duecare.apps.screening.rules.lists.spellings import spellings

from . import made
from .files import names

CODES = {
    "ofac_sdn": "ofac_sdn", "ofac_xml": "ofac_sdn", "un": "un_sc", "eu": "eu_fsf", "ca": "ca_sema",
    "ftm": "opensanctions_demo", "uk_list": "uk_sanctions_list", "uk_ofsi": "uk_ofsi", "csl": "us_csl_entity_list",
    "dpl": "us_bis_dpl", "journal": "eu_32099R0001", "simple": "opensanctions_demo", "own": "in_house", "au": "au_dfat",
}  # fmt: skip


def one(files: dict[str, bytes]) -> tuple[Publication, Entry]:
    """The only publication of the files and its only party."""
    (publication,) = read_publication(files)
    (entry,) = publication.entries
    return publication, entry


@pytest.mark.parametrize("layout", made.every_layout())
def test_each_layout_is_known_by_content_alone(layout: str) -> None:
    files = made.every_layout()[layout]
    publication, entry = one({f"file {number}": data for number, data in enumerate(files.values())})
    assert publication.list_code == CODES[layout] == entry.list_code
    assert entry.names[0].text.casefold().startswith(("zorvane", "orlo zorvane", "quillmark works"))


def test_the_uk_list_joins_rows_by_its_unique_id() -> None:
    shared = {"Unique ID": "RUS0001", "Designation Type": "Ship", "Regime Name": "An invented regime"}
    publication, ship = one({"uk.csv": made.uk_list(
        {**shared, "Name 6": "LANTERN", "Name type": "Alias", "Alias strength": "Low quality"},
        {**shared, "Name 6": "ZORVANE STAR", "Name type": "Primary Name", "IMO number": "IMO9000001",
         "Year Built": "1999",
         "Current believed flag of ship": "Panama", "Date Designated": "31/07/2024", "Other Information": "Tanker"},
    )})  # fmt: skip
    assert publication.published == date(2026, 2, 13)
    assert ship.schema == "Vessel" and ship.names == (Name("ZORVANE STAR"), Name("LANTERN", "weak_alias"))
    assert ship.ids == (Identifier("imo", "9000001"),) and ship.births == ("1999",) and ship.countries == ("PAN",)
    assert ship.listed_on == "2024-07-31" and ship.programmes == ("An invented regime",)
    assert "Other Information: Tanker" in ship.remarks


def test_words_that_a_layout_was_not_known_to_have_are_read_weakly_and_told() -> None:
    told = ("sort of name {} read as alias (1×)", "type {} read as LegalEntity (1×)")
    row = {"Unique ID": "ZZZ0001", "Name 6": "LANTERN", "Name type": "Nickname", "Designation Type": "Robot"}
    publication, robot = one({"uk.csv": made.uk_list(row)})
    assert robot.schema == "LegalEntity" and robot.names == (Name("LANTERN"),)
    assert publication.remarks == (told[0].format("Nickname"), told[1].format("Robot"))
    party = made.PARTY.replace("-0- ", '"robot"', 1)
    publication, robot = one(made.ofac_set(party, aliases='7,1,"xyz","ZORVANE LINES",-0- \r\n'))
    assert robot.schema == "LegalEntity" and names(robot, "alias") == ["ZORVANE LINES"]
    assert publication.remarks == (told[0].format("xyz"), told[1].format("robot"))


def test_a_uk_person_with_numbered_values() -> None:
    _, person = one({"uk.csv": made.uk_list({
        "Unique ID": "GHR0001", "Designation Type": "Individual", "Name type": "Primary Name", "Name 1": "Orlo",
        "Name 2": "Pell", "Name 6": "ZORVANE", "Name non-latin script": "Орло Зорван",
        "D.O.B": "(1) 00/00/1961 (2) 05/03/1962",
        "Nationality(/ies)": "(1) Chad (2) Trinidad and Tobago", "Passport number": "(1) A1 (2) B2",
    })})  # fmt: skip
    assert person.names == (Name("Orlo Pell ZORVANE"), Name("Орло Зорван", "original_script"))
    assert person.births == ("1961", "1962-03-05") and person.countries == ("TCD", "TTO")
    assert [item.value for item in person.ids] == ["A1", "B2"]


def test_an_in_house_list_with_semicolons_between_columns() -> None:
    text = made.OWN.replace(",", ";") + "h1;;Quillmark Works;Quill|Mark;TD|Atlantis;;A7|imo:9000001;Board\n"
    publication, entry = one({"own.csv": text.encode("utf-8-sig")})
    assert entry.schema == "LegalEntity" and names(entry, "alias") == ["Quill", "Mark"]
    assert entry.ids == (Identifier("other", "A7"), Identifier("imo", "9000001"))
    assert entry.countries == ("TCD",) and "Country as written: Atlantis" in entry.remarks
    assert publication.remarks == ("country left open: Atlantis (1×)",)


def test_followthemoney_joins_addresses_papers_and_sanctions() -> None:
    publication, works = one({"entities.json": made.ftm()})
    assert works.addresses == ("1 Quay, Chad",) and works.programmes == ("Demo regime",)
    assert works.ids == (Identifier("passport", "X1", "TCD"),) and works.listed_on == "2024-01-02"
    assert publication.remarks == ("Person not itself listed left out (1×)",)


def test_a_bracketed_name_in_its_own_script_is_a_second_name() -> None:
    _, person = one({"eu.xml": made.EU})
    assert person.names == (
        Name("Orlo Zorvane (Орло Зорван)"), Name("Орло Зорван", "original_script"), Name("Lantern", "weak_alias"),
    )  # fmt: skip
    assert person.births == () and "Date of birth (ISLAMIC): 1390" in person.remarks


@pytest.mark.parametrize(("text", "person", "others"), [
    ("Orlo (a.k.a. Orla, Orlu) ZORVANE", True, ["Orlo ZORVANE", "Orla ZORVANE", "Orlu ZORVANE"]),
    ("Orlo ZORVANE (ZORVAN)", True, ["Orlo ZORVANE", "Orlo ZORVAN"]),
    ("Orlo ZORVANE (Orlu Pell ZORVAN, ZORWAN)", True, ["Orlo ZORVANE", "Orlu Pell ZORVAN", "Orlo ZORWAN"]),
    ("ZORVANE (Ayatollah) Orlo", True, []),
    ("Orlo ZORVANE (born in 1960)", True, []),
    ("Orlo ZORVANE", True, []),
    ("Quillmark Works (QWORKS)", False, ["Quillmark Works"]),
    ("Quillmark (HK) Works", False, []),
    ("Quillmark Works, Inc. (a.k.a. Old Mark, Inc.; Pell)", False, ["Quillmark Works, Inc.", "Old Mark, Inc.", "Pell"]),
    ("PELL (A.K.A. ORLO) ZORVANE", False, ["PELL ZORVANE"]),
    ("Quillmark; and any successor, sub-unit, or subsidiary thereof", False, ["Quillmark"]),
])  # fmt: skip
def test_spellings_packed_into_one_name(text: str, person: bool, others: list[str]) -> None:
    assert [one.text for one in spellings(text, person=person)] == others


def test_a_former_name_packed_into_another_is_former() -> None:
    row = {
        "_id": "1",
        "source": "Entity List (EL) - x",
        "name": "Pell Works, OOO (f.k.a., Old Pell)",
        "alt_names": "and",
    }
    _, works = one({"csl.csv": made.table(us_csl.HEADINGS, (row,))})
    assert works.names == (
        Name("Pell Works, OOO (f.k.a., Old Pell)"), Name("Pell Works, OOO", "alias"), Name("Old Pell", "former"),
    )  # fmt: skip


def test_the_order_of_rows_and_the_packing_change_no_content() -> None:
    both = made.ofac_set(aliases='7,1,"fka","ZORVANE LINES",-0- \r\n7,2,"aka","ZOR",-0- \r\n')
    turned = made.ofac_set(aliases='7,2,"aka","ZOR",-0- \r\n7,1,"fka","ZORVANE LINES",-0- \r\n')
    assert one(both)[1].sha256() == one(turned)[1].sha256()


def test_the_same_party_in_ofacs_csv_and_xml_has_the_same_name() -> None:
    party = made.PARTY.replace('"ZORVANE MARITIME CO.",-0- ', '"ZORVANE, Orlo","individual"')
    party = party.replace("Tax ID No. 77 (Iran).", "a.k.a. 'THE LANTERN'.")
    _, from_csv = one(made.ofac_set(party, aliases='7,1,"aka","ZORVANE, Orlo",-0- \r\n'))
    _, from_xml = one({"sdn.xml": made.OFAC_XML})
    assert from_csv.names == from_xml.names == (Name("ZORVANE, Orlo"), Name("THE LANTERN", "weak_alias"))


@pytest.mark.parametrize(("text", "dates", "whole"), [
    ("10 Dec 1948", ("1948-12-10",), True),
    ("circa 1951", ("1951",), False),
    ("Mar 1960", ("1960-03",), True),
    ("1958 to 1962", ("1958/1962",), True),
    ("25 Jan 1970 to 26 Jan 1971", ("1970-01-25/1971-01-26",), True),
    ("between 1.2.1960 and 3.4.1961", ("1960-02-01/1961-04-03",), True),
    ("1960 or 1961", ("1960", "1961"), True),
    ("26.12.2016/3.4.2017", ("2016-12-26", "2017-04-03"), True),
    ("Approximately 1963, 30/01/1972", ("1963", "1972-01-30"), False),
    ("09/10/1959 11/12/1960", ("1959-10-09", "1960-12-11"), True),
    ("1.2.1960 (3.4.1961 for the alias Lantern)", ("1960-02-01", "1961-04-03"), False),
    ("1360 (Iranian Hijri calendar)", (), False),
    ("31.2.1960", (), False),
    ("before 1958", (), False),
    ("", (), True),
])  # fmt: skip
def test_dates_as_publishers_write_them(text: str, dates: tuple[str, ...], whole: bool) -> None:
    found = births(text)
    assert (found.dates, found.whole) == (dates, whole)


def test_a_day_is_never_taken_for_a_month() -> None:
    assert iso("05/12/1960") == "1960-12-05" and iso("00/05/1960") == "1960-05" and iso("00/00/1960") == "1960"
    assert iso("2015-04-07-04:00") == "2015-04-07" and iso("2021-03-02T16:28:05.354+01:00") == "2021-03-02"
    assert iso("13/13/1960") == iso("5/0/1960") == iso("12345") == ""


@pytest.mark.parametrize(("text", "codes", "left"), [
    ("Korea, North", ("PRK",), ()),
    ("Palestinian", ("PSE",), ()),
    ("Syrian/Lebanese", ("SYR", "LBN"), ()),
    ("Trinidad and Tobago;Congo, Democratic Republic of the", ("TTO", "COD"), ()),
    ("(1) Central African Republic. (2) Chad", ("CAF", "TCD"), ()),
    ("Iraq (previous address)", ("IRQ",), ()),
    ("Gaza Strip, West Bank, Southern Lebanon", ("PSE",), ("Southern Lebanon",)),
    ("former Soviet Union", (), ("former Soviet Union",)),
])  # fmt: skip
def test_countries_as_publishers_write_them(text: str, codes: tuple[str, ...], left: tuple[str, ...]) -> None:
    found = countries(text)
    assert (found.codes, found.left) == (codes, left)
