"""The reference figures and the products of the fictional company."""

from __future__ import annotations

from duecare.adapters.library import LIBRARY
from duecare.apps.assessments.actions import add_product, assess_product, confirm_product
from duecare.apps.risk.actions import import_edition, propose_edition

from .calendar import Story
from .company import Company
from .reading import folder, number, part, word, yes


def import_figures(company: Company, before: int) -> Story:
    """The figures that ship with the product, imported by the analyst like any publisher's file.

    Of the newest table the last year is left out: it is what waits to be accepted (`put_up_edition`).
    """
    for place, file in enumerate(sorted((LIBRARY / "figures").glob("*.csv"))):
        yield company.calendar.at(before, 9, 10 * place)
        data, name = file.read_bytes(), file.name
        if name == WAITING:
            data, name = _until(data, 2023), "vdem_without_2024.csv"
        import_edition(by=company.actor("iru.castellane"), data=data, file_name=name)


WAITING = "vdem_v15.csv"


def put_up_edition(company: Company) -> Story:
    """The analyst puts the newest table up for acceptance; nobody has answered yet."""
    yield company.calendar.at(1, 15)
    data = (LIBRARY / "figures" / WAITING).read_bytes()
    propose_edition(by=company.actor("iru.castellane"), data=data, file_name=WAITING)


def _until(table: bytes, last: int) -> bytes:
    """The same table without the years after `last`. Counted from the end: a country's name may hold a comma."""
    kept = []
    for line in table.splitlines(keepends=True):
        year = line.rsplit(b",", 5)[1:2]
        if not (year and year[0].isdigit() and int(year[0]) > last):
            kept.append(line)
    return b"".join(kept)


def fill_catalogue(company: Company) -> Story:
    """Products, what each can do, and the second person's word where it was given."""
    day = company.calendar
    for product in sorted(folder("products"), key=lambda one: -number(one, "added")):
        added = number(product, "added")
        yield day.at(added, 10)
        made = add_product(
            by=company.actor("kestrel.dane"),
            code=word(product, "code"),
            name=word(product, "name"),
            description=word(product, "description"),
        )
        company.products[word(product, "code")] = made
        if not (can := part(product, "assessment")):
            continue
        yield day.at(added, 14)
        assessment = assess_product(
            by=company.actor("kestrel.dane"),
            product_id=made,
            intrusive=yes(can, "intrusive"),
            covert=yes(can, "covert"),
            mass=yes(can, "mass"),
            auditable=word(can, "auditable"),
            export_category=word(can, "export_category"),
            reason=word(can, "reason"),
        )
        if second := word(can, "confirmed_by"):
            yield day.at(added - 1, 9)
            confirm_product(by=company.actor(second), assessment_id=assessment)
