"""The frozen paper: everything a committee decides on, bound to one hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from duecare.kernel.canonical import JSON, digest
from duecare.kernel.errors import BadInput

BESIDE = "screened"
"""Part of a payload that is frozen and hashed with it and not decided on: what was known of the parties that day.

A new edition of a list comes every week. What it finds closes the gate at once; it does not undo a decision.
"""
CLASSES = ("low", "moderate", "elevated", "high", "prohibited", "indeterminate")


@dataclass(frozen=True, slots=True)
class ProposedCondition:
    """A condition put forward by the plan or by a member.

    Attributes:
        text: what must be so, one sentence.
        measure: code of a measure in the library, "" for a condition of its own.
        precedent: True when it must be met before delivery, False when it binds afterwards.
    """

    text: str
    measure: str = ""
    precedent: bool = True


@dataclass(frozen=True, slots=True)
class FrozenPaper:
    """What is put before those who decide.

    Attributes:
        kind: what is decided on, e.g. "opportunity" or "renewal".
        subject_id: the thing decided on; `decision_in_force` is asked with it.
        customer_id: whose timeline the decision belongs to, or None.
        reference: the thing's reference, e.g. "O-2026-001".
        title: one line.
        payload: the whole file as frozen, JSON without dates or decimals in other than text form.
        sha256: SHA-256 of the payload's RFC 8785 form, lower-case hex.
        risk_class: one of `CLASSES`.
        value_eur: euros; None is unknown and counts as above every limit of the matrix.
        requester_id: who asked; never decides.
        account_team: colleagues who win by the sale; they never decide either.
        countries: ISO 3166-1 alpha-3 codes concerned, for standing conflicts.
        parties: ids of customers and companies concerned, for standing conflicts.
        conditions: what the mitigation plan already asks; binding with any approval.
    """

    kind: str
    subject_id: UUID
    customer_id: UUID | None
    reference: str
    title: str
    payload: Mapping[str, JSON]
    sha256: str
    risk_class: str
    value_eur: Decimal | None
    requester_id: UUID
    account_team: tuple[UUID, ...] = ()
    countries: tuple[str, ...] = ()
    parties: tuple[UUID, ...] = ()
    conditions: tuple[ProposedCondition, ...] = ()

    @property
    def content_sha256(self) -> str:
        """Hash of what is decided on; `sha256` where the payload holds nothing beside it."""
        return digest(decided_on(self.payload)) if BESIDE in self.payload else self.sha256

    def check(self) -> None:
        """Refuse a paper that cannot be decided on.

        Raises:
            BadInput: the hash is not the payload's, the class is unknown, the value is negative.
        """
        if digest(self.payload) != self.sha256:
            raise BadInput(
                "this hash is not the paper's own",
                field="sha256",
                value=self.sha256,
                means="No decision was opened; votes would be bound to something nobody read.",
                todo="Freeze the file again and send it anew.",
            )
        if self.risk_class not in CLASSES:
            raise BadInput("there is no such class", field="risk_class", value=self.risk_class)
        if self.value_eur is not None and self.value_eur < 0:
            raise BadInput("a value cannot be negative", field="value_eur", value=self.value_eur)


def decided_on(payload: Mapping[str, JSON]) -> dict[str, JSON]:
    """A payload without what was only known beside it."""
    return {key: value for key, value in payload.items() if key != BESIDE}


def freeze(
    *,
    kind: str,
    subject_id: UUID,
    customer_id: UUID | None,
    reference: str,
    title: str,
    payload: Mapping[str, JSON],
    risk_class: str,
    value_eur: Decimal | None,
    requester_id: UUID,
    account_team: tuple[UUID, ...] = (),
    countries: tuple[str, ...] = (),
    parties: tuple[UUID, ...] = (),
    conditions: tuple[ProposedCondition, ...] = (),
) -> FrozenPaper:
    """A paper with its own hash.

    Raises:
        TypeError, ValueError: the payload holds something JSON does not have.
    """
    return FrozenPaper(
        kind=kind,
        subject_id=subject_id,
        customer_id=customer_id,
        reference=reference,
        title=title,
        payload=payload,
        sha256=digest(payload),
        risk_class=risk_class,
        value_eur=value_eur,
        requester_id=requester_id,
        account_team=account_team,
        countries=countries,
        parties=parties,
        conditions=conditions,
    )
