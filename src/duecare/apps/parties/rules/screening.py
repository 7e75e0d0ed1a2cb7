"""Screening kept by hand: what a record is worth, and for which content it was made.

A record speaks of the body as it was written when it was compared with the lists. Change the name,
an alias or the country, and nobody has compared what now stands there: the record is worth nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from duecare.kernel.canonical import JSON, digest

VALID_DAYS = 90
"""Lists change weekly; a comparison older than a quarter says little about today's lists."""


@dataclass(frozen=True, slots=True)
class Content:
    """What a list is compared with."""

    name: str
    native_name: str
    aliases: tuple[str, ...]
    kind: str
    country: str
    registration: str = ""
    birth: str = ""

    def sha256(self) -> str:
        """Hash of the content; the order of aliases does not count."""
        body: dict[str, JSON] = {
            "name": self.name,
            "native_name": self.native_name,
            "aliases": sorted(self.aliases),
            "kind": self.kind,
            "country": self.country,
            "registration": self.registration,
        }
        if self.birth:  # where there is none, what was compared before stays the same
            body["birth"] = self.birth
        return digest(body)


@dataclass(frozen=True, slots=True)
class Record:
    """One record; counts only once a second person has confirmed it."""

    content_sha256: str
    tool: str
    list_date: date
    result: str
    confirmed: bool
    confirmed_on: date | None


@dataclass(frozen=True, slots=True)
class ScreeningState:
    """Where a party stands: none, possible, confirmed, or unknown with the reason in `why`."""

    state: str
    why: str
    tool: str = ""
    list_date: date | None = None
    until: date | None = None

    @property
    def clear(self) -> bool:
        """True when compared, confirmed by a second person, current, and without a hit."""
        return self.state == "none"


def screening_state(records: Sequence[Record], content_sha256: str, as_of: date) -> ScreeningState:
    """What is known of a party on `as_of`; `records` oldest first.

    The newest confirmed record decides. A hit never expires into "unknown": it stands until a newer
    record says otherwise, even when the body was renamed since.
    """
    counted = [r for r in records if r.confirmed and r.confirmed_on is not None and r.confirmed_on <= as_of]
    if not counted:
        waiting = any(not r.confirmed for r in records)
        return ScreeningState(
            "unknown", "A second person has not confirmed the screening." if waiting else "Not screened."
        )
    last = counted[-1]
    until = last.list_date + timedelta(days=VALID_DAYS)
    if last.result == "confirmed":
        return ScreeningState("confirmed", "A listed party.", last.tool, last.list_date, None)
    if last.result == "possible":
        return ScreeningState("possible", "A hit is not judged.", last.tool, last.list_date, None)
    if last.content_sha256 != content_sha256:
        return ScreeningState(
            "unknown", "The party's particulars changed after it was screened.", last.tool, last.list_date
        )
    if as_of >= until:
        return ScreeningState(
            "unknown",
            f"Screened against lists of {last.list_date.isoformat()}, which are too old.",
            last.tool,
            last.list_date,
        )
    return ScreeningState("none", "Compared; judged not a listed party.", last.tool, last.list_date, until)


def denied(states: Iterable[ScreeningState]) -> str:
    """Worst of all parties: confirmed, possible, unknown, none. No party at all is unknown."""
    found = {state.state for state in states}
    return next(
        (state for state in ("confirmed", "possible", "unknown") if state in found), "none" if found else "unknown"
    )


def signed_body(
    *, screening_id: UUID, body_id: UUID, record: Record, evidence: str, note: str, by: UUID, second: UUID
) -> JSON:
    """What the installation's key signs when the second person confirms."""
    return {
        "v": 1,
        "screening": str(screening_id),
        "body": str(body_id),
        "content_sha256": record.content_sha256,
        "tool": record.tool,
        "list_date": record.list_date.isoformat(),
        "result": record.result,
        "evidence_sha256": evidence,
        "note": note,
        "by": str(by),
        "second_person": str(second),
        "confirmed_on": record.confirmed_on.isoformat() if record.confirmed_on else None,
    }
