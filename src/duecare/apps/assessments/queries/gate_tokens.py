"""Signing a verdict of the gate for systems outside, and reading such a token back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from duecare.adapters.signing import SigningKey, open_token, token
from duecare.apps.assessments.rules.gate import Gate
from duecare.apps.assessments.rules.tokens import GateToken, read_payload, token_payload
from duecare.apps.audit.queries import head


def gate_token(gate: Gate, opportunity_id: UUID, act: str, now: datetime, key: SigningKey) -> str:
    """A token for one act, good for 24 hours. A refusal is signed like a permission.

    Raises:
        BadInput: the gate was not asked about this act.
    """
    return token(key, token_payload(gate, opportunity_id, act, now, head()))


def read_gate_token(public: bytes, text: str, now: datetime) -> GateToken:
    """What a token says. Raises Denied for anything forged, foreign or expired."""
    return read_payload(open_token(public, text), now)
