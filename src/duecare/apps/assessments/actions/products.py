"""Products and their sensitivity: product security says what it can do, a second person confirms."""

from __future__ import annotations

import re
from uuid import UUID

from duecare.adapters import clock
from duecare.apps.assessments.models import Product, ProductAssessment
from duecare.apps.assessments.rules import acts
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.parties.rules.folding import fold
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, Denied, NotFound

AUDITABLE = ("yes", "partly", "no")


@action(acts.PRODUCT_ADD)
def add_product(*, by: Actor, code: str, name: str, description: str = "") -> Recorded[UUID]:
    """Add a product under a code that stays its own.

    Raises:
        BadInput: a code that is no code or taken, or no name.
    """
    code, name = code.strip().upper(), name.strip()
    if not re.fullmatch(r"[A-Z0-9][A-Z0-9.-]{0,19}", code):
        raise BadInput("a code is up to 20 letters, digits, dots or hyphens.", field="code", value=code)
    if not name or len(name) > 120:
        raise BadInput("a product needs a name of at most 120 characters.", field="name", value=name)
    if Product.objects.filter(code=code).exists():
        raise BadInput("this code is taken.", field="code", value=code)
    row = Product.objects.create(
        code=code, name=name, description=description.strip(), folded=fold(f"{code} {name}")[:200],
        added_by=by.id, added_at=clock.now(),
    )  # fmt: skip
    return Recorded(row.id, _subject(row), {"name": name})


@action(acts.PRODUCT_ASSESS)
def assess_product(
    *,
    by: Actor,
    product_id: UUID,
    intrusive: bool,
    covert: bool,
    mass: bool,
    auditable: str,
    export_category: str,
    reason: str,
) -> Recorded[UUID]:
    """Say what a product can do. Counts once a second person confirms it.

    Raises:
        BadInput: an unknown answer, no export category ("none" is one), or no reason.
        Conflict: an assessment waits for its second person already.
    """
    if auditable not in AUDITABLE:
        raise BadInput("answer yes, partly or no.", field="auditable", value=auditable)
    if not export_category.strip() or len(export_category.strip()) > 40:
        raise BadInput("give the category, or “none”.", field="export_category", value=export_category)
    if not reason.strip():
        raise BadInput("say on what this rests.", field="reason")
    product = _locked(product_id)
    if ProductAssessment.objects.filter(product=product, confirmed_by=None).exists():
        raise Conflict(
            "An assessment of this product waits for a second person.", "Nothing was changed.", "Confirm it first."
        )
    row = ProductAssessment.objects.create(
        product=product, turn=ProductAssessment.objects.filter(product=product).count() + 1,
        intrusive=intrusive, covert=covert, mass=mass, auditable=auditable,
        export_category=export_category.strip(), reason=reason.strip(), proposed_by=by.id, proposed_at=clock.now(),
    )  # fmt: skip
    facts: dict[str, JSON] = {"intrusive": intrusive, "covert": covert, "mass": mass, "auditable": auditable}
    return Recorded(row.id, _subject(product), {**facts, "export_category": row.export_category})


@action(acts.PRODUCT_CONFIRM)
def confirm_product(*, by: Actor, assessment_id: UUID) -> Recorded[None]:
    """Confirm an assessment as second person.

    Raises:
        Denied: the first person cannot be the second.
        Conflict: confirmed already.
    """
    row = ProductAssessment.objects.select_for_update().filter(id=assessment_id).first()
    if row is None:
        raise NotFound("assessment")
    if row.confirmed_by is not None:
        raise Conflict("This assessment is confirmed already.", "Nothing was changed.", "Reload the page.")
    if row.proposed_by == by.id:
        raise Denied(
            "You made this assessment yourself.", "It does not count yet.", "Ask a second person to confirm it."
        )
    row.confirmed_by, row.confirmed_at = by.id, clock.now()
    row.save()
    return Recorded(None, _subject(row.product), {"assessment": str(row.id)})


def _subject(product: Product) -> Subject:
    return Subject("product", product.id, product.code)


def _locked(product_id: UUID) -> Product:
    row = Product.objects.select_for_update().filter(id=product_id).first()
    if row is None:
        raise NotFound("product")
    return row
