"""Small files in each publisher's layout, about invented parties."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from functools import cache

import xlsxwriter

from duecare.apps.screening.rules.lists import au_dfat, eu_journal, opensanctions_simple, uk_ofsi, us_csl, us_dpl

_UK_HEADER = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,"
    "Name type,Alias strength,Title,Name non-latin script,Non-latin script type,Non-latin script language,"
    "Regime Name,Designation Type,Designation source,Sanctions Imposed,Other Information,"
    "UK Statement of Reasons,Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,"
    "Address Line 6,Address Postal Code,Address Country,Phone number,Website,Email address,Date Designated,"
    "D.O.B,Nationality(/ies),National Identifier number,National Identifier additional information,"
    "Passport number,Passport additional information,Position,Gender,Town of birth,Country of birth,"
    "Type of entity,Subsidiaries,Parent company,Business registration number (s),IMO number,"
    "Current owner/operator (s),Previous owner/operator (s),Current believed flag of ship,Previous flags,"
    "Type of ship,Tonnage of ship,Length of ship,Year Built,Hull identification number (HIN)"
)
UK_LIST = tuple(_UK_HEADER.split(","))
"""The 58 columns as the publisher names them."""


def table(header: Sequence[str], rows: Sequence[Mapping[str, str]], *, above: str = "", delimiter: str = ",") -> bytes:
    """Delimited text; cells that a row does not name are empty."""
    text = io.StringIO()
    text.write(above)
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([row.get(heading, "") for heading in header] for row in rows)
    return text.getvalue().encode()


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """One sheet of texts."""
    data = io.BytesIO()
    with xlsxwriter.Workbook(data) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return data.getvalue()


_EMPTY = ",-0- " * 7
PARTY = f'7,"ZORVANE MARITIME CO.",-0- ,"IRAN] [SDGT"{_EMPTY},"Tax ID No. 77 (Iran)."\r\n'


def ofac_set(
    parties: str = PARTY,
    aliases: str = '7,1,"fka","ZORVANE LINES",-0- \r\n',
    addresses: str = '7,2,"1 Quay","Bandar Zorvane","Iran",-0- \r\n',
    comments: str = "",
) -> dict[str, bytes]:
    """The files of a set, the fourth only if it holds something; each ends as OFAC's do."""
    texts = {"sdn.csv": parties, "alt.csv": aliases, "add.csv": addresses, "sdn_comments.csv": comments}
    return {name: f"{text}\x1a".encode() for name, text in texts.items() if text}


OFAC_XML = b"""<?xml version="1.0"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>03/10/2021</Publish_Date>
<Record_Count>1</Record_Count></publshInformation><sdnEntry><uid>7</uid><firstName>Orlo</firstName>
<lastName>ZORVANE</lastName><sdnType>Individual</sdnType><programList><program>IRAN</program></programList>
<akaList><aka><uid>1</uid><type>a.k.a.</type><category>weak</category><lastName>THE LANTERN</lastName></aka></akaList>
</sdnEntry></sdnList>
"""

UN = b"""<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS><INDIVIDUAL><DATAID>11</DATAID>
<FIRST_NAME>ORLO</FIRST_NAME><SECOND_NAME>ZORVANE</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
<NATIONALITY><VALUE>Chad</VALUE></NATIONALITY></INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>
"""

EU = """<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2021-03-02T16:28:05.354+01:00">
<sanctionEntity euReferenceNumber="EU.1.1" logicalId="1"><regulation programme="BLR" numberTitle="1/2021"/>
<subjectType code="person"/><nameAlias wholeName="Orlo Zorvane (Орло Зорван)" strong="true"/>
<nameAlias wholeName="Lantern" strong="true"><remark>Low quality alias</remark></nameAlias>
<birthdate year="1390" calendarType="ISLAMIC" countryDescription="UNKNOWN"/></sanctionEntity></export>
""".encode()

CANADA = """<?xml version="1.0" encoding="UTF-8"?>
<data-set><record><Country>Belarus / Bélarus</Country><LastName>Zorvane</LastName><GivenName>Orlo</GivenName>
<Item>1</Item><DateOfListing>2020-09-28</DateOfListing></record></data-set>
""".encode()

FTM = (
    {"id": "o1", "schema": "Company", "caption": "Quillmark Works", "target": True, "datasets": ["demo"],
     "properties": {"name": ["Quillmark Works"], "addressEntity": ["a1"], "topics": ["sanction"]}},
    {"id": "a1", "schema": "Address", "caption": "1 Quay", "target": False, "properties": {"full": ["1 Quay, Chad"]}},
    {"id": "p1", "schema": "Passport", "caption": "X1", "target": False,
     "properties": {"holder": ["o1"], "number": ["X1"], "country": ["td"]}},
    {"id": "s1", "schema": "Sanction", "caption": "S", "target": False,
     "properties": {"entity": ["o1"], "program": ["Demo regime"], "startDate": ["2024-01-02"], "reason": ["Because"]}},
    {"id": "x1", "schema": "Person", "caption": "Owner", "target": False, "properties": {"name": ["Owner"]}},
)  # fmt: skip


def ftm(*things: Mapping[str, object]) -> bytes:
    """JSON lines."""
    return "\n".join(json.dumps(thing) for thing in (things or FTM)).encode()


def uk_list(*rows: Mapping[str, str], above: str = "Report Date: 13-Feb-2026\n") -> bytes:
    """The UK Sanctions List; a row of its own where none is given."""
    one = {
        "Unique ID": "ZZZ0001",
        "Name 6": "QUILLMARK WORKS",
        "Name type": "Primary Name",
        "Designation Type": "Entity",
    }
    return table(UK_LIST, rows or (one,), above=above)


OFSI = ("Last Updated,10/04/2025\n", [*uk_ofsi.HEADINGS])
_OFSI_ROW = {
    "Name 6": "ZORVANE", "Name 1": "Orlo", "Group Type": "Individual", "Alias Type": "Primary name", "Group ID": "5",
    "Listed On": "01/02/2020", "DOB": "00/00/1961", "Nationality": "(1) Chad. (2) Sudan",
}  # fmt: skip
_CSL_ROW = {
    "_id": "1", "source": "Entity List (EL) - Bureau of Industry and Security", "name": "Quillmark Works",
    "addresses": "1 Quay, N'Djamena, TD", "start_date": "2020-01-02",
}  # fmt: skip
_DPL_ROW = {"Name": "QUILLMARK WORKS", "Country": "TD", "Effective_Date": "06/19/2003"}
_JOURNAL_ROW = {"celex": "32099R0001", "recordId": "1", "annex": "I", "schema": "Person", "name": "Orlo ZORVANE"}
_SIMPLE_ROW = {
    "id": "NK-1",
    "schema": "Company",
    "name": "Quillmark Works",
    "dataset": "Demo",
    "last_seen": "2026-01-02",
}
OWN = "id,schema,name,aliases,countries,birth,ids,programme\n"
_OWN_ROW = "h1,Company,Quillmark Works,Quill;Mark,TD,,lei:LEI1:TD,Board\n"


@cache
def every_layout() -> dict[str, dict[str, bytes]]:
    """A small publication of each layout that can be read; a workbook is made once, for it carries the time."""
    return {
        "ofac_sdn": ofac_set(),
        "ofac_xml": {"sdn.xml": OFAC_XML},
        "un": {"un.xml": UN},
        "eu": {"eu.xml": EU},
        "ca": {"ca.xml": CANADA},
        "ftm": {"entities.json": ftm()},
        "uk_list": {"uk.csv": uk_list()},
        "uk_ofsi": {"ofsi.csv": table(OFSI[1], (_OFSI_ROW,), above=OFSI[0])},
        "csl": {"csl.csv": table(us_csl.HEADINGS, (_CSL_ROW,))},
        "dpl": {"dpl.txt": table(us_dpl.HEADINGS, (_DPL_ROW,), delimiter="\t")},
        "journal": {"journal.csv": table(eu_journal.HEADINGS, (_JOURNAL_ROW,))},
        "simple": {"simple.csv": table(opensanctions_simple.HEADINGS, (_SIMPLE_ROW,))},
        "own": {"own.csv": (OWN + _OWN_ROW).encode()},
        "au": {"au.xlsx": workbook(AU)},
    }


_AU_HEADINGS = (*au_dfat.HEADINGS, "Control Date")
_AU_ROW = {"Reference": "1", "Name of Individual or Entity": "Orlo ZORVANE", "Type": "Individual"}
_AU_ROW["Name Type"] = "Primary Name"
_AU_ALIAS = _AU_ROW | {"Reference": "1a", "Name of Individual or Entity": "Lantern", "Name Type": "Alias"}
AU = (
    _AU_HEADINGS,
    *(tuple(row.get(heading, "") for heading in _AU_HEADINGS) for row in (_AU_ROW, _AU_ALIAS)),
)
"""Header, primary name, alias."""
