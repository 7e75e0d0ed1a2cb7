"""Editions put up for acceptance: parsed and kept, but not counted; and what accepting one would change."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.files import IMPORT_LIMIT
from duecare.adapters.home import editions as edition_files
from duecare.apps.risk.models import Edition, EditionProposal
from duecare.apps.risk.rules.diffing import EditionDiff, compare_scores, compare_values
from duecare.apps.risk.rules.indices.reading import Reading
from duecare.apps.risk.rules.indices.recognise import read
from duecare.apps.risk.rules.joining import counts_from, joined
from duecare.apps.risk.rules.methodology import Methodology
from duecare.apps.risk.rules.scoring import last_bands, score_countries
from duecare.kernel.canonical import digest
from duecare.kernel.errors import LimitExceeded, NotFound

from .editions import edition_by_hash
from .methods import index_specs, method_in_force
from .methods import method as method_named
from .panels import ONE_READS, panel_holding
from .scores import editions_held, scores


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """A publisher's file put up for acceptance. `state`: open, accepted or discarded."""

    id: UUID
    index: str
    label: str
    file_name: str
    sha256: str
    first_year: int
    last_year: int
    values: int
    published: date
    proposed_at: datetime
    proposed_by: UUID
    state: str
    answered_at: datetime | None
    answered_by: UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class ProposedDiff:
    """A proposal with what it would change today. `seen` stands for the figures it was compared with."""

    row: ProposedRow
    diff: EditionDiff
    seen: str


def proposed(state: str = "") -> tuple[ProposedRow, ...]:
    """Editions put up for acceptance, the newest first."""
    rows = EditionProposal.objects.order_by("-proposed_at", "id")
    return tuple(map(_row, rows.filter(state=state) if state else rows))


def proposed_one(proposal_id: UUID) -> ProposedRow:
    """One of them. Raises NotFound."""
    found = EditionProposal.objects.filter(id=proposal_id).first()
    if found is None:
        raise NotFound("proposal")
    return _row(found)


def proposed_diff(proposal_id: UUID) -> ProposedDiff:
    """What accepting it would change, by the method in force today and the editions held now.

    Raises:
        NotFound: no such proposal, or its file is gone.
        BadInput: the file can no longer be read by this version.
    """
    row = proposed_one(proposal_id)
    held, method = editions_held(), method_in_force(clock.today())
    diff = diff_with(parsed(edition_files().open(row.sha256), row.file_name), method, clock.today(), held)
    return ProposedDiff(row, diff, seen_token(held, method))


def seen_token(held: tuple[UUID, ...] | None = None, method: Methodology | None = None) -> str:
    """Stands for what a difference was taken from: editions held and method in force. Another one, another picture."""
    editions = editions_held() if held is None else held
    by = method or method_in_force(clock.today())
    return digest([[str(one) for one in sorted(editions)], by.sha256])


def diff_file(data: bytes, file_name: str, method: Methodology | None = None) -> EditionDiff:
    """What importing a file would change today, nothing kept. Raises LimitExceeded, BadInput as an import does."""
    if len(data) > IMPORT_LIMIT:
        raise LimitExceeded(f"larger than {IMPORT_LIMIT // 1024 // 1024} MB", file=file_name)
    return diff_of(parsed(data, file_name), method)


def diff_of(reading: Reading, method: Methodology | None = None) -> EditionDiff:
    """As `diff_file`, of a file read already."""
    today = clock.today()
    return diff_with(reading, method or method_in_force(today), today, editions_held())


def diff_with(reading: Reading, method: Methodology, day: date, held: tuple[UUID, ...]) -> EditionDiff:
    """The difference between a set of editions and the same with this one.

    As of `day`; as of the edition's publication where that, by the index's own rule, is still to come.
    """
    spec = index_specs()[reading.index]
    with ONE_READS:
        return _diff(_Hashed(reading), method.urn, method.sha256, counts_from(reading, spec, day), held)


@dataclass(frozen=True, slots=True, eq=False)
class _Hashed:
    """A reading that stands for its file, so that it can be remembered by the file's hash."""

    reading: Reading

    def __hash__(self) -> int:
        return hash(self.reading.sha256)

    def __eq__(self, other: object) -> bool:
        mine = (self.reading.index, self.reading.sha256)
        return isinstance(other, _Hashed) and mine == (other.reading.index, other.reading.sha256)


@lru_cache(maxsize=4)
def _diff(one: _Hashed, urn: str, sha256: str, day: date, held: tuple[UUID, ...]) -> EditionDiff:
    reading, method, specs = one.reading, method_named(urn), index_specs()
    spec, panel = specs[reading.index], panel_holding(held)
    before = scores(method, day, held=held).table
    grown, given = joined(panel, reading, spec)
    after = score_countries(grown, method.country, day, last_band=last_bands(grown, method.country, day))
    movers, breaks = compare_scores(before, after, specs)
    return EditionDiff(
        index=reading.index,
        label=reading.edition,
        as_of=day,
        method_urn=method.urn,
        held=edition_by_hash(reading.index, reading.sha256) is not None,
        values=compare_values(panel, grown, given, spec),
        movers=movers,
        breaks=breaks,
    )


def parsed(data: bytes, file_name: str) -> Reading:
    """A file as read; the one read last is remembered, since whoever hands it in looks at it next.

    Raises:
        BadInput: not recognised, damaged, out of range, or a name that nobody knows.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    with ONE_READS:
        if sha256 not in _LAST:
            reading = read(data, file_name, index_specs())
            reading.require_matched(file_name)
            _LAST.clear()
            _LAST[sha256] = reading
        return _LAST[sha256]


_LAST: dict[str, Reading] = {}


def held_by_hash(sha256: str) -> Edition | None:
    """The edition of a file with this hash, whatever its index."""
    return Edition.objects.filter(sha256=sha256).first()


def open_by_hash(sha256: str) -> UUID | None:
    """The open proposal of a file with this hash."""
    return EditionProposal.objects.filter(sha256=sha256, state="open").values_list("id", flat=True).first()


def _row(row: EditionProposal) -> ProposedRow:
    return ProposedRow(
        id=row.id,
        index=row.index,
        label=row.label,
        file_name=row.file_name,
        sha256=row.sha256,
        first_year=row.first_year,
        last_year=row.last_year,
        values=row.values_count,
        published=row.published,
        proposed_at=row.proposed_at,
        proposed_by=row.proposed_by,
        state=row.state,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        reason=row.reason,
    )
