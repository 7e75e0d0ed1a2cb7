"""The queue of hits, one hit with both records side by side, and reports that are due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.apps.screening.models import Disposition, Hit, ListedEntry, ListEdition, ReportingDuty
from duecare.apps.screening.rules.dispositions import Standing
from duecare.kernel.canonical import JSON, digest
from duecare.kernel.errors import NotFound

from .regimes import regimes
from .standings import party_parts, standings

NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class HitRow:
    """One hit as listed; `age` in whole days since it was found."""

    id: UUID
    body: BodyRow
    list_code: str
    key: str
    entity: UUID
    listed_name: str
    party_name: str
    score: float
    strength: str
    standing: Standing
    found_at: datetime
    age: int
    assigned_to: UUID | None


@dataclass(frozen=True, slots=True)
class WordRow:
    """One disposition."""

    id: UUID
    turn: int
    verdict: str
    reason: str
    state: str
    said_by: UUID
    said_at: datetime
    second_person: UUID | None
    second_at: datetime | None
    second_reason: str


@dataclass(frozen=True, slots=True)
class DutyRow:
    """A report that a regime wants; `verified` False: nobody compared its source with the law.

    `counted` says how `due_on` was counted and what was left out.
    """

    id: UUID
    hit_id: UUID
    regime: str
    started_at: datetime
    due_on: date
    source: str
    verified: bool
    reported_at: datetime | None
    reference: str
    counted: str = ""


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where an entry comes from: list, edition since which it reads like this, the publisher's files and the place."""

    list_code: str
    key: str
    edition: int
    published: date | None
    files: tuple[str, ...]
    place: str
    in_force: bool


@dataclass(frozen=True, slots=True)
class HitSheet:
    """A hit with both records, the alignment that gave the score, and what was said.

    `seen` names what a judgement rests on; a judgement hands it back.
    """

    row: HitRow
    entry: Mapping[str, JSON]
    alignment: JSON
    circumstances: tuple[Mapping[str, JSON], ...]
    words: tuple[WordRow, ...]
    provenance: Provenance
    duties: tuple[DutyRow, ...]
    seen: str


def hit(hit_id: UUID) -> HitSheet:
    """One hit. Raises NotFound."""
    row = Hit.objects.select_related("content").filter(id=hit_id).first()
    if row is None:
        raise NotFound("hit")
    said = list(Disposition.objects.filter(hit=row).order_by("turn"))
    shown = _rows([row], said)[0]
    words = tuple(_word(one) for one in said)
    return HitSheet(
        row=shown,
        entry=row.content.body,
        alignment=row.alignment,
        circumstances=tuple(row.circumstances),
        words=words,
        provenance=_provenance(row),
        duties=tuple(_duty(one) for one in ReportingDuty.objects.filter(hit=row).order_by("due_on", "regime")),
        seen=seen_sha256(row, shown.body, len(words)),
    )


def seen_sha256(row: Hit, body: BodyRow, turns: int) -> str:
    """What a judgement rests on: party, entry, how they met, and what was said before."""
    return digest(
        {
            "party": party_parts(body),
            "entry": row.content_id,
            "score": round(row.score, 6),
            "gone": row.gone_because,
            "turns": turns,
        }
    )


def open_duties() -> tuple[DutyRow, ...]:
    """Reports not yet made of hits that stand confirmed, the most urgent first."""
    duties = (
        ReportingDuty.objects.filter(reported_at=None).select_related("hit__content").order_by("due_on", "regime", "id")
    )
    hits = {duty.hit_id: duty.hit for duty in duties}
    stand = {row.id: row.standing.state for row in _rows(hits.values())}
    return tuple(_duty(duty) for duty in duties if stand[duty.hit_id] in ("confirmed", "delisted"))


def rows_of(hits: Iterable[Hit]) -> tuple[HitRow, ...]:
    """Hits as listed, in the order given."""
    return tuple(_rows(hits))


def _rows(hits: Iterable[Hit], words: Iterable[Disposition] | None = None) -> list[HitRow]:
    found = list(hits)
    if not found:
        return []
    bodies = parties.bodies(hit.body_id for hit in found)
    stand, now = standings(found, bodies, words), clock.now()
    return [
        HitRow(
            id=hit.id, body=bodies[hit.body_id], list_code=hit.list_code, key=hit.key, entity=hit.entity,
            listed_name=hit.content.name, party_name=hit.party_name, score=hit.score, strength=hit.strength,
            standing=stand[hit.id], found_at=hit.found_at, age=(now - hit.found_at).days, assigned_to=hit.assigned_to,
        )
        for hit in found
    ]  # fmt: skip


def _provenance(row: Hit) -> Provenance:
    listed = ListedEntry.objects.filter(entity=row.entity, content_id=row.content_id).order_by("-since").first()
    if listed is None:
        return Provenance(row.list_code, row.key, 0, None, (), "", False)
    told = ListEdition.objects.filter(list_id=listed.list_id, number=listed.since).order_by("taken_in__files__name")
    rows = list(told.values_list("published", "taken_in__files__name"))  # edition and its files in one question
    files = tuple(name for _, name in rows if name)
    return Provenance(listed.list_id, listed.key, listed.since, rows[0][0], files, listed.place, listed.ended is None)


def _word(one: Disposition) -> WordRow:
    return WordRow(
        one.id, one.turn, one.verdict, one.reason, one.state, one.said_by, one.said_at, one.second_person,
        one.second_at, one.second_reason,
    )  # fmt: skip


def _duty(one: ReportingDuty) -> DutyRow:
    return DutyRow(
        one.id, one.hit_id, one.regime, one.started_at, one.due_on, one.source, one.verified, one.reported_at,
        one.reference, next((rule.counted for rule in regimes() if rule.code == one.regime), ""),
    )  # fmt: skip
