"""When an intake is complete: what sales must say before a file can be opened.

Ten minutes are enough for it, and a gap is shown as a gap: "is anyone standing between us and the
user?" left unanswered is not a "no".
"""

from __future__ import annotations

from collections.abc import Mapping

from duecare.kernel.canonical import JSON

ROLES = ("contracting", "paying", "using", "intermediary", "owner", "end_user", "consignee")
ONE_EACH = frozenset({"contracting", "paying"})
SHORTEST_PURPOSE = 40
"""Characters. "Law enforcement" is no purpose; a sentence saying what is done to whom is longer."""

_NEEDED: tuple[tuple[str, str], ...] = (
    ("title", "a title"),
    ("purpose", "the intended purpose"),
    ("scope", "the scope: targets, places and volume"),
    ("term_months", "the term in months"),
    ("value", "the value"),
    ("contracting", "the contracting body"),
    ("paying", "the paying body"),
    ("using", "the using body"),
    ("product", "the product"),
    ("place_of_use", "the place of use"),
    ("intermediary", "whether anyone stands between us and the using body"),
)


def gaps(fields: Mapping[str, JSON]) -> tuple[tuple[str, str], ...]:
    """What is missing, as (field, words); empty when the intake is complete."""
    found = [(field, what) for field, what in _NEEDED if fields.get(field) in (None, "", [], ())]
    purpose = fields.get("purpose")
    if isinstance(purpose, str) and 0 < len(purpose.strip()) < SHORTEST_PURPOSE:
        found.append(("purpose", f"a purpose of at least {SHORTEST_PURPOSE} characters: what is done, to whom, why"))
    if fields.get("intermediary") is True and not fields.get("intermediaries"):
        found.append(("intermediary", "the name of whoever stands between us and the using body"))
    if fields.get("value") not in (None, "") and fields.get("value_eur") in (None, ""):
        found.append(("value_eur", "the value in euro, by which the deciding body is found"))
    return tuple(found)
