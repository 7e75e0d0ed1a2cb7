"""The signed file of an entitlement and the signed answer about its state, and reading either back."""

from __future__ import annotations

from datetime import datetime

from duecare.adapters.signing import SigningKey, open_token, token
from duecare.apps.entitlements.rules.signed import Statement, file_payload, read_statement, state_payload
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Conflict

from .rows import EntitlementRow


def file_text(row: EntitlementRow, key: SigningKey) -> str:
    """The file as it stands now: `payload.signature`, both base64url without padding, and a line's end.

    Raises:
        Conflict: it was never issued.
    """
    if row.stored in ("proposed", "refused"):
        raise Conflict("This entitlement was not issued.", "There is no file.", "A second person answers it first.")
    return token(key, file_payload(_row(row))) + "\n"


def state_text(row: EntitlementRow, key: SigningKey, now: datetime) -> str:
    """The answer about its state, good for a day."""
    return token(key, state_payload(_row(row), now))


def read_text(public: bytes, text: str, now: datetime) -> Statement:
    """What a file or an answer says. Raises Denied for anything forged, foreign or too old."""
    return read_statement(open_token(public, text.strip()), now)


def _row(row: EntitlementRow) -> dict[str, JSON]:
    return {
        "entitlement": row.reference,
        "serial": row.serial,
        "customer": row.customer_name,
        "product": row.product,
        "product_version": row.product_version,
        "functions": list(row.functions),
        "numbers": row.numbers,
        "places": list(row.places),
        "from": row.starts_on.isoformat(),
        "until": row.ends_on.isoformat(),
        "state": row.stored,
        "code": row.code,
        "since": row.since.isoformat(),
    }
