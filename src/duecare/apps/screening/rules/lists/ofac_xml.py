"""US Treasury, OFAC: sdn.xml and consolidated.xml, under the old namespace (tempuri.org) and the new one.

The file states its number of records and is refused when it holds another number. Names are put together
"LAST, First" as OFAC's own CSV writes them, so that one edition reads alike in both forms.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from xml.etree.ElementTree import Element

from duecare.apps.screening.rules.entries import Publication

from .building import Draft, Edition
from .dates import iso_us
from .identifiers import identifier
from .members import Member
from .ofac_csv import NON_SDN, SCHEMAS, SDN, is_non_sdn
from .records import all_said, each_record, said
from .refusal import refusal

NAME = "OFAC XML"
_ALIAS_KINDS = {"a.k.a.": "alias", "f.k.a.": "former", "n.k.a.": "alias"}
_BORN = {"Aircraft Manufacture Date": "Date of build", "Organization Established Date": "Date of incorporation"}
_NATIONS = {"Nationality of Registration": "Nationality", "Other Vessel Flag": "Flag"}


def accepts(member: Member) -> bool:
    """By the outermost element; its namespace has changed once and may again."""
    return member.root == "sdnList"


def read(members: Sequence[Member]) -> tuple[Publication, ...]:
    """One publication a file."""
    return tuple(map(_read, members))


def _read(member: Member) -> Publication:
    edition = Edition("", member.file)
    heads: list[Element] = []
    programmes: list[tuple[str, ...]] = []

    def take(record: Element, line: int) -> None:
        if record.tag == "publshInformation":
            heads.append(record)
        else:
            programmes.append(all_said(record, "programList/program"))
            _party(edition, record, line)

    each_record(member, ("publshInformation", "sdnEntry"), take)
    published = _date(member, heads, len(programmes))
    edition.list_code = NON_SDN if is_non_sdn(programmes) else SDN
    return edition.publication(published)


def _date(member: Member, heads: Sequence[Element], records: int) -> date:
    """Date of publication, once the number of records has been found true."""
    if len(heads) != 1:
        raise refusal("does not say once when it was published", member.file, field="publshInformation")
    stated, day = said(heads[0], "Record_Count"), said(heads[0], "Publish_Date")
    if stated != str(records):
        raise refusal(
            f"states {stated} records and holds {records}: cut off or damaged", member.file, field="Record_Count"
        )
    if not iso_us(day):
        raise refusal("is no date", member.file, field="Publish_Date", value=day)
    return date.fromisoformat(iso_us(day))


def _party(edition: Edition, record: Element, line: int) -> None:
    key = said(record, "uid")
    schema = edition.schema_for(said(record, "sdnType"), SCHEMAS)
    draft = edition.open(key, schema, f"sdnEntry {key}", line=line)
    draft.name(_name(record), "primary")
    for alias in record.iterfind("akaList/aka"):
        kind = edition.kind_for(said(alias, "type"), _ALIAS_KINDS)
        draft.name(_name(alias), "weak_alias" if said(alias, "category") == "weak" else kind)
    for programme in all_said(record, "programList/program"):
        draft.programme(programme)
    draft.remark("Title", said(record, "title"))
    _places(draft, record)
    for number in record.iterfind("idList/id"):
        _number(draft, number)
    _vessel(draft, record)
    draft.remark("", said(record, "remarks"))


def _name(element: Element) -> str:
    return ", ".join(filter(None, (said(element, "lastName"), said(element, "firstName"))))


def _places(draft: Draft, record: Element) -> None:
    for born in all_said(record, "dateOfBirthList/dateOfBirthItem/dateOfBirth"):
        draft.born(born)
    for place in all_said(record, "placeOfBirthList/placeOfBirthItem/placeOfBirth"):
        draft.remark("Place of birth", place)
    for nation in all_said(record, "nationalityList/nationality/country"):
        draft.nation(nation, "Nationality")
    for nation in all_said(record, "citizenshipList/citizenship/country"):
        draft.nation(nation, "Citizenship")
    parts = ("address1", "address2", "address3", "city", "stateOrProvince", "postalCode", "country")
    for address in record.iterfind("addressList/address"):
        draft.address(*(said(address, part) for part in parts))
        draft.nation(said(address, "country"))


def _number(draft: Draft, element: Element) -> None:
    """A number, or a fact that OFAC keeps among numbers (gender, website, directive)."""
    type_, value, nation = said(element, "idType"), said(element, "idNumber"), said(element, "idCountry")
    if type_ in _BORN:
        draft.born(value, _BORN[type_])
    elif type_ in _NATIONS:
        draft.nation(value, _NATIONS[type_])
    elif found := identifier(type_, value):
        draft.ident(found[0], found[1], nation)
        dates = (f"{word} {said(element, tag)}" for word, tag in _DATES if said(element, tag))
        if more := ", ".join(dates):
            draft.remark(f"{type_} {value}", more)
    else:
        draft.remark(type_.rstrip(" :-"), value)


_DATES = (("issued", "issueDate"), ("expires", "expirationDate"))


def _vessel(draft: Draft, record: Element) -> None:
    ship = record.find("vesselInfo")
    if ship is None:
        return
    draft.ident("call_sign", said(ship, "callSign"))
    flag = said(ship, "vesselFlag")
    if flag != "None Identified":
        draft.nation(flag, "Flag")
    draft.remark("Vessel type", said(ship, "vesselType"))
    draft.remark("Tonnage", said(ship, "tonnage"))
    draft.remark("Gross registered tonnage", said(ship, "grossRegisteredTonnage"))
    draft.remark("Owner", said(ship, "vesselOwner"))
