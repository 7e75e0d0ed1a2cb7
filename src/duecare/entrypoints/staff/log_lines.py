"""Entries of the log as lines on a page: the act's sentence in the reader's language, values marked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext

from duecare.apps.audit.actions import acts
from duecare.apps.audit.queries import EntryRow
from duecare.apps.audit.rules.sentences import Segment, segments, sentence

from .vocabulary import WORDS, spoken, word


@dataclass(frozen=True, slots=True)
class Line:
    """One entry, readable. `roles` are those the actor held at that moment."""

    seq: int
    at: datetime
    act: str
    parts: tuple[Segment, ...]
    about_kind: str
    about_id: UUID
    actor_id: UUID
    customer_id: UUID | None
    roles: tuple[str, ...]
    head: str

    @property
    def text(self) -> str:
        """The sentence in one piece, for exports and spoken output."""
        return sentence(self.parts)

    sentence = text


def lines(rows: Iterable[EntryRow]) -> Sequence[Line]:
    """Entries in the order given."""
    known = acts()
    return tuple(_line(row, known[row.act].sentence if row.act in known else None) for row in rows)


def _line(row: EntryRow, template: str | None) -> Line:
    parts = segments(
        gettext(template) if template else None,
        code=row.act,
        actor=row.actor,
        subject=word(row.label) if row.label in WORDS else row.label or word(row.about_kind),
        facts={key: spoken(value) for key, value in row.facts.items()},
        personal=row.personal,
    )
    return Line(
        seq=row.seq,
        at=row.at,
        act=row.act,
        parts=parts,
        about_kind=row.about_kind,
        about_id=row.about_id,
        actor_id=row.actor_id,
        customer_id=row.customer_id,
        roles=row.roles,
        head=row.head,
    )
