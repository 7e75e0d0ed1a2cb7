"""Samples for quality control, and what they are drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.apps.parties import queries as parties
from duecare.apps.parties.queries import BodyRow
from duecare.apps.screening.models import Disposition, Hit, QualitySample, SampleItem, ScreenedParty
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import NotFound

from .standings import standings


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One sample with how far it was looked at."""

    id: UUID
    seed: str
    size: int
    drawn_at: datetime
    drawn_by: UUID
    cleared_of: int
    unfound_of: int
    items: int
    judged: int
    disagreed: int


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: a clearance (`disposition_id`, `hit_id`), or a party without a hit and what came nearest to it."""

    id: UUID
    position: int
    kind: str
    body: BodyRow
    disposition_id: UUID | None
    hit_id: UUID | None
    near: tuple[Mapping[str, JSON], ...]
    finding: str
    note: str
    judged_by: UUID | None


def clearances() -> Mapping[UUID, UUID]:
    """Clearances that count now → the party each speaks of."""
    judged = Disposition.objects.filter(verdict="cleared", state="stands").values("hit_id")
    hits = list(Hit.objects.filter(id__in=judged).defer("alignment", "circumstances"))
    stand = standings(hits, parties.bodies(hit.body_id for hit in hits))
    cleared = {hit.id: hit.body_id for hit in hits if stand[hit.id].state == "cleared"}
    last: dict[UUID, UUID] = {}
    for word_id, hit_id in (
        Disposition.objects.filter(hit_id__in=cleared, state="stands").order_by("turn").values_list("id", "hit_id")
    ):
        last[hit_id] = word_id
    return {word_id: cleared[hit_id] for hit_id, word_id in last.items()}


def without_hit() -> tuple[UUID, ...]:
    """Parties that were compared and met nothing."""
    met = Hit.objects.filter(gone_at=None).values("body_id")
    compared = ScreenedParty.objects.exclude(editions=None).exclude(body_id__in=met)
    return tuple(compared.order_by("body_id").values_list("body_id", flat=True))


def samples() -> tuple[SampleRow, ...]:
    """Every sample, newest first."""
    return tuple(_sample(row) for row in QualitySample.objects.order_by("-drawn_at", "-id").prefetch_related("items"))


def sample(sample_id: UUID) -> tuple[SampleRow, tuple[ItemRow, ...]]:
    """One sample with its items. Raises NotFound."""
    row = QualitySample.objects.filter(id=sample_id).prefetch_related("items").first()
    if row is None:
        raise NotFound("sample")
    items = list(SampleItem.objects.filter(sample=row).select_related("disposition").order_by("position"))
    bodies = parties.bodies(one.body_id for one in items)
    near = dict(ScreenedParty.objects.filter(body_id__in=bodies).values_list("body_id", "near"))
    return _sample(row), tuple(
        ItemRow(
            one.id, one.position, one.kind, bodies[one.body_id], one.disposition_id,
            one.disposition.hit_id if one.disposition else None,
            tuple(near.get(one.body_id, ())) if one.kind == "unfound" else (), one.finding, one.note, one.judged_by,
        )
        for one in items
    )  # fmt: skip


def _sample(row: QualitySample) -> SampleRow:
    items = list(row.items.all())
    return SampleRow(
        row.id, row.seed, row.size, row.drawn_at, row.drawn_by, row.cleared_of, row.unfound_of, len(items),
        sum(one.judged_at is not None for one in items), sum(one.finding == "disagrees" for one in items),
    )  # fmt: skip
