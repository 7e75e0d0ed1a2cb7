"""Registers the board and the public report read: overrides, refused opportunities, signed records, meetings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from duecare.adapters.gathering import Rows, gather
from duecare.apps.accounts.queries import names
from duecare.apps.governance.models import (
    AgendaItem,
    Condition,
    Decision,
    DecisionRecord,
    Dissent,
    Meeting,
    Membership,
    Override,
    Recusal,
    Vote,
)
from duecare.apps.governance.rules.minutes import Item, Say, draft, plain
from duecare.kernel.errors import NotFound

from .committees import ERASED
from .days import today


@dataclass(frozen=True, slots=True)
class OverrideRow:
    """A line of the override register."""

    id: UUID
    kind: str
    subject_id: UUID
    customer_id: UUID | None
    label: str
    from_value: str
    to_value: str
    role: str
    reason: str
    expires_on: date
    expired: bool
    proposed_by: UUID
    proposer: str
    proposed_at: datetime
    state: str
    second: str
    answer: str
    outcome: str
    outcome_at: datetime | None


@dataclass(frozen=True, slots=True)
class OverrideInForce:
    """A confirmed override of something, as far as others must follow it; it ends by itself on `expires_on`."""

    id: UUID
    from_value: str
    to_value: str
    reason: str
    expires_on: date
    proposed_by: UUID
    answered_by: UUID | None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A line of the ledger of refused opportunities."""

    id: UUID
    reference: str
    paper_reference: str
    title: str
    countries: tuple[str, ...]
    risk_class: str
    value_eur: Decimal | None
    decided_at: datetime
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignedRecord:
    """A signed version of a record, as handed out: the signature is over `body`, byte for byte."""

    reference: str
    number: int
    occasion: str
    body: str
    sha256: str
    signature: str
    key: str
    issued_at: datetime


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """A point of the agenda."""

    position: int
    title: str
    decision_id: UUID | None
    reference: str
    state: str
    risk_class: str


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting; `draft` is what the record says while no minutes are adopted."""

    id: UUID
    reference: str
    committee_id: UUID
    committee: str
    held_on: date
    place: str
    past: bool
    agenda: tuple[AgendaRow, ...]
    addable: tuple[tuple[UUID, str], ...]
    minutes: str
    minutes_by: str
    minutes_at: datetime | None
    draft: str


def overrides(*, customer_id: UUID | None = None) -> tuple[OverrideRow, ...]:
    """The register, newest first."""
    rows = Override.objects.order_by("-proposed_at", "id")
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    found = list(rows)
    known = names({row.proposed_by for row in found} | {row.answered_by for row in found if row.answered_by})
    return tuple(_override(row, known) for row in found)


def override_in_force(subject_id: UUID, kind: str, on: date) -> OverrideRow | None:
    """The confirmed override of a thing on a day; it ends by itself on the day it names."""
    rows = Override.objects.filter(subject_id=subject_id, kind=kind, state="confirmed", expires_on__gt=on)
    row = rows.order_by("-answered_at").first()
    return _override(row, names({row.proposed_by, row.answered_by or row.proposed_by})) if row else None


def overrides_in_force(kind: str, on: date, subject_ids: Iterable[UUID]) -> Mapping[UUID, OverrideInForce]:
    """The override that counts on a day for each thing that has one: the one confirmed last. One statement."""
    rows = Override.objects.filter(kind=kind, state="confirmed", expires_on__gt=on, subject_id__in=set(subject_ids))
    return {row.subject_id: override_of(row) for row in rows.order_by("answered_at", "id")}


def override_of(row: Override) -> OverrideInForce:
    """An override as others must follow it."""
    return OverrideInForce(
        row.id, row.from_value, row.to_value, row.reason, row.expires_on, row.proposed_by, row.answered_by
    )


def overridden(kind: str) -> frozenset[UUID]:
    """Everything of a kind that has ever had a confirmed override, in force or not."""
    return frozenset(Override.objects.filter(kind=kind, state="confirmed").values_list("subject_id", flat=True))


def rejected() -> tuple[Rejected, ...]:
    """Refused opportunities, newest first: reference, country, class, value, reasons."""
    rows = Decision.objects.filter(state="rejected").exclude(decided_at=None).order_by("-decided_at", "-reference")
    return tuple(
        Rejected(
            id=row.id,
            reference=row.reference,
            paper_reference=row.paper_reference,
            title=row.title,
            countries=tuple(row.countries),
            risk_class=row.risk_class,
            value_eur=row.value_eur,
            decided_at=row.decided_at or row.opened_at,
            reasons=tuple(row.reasons),
        )
        for row in rows
    )


def records(decision_id: UUID) -> tuple[SignedRecord, ...]:
    """Every signed version of a decision's record, oldest first."""
    rows = DecisionRecord.objects.filter(decision_id=decision_id).select_related("decision").order_by("number")
    return tuple(
        SignedRecord(
            row.decision.reference,
            row.number,
            row.occasion,
            row.body,
            row.sha256,
            row.signature,
            row.key,
            row.issued_at,
        )
        for row in rows
    )


def meeting(meeting_id: UUID, say: Say = plain) -> MeetingPage:
    """One meeting with its agenda and the draft of its minutes, in the language that `say` speaks.

    Raises:
        NotFound: there is none.
    """
    row = Meeting.objects.select_related("committee").filter(id=meeting_id).first()
    if row is None:
        raise NotFound("meeting")
    items = list(AgendaItem.objects.filter(meeting=row).select_related("decision").order_by("position"))
    there = {item.decision_id for item in items if item.decision_id}
    free = Decision.objects.filter(committee=row.committee).exclude(id__in=there)
    free = free.filter(state="awaiting_ratification") | free.filter(state="open", procedure="meeting")
    return MeetingPage(
        id=row.id,
        reference=row.reference,
        committee_id=row.committee_id,
        committee=row.committee.name,
        held_on=row.held_on,
        place=row.place,
        past=row.held_on <= today(),
        agenda=tuple(_agenda(item) for item in items),
        addable=tuple((one.id, f"{one.reference} {one.title}") for one in free.order_by("opened_at")),
        minutes=row.minutes,
        minutes_by=names([row.minutes_by]).get(row.minutes_by, ERASED) if row.minutes_by else "",
        minutes_at=row.minutes_at,
        draft="" if row.minutes else _draft(row, items, say),
    )


def _override(row: Override, known: Mapping[UUID, str]) -> OverrideRow:
    return OverrideRow(
        id=row.id,
        kind=row.kind,
        subject_id=row.subject_id,
        customer_id=row.customer_id,
        label=row.label,
        from_value=row.from_value,
        to_value=row.to_value,
        role=row.role,
        reason=row.reason,
        expires_on=row.expires_on,
        expired=row.expires_on <= today(),
        proposed_by=row.proposed_by,
        proposer=known.get(row.proposed_by, ERASED),
        proposed_at=row.proposed_at,
        state=row.state,
        second=known.get(row.answered_by, ERASED) if row.answered_by else "",
        answer=row.answer,
        outcome=row.outcome,
        outcome_at=row.outcome_at,
    )


def _agenda(item: AgendaItem) -> AgendaRow:
    one = item.decision
    return AgendaRow(
        item.position,
        item.title,
        one.id if one else None,
        one.reference if one else "",
        one.state if one else "",
        one.risk_class if one else "",
    )


def _draft(row: Meeting, items: list[AgendaItem], say: Say) -> str:
    votes, aside, dissents, conditions, held = gather(
        [*(item.decision_id for item in items if item.decision_id), row.committee_id],
        Rows(Vote, "decision_id", order=("position",)),
        Rows(Recusal, "decision_id", order=("at", "id")),
        Rows(Dissent, "decision_id", order=("at", "id")),
        Rows(Condition, "decision_id", order=("position",)),
        Rows(Membership, "committee_id", order=("start", "id")),
    )
    on = row.held_on  # who sat there then, not who sits there when the minutes are written
    sitting = [one for one in held if one.start <= on and (one.end is None or on < one.end)]
    sitting.sort(key=lambda one: (not one.chair, not one.independent))
    known = names({one.person_id for rows in (votes, aside, dissents, sitting) for one in rows})
    points = []
    for item in items:
        one = item.decision
        points.append(
            Item(
                title=item.title,
                reference=one.reference if one else "",
                state=one.state if one else "",
                reasons=tuple(one.reasons) if one else (),
                votes=[
                    (known.get(v.person_id, ERASED), v.choice, v.reason)
                    for v in votes
                    if v.decision_id == item.decision_id
                ],
                recusals=[
                    (known.get(r.person_id, ERASED), r.reason) for r in aside if r.decision_id == item.decision_id
                ],
                dissents=[
                    (known.get(d.person_id, ERASED), d.text) for d in dissents if d.decision_id == item.decision_id
                ],
                conditions=[c.text for c in conditions if c.adopted and c.decision_id == item.decision_id],
            )
        )
    named = [(known.get(seat.person_id, ERASED), seat.title) for seat in sitting]
    seats = [f"{name} ({title})" if title else name for name, title in named]
    return draft(
        committee=row.committee.name,
        reference=row.reference,
        held_on=row.held_on,
        place=row.place,
        members=seats,
        items=points,
        say=say,
    )
