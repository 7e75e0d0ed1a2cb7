"""Contracts as tests need them: one more of the same customer, without a deal of its own."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments.models import Contract
from duecare.kernel.folding import fold

from .deals import COUNSEL, DAY


def contract_of(customer_id: UUID, number: str = "K-2") -> UUID:
    """A contract that runs, signed before this company kept its contracts here."""
    made = Contract.objects.create(
        customer_id=customer_id, number=number, title="Frame contract", signed_on=DAY, starts_on=DAY,
        folded=fold(f"{number} Frame contract"),
        recorded_by=COUNSEL.id, recorded_at=clock.now(),
    )  # fmt: skip
    return made.id
