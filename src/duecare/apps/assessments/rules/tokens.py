"""The gate token: what a sales system checks before a quote, a demonstration or a delivery.

It says for one opportunity and one act whether it is permitted, what is missing, and where the
audit chain stood. It is signed with Ed25519, lasts 24 hours and is checked with the public key alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from duecare.kernel.canonical import canonical
from duecare.kernel.errors import Denied

from .gate import Gate

LASTS = timedelta(hours=24)
VERSION = "duecare/gate/1"


@dataclass(frozen=True, slots=True)
class GateToken:
    """A token's content once its signature fits and it has not expired."""

    opportunity: str
    act: str
    permitted: bool
    missing: tuple[str, ...]
    as_of: datetime
    expires: datetime
    audit_seq: int
    audit_head: str


def token_payload(gate: Gate, opportunity_id: UUID, act: str, now: datetime, head: tuple[int, str] | None) -> bytes:
    """Canonical bytes to be signed. Raises BadInput when the gate was not asked about `act`."""
    verdict = gate.verdict(act)
    seq, mark = head or (0, "")
    return canonical(
        {
            "v": VERSION,
            "opportunity": str(opportunity_id),
            "act": act,
            "permitted": verdict.permitted,
            "missing": list(verdict.open),
            "as_of": now.isoformat(timespec="seconds"),
            "expires": (now + LASTS).isoformat(timespec="seconds"),
            "audit": {"seq": seq, "head": mark},
        }
    )


def read_payload(payload: bytes | None, now: datetime) -> GateToken:
    """The content of a verified payload (None: the signature did not fit).

    Raises:
        Denied: not signed by this installation, not a gate token, expired, or from the future.
    """
    if payload is None:
        raise _refused("It is not signed by this installation.")
    try:
        body = json.loads(payload)
        if body["v"] != VERSION:
            raise ValueError(body["v"])
        found = GateToken(
            opportunity=body["opportunity"],
            act=body["act"],
            permitted=body["permitted"] is True,
            missing=tuple(body["missing"]),
            as_of=datetime.fromisoformat(body["as_of"]),
            expires=datetime.fromisoformat(body["expires"]),
            audit_seq=body["audit"]["seq"],
            audit_head=body["audit"]["head"],
        )
    except (ValueError, KeyError, TypeError) as fault:
        raise _refused("It is not a gate token.") from fault
    if not found.as_of - timedelta(minutes=5) <= now < found.expires:  # clocks of two systems differ a little
        raise _refused("It has expired, or it was issued in the future.")
    return found


def _refused(why: str) -> Denied:
    return Denied(f"This token proves nothing. {why}", "Treat the act as not permitted.", "Ask for a new token.")
