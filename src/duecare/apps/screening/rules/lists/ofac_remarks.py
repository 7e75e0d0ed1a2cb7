"""What OFAC packs into one remark of its CSV: "DOB 1962; POB Shati; Passport A1 (Iran); a.k.a. 'NAME'."

Source: the publisher's description of the SDN data formats ("dat_spec"): remarks hold everything for which the
twelve columns have no place, separated by semicolons.
"""

from __future__ import annotations

import re

from .building import Draft
from .identifiers import KINDS, identifier
from .places import country

_ALTERNATIVE = re.compile(r"^alt\.\s+")
_QUOTED_NAME = re.compile(r"^(?:a\.k\.a\.|f\.k\.a\.|n\.k\.a\.)\s+'(.+)'$")
_VALUE = re.compile(r"^(?P<value>.+?)(?:\s+\((?P<country>[^()]*)\))?(?P<more>\s+(?:issued|expires)\b.*)?$")
_BORN = {
    "DOB": "Date of birth",
    "Aircraft Manufacture Date": "Date of build",
    "Organization Established Date": "Date of incorporation",
}
_NATIONS = {
    "nationality": "Nationality",
    "citizen": "Citizenship",
    "Nationality of Registration": "Nationality",
    "Vessel Flag": "Flag",
    "Other Vessel Flag": "Flag",
}
_LONGEST_TYPE = max(len(type_.split()) for type_ in KINDS)
"""Words of the longest type of number."""


def take_remarks(draft: Draft, remarks: str) -> None:
    """Sort a party's remarks into dates, countries, numbers and names; the rest stays in the remarks, word for word."""
    for part in remarks.rstrip(" .").split("; "):
        part = part.strip(" ;")
        bare = _ALTERNATIVE.sub("", part)
        if found := _QUOTED_NAME.match(bare.rstrip(".")):
            # Weak by the publisher's own rule: in the CSV weak names stand here and not among the alternates.
            draft.name(found[1], "weak_alias")
        elif not (_dated(draft, bare) or _national(draft, bare) or _numbered(draft, bare)):
            draft.remark("", part)


def _dated(draft: Draft, part: str) -> bool:
    for word, label in _BORN.items():
        if part.startswith(f"{word} "):
            draft.born(part.removeprefix(f"{word} "), label)
            return True
    return False


def _national(draft: Draft, part: str) -> bool:
    for word, label in _NATIONS.items():
        if part.startswith(f"{word} "):
            draft.nation(part.removeprefix(f"{word} "), label)
            return True
    return False


def _numbered(draft: Draft, part: str) -> bool:
    """A number with its type before it; True when nothing of it needs to stay in the remarks."""
    words = part.split(" ")
    for count in range(min(_LONGEST_TYPE, len(words) - 1), 0, -1):
        type_ = " ".join(words[:count])
        value = _VALUE.match(" ".join(words[count:]))
        if value and (found := identifier(type_, value["value"])):
            draft.ident(found[0], found[1], value["country"] or "")
            return not value["more"] and (not value["country"] or bool(country(value["country"])))
    return False
