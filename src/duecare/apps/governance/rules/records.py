"""The decision record: what is signed, and what a court can check without our software.

Each occasion (closing, ratification, lapse, reopening, a dissent that comes later) issues a new
version; earlier versions stay. A version names the paper's hash and the head of the audit chain
before it was written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from duecare.kernel.canonical import JSON

from .voting import Outcome

FORMAT = "duecare/decision/1"


@dataclass(frozen=True, slots=True)
class Paragraphs:
    """Lists that stand in a record, each already in JSON form and in the order of the events."""

    votes: Sequence[Mapping[str, JSON]]
    recusals: Sequence[Mapping[str, JSON]]
    dissents: Sequence[Mapping[str, JSON]]
    conditions: Sequence[Mapping[str, JSON]]


def record_of(
    *,
    number: int,
    occasion: str,
    issued_at: datetime,
    company: str,
    decision: Mapping[str, JSON],
    paper: Mapping[str, JSON],
    authority: Mapping[str, JSON],
    outcome: Outcome | None,
    lists: Paragraphs,
    chain: tuple[int, str] | None,
) -> dict[str, JSON]:
    """The body that is signed.

    Args:
        number: version of the record, from 1.
        occasion: why it was issued: "closed", "ratified", "lapsed", "reopened", "withdrawn", "dissent".
        issued_at: UTC.
        decision: reference, state, procedure, times, people.
        paper: reference, title, class, value, hash; not the payload, which the hash binds.
        authority: matrix code, version, hash and the row that applied.
        outcome: the count, None where nothing was counted.
        lists: votes, recusals, dissents, conditions.
        chain: (seq, head) of the audit chain before this record, None while it is empty.
    """
    return {
        "format": FORMAT,
        "version": number,
        "occasion": occasion,
        "issued_at": stamp(issued_at),
        "company": company,
        "decision": dict(decision),
        "paper": dict(paper),
        "authority": dict(authority),
        "outcome": _count(outcome) if outcome else None,
        "votes": [dict(row) for row in lists.votes],
        "recusals": [dict(row) for row in lists.recusals],
        "dissents": [dict(row) for row in lists.dissents],
        "conditions": [dict(row) for row in lists.conditions],
        "audit_chain": {"seq": chain[0], "head": chain[1]} if chain else None,
    }


def stamp(moment: datetime) -> str:
    """ISO 8601 with microseconds and offset: one way of writing, since it is signed."""
    return moment.isoformat(timespec="microseconds")


def _count(outcome: Outcome) -> dict[str, JSON]:
    return {
        "state": outcome.state,
        "reasons": list(outcome.reasons),
        "for": outcome.ayes,
        "against": outcome.noes,
        "defer": outcome.deferrals,
        "abstain": outcome.abstentions,
        "quorum": outcome.quorum,
        "independent_voted": outcome.independent_voted,
    }
