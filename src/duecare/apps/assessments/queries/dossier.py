"""Findings, searches and looks at sanctions regimes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from duecare.apps.assessments.models import Finding, RegimeCheck, Search
from duecare.apps.assessments.rules import dossier as rule
from duecare.apps.assessments.rules import foreign_relations as relations
from duecare.apps.assessments.rules.dependencies import stale
from duecare.kernel.canonical import JSON


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One allegation with both grades; `standing` says where it stands, in the rule's words."""

    id: UUID
    number: int
    reference: str
    what: str
    source: str
    about: str
    happened_on: date | None
    independent_sources: int
    decided_by: str
    source_grade: str
    source_graded_by: UUID | None
    source_graded_on: date | None
    source_grounds: str
    content_grade: int | None
    content_graded_by: UUID | None
    content_graded_on: date | None
    content_grounds: str
    second_reader: UUID | None
    second_reading: str
    reply: str
    reply_text: str
    recorded_by: UUID
    recorded_at: datetime

    def allegation(self) -> rule.Allegation:
        """As the rule reads it; persons by their ids."""
        source = content = None
        if self.source_grade and self.source_graded_on:
            source = rule.Grade(
                rule.Reliability(self.source_grade), str(self.source_graded_by), self.source_graded_on,
                self.source_grounds,
            )  # fmt: skip
        if self.content_grade and self.content_graded_on:
            content = rule.Grade(
                rule.Credibility(self.content_grade), str(self.content_graded_by), self.content_graded_on,
                self.content_grounds,
            )  # fmt: skip
        return rule.Allegation(
            reference=self.reference,
            happened_on=self.happened_on,
            source_grade=source,
            content_grade=content,
            second_reader=str(self.second_reader or ""),
            independent_sources=self.independent_sources,
            decided_by=self.decided_by,
            reply=rule.Reply(self.reply),
            reply_reason=self.reply_text,
        )

    @property
    def standing(self) -> str:
        """not_yet_assessed, not_supported, credible or established."""
        return rule.standing_of(self.allegation()).value


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One search for adverse findings."""

    id: UUID
    on: date
    places: tuple[str, ...]
    languages: tuple[str, ...]
    recorded_by: UUID
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegimeRow:
    """One look at one sanctions regime."""

    id: UUID
    regime: str
    embargo: bool
    on: date
    evidence: str
    recorded_by: UUID
    stale: tuple[str, ...]


_FINDING = tuple(name for name in FindingRow.__dataclass_fields__ if name != "reference")


def finding_rows(opportunity_id: UUID) -> tuple[FindingRow, ...]:
    """Every allegation of a file, in the order of their numbers."""
    return findings_from(Finding.objects.filter(opportunity_id=opportunity_id).order_by("number"))


def findings_from(rows: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """As `finding_rows`, of rows already read."""
    return tuple(
        FindingRow(reference=f"F-{row.number:02d}", **{name: getattr(row, name) for name in _FINDING}) for row in rows
    )


def search_rows(opportunity_id: UUID, deal: Mapping[str, JSON]) -> tuple[SearchRow, ...]:
    """Every search, oldest first."""
    rows = Search.objects.filter(opportunity_id=opportunity_id).order_by("on", "recorded_at", "id")
    return searches_from(rows, deal)


def searches_from(rows: Iterable[Search], deal: Mapping[str, JSON]) -> tuple[SearchRow, ...]:
    """As `search_rows`, of rows already read."""
    return tuple(
        SearchRow(
            row.id, row.on, tuple(row.places), tuple(row.languages), row.recorded_by,
            stale("adverse_findings", row.basis, deal),
        )
        for row in rows
    )  # fmt: skip


def regime_rows(opportunity_id: UUID, deal: Mapping[str, JSON]) -> tuple[RegimeRow, ...]:
    """Every look at a sanctions regime, oldest first."""
    rows = RegimeCheck.objects.filter(opportunity_id=opportunity_id).order_by("on", "recorded_at", "id")
    return regimes_from(rows, deal)


def regimes_from(rows: Iterable[RegimeCheck], deal: Mapping[str, JSON]) -> tuple[RegimeRow, ...]:
    """As `regime_rows`, of rows already read."""
    return tuple(
        RegimeRow(
            row.id, row.regime, row.embargo, row.on, row.evidence, row.recorded_by,
            stale("foreign_relations", row.basis, deal),
        )
        for row in rows
    )  # fmt: skip


def rule_searches(rows: Iterable[SearchRow]) -> tuple[rule.Search, ...]:
    """Searches about the parties of today; one made for other parties found nothing about these."""
    return tuple(rule.Search(str(row.recorded_by), row.on, row.places, row.languages) for row in rows if not row.stale)


def rule_checks(rows: Iterable[RegimeRow]) -> tuple[relations.RegimeCheck, ...]:
    """Looks that speak of today's place and body."""
    return tuple(
        relations.RegimeCheck(row.regime, row.embargo, row.on, str(row.recorded_by), row.evidence)
        for row in rows
        if not row.stale
    )
