"""What is known of an agency: branch, mandate, oversight, judge, record.

The agency weighs beside the country: misuse by agencies of states that score well is documented.
An item without a value carries the kind of its gap; no gap ever counts in favour.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from duecare.kernel.errors import BadInput
from duecare.kernel.periods import add_months

VALID_MONTHS = 12
GAPS = ("not_asked", "asked_no_answer", "refused", "not_applicable", "expired")
RECORDABLE_GAPS = ("asked_no_answer", "refused", "not_applicable")
CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "branch": ("police", "intelligence", "military", "prosecution", "customs", "prison", "regulator", "other"),
        "mandate_in_law": ("yes", "no"),
        "oversight": ("none", "internal", "parliamentary", "judicial", "independent"),
        "judicial_authorisation": ("yes", "no"),
        "abuse_record": ("none_found", "alleged", "established"),
    }
)
ITEMS = tuple(CHOICES)


@dataclass(frozen=True, slots=True)
class ProfileValue:
    """One item as it stands on a day: a value, or the kind of gap with its reason.

    `until` is the day on which the answer expires; None while there is none.
    """

    item: str
    value: str = ""
    gap: str | None = "not_asked"
    reason: str = ""
    source: str = ""
    answered_on: date | None = None
    until: date | None = None


def check_answer(item: str, value: str, gap: str, reason: str) -> None:
    """Refuse an answer that says two things or none.

    Raises:
        BadInput: unknown item or value, a value together with a gap, neither, or "not applicable" without a reason.
    """
    if item not in CHOICES:
        raise BadInput("there is no such item in an agency's profile.", field="item", value=item)
    if bool(value) == bool(gap):
        raise BadInput("give either an answer or the reason why there is none.", field=item)
    if value and value not in CHOICES[item]:
        raise BadInput(
            "this is not one of the answers.", field=item, value=value, todo=f"Choose: {', '.join(CHOICES[item])}."
        )
    if gap and gap not in RECORDABLE_GAPS:
        raise BadInput("this cannot be recorded as an answer.", field=item, value=gap)
    if gap == "not_applicable" and not reason.strip():
        raise BadInput("'not applicable' needs a reason.", field=item, todo="Say why in a sentence.")


def standing(item: str, value: str, gap: str, reason: str, source: str, answered_on: date, as_of: date) -> ProfileValue:
    """The recorded answer as it counts on `as_of`: a value expires, a gap does not become better."""
    until = add_months(answered_on, VALID_MONTHS)
    if gap in ("asked_no_answer", "refused"):
        return ProfileValue(item, "", gap, reason, source, answered_on, None)
    if as_of >= until:
        return ProfileValue(
            item, "", "expired", f"The answer stood until {until.isoformat()}.", source, answered_on, until
        )
    return ProfileValue(item, value, gap or None, reason, source, answered_on, until)
