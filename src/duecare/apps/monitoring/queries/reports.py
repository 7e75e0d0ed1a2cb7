"""Public reports: one, and the list of them, what waits first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from duecare.apps.accounts.queries import names
from duecare.apps.assessments.queries.products import product_names
from duecare.apps.monitoring.models import NamedCustomer, NamedProduct, PublicReport, ReportCopy
from duecare.apps.monitoring.rules.reports import Reported
from duecare.apps.parties.queries import customer_rows
from duecare.kernel.actor import Role
from duecare.kernel.errors import NotFound
from duecare.kernel.folding import words

READERS = frozenset(Role) - {Role.SALES, Role.ADMINISTRATOR}
"""Who reads what is said of customers, and what is made of it."""


@dataclass(frozen=True, slots=True)
class CopyRow:
    """A kept copy."""

    id: UUID
    sha256: str
    name: str
    size: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report. `customers` and `products` are (id, name); `copies` only where one report is read."""

    id: UUID
    reference: str
    publisher: str
    title: str
    day: date
    link: str
    says: str
    countries: tuple[str, ...]
    customers: tuple[tuple[UUID, str], ...]
    customer_references: tuple[str, ...]
    products: tuple[tuple[UUID, str], ...]
    state: str
    credibility: str
    outcome: str
    reason: str
    assessed_by: UUID | None
    assessor: str
    assessed_at: datetime | None
    answerer: str
    answered_at: datetime | None
    answer: str
    version: int
    recorder: str
    recorded_at: datetime
    copies: tuple[CopyRow, ...]


@dataclass(frozen=True, slots=True)
class ReportQuery:
    """What to list; "" means any."""

    q: str = ""
    state: str = ""
    credibility: str = ""
    offset: int = 0
    size: int = 25


@dataclass(frozen=True, slots=True)
class ReportPage:
    """A page, and how many are new or wait for a second person, whatever the filter."""

    rows: tuple[ReportRow, ...]
    total: int
    new: int
    assessed: int


def public_reports(wanted: ReportQuery) -> ReportPage:
    """New ones first, then those that wait for a second person, then the rest; each the newest first."""
    every = PublicReport.objects.all()
    new, assessed = every.filter(state="new").count(), every.filter(state="assessed").count()
    rows = every
    for word in words(wanted.q):
        rows = rows.filter(folded__contains=word)
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.credibility:
        rows = rows.filter(credibility=wanted.credibility)
    total = rows.count()
    place = Case(
        When(state="new", then=Value(0)), When(state="assessed", then=Value(1)), default=Value(2),
        output_field=IntegerField(),
    )  # fmt: skip
    page = rows.annotate(place=place).order_by("place", "-day", "-reference")
    return ReportPage(_shown(page[wanted.offset : wanted.offset + wanted.size]), total, new, assessed)


def public_report(report_id: UUID) -> ReportRow:
    """One report with its copies. Raises NotFound."""
    row = PublicReport.objects.filter(id=report_id).first()
    if row is None:
        raise NotFound("public report")
    copies = ReportCopy.objects.filter(report=row).order_by("added_at", "id")
    return _shown([row], tuple(_copy(one) for one in copies))[0]


def report_copy(copy_id: UUID) -> CopyRow:
    """One kept copy. Raises NotFound."""
    row = ReportCopy.objects.filter(id=copy_id).first()
    if row is None:
        raise NotFound("document")
    return _copy(row)


def customers_of(report_id: UUID) -> tuple[UUID, ...]:
    """Ids of the customers that a report names."""
    rows = NamedCustomer.objects.filter(report_id=report_id).order_by("customer_id")
    return tuple(rows.values_list("customer_id", flat=True))


def told(row: PublicReport) -> Reported:
    """A row as the rules read it; whom it names is left out."""
    return Reported(row.publisher, row.title, row.day, row.link, row.says, tuple(row.countries))


def _copy(row: ReportCopy) -> CopyRow:
    return CopyRow(row.id, row.sha256, row.name, row.size, row.added_at)


def _shown(given: Iterable[PublicReport], copies: tuple[CopyRow, ...] = ()) -> tuple[ReportRow, ...]:
    rows = list(given)
    people = names({key for row in rows for key in (row.recorded_by, row.assessed_by, row.answered_by) if key})
    ids = [row.id for row in rows]
    of_customers = list(NamedCustomer.objects.filter(report__in=ids).values_list("report_id", "customer_id"))
    of_products = list(NamedProduct.objects.filter(report__in=ids).values_list("report_id", "product_id"))
    customers = customer_rows({key for _, key in of_customers}) if of_customers else {}
    products = {key: f"{code} {name}" for key, code, name in product_names()} if of_products else {}
    return tuple(
        ReportRow(
            row.id, row.reference, row.publisher, row.title, row.day, row.link, row.says, tuple(row.countries),
            tuple(sorted(((key, customers[key].body.name) for of, key in of_customers if of == row.id), key=_name)),
            tuple(sorted(customers[key].reference for of, key in of_customers if of == row.id)),
            tuple(sorted(((key, products[key]) for of, key in of_products if of == row.id), key=_name)),
            row.state, row.credibility, row.outcome, row.reason, row.assessed_by,
            people.get(row.assessed_by, "") if row.assessed_by else "", row.assessed_at,
            people.get(row.answered_by, "") if row.answered_by else "", row.answered_at, row.answer, row.version,
            people.get(row.recorded_by, ""), row.recorded_at, copies,
        )
        for row in rows
    )  # fmt: skip


def _name(pair: tuple[UUID, str]) -> str:
    return pair[1]
