"""Everything a committee decides on, as one JSON mapping: the same file gives the same hash on any day.

Nothing in it depends on when it is read, and nothing privileged or sealed is in it: advice that
counsel has not released shows only that there is some; a first-hand source shows no identity.
Persons stand by their ids, so that a changed name changes no hash.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol
from uuid import UUID

from duecare.apps.assessments.models import (
    Classification,
    Consultation,
    Document,
    Engagement,
    ExportRecord,
    FirstHandSource,
    HarmRating,
    ReleasedFact,
)
from duecare.apps.parties.queries import Known
from duecare.kernel.canonical import JSON, digest

from .answers import AnswerRow, FlagRow, standing_answers
from .days import today
from .deals import Deal, DeploymentRow, PartyRow
from .dossier import FindingRow
from .library import question
from .reading import FileReading, read_file

VERSION = 1


class Identified(Protocol):
    """A row with an id."""

    @property
    def id(self) -> UUID:
        """The row's id."""


def snapshot(opportunity_id: UUID) -> Mapping[str, JSON]:
    """The file as it stands: section → item → content. Raises NotFound."""
    return snapshot_of(read_file(opportunity_id, today()))


def snapshot_of(file: FileReading) -> Mapping[str, JSON]:
    """As `snapshot`, of a file already read."""
    found, kept = file.deal, file.kept
    answers = standing_answers(file.rows)
    flags = {row.code: row for row in file.flag_rows}
    return {
        "version": VERSION,
        "opportunity": _opportunity(found),
        "parties": {f"{one.role} {one.body.id}": _party(file.known, one) for one in found.parties},
        "no_go": {one.reference: {"name": one.name, "reason": one.reason} for one in file.no_go()},
        "profiles": _profiles(file),
        "owners": _owners(file),
        "deployments": {str(one.id): _deployment(one) for one in found.deployments},
        "answers": {code: _answer(row) for code, row in sorted(answers.items())},
        "flags": {code: _flag(row) for code, row in sorted(flags.items())},
        "findings": {row.reference: _finding(row) for row in file.findings},
        "searches": _by(file.searches, "on places languages recorded_by"),
        "regimes": _by(file.regimes, "regime embargo on evidence recorded_by"),
        "groups": {row.group: _pick(row, "state reasoning consulted recorded_by") for row in file.groups},
        "harms": _harms(kept.of(HarmRating)),
        "documents": _documents(kept.of(Document)),
        "released": {str(row.id): row.text for row in kept.of(ReleasedFact)},
        "experts": _experts(kept.of(Engagement)),
        "sources": {
            str(row): _pick(row, "knows_of kind heard_on summary safety_plan") for row in kept.of(FirstHandSource)
        },
        "consultations": {
            str(row): _pick(row, "standing groups held_on who reason heard effect safety_plan recorded_by")
            for row in kept.of(Consultation)
        },
        "export": _by(
            kept.of(ExportRecord),
            "kind outcome category by_whom number conditions dated expires_on",
        ),
        "classes": _classes(file),
    }


def file_hash(opportunity_id: UUID) -> str:
    """SHA-256 of the canonical snapshot: what a decision is bound to. Raises NotFound."""
    return digest(snapshot(opportunity_id))


def _opportunity(found: Deal) -> dict[str, JSON]:
    fields = _pick(
        found, "reference title purpose scope term_months value currency value_eur intermediary requester_id"
    )
    return {**fields, "customer": str(found.customer_id) if found.customer_id else None}


def _party(known: Known, one: PartyRow) -> dict[str, JSON]:
    said = _pick(
        one.body,
        "name native_name kind country effective_authority place_of_use legal_basis registration content_sha256",
    )
    confirmed = known.confirmed(one.body.id)
    kept = "tool list_date result evidence_sha256 content_sha256 recorded_by second_person"
    return {**said, "role": one.role, "screening": _pick(confirmed, kept) if confirmed else None}


def _profiles(file: FileReading) -> dict[str, JSON]:
    """What is held about each using body, item by item, as it was said last and not as it counts on some day."""
    said: dict[str, JSON] = {}
    for body_id, name in _named(file.deal, "using"):
        rows = file.known.profile_said(body_id)
        said |= {f"{name}: {item}": _pick(row, "value gap reason source answered_on") for item, row in rows.items()}
    return said


def _owners(file: FileReading) -> dict[str, JSON]:
    """Who holds how much of each party, ended holdings among them."""
    said: dict[str, JSON] = {}
    for body_id, _name in _named(file.deal):
        for row in file.known.holdings(body_id):
            held = _pick(row, "share control start until source")
            said[str(row.id)] = {**held, "owner": str(row.owner_id), "owned": str(row.owned_id)}
    return said


def _named(found: Deal, *roles: str) -> list[tuple[UUID, str]]:
    using = [one.using_body for one in found.deployments if one.using_body]
    return sorted({(body.id, body.name) for body in (*found.bodies(*roles), *using)})


def _deployment(one: DeploymentRow) -> dict[str, JSON]:
    said = _pick(one, "position product_version seats place_of_use effective_authority legal_basis")
    said["product"] = one.product.code if one.product else None
    said["sensitivity"] = one.product.assessment.sensitivity() if one.product and one.product.assessment else None
    said["using_body"] = str(one.using_body.id) if one.using_body else None
    # Only while it is in force: a decision taken under an override does not outlive it.
    said["override"] = _pick(one.override, "from_value to_value reason expires_on") if one.override else None
    said["title"] = f"{one.position}" + (f" ({one.product.code})" if one.product else "")
    return said


def _answer(row: AnswerRow) -> dict[str, JSON]:
    asked = question(row.question)
    said: dict[str, JSON] = {"number": row.number, "privileged": row.privileged}
    if asked is not None:
        said["text"] = asked.text
        said["sources"] = [str(source) for source in asked.sources]
    if row.privileged and not row.released:
        return {**said, "state": "legal_advice_not_released"}
    said |= _pick(row, "state value voice evidence answered_on recorded_by conflicts_signed")
    # The grounds of released advice are still advice: only the fact goes out.
    return said if row.privileged else {**said, "reason": row.reason, "source": row.source}


def _flag(row: FlagRow) -> dict[str, JSON]:
    return _pick(row, "state number note evidence recorded_by")


def _finding(row: FindingRow) -> dict[str, JSON]:
    return _pick(
        row,
        "standing what source about happened_on independent_sources decided_by source_grade source_graded_by "
        "source_grounds content_grade content_graded_by content_grounds second_reader second_reading reply reply_text",
    )


def _harms(rows: Iterable[HarmRating]) -> dict[str, JSON]:
    latest = {row.right: row for row in rows}
    names = "number scale scope remedy likelihood threatens_life_or_body withdrawn reasoning recorded_by"
    return {right: _pick(row, names) for right, row in sorted(latest.items())}


def _documents(rows: Iterable[Document]) -> dict[str, JSON]:
    return {
        row.sha256: {"privileged": True} if row.privileged else _pick(row, "name size media_type about privileged")
        for row in rows
    }


def _experts(rows: Iterable[Engagement]) -> dict[str, JSON]:
    names = (
        "name country qualification questions conflicts_none conflicts_text conflicts_name summary opinion_sha256 "
        "signed_name statement_sha256"
    )
    return {
        str(row.id): {
            **_pick(row, names),
            "state": "signed" if row.signed_at else "revoked" if row.revoked_at else "not_signed",
            "signed_at": row.signed_at.isoformat() if row.signed_at else None,
        }
        for row in rows
    }


def _classes(file: FileReading) -> dict[str, JSON]:
    rows = [row for row in file.kept.of(Classification) if row.state == "confirmed"]
    titles = {one.id: f"deployment {one.position}" for one in file.deal.deployments}
    names = (
        "number cls known_cls provisional points floor_by blocks required_measures place method_urn method_sha256 "
        "as_of facts_sha256 facts trace reasons proposed_by answered_by answer_reasons"
    )
    return {titles[row.deployment_id]: _pick(row, names) for row in rows}


def _by(rows: Iterable[Identified], names: str) -> dict[str, JSON]:
    """Rows by their id."""
    return {str(row.id): _pick(row, names) for row in rows}


def _pick(row: object, names: str) -> dict[str, JSON]:
    return {name: _plain(getattr(row, name)) for name in names.split()}


def _plain(value: object) -> JSON:
    """JSON of what a row holds; days, ids and amounts as text, exactly as they are."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Mapping():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
