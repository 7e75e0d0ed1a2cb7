"""Simulations as kept: how far one is, what came out, and whether it is still what was written."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast
from uuid import UUID

from duecare.apps.risk.models import DraftVersion, Simulation, SimulationMover
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.simulation import Matrix
from duecare.kernel.canonical import JSON, digest
from duecare.kernel.errors import NotFound

from .drafting import read_method
from .methods import method as method_named
from .methods import short_name


@dataclass(frozen=True, slots=True)
class DayRow:
    """Both matrices of a day."""

    day: date
    countries: Matrix
    customers: Matrix


@dataclass(frozen=True, slots=True)
class SimulationRow:
    """One simulation. `days` and the counts are empty until it is done."""

    id: UUID
    draft_id: UUID
    number: int
    urn: str
    sha256: str
    text_sha256: str
    against_urn: str
    against: str
    years: int
    as_of: date
    state: str
    done: int
    of: int
    doing: str
    asked_at: datetime
    asked_by: UUID
    finished_at: datetime | None
    fault: str
    result_sha256: str
    days: tuple[DayRow, ...]
    customers: int
    unclassified: int
    deployments: int
    decisions: int
    movers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class MoverRow:
    """One mover; `reasons` and `detail` as `rules.simulation.Mover` writes them."""

    position: int
    kind: str
    day: date
    subject: str
    before: str
    after: str
    direction: int
    reasons: tuple[Mapping[str, JSON], ...]
    detail: Mapping[str, JSON]


def simulation(simulation_id: UUID) -> SimulationRow:
    """One simulation. Raises NotFound."""
    row = Simulation.objects.select_related("version").filter(id=simulation_id).first()
    if row is None:
        raise NotFound("simulation")
    return row_of(row)


def simulations_of(draft_id: UUID) -> tuple[SimulationRow, ...]:
    """Every simulation of a draft, the newest first."""
    rows = Simulation.objects.select_related("version").filter(version__draft_id=draft_id).order_by("-asked_at", "-id")
    return tuple(row_of(row) for row in rows)


def row_of(row: Simulation) -> SimulationRow:
    """A row with its result read."""
    told = json.loads(row.result) if row.result else {}
    version: DraftVersion = row.version
    return SimulationRow(
        id=row.id,
        draft_id=version.draft_id,
        number=version.number,
        urn=version.urn,
        sha256=version.sha256,
        text_sha256=version.text_sha256,
        against_urn=row.against_urn,
        against=short_name(row.against_urn),
        years=row.years,
        as_of=row.as_of,
        state=row.state,
        done=row.done,
        of=row.of,
        doing=row.doing,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        finished_at=row.finished_at,
        fault=row.fault,
        result_sha256=row.result_sha256,
        days=tuple(_day(one) for one in told.get("days", ())),
        customers=told.get("customers", 0),
        unclassified=told.get("unclassified", 0),
        deployments=told.get("deployments", 0),
        decisions=told.get("decisions", 0),
        movers=told.get("movers", {}),
    )


def _day(told: Mapping[str, JSON]) -> DayRow:
    return DayRow(date.fromisoformat(str(told["day"])), _matrix(told["countries"]), _matrix(told["customers"]))


def _matrix(told: JSON) -> Matrix:
    held = cast("Mapping[str, Sequence[Sequence[int]]]", told)
    return Matrix(tuple(str(name) for name in held["names"]), tuple(tuple(row) for row in held["counts"]))


def movers(simulation_id: UUID, kind: str = "") -> tuple[MoverRow, ...]:
    """The movers of a simulation in their order, of one kind or of all."""
    rows = SimulationMover.objects.filter(simulation_id=simulation_id).order_by("position")
    return tuple(_mover(row) for row in (rows.filter(kind=kind) if kind else rows))


def _mover(row: SimulationMover) -> MoverRow:
    return MoverRow(
        row.position,
        row.kind,
        row.day,
        row.subject,
        row.before,
        row.after,
        row.direction,
        tuple(row.reasons),
        row.detail,
    )


def methods_of(simulation_id: UUID) -> tuple[Methodology, Methodology, SimulationRow]:
    """(the released methodology, the draft, the simulation) to be run.

    Raises:
        NotFound. DuecareError: one of the two was altered since.
    """
    row = simulation(simulation_id)
    text = DraftVersion.objects.values_list("text", flat=True).get(draft_id=row.draft_id, number=row.number)
    return method_named(row.against_urn), read_method(text, f"version {row.number}").method, row


def digest_of(summary: Mapping[str, JSON], movers: Sequence[Mapping[str, JSON]]) -> str:
    """SHA-256 of everything a simulation found."""
    return digest({"summary": summary, "movers": list(movers)})


def intact(row: Simulation) -> bool:
    """Whether what is kept of a simulation is what was written when it was done."""
    kept: list[Mapping[str, JSON]] = [
        {
            "kind": one.kind,
            "day": one.day.isoformat(),
            "subject": one.subject,
            "before": one.before,
            "after": one.after,
            "direction": one.direction,
            "reasons": list(one.reasons),
            "detail": dict(one.detail),
        }
        for one in movers(row.id)
    ]
    return digest_of(json.loads(row.result), kept) == row.result_sha256
