"""Products with the assessment that counts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from duecare.apps.assessments.models import Product, ProductAssessment
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class AssessmentRow:
    """What a product can do; `confirmed_by` None while a second person has not confirmed it."""

    id: UUID
    intrusive: bool
    covert: bool
    mass: bool
    auditable: str
    export_category: str
    reason: str
    proposed_by: UUID
    proposed_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None

    def sensitivity(self) -> dict[str, JSON]:
        """What other records rest on."""
        return {
            "intrusive": self.intrusive,
            "covert": self.covert,
            "mass": self.mass,
            "auditable": self.auditable,
            "export_category": self.export_category,
        }


@dataclass(frozen=True, slots=True)
class ProductRow:
    """A product; `assessment` is the newest confirmed one, `proposed` one that waits for a second person."""

    id: UUID
    code: str
    name: str
    description: str
    assessment: AssessmentRow | None
    proposed: AssessmentRow | None


def products(ids: Iterable[UUID] | None = None) -> tuple[ProductRow, ...]:
    """Every product, or those named, by code."""
    rows = Product.objects.order_by("code")
    if ids is not None:
        rows = rows.filter(id__in=set(ids))
    found = tuple(rows)
    return product_rows(found, ProductAssessment.objects.filter(product__in=found).order_by("turn"))


def product_rows(rows: Iterable[Product], assessments: Iterable[ProductAssessment]) -> tuple[ProductRow, ...]:
    """Products of rows already read, their assessments oldest first."""
    confirmed: dict[UUID, AssessmentRow] = {}
    proposed: dict[UUID, AssessmentRow] = {}
    for made in assessments:
        (proposed if made.confirmed_by is None else confirmed)[made.product_id] = _assessment(made)
    return tuple(
        ProductRow(one.id, one.code, one.name, one.description, confirmed.get(one.id), proposed.get(one.id))
        for one in rows
    )


def product_names() -> tuple[tuple[UUID, str, str], ...]:
    """(id, code, name) of every product, by code: for choices."""
    return tuple(Product.objects.order_by("code").values_list("id", "code", "name"))


def product(product_id: UUID) -> ProductRow:
    """One product. Raises NotFound."""
    found = products((product_id,))
    if not found:
        raise NotFound("product")
    return found[0]


def history(product_id: UUID) -> tuple[AssessmentRow, ...]:
    """Every confirmed assessment, newest first."""
    rows = ProductAssessment.objects.filter(product_id=product_id).exclude(confirmed_by=None)
    return tuple(_assessment(row) for row in rows.order_by("-turn"))


def _assessment(row: ProductAssessment) -> AssessmentRow:
    return AssessmentRow(
        id=row.id,
        intrusive=row.intrusive,
        covert=row.covert,
        mass=row.mass,
        auditable=row.auditable,
        export_category=row.export_category,
        reason=row.reason,
        proposed_by=row.proposed_by,
        proposed_at=row.proposed_at,
        confirmed_by=row.confirmed_by,
        confirmed_at=row.confirmed_at,
    )
