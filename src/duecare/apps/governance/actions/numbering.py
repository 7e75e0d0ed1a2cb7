"""Running numbers, given inside the transaction of the action that asks."""

from __future__ import annotations

from duecare.apps.governance.models import Numbering
from duecare.kernel.ids import reference


def next_reference(prefix: str, year: int) -> str:
    """The next reference of the year, e.g. "D-2026-001"; the row's lock makes others wait."""
    Numbering.objects.get_or_create(prefix=prefix, year=year)
    row = Numbering.objects.select_for_update().get(prefix=prefix, year=year)
    row.last += 1
    row.save(update_fields=["last"])
    return reference(prefix, year, row.last)
