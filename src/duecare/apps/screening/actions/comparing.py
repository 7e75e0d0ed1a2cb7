"""Writing down what comparing some parties gave: hits found, changed and gone, and what was compared with what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.screening.models import DeniedList, EditionSet, Hit, ListedEntry, ScreenedParty, ScreeningRun
from duecare.apps.screening.queries.comparing import NEAREST, Likeness
from duecare.apps.screening.rules import acts
from duecare.apps.screening.rules.editions import set_sha256
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON

from .standing import STANDS, note_standings

DELISTED = "the entry left the list"
APART = "the two no longer meet"
WITHDRAWN = "its list was withdrawn"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What comparing one party gave.

    Attributes:
        content_sha256: of the party's particulars as they were compared.
        entities: what it was compared with; None for every entry in force.
    """

    body_id: UUID
    content_sha256: str
    entities: frozenset[UUID] | None
    likenesses: tuple[Likeness, ...]

    def hits(self) -> tuple[Likeness, ...]:
        """Those a person has to judge."""
        return tuple(one for one in self.likenesses if one.strength)

    def near(self) -> list[dict[str, JSON]]:
        """What came closest without being a hit."""
        return [one.near() for one in self.likenesses if not one.strength][:NEAREST]


@action(acts.COMPARE)
def keep_compared(*, by: Actor, run_id: UUID, numbers: Mapping[str, int], outcomes: Sequence[Outcome]) -> Recorded[int]:
    """Keep what some parties came to against these editions; how many hits are new.

    Two workers with the same parties write the same: rows are locked, and a hit stands once.
    """
    editions, _ = EditionSet.objects.get_or_create(sha256=set_sha256(numbers), defaults={"numbers": dict(numbers)})
    ids = sorted(one.body_id for one in outcomes)
    rows = {
        row.body_id: row for row in ScreenedParty.objects.select_for_update().filter(body_id__in=ids).order_by("pk")
    }
    now = clock.now()
    new, gone = _hits(outcomes)
    for one in outcomes:
        row = rows[one.body_id]
        row.content_sha256, row.editions, row.screened_at, row.due = one.content_sha256, editions, now, False
        if one.entities is None:
            row.near = one.near()
    ScreenedParty.objects.bulk_update(rows.values(), _FIELDS, batch_size=500)
    run = ScreeningRun.objects.select_for_update().get(id=run_id)
    run.done, run.hits = run.done + len(outcomes), run.hits + new
    run.total = max(run.total, run.done)
    run.save(update_fields=["done", "hits", "total"])
    facts: dict[str, JSON] = {"parties": len(outcomes), "new": new, "gone": gone, "editions": dict(numbers)}
    return Recorded(new, Subject("screening_run", run_id), facts)


_FIELDS = ("content_sha256", "editions", "screened_at", "due", "near")


def _hits(outcomes: Sequence[Outcome]) -> tuple[int, int]:
    """Write hits; returns how many are new and how many are gone."""
    rows = Hit.objects.select_for_update().filter(body_id__in=[one.body_id for one in outcomes]).order_by("pk")
    held: dict[tuple[UUID, UUID], Hit] = {(hit.body_id, hit.entity): hit for hit in rows}
    new: list[Hit] = []
    changed: list[Hit] = []
    withdrawn = withdrawn_lists()  # while these parties were compared, with the list still in the index
    for one in outcomes:
        for like in one.hits():
            if like.entry.list_code in withdrawn:
                continue
            hit = held.pop((one.body_id, like.entry.entity), None)
            if hit is None:
                new.append(_filled(Hit(body_id=one.body_id, entity=like.entry.entity, found_at=clock.now()), one, like))
            elif _differs(hit, one, like):
                changed.append(_filled(hit, one, like))
    lost = _lost(held, {one.body_id: one.entities for one in outcomes})
    note_standings([*changed, *lost])
    Hit.objects.bulk_create(new, batch_size=500)
    Hit.objects.bulk_update([*changed, *lost], _OF_HIT, batch_size=500)
    return len(new), len(lost)


_OF_HIT = (
    "list_code", "key", "content", "party_sha256", "score", "strength", "party_name", "alignment", "circumstances",
    "changed_at", "gone_at", "gone_because", *STANDS,
)  # fmt: skip


def _differs(hit: Hit, one: Outcome, like: Likeness) -> bool:
    return hit.gone_at is not None or (hit.content_id, hit.party_sha256, hit.key, round(hit.score, 6)) != (
        like.entry.sha256, one.content_sha256, like.entry.key, round(like.found.score, 6),
    )  # fmt: skip


def _filled(hit: Hit, one: Outcome, like: Likeness) -> Hit:
    hit.list_code, hit.key, hit.content_id = like.entry.list_code, like.entry.key, like.entry.sha256
    hit.party_sha256, hit.score, hit.strength = one.content_sha256, like.found.score, like.strength
    hit.party_name, hit.alignment = like.found.name, like.found.alignment
    hit.circumstances = [beside.body() for beside in like.beside]
    hit.changed_at, hit.gone_at, hit.gone_because = clock.now(), None, ""
    return hit


def _lost(held: Mapping[tuple[UUID, UUID], Hit], compared: Mapping[UUID, frozenset[UUID] | None]) -> list[Hit]:
    """Hits whose entry was compared and is met no more."""
    lost = [
        hit
        for (body_id, entity), hit in held.items()
        if hit.gone_at is None and ((entities := compared[body_id]) is None or entity in entities)
    ]
    listed, withdrawn = _listed(hit.entity for hit in lost), withdrawn_lists() if lost else frozenset()
    for hit in lost:
        because = WITHDRAWN if hit.list_code in withdrawn else APART if hit.entity in listed else DELISTED
        hit.gone_at, hit.gone_because = clock.now(), because
    return lost


def withdrawn_lists() -> frozenset[str]:
    """Codes of lists that were withdrawn and did not come again."""
    return frozenset(DeniedList.objects.filter(withdrawn__gt=0).values_list("code", flat=True))


def _listed(entities: Iterable[UUID]) -> frozenset[UUID]:
    rows = ListedEntry.objects.filter(ended=None, entity__in=set(entities))
    return frozenset(rows.values_list("entity", flat=True))
