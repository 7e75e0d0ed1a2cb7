"""Export control as stages of the gate: classification, licence, awareness under Article 5(2).

Regulation (EU) 2021/821: article 2(20) describes cyber-surveillance items, article 5(2) obliges an
exporter who is aware of an intended use for repression or grave violations to tell the authority,
which decides; until then nothing is exported. Article 27 asks that records are kept for at least
five years from the end of the calendar year of the export.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Conflict

from .dependencies import stale
from .gate import StageFact, StageState

KEEP_YEARS = 5
OUTCOMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "classification": ("listed", "not_listed"),
        "licence": ("licensed", "not_required", "pending", "refused"),
        "awareness": (
            "not_aware",
            "aware",
            "authority_told",
            "no_authorisation_needed",
            "authorisation_needed",
        ),
    }
)
STAGE_OF: Mapping[str, str] = MappingProxyType(
    {"classification": "export_classified", "licence": "licence", "awareness": "art_5_2_assessed"}
)
NEEDS_AUTHORITY = frozenset(
    {"licensed", "authority_told", "no_authorisation_needed", "authorisation_needed", "refused"}
)


@dataclass(frozen=True, slots=True)
class ExportEntry:
    """The newest record of its kind for a deployment; `basis` is the deal it was made for."""

    kind: str
    outcome: str
    by_whom: str
    dated: date
    expires_on: date | None
    basis: Mapping[str, JSON]


def retain_until(exported_or_recorded: date) -> date:
    """The last day a record must be kept."""
    return date(exported_or_recorded.year + KEEP_YEARS, 12, 31)


_AFTER_TOLD = frozenset({"no_authorisation_needed", "authorisation_needed"})


def check_order(before: str, outcome: str) -> None:
    """Article 5(2) is a path: aware, the authority is told, the authority decides.

    Raises:
        Conflict: awareness taken back without the authority, or a decision of an authority nobody told.
    """
    if outcome == "not_aware" and before in ("aware", "authority_told", *_AFTER_TOLD):
        raise Conflict(
            "We were aware of an intended use that Article 5(2) names.",
            "Awareness cannot be taken back by a newer assessment.",
            "Tell the authority and record what it decides.",
        )
    if outcome in _AFTER_TOLD and before not in ("authority_told", *_AFTER_TOLD):
        raise Conflict(
            "No authority has been told.", "Nothing was recorded.", "Record first that the authority was told."
        )


def export_stages(
    entries: Mapping[str, ExportEntry], deal: Mapping[str, JSON], as_of: date
) -> tuple[StageFact, StageFact, StageFact]:
    """The three stages for one deployment; `entries` by kind."""
    awareness, licence = entries.get("awareness"), entries.get("licence")
    return (
        _classification(entries.get("classification"), deal),
        _licence(licence, awareness, deal, as_of),
        _awareness(awareness, licence, deal, as_of),
    )


def _classification(entry: ExportEntry | None, deal: Mapping[str, JSON]) -> StageFact:
    return _held("export_classified", entry, deal) or StageFact("export_classified", StageState.CLEARED)


def _licence(
    entry: ExportEntry | None, awareness: ExportEntry | None, deal: Mapping[str, JSON], as_of: date
) -> StageFact:
    if entry is None or (gone := _held("licence", entry, deal)) is not None:
        return gone if entry is not None and gone else _open("licence", "No licence is recorded.")
    if entry.outcome == "refused":
        return StageFact("licence", StageState.BLOCKED, f"Refused by {entry.by_whom}.", ("a licence",))
    if entry.outcome == "pending":
        return StageFact(
            "licence", StageState.WAITING, f"Applied for with {entry.by_whom}.", ("the authority's answer",)
        )
    if entry.expires_on is not None and as_of >= entry.expires_on:
        return _open("licence", f"It ended on {entry.expires_on.isoformat()}.")
    if entry.outcome == "licensed":
        return StageFact("licence", StageState.CLEARED)
    if awareness is not None and awareness.outcome == "authorisation_needed":
        return _open("licence", "The authority decided under Article 5(2) that an authorisation is needed.")
    return StageFact("licence", StageState.NOT_REQUIRED, f"{entry.by_whom}, {entry.dated.isoformat()}")


def _awareness(
    entry: ExportEntry | None, licence: ExportEntry | None, deal: Mapping[str, JSON], as_of: date
) -> StageFact:
    code = "art_5_2_assessed"
    if entry is None:
        return _open(code, "Nobody has assessed awareness.")
    # What we became aware of does not end because the deal is written differently.
    match entry.outcome:
        case "aware":
            return StageFact(
                code, StageState.BLOCKED, "We are aware; the authority must be told.", ("telling the authority",)
            )
        case "authority_told":
            return StageFact(code, StageState.WAITING, f"{entry.by_whom} was told.", ("the authority's decision",))
        case "authorisation_needed":
            ours = licence is not None and licence.outcome == "licensed" and licence.dated >= entry.dated
            if not ours or (licence is not None and licence.expires_on is not None and as_of >= licence.expires_on):
                return _open(code, f"{entry.by_whom} decided that an authorisation is needed.")
    return _held(code, entry, deal) or StageFact(code, StageState.CLEARED)


def _held(code: str, entry: ExportEntry | None, deal: Mapping[str, JSON]) -> StageFact | None:
    """An open stage when there is no record or it was made for something else; None when it holds."""
    if entry is None:
        return _open(code, "Nothing is recorded.")
    if moved := stale(code, entry.basis, deal):
        return _open(code, f"Changed since it was recorded: {', '.join(moved).replace('_', ' ')}.")
    return None


def _open(code: str, detail: str) -> StageFact:
    return StageFact(code, StageState.OPEN, detail, (code.replace("_", " "),))
