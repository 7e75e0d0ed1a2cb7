"""Countries in lists: the kernel's names and codes, and what only lists write (nationalities, old forms).

The kernel's table is for publishers of indices; "Palestinian" or "Korea, North" as a nationality is a
habit of lists and stands here. A territory counts to the state of which ISO counts it a part.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from duecare.kernel.countries import Country, Territory, name_key, resolve_code, resolve_name

_HABITS = """\
AFG Afghan|Afghani
ARE UAE|Emirati|Dubai
ARG Argentinian|Argentine
ARM Armenian
AUS Australian
AZE Azerbaijani
BEL Belgian
BGD Bangladeshi
BIH Bosnian
BLR Belarusian|Belarussian
CAF Central African
CAN Canadian
CHE Swiss
CHN Chinese|PRC
COD Congo (Democratic Republic)|Congo, Democratic Republic of the|Congolese|Democratic Republic of Congo
COG Congo (Brazzaville)
COL Colombian
CUB Cuban
CYP Cypriot
DEU German
DZA Algerian
EGY Egyptian
ERI Eritrean
ESP Spanish
ETH Ethiopian
FRA French
GBR British|United Kingdom of Great Britain and Northern Ireland|England|Scotland|Wales
GEO Georgian
GTM Guatemalan
HKG Hong Kong, China|Hong Kong SAR|China, Hong Kong Special Administrative Region
HTI Haitian
IDN Indonesian
IND Indian
IRN Iranian
IRQ Iraqi
ISR Israeli
ITA Italian
JOR Jordanian
KAZ Kazakh|Kazakhstani
KEN Kenyan
KGZ Kyrgyz
KWT Kuwaiti
LBN Lebanese
LBY Libyan|Libyan Arab Jamahiriya
MAR Moroccan
MDA Moldovan
MEX Mexican
MLI Malian
MMR Burmese|Myanmar/Burma
MYS Malaysian
NER Nigerien
NGA Nigerian
NIC Nicaraguan
NLD Dutch
PAK Pakistani
PHL Filipino|Philippine
POL Polish
PRK DPRK|North Korean|Democratic People's Republic of Korea (DPRK)|Democratic People's Republic of Korea (North Korea)
PSE Palestinian|Occupied Palestinian Territories|Region: Gaza|Region: West Bank|State of Palestine (not recognised)
QAT Qatari
ROU Romanian
RUS Russian
RWA Rwandan
SAU Saudi Arabian|Saudi
SDN Sudanese
SEN Senegalese
SGP Singaporean
SOM Somali|Somalian
SRB Serbian
SSD South Sudanese
SVN Slovenian
SWE Swedish
SYR Syrian
TJK Tajik
TKM Turkmen
TUN Tunisian
TUR Turkish
TZA Tanzanian
UGA Ugandan
UKR Ukrainian|Region: Crimea|Region: Kherson|Region: Zaporizhzhia
USA American|US citizen
UZB Uzbek|Uzbekistani
VEN Venezuelan
XKX Kosovan
YEM Yemeni
ZAF South African
ZWE Zimbabwean"""
_KEYS = {name_key(name): line[:3] for line in _HABITS.splitlines() for name in line[4:].split("|")}
_NUMBERED = re.compile(r"\s*\(?\b(?:\d{1,2}|[a-z])\)\s*")
_SEPARATORS = tuple(re.compile(text) for text in (r"\s*[;/]\s*", r"\.\s+", r"\s*,\s*", r"\s+(?:and|or)\s+"))
"""Tried one after the other: "Trinidad and Tobago;Congo, Democratic Republic of the" is two countries."""
_ASIDE = re.compile(r"\s*\([^()]*\)\s*$")


@dataclass(frozen=True, slots=True)
class Found:
    """Countries of a cell, alpha-3 in the cell's order, and the parts that fit none."""

    codes: tuple[str, ...]
    left: tuple[str, ...]


@lru_cache(maxsize=65536)
def country(text: str) -> str:
    """One country by name, nationality or alphabetic code -> alpha-3, else ""."""
    text = " ".join(text.split()).strip(" .;,")
    if habit := _KEYS.get(name_key(text)):
        return habit
    place = resolve_name(text).place
    if place is None and len(text) in (2, 3) and text.isascii() and text.isalpha():
        place = resolve_code(text).place
    if isinstance(place, Territory):
        return place.part_of
    return place.alpha3 if isinstance(place, Country) else ""


@lru_cache(maxsize=65536)
def countries(text: str) -> Found:
    """Every country of a cell: "(1) Chad (2) Sudan", "Syrian/Lebanese", "Russia;Ukraine"."""
    text = " ".join(text.split()).strip(" .;,")
    if not text:
        return Found((), ())
    codes: list[str] = []
    left: list[str] = []
    for part in _NUMBERED.split(text):
        _resolve(part, codes, left, 0)
    return Found(tuple(dict.fromkeys(codes)), tuple(dict.fromkeys(left)))


def _resolve(text: str, codes: list[str], left: list[str], level: int) -> None:
    """The whole text first, then what stands between weaker and weaker separators."""
    text = text.strip(" .;,")
    if not text:
        return
    if code := _lenient(text):
        codes.append(code)
    elif level == len(_SEPARATORS):
        left.append(text)
    else:
        for piece in _SEPARATORS[level].split(text):
            _resolve(piece, codes, left, level + 1)


def _lenient(text: str) -> str:
    """With a bracket at the end, "Iraq (previous address)", taken off where the whole fits nothing."""
    return country(text) or country(_ASIDE.sub("", text))
