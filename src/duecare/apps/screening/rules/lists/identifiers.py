"""What US publishers call a number -> the kind of identifier; everything else they say is a remark."""

from __future__ import annotations

import re

_TYPES = {
    "passport": "Passport|Diplomatic Passport|Stateless Person Passport|British National Overseas Passport",
    "national_id": (
        "Cedula No.|National ID No.|C.U.R.P.|D.N.I.|Identification Number|National Foreign ID Number|Personal ID Card|"
        "SSN|Turkish Identification Number|Citizen's Card Number|Kenyan ID No.|Electoral Registry No.|"
        "Credencial electoral|I.F.E.|Numero de Identidad|Tazkira National ID Card|UAE Identification|"
        "Moroccan Personal ID No.|"
        "Bosnian Personal ID No.|CNP (Personal Numerical Code)|C.U.I.|LE Number|N.I.E.|C.U.I.P.|"
        "Stateless Person ID Card|Refugee ID Card|Residency Number|Cedula de Ciudadania|Personal Identification Number"
    ),
    "tax": (
        "NIT #|R.F.C.|RFC|RUC #|Tax ID No.|V.A.T. Number|US FEIN|RIF #|Italian Fiscal Code|C.U.I.T.|Fiscal Code|RTN|"
        "Paraguayan tax identification number|Romanian Tax Registration|C.I.F.|RSIN|"
        "Numero Unico de Identificacao Tributaria (NUIT)"
    ),
    "registration": (
        "Registration Number|Registration ID|Folio Mercantil No.|Company Number|Commercial Registry Number|"
        "Matricula Mercantil No|Trade License No.|Government Gazette Number|Business Registration Document #|"
        "Business Registration Number|Business Number|C.R. No.|Public Registration Number|Chamber of Commerce Number|"
        "UK Company Number|Certificate of Incorporation Number|Enterprise Number|Legal Entity Number|"
        "United Social Credit Code Certificate (USCCC)|Unified Social Credit Code (USCC)|Registered Charity No.|"
        "Romanian C.R.|MSB Registration Number|Dubai Chamber of Commerce Membership No.|Istanbul Chamber of Comm. No.|"
        "Economic Register Number (CBLS)|Organization Code"
    ),
    "imo": "Vessel Registration Identification|IMO",
    "mmsi": "MMSI",
    "call_sign": "Other Vessel Call Sign|Vessel Call Sign",
    "tail": "Aircraft Tail Number|Previous Aircraft Tail Number",
    "msn": (
        "Aircraft Manufacturer's Serial Number (MSN)|Aircraft Construction Number (also called L/N or S/N or F/N)|"
        "Aircraft Serial Identification"
    ),
    "other": (
        "SWIFT/BIC|Driver's License No.|D-U-N-S Number|Travel Document Number|License|ISIN|VisaNumberID|BIK (RU)|"
        "Birth Certificate Number|File Number|Seafarer's Identification Document|Aircraft Mode S Transponder Code|"
        "Pilot License Number|Tarjeta Profesional|Immigration No.|Serial No.|Cartilla de Servicio Militar Nacional|"
        "Public Security and Immigration No.|Romanian Permanent Resident|Tourism License No.|Branch Unit Number"
    ),
}
KINDS = {type_: kind for kind, types in _TYPES.items() for type_ in types.split("|")}
"""The publisher's word -> one of `entries.ID_KINDS`."""
_COIN = re.compile(r"^Digital Currency Address - [A-Z0-9]{2,6}$")
_IMO = re.compile(r"^IMO\s*(\d{7})$")
_LEI = re.compile(r"^[0-9A-Z]{18}[0-9]{2}$")


def identifier(type_: str, value: str) -> tuple[str, str] | None:
    """(kind, value) of a number, or None when the words are no type of number.

    An IMO number is one whoever carries it, ship or company; a legal entity number of 20 signs is an LEI.
    """
    kind = "other" if _COIN.match(type_) else KINDS.get(type_, "")
    if not kind:
        return None
    if found := _IMO.match(value):
        return "imo", found[1]
    if kind == "imo":
        return "other", value
    if type_ == "Legal Entity Number" and _LEI.match(value):
        return "lei", value
    return kind, value
