"""The shipped figures of two countries, and the method that rests on them, put in force by two persons.

The journey test imports the files whole, as a person does; here the rows of two countries are enough.
"""

from __future__ import annotations

from functools import cache
from uuid import UUID, uuid5

from duecare.adapters import clock
from duecare.adapters.library import LIBRARY
from duecare.apps.risk import actions, queries
from duecare.apps.risk.models import Edition, IndexValue
from duecare.apps.risk.rules.indices.reading import Reading
from duecare.apps.risk.rules.indices.recognise import read
from duecare.kernel.actor import SYSTEM, Role
from tests.conftest import person

COUNTRIES = ("THA", "NOR")
_EDITIONS = UUID("6f5c2c1e-3a9b-49a7-8c0e-52d9c2f0a7b4")


@cache
def readings() -> tuple[tuple[str, Reading], ...]:
    """Every shipped file as read, once per process."""
    files = sorted((LIBRARY / "figures").glob("*.csv"))
    return tuple((file.name, read(file.read_bytes(), file.name, queries.index_specs())) for file in files)


def held(editions: UUID = _EDITIONS) -> None:
    """Hold the figures of `COUNTRIES` and adopt `open-2026`.

    Args:
        editions: what their ids grow from; whoever alters a figure gives one of their own, else what was
            computed from the same ids before is found instead, and what they compute is found afterwards.
    """
    for name, reading in readings():
        edition = Edition.objects.create(
            id=uuid5(editions, reading.sha256),  # the same each time: what was computed from it once is found again
            index=reading.index, layout=reading.layout, label=reading.edition, file_name=name, sha256=reading.sha256,
            first_year=min(reading.years), last_year=max(reading.years), rows=reading.rows,
            values_count=len(reading.observations), imported_at=clock.now(), imported_by=SYSTEM.id,
            published=queries.index_specs()[reading.index].publication.published(max(reading.years)),
        )  # fmt: skip
        kept = [one for one in reading.observations if one.place in COUNTRIES]
        IndexValue.objects.bulk_create(
            IndexValue(
                edition=edition, series=one.series, place=one.place, year=one.year, value=one.value, error=one.error,
                row=one.row, sheet=one.sheet,
            )
            for one in kept
        )  # fmt: skip
    proposal = actions.propose_method(
        by=person(Role.COMPLIANCE_OFFICER, name="method one"), urn="open-2026", since=clock.today()
    )
    actions.confirm_method(by=person(Role.COMPLIANCE_OFFICER, name="method two"), proposal_id=proposal)
