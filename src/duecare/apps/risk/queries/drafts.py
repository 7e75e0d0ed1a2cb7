"""Drafts of methodologies as listed and read, and what was altered past the actions."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db.models import F, Value

from duecare.apps.audit.queries import Filter, entries
from duecare.apps.risk.models import CommittedMethod, DraftVersion, MethodCommit, MethodDraft, Simulation
from duecare.kernel.errors import DuecareError, NotFound

from .drafting import read_method
from .methods import short_name
from .simulations import intact


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One saved text."""

    number: int
    urn: str
    title: str
    text: str
    text_sha256: str
    sha256: str
    note: str
    saved_at: datetime
    saved_by: UUID


@dataclass(frozen=True, slots=True)
class CommitRow:
    """A proposal to commit and what became of it."""

    id: UUID
    number: int
    sha256: str
    simulation_id: UUID
    result_sha256: str
    state: str
    reasons: str
    proposed_at: datetime
    proposed_by: UUID
    answered_at: datetime | None
    answered_by: UUID | None
    answer_reasons: str


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One draft as listed; title and name are those of its last version."""

    id: UUID
    name: str
    urn: str
    title: str
    base: str
    base_urn: str
    state: str
    number: int
    begun_at: datetime
    begun_by: UUID
    saved_at: datetime


@dataclass(frozen=True, slots=True)
class DraftPage:
    """A draft with its texts, newest first, and every proposal to commit it, newest first."""

    row: DraftRow
    versions: tuple[VersionRow, ...]
    commits: tuple[CommitRow, ...]

    @property
    def last(self) -> VersionRow:
        """The text that counts."""
        return self.versions[0]

    @property
    def waiting(self) -> CommitRow | None:
        """The proposal that waits for a second person."""
        return next((one for one in self.commits if one.state == "proposed"), None)


def drafts() -> tuple[DraftRow, ...]:
    """Every draft, the newest first."""
    last = {row.draft_id: row for row in DraftVersion.objects.order_by("number").defer("text")}
    return tuple(_draft(row, last[row.id]) for row in MethodDraft.objects.order_by("-begun_at", "-id"))


def draft(draft_id: UUID) -> DraftPage:
    """One draft. Raises NotFound."""
    row = MethodDraft.objects.filter(id=draft_id).first()
    if row is None:
        raise NotFound("draft")
    versions = tuple(DraftVersion.objects.filter(draft=row).order_by("-number"))
    numbers = {one.id: one for one in versions}
    commits = MethodCommit.objects.filter(version__in=numbers).order_by("-proposed_at", "-id")
    return DraftPage(
        _draft(row, versions[0]),
        tuple(_version(one) for one in versions),
        tuple(_commit(one, numbers[one.version_id]) for one in commits),
    )


def commit_draft(commit_id: UUID) -> UUID:
    """The draft a proposal is about. Raises NotFound."""
    found = MethodCommit.objects.filter(id=commit_id).values_list("version__draft_id", flat=True).first()
    if found is None:
        raise NotFound("proposal")
    return found


@dataclass(frozen=True, slots=True)
class MethodWork:
    """Something under way: a proposal to commit that nobody has answered, or a simulation that waits or runs."""

    kind: Literal["commit", "simulation"]
    id: UUID
    name: str
    by: UUID
    done: int
    of: int


def method_work() -> tuple[MethodWork, ...]:
    """Everything under way, in one statement."""
    columns = ("kind", "id", "version__urn", "by", "steps", "all_steps")
    commits = MethodCommit.objects.filter(state="proposed").annotate(
        kind=Value("commit"), by=F("proposed_by"), steps=Value(0), all_steps=Value(0)
    )
    running = Simulation.objects.filter(state="waiting").annotate(
        kind=Value("simulation"), by=F("asked_by"), steps=F("done"), all_steps=F("of")
    )
    found = commits.values_list(*columns).union(running.values_list(*columns), all=True)
    return tuple(
        MethodWork(kind, key, short_name(urn), by, done, of) for kind, key, urn, by, done, of in found.order_by("kind")
    )


def _draft(row: MethodDraft, last: DraftVersion) -> DraftRow:
    return DraftRow(
        id=row.id,
        name=short_name(last.urn),
        urn=last.urn,
        title=last.title,
        base=short_name(row.base_urn),
        base_urn=row.base_urn,
        state=row.state,
        number=last.number,
        begun_at=row.begun_at,
        begun_by=row.begun_by,
        saved_at=last.saved_at,
    )


def _version(row: DraftVersion) -> VersionRow:
    return VersionRow(
        row.number, row.urn, row.title, row.text, row.text_sha256, row.sha256, row.note, row.saved_at, row.saved_by
    )


def _commit(row: MethodCommit, version: DraftVersion) -> CommitRow:
    return CommitRow(
        id=row.id,
        number=version.number,
        sha256=version.sha256,
        simulation_id=row.simulation_id,
        result_sha256=row.result_sha256,
        state=row.state,
        reasons=row.reasons,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        answer_reasons=row.answer_reasons,
    )


def commit_of(urn: str) -> tuple[UUID, CommitRow] | None:
    """(draft, proposal) by which a methodology was committed; None for one that ships with the product."""
    row = MethodCommit.objects.select_related("version").filter(committed__urn=urn).first()
    return None if row is None else (row.version.draft_id, _commit(row, row.version))


def committed_altered() -> tuple[int, tuple[str, ...]]:
    """(methodologies committed, what is no longer as it was), every hash computed anew and held against the log."""
    said = {row.about_id: row.facts for row in entries(Filter(act="method.commit"), limit=100_000)}
    rows = list(CommittedMethod.objects.select_related("commit__simulation").order_by("committed_at"))
    wrong: list[str] = []
    for row in rows:
        name, facts = short_name(row.urn), said.get(row.commit_id, {})
        if hashlib.sha256(row.text.encode()).hexdigest() != row.text_sha256 or _sha256(row.text) != row.sha256:
            wrong.append(f"{name}: the text is not the one that was committed")
        elif (facts.get("sha256"), facts.get("urn"), facts.get("text_sha256")) != (
            row.sha256,
            row.urn,
            row.text_sha256,
        ):
            wrong.append(f"{name}: the log says nothing of committing this text")
        elif not intact(row.commit.simulation) or row.commit.simulation.result_sha256 != facts.get("result_sha256"):
            wrong.append(f"{name}: the simulation is not the one it was committed with")
    gone = set(said) - {row.commit_id for row in rows}
    wrong += [f"{said[one].get('urn')}: it was committed and its row is gone" for one in gone]
    return len(rows), tuple(wrong)


def _sha256(text: str) -> str:
    try:
        return read_method(text, "committed").method.sha256
    except DuecareError:
        return ""
