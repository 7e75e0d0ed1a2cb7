"""Operations: the gate, the signed verdict for a system outside, and the key it is checked with."""

from __future__ import annotations

from typing import Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from duecare.adapters import clock
from duecare.adapters.home import audit_key
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.rules.gate import Gate
from duecare.apps.assessments.rules.tokens import GateToken
from duecare.apps.mitigation import queries

from .door import EVERYONE, READ, acting, anybody, opens_to
from .shapes import Given, Text

router = Router(tags=["gate"])
Act = Literal["quote", "demo", "proof_of_concept", "contract", "delivery", "renewal"]


class Asked(Given):
    """The act that a system is about to do."""

    act: Act


class Signed(Schema):
    """`token` is `payload.signature`, both base64url without padding; the payload is canonical JSON."""

    token: str
    permitted: bool
    missing: list[str]


class Shown(Given):
    """A token somebody handed in."""

    token: Text


class Key(Schema):
    """The installation's Ed25519 public key, 32 bytes in hex; `key_id` is its first 16 digits."""

    algorithm: Literal["Ed25519"]
    key_id: str
    public_hex: str


@router.get("/opportunities/{opportunity_id}/gate", response=Gate, auth=opens_to(*READ))
def read_gate(request: HttpRequest, opportunity_id: UUID) -> Gate:
    """Which stages are cleared, what is missing, and for each act whether it is permitted."""
    return queries.gate_for(acting(request), opportunity_id)


@router.post("/opportunities/{opportunity_id}/gate/tokens", response=Signed, auth=opens_to(*READ))
def gate_token(request: HttpRequest, opportunity_id: UUID, given: Asked) -> Signed:
    """The signed verdict on one act, good for 24 hours; nothing is recorded by asking."""
    gate = queries.gate_for(acting(request), opportunity_id)
    verdict = gate.verdict(given.act)
    token = assessments.gate_token(gate, opportunity_id, given.act, clock.now(), audit_key())
    return Signed(token=token, permitted=verdict.permitted, missing=list(verdict.open))


@router.post("/gate/check", response=GateToken, auth=opens_to(*EVERYONE))
def check_token(request: HttpRequest, given: Shown) -> GateToken:
    """What a token says, if it is of this installation and has not expired."""
    return assessments.read_gate_token(audit_key().public, given.token, clock.now())


@router.get("/gate/key", response=Key, auth=anybody)
def gate_key(request: HttpRequest) -> Key:
    """The key with which anybody checks a token offline."""
    key = audit_key()
    return Key(algorithm="Ed25519", key_id=key.key_id, public_hex=key.public.hex())
