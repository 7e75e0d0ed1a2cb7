"""The outside legal expert: where an engagement stands, and exactly what a signature covers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from duecare.kernel.canonical import JSON, digest
from duecare.kernel.periods import add_months

OPINION_MONTHS = 12
"""An opinion on law stands as long as the answers it rests on."""


def engagement_state(*, revoked: bool, signed: bool, conflicts: bool, expires_on: date, on: date) -> str:
    """signed, revoked, expired, answering or invited. What was signed stays signed after the link ends."""
    if signed:
        return "signed"
    if revoked:
        return "revoked"
    if on > expires_on:
        return "expired"
    return "answering" if conflicts else "invited"


def opinion_stands(signed_on: date, on: date) -> bool:
    """True while a signed opinion is in date."""
    return signed_on <= on < add_months(signed_on, OPINION_MONTHS)


def given_json(state: str, value: str, reason: str) -> dict[str, JSON]:
    """One answer as the signature covers it."""
    return {"state": state, "value": value, "reason": reason}


def statement(
    *,
    engagement: str,
    conflicts_none: bool | None,
    conflicts_text: str,
    conflicts_name: str,
    answers: Mapping[str, JSON],
    summary: str,
    opinion_sha256: str,
    signed_name: str,
) -> str:
    """SHA-256 of everything the expert signs: conflicts, answers, summary, the opinion's hash, the name."""
    return digest(
        {
            "v": 1,
            "engagement": engagement,
            "conflicts": {"none": conflicts_none, "text": conflicts_text, "name": conflicts_name},
            "answers": dict(answers),
            "summary": summary,
            "opinion_sha256": opinion_sha256,
            "signed_name": signed_name,
        }
    )
