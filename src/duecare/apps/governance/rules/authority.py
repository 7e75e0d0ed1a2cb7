"""Who decides: the authority matrix by class and value (UNGP 19: responsibility is assigned).

The matrix is a file a lawyer reads (`library/authority/`); this module turns its data into levels.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput
from duecare.kernel.provenance import Source

from .papers import CLASSES


@dataclass(frozen=True, slots=True)
class Level:
    """One row of the matrix: who decides and with which safeguards.

    Attributes:
        risk_class: the class it is for.
        up_to_eur: highest value it covers in euros, None for any.
        decides: "compliance_officer" (alone), "committee" (human rights) or "board".
        independent_required: without an independent member's vote nothing is decided.
        independent_veto: an independent member's vote against ends it.
        quorum_at_least: fewest members who must vote, whatever the recusals.
        written: written procedure between meetings is allowed.
        urgent: urgent procedure by two persons is allowed.
        may_approve: False where approval is no possible outcome.
        decide_within_days: by when the requester may expect an answer.
        because: the reason, as written in the file.
    """

    risk_class: str
    up_to_eur: int | None
    decides: str
    independent_required: bool
    independent_veto: bool
    quorum_at_least: int
    written: bool
    urgent: bool
    may_approve: bool
    decide_within_days: int
    because: str

    def as_json(self) -> dict[str, JSON]:
        """The row as kept with a decision, so that a later matrix changes no earlier decision."""
        return {
            "class": self.risk_class,
            "up_to_eur": self.up_to_eur,
            "decides": self.decides,
            "independent_required": self.independent_required,
            "independent_veto": self.independent_veto,
            "quorum_at_least": self.quorum_at_least,
            "written": self.written,
            "urgent": self.urgent,
            "may_approve": self.may_approve,
            "decide_within_days": self.decide_within_days,
            "because": self.because,
        }


@dataclass(frozen=True, slots=True)
class Matrix:
    """An edition of the authority matrix; rows in the order of the file, first fit applies."""

    code: str
    version: str
    title: str
    sha256: str
    ratify_within_days: int
    written_days: int
    rows: tuple[Level, ...]
    sources: tuple[Source, ...]


def level_of(data: Mapping[str, JSON]) -> Level:
    """A level from the JSON form of a row."""
    limit = data["up_to_eur"]
    return Level(
        risk_class=str(data["class"]),
        up_to_eur=int(cast(int, limit)) if limit is not None else None,
        decides=str(data["decides"]),
        independent_required=data["independent_required"] is True,
        independent_veto=data["independent_veto"] is True,
        quorum_at_least=int(cast(int, data["quorum_at_least"])),
        written=data["written"] is True,
        urgent=data["urgent"] is True,
        may_approve=data["may_approve"] is True,
        decide_within_days=int(cast(int, data["decide_within_days"])),
        because=str(data["because"]),
    )


def matrix_of(data: Mapping[str, JSON], sha256: str) -> Matrix:
    """The matrix from a file that has passed its schema.

    Raises:
        BadInput: a class without a row for every value, or rows out of order, so that one is never reached.
    """
    rows = tuple(level_of(row) for row in cast("Sequence[Mapping[str, JSON]]", data["rows"]))
    for risk_class in CLASSES:
        limits = [row.up_to_eur for row in rows if row.risk_class == risk_class]
        finite = [limit for limit in limits[:-1] if limit is not None]
        if not limits or limits[-1] is not None or len(finite) != len(limits) - 1 or finite != sorted(set(finite)):
            raise BadInput(
                "rows of a class must rise in value and end with one for any value",
                field="class",
                value=risk_class,
                means="Nobody could be found to decide some papers.",
            )
        if any(row.may_approve for row in rows if row.risk_class == "prohibited"):
            raise BadInput("a prohibited class can never be approved", field="may_approve", value=True)
    sources = cast("Sequence[Mapping[str, JSON]]", data["sources"])
    return Matrix(
        code=str(data["code"]),
        version=str(data["version"]),
        title=str(data["title"]),
        sha256=sha256,
        ratify_within_days=int(cast(int, data["ratify_within_days"])),
        written_days=int(cast(int, data["written_days"])),
        rows=rows,
        sources=tuple(
            Source(
                str(s["document"]), str(s.get("section") or ""), s["verified"] is True, str(s.get("verified_by") or "")
            )
            for s in sources
        ),
    )


def authority_for(matrix: Matrix, risk_class: str, value_eur: Decimal | None) -> Level:
    """The first row that fits. An unknown value fits only the row without a limit.

    Raises:
        BadInput: a class the matrix does not know.
    """
    for row in matrix.rows:
        within = row.up_to_eur is None or (value_eur is not None and value_eur <= row.up_to_eur)
        if row.risk_class == risk_class and within:
            return row
    raise BadInput("the authority matrix has no row for this class", field="risk_class", value=risk_class)
