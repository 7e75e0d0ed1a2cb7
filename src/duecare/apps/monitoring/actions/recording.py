"""Recording what was published, correcting it while it is new, keeping a copy."""

from __future__ import annotations

import re
from uuid import UUID

from duecare.adapters import clock
from duecare.adapters.files import clean_name
from duecare.adapters.home import evidence
from duecare.apps.assessments import queries as assessments
from duecare.apps.assessments.queries.products import product_names
from duecare.apps.audit.actions import Recorded, action
from duecare.apps.audit.rules.entries import Subject
from duecare.apps.monitoring.models import NamedCustomer, NamedProduct, Numbering, PublicReport, ReportCopy
from duecare.apps.monitoring.rules import acts
from duecare.apps.monitoring.rules.reports import Reported, check_report
from duecare.apps.parties import queries as parties
from duecare.kernel.actor import Actor
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Conflict, NotFound
from duecare.kernel.folding import fold
from duecare.kernel.ids import reference

_SHA256 = re.compile(r"[0-9a-f]{64}")


@action(acts.RECORD)
def record_report(*, by: Actor, given: Reported) -> Recorded[UUID]:
    """Record a public report; it is new until somebody assesses it.

    Raises:
        BadInput: see `rules.reports.check_report`; a customer or product that there is not.
    """
    now = clock.now()
    code = _next_reference(now.year)
    row = PublicReport(reference=code, recorded_by=by.id, recorded_at=now)
    _fill(row, given)
    return Recorded(row.id, about(row), _facts(given))


@action(acts.CORRECT)
def correct_report(*, by: Actor, report_id: UUID, seen_version: int, given: Reported) -> Recorded[None]:
    """Correct a report that nobody has assessed yet.

    Raises:
        NotFound. BadInput: as `record_report`. Conflict: it is assessed, or somebody corrected it meanwhile.
    """
    row = locked(report_id)
    if row.state != "new":
        raise Conflict("This report is assessed.", "Nothing was changed.", "A second person may return it first.")
    if row.version != seen_version:
        raise Conflict(
            "Somebody corrected this report after you opened it.", "Your changes were not saved.",
            "Reload it and enter them again.",
        )  # fmt: skip
    row.version += 1
    _fill(row, given)
    return Recorded(None, about(row), _facts(given))


@action(acts.COPY)
def keep_copy(*, by: Actor, report_id: UUID, sha256: str, name: str, size: int) -> Recorded[UUID]:
    """Name a stored copy of what was published. The bytes are already kept under their hash.

    Raises:
        NotFound. BadInput: not stored. Conflict: it is kept already.
    """
    row = locked(report_id)
    if not _SHA256.fullmatch(sha256) or not evidence().path(sha256).is_file():
        raise BadInput("the document is not stored.", file=name, field="file", todo="Upload it again.")
    if ReportCopy.objects.filter(report=row, sha256=sha256).exists():
        raise Conflict("This copy is kept already.", "Nothing was added.", "Use the one that is there.")
    made = ReportCopy.objects.create(
        report=row, sha256=sha256, name=clean_name(name), size=size, added_by=by.id, added_at=clock.now()
    )
    return Recorded(made.id, about(row), {"sha256": sha256, "size": size})


def locked(report_id: UUID) -> PublicReport:
    """The report, locked until the transaction ends. Raises NotFound."""
    row = PublicReport.objects.select_for_update(of=("self",)).filter(id=report_id).first()
    if row is None:
        raise NotFound("public report")
    return row


def about(row: PublicReport) -> Subject:
    """A public report in the log."""
    return Subject("public_report", row.id, row.reference)


def _fill(row: PublicReport, given: Reported) -> None:
    check_report(given, assessments.today())
    customers, products = sorted(set(given.customer_ids)), sorted(set(given.product_ids))
    if len(parties.customer_rows(customers)) < len(customers):
        raise BadInput("there is no such customer.", field="customer_ids")
    known = {key for key, _, _ in product_names()}
    if set(products) - known:
        raise BadInput("there is no such product.", field="product_ids")
    row.publisher, row.title, row.day = given.publisher.strip(), given.title.strip(), given.day
    row.link, row.says, row.countries = given.link.strip(), given.says.strip(), sorted(set(given.countries))
    row.folded = fold(f"{row.reference} {row.publisher} {row.title}")[:800]
    row.save()
    NamedCustomer.objects.filter(report=row).delete()
    NamedProduct.objects.filter(report=row).delete()
    NamedCustomer.objects.bulk_create(NamedCustomer(report=row, customer_id=key) for key in customers)
    NamedProduct.objects.bulk_create(NamedProduct(report=row, product_id=key) for key in products)


def _facts(given: Reported) -> dict[str, JSON]:
    return {
        "day": given.day.isoformat(), "countries": sorted(set(given.countries)),
        "customers": sorted(str(key) for key in given.customer_ids),
        "products": sorted(str(key) for key in given.product_ids),
    }  # fmt: skip


def _next_reference(year: int) -> str:
    return reference("P", year, next_numbers("P", year, 1))


def next_numbers(prefix: str, year: int, many: int) -> int:
    """The first of so many numbers of a series; whoever asks at the same moment waits until the transaction ends."""
    Numbering.objects.get_or_create(prefix=prefix, year=year)
    row = Numbering.objects.select_for_update().get(prefix=prefix, year=year)
    first, row.last = row.last + 1, row.last + many
    row.save(update_fields=["last"])
    return first
