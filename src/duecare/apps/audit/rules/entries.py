"""The body of an entry: what goes into the chain, and what stays erasable beside it.

GDPR art. 17 asks that personal values can be erased; the chain must survive that. So the body
holds random ids and salted hashes, and the values stand in rows of their own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON, canonical

VERSION = 1


@dataclass(frozen=True, slots=True)
class Subject:
    """The thing acted on.

    Attributes:
        kind: its kind, e.g. "opportunity".
        id: its random id.
        label: a reference people know, never a person's name (those go into `personal`).
        customer: the customer whose timeline this belongs to, or None.
    """

    kind: str
    id: UUID
    label: str = ""
    customer: UUID | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """Work to be done after the transaction: a task by its path, with JSON arguments."""

    task: str
    arguments: Mapping[str, JSON] = field(default_factory=dict)


def personal_hash(salt: bytes, value: str) -> str:
    """Salted hash that stands in the chain for a personal value."""
    return hashlib.sha256(b"duecare/personal/1" + salt + value.encode()).hexdigest()


def body_of(
    *,
    seq: int,
    at: datetime,
    code: str,
    by: Actor,
    about: Subject,
    facts: Mapping[str, JSON],
    hashes: Mapping[str, str],
) -> bytes:
    """Canonical bytes of one entry."""
    return canonical(
        {
            "v": VERSION,
            "seq": seq,
            "at": at.isoformat(timespec="microseconds"),
            "act": code,
            "by": {"kind": str(by.kind), "id": str(by.id), "roles": sorted(by.roles)},
            "about": {
                "kind": about.kind,
                "id": str(about.id),
                "label": about.label,
                "customer": str(about.customer) if about.customer else None,
            },
            "facts": dict(facts),
            "personal": dict(hashes),
        }
    )
