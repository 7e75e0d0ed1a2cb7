"""Standing declarations of interest, and the recusals that follow from them by themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .papers import FrozenPaper

KINDS = ("customer", "country", "company")


@dataclass(frozen=True, slots=True)
class Declared:
    """One standing declaration.

    Attributes:
        person_id: who declared.
        kind: one of `KINDS`.
        ref: id of the customer or company, or the country's alpha-3 code.
        reason: in a sentence.
        start, until: first and last day it stands; `until` None while it lasts.
    """

    person_id: UUID
    kind: str
    ref: str
    reason: str
    start: date
    until: date | None = None

    def stands(self, on: date) -> bool:
        """True on both the first and the last day: in doubt a conflict is still one."""
        return self.start <= on and (self.until is None or on <= self.until)


def recusals(declared: Iterable[Declared], paper: FrozenPaper, on: date) -> Mapping[UUID, str]:
    """Who is out of this paper by a standing declaration, with the reason."""
    touched = {("country", code) for code in paper.countries}
    ids = {str(party) for party in (*paper.parties, paper.subject_id)}
    if paper.customer_id is not None:
        ids.add(str(paper.customer_id))
    touched |= {(kind, ref) for kind in ("customer", "company") for ref in ids}
    out: dict[UUID, str] = {}
    for one in declared:
        if one.stands(on) and (one.kind, one.ref) in touched:
            out.setdefault(one.person_id, one.reason)
    return out
