"""What a listed entity may be, as bits: names are compared with names of what could be the same."""

from __future__ import annotations

PERSON, BODY, VESSEL, AIRCRAFT, THING = 1, 2, 4, 8, 16
_KINDS = {
    "Person": PERSON, "LegalEntity": PERSON | BODY, "Organization": BODY, "Company": BODY, "PublicBody": BODY,
    "Vessel": VESSEL, "Airplane": AIRCRAFT, "Vehicle": AIRCRAFT | VESSEL | THING, "Thing": 31,
}  # fmt: skip


def kind_of(schema: str | None) -> int:
    """Bits of what a schema may be; every bit for None and for one that is not known, which excludes nothing."""
    return _KINDS.get(schema or "Thing", 31)
