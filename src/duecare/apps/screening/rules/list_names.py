"""What lists of denied parties are called, as their publishers call them; a code is for commands and files."""

from __future__ import annotations

LIST_NAMES = {
    "un_sc": "UN Security Council",
    "eu_fsf": "EU financial sanctions",
    "ofac_sdn": "OFAC SDN",
    "ofac_non_sdn": "OFAC non-SDN",
    "uk_ofsi": "UK OFSI",
    "uk_sanctions_list": "UK Sanctions List",
    "us_bis_dpl": "US BIS Denied Persons",
    "us_csl_sdn": "US CSL, SDN",
    "us_csl_entity_list": "US CSL, Entity List",
    "us_csl_itar_debarred": "US CSL, ITAR Debarred",
    "us_csl_denied_persons": "US CSL, Denied Persons",
    "us_csl_ssi": "US CSL, Sectoral Sanctions",
    "us_csl_unverified": "US CSL, Unverified List",
    "us_csl_nonproliferation": "US CSL, Nonproliferation",
    "us_csl_plc": "US CSL, Palestinian Legislative Council",
    "us_csl_military_end_user": "US CSL, Military End User",
    "us_csl_cmic": "US CSL, Chinese Military-Industrial Complex",
    "us_csl_capta": "US CSL, CAPTA",
    "us_csl_menu_based": "US CSL, Menu-Based Sanctions",
    "us_csl_fse": "US CSL, Foreign Sanctions Evaders",
    "us_section_1286": "US Section 1286",
    "us_dod_cmc": "US DoD Chinese Military Companies",
    "au_dfat": "Australia DFAT",
    "ca_sema": "Canada SEMA",
    "opensanctions": "OpenSanctions",
    "in_house": "own list",
}
"""Code of a list → its name."""


def list_name(code: str) -> str:
    """The name of a list; one that nobody named is called by its code."""
    return LIST_NAMES.get(code, code)


def named_with_code(code: str) -> str:
    """The name, and the code that commands want."""
    return f"{LIST_NAMES[code]} ({code})" if code in LIST_NAMES else code
