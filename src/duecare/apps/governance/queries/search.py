"""Finding decisions and committees by their words; one statement each."""

from __future__ import annotations

from uuid import UUID

from duecare.adapters.searching import first
from duecare.apps.governance.models import Committee, Decision
from duecare.kernel.actor import Actor, Role
from duecare.kernel.folding import fold, words

from .decisions import READERS

ORDER = ("-opened_at", "-reference")


def find_decisions(by: Actor, q: str, limit: int) -> tuple[tuple[UUID, str], ...]:
    """(id, reference and title) of decisions this person may see, the newest first. Sales: on own requests."""
    if not by.has(*READERS, Role.SALES):
        return ()
    rows = Decision.objects.all() if by.has(*READERS) else Decision.objects.filter(requester_id=by.id)
    # Found among ids alone, which an index covers in this order; only what is shown is read from the table.
    ids = first(rows, ORDER, limit, wanted=words(q), few=not by.has(*READERS))
    found = Decision.objects.filter(id__in=ids).order_by(*ORDER)
    return tuple((key, f"{ref} {title}") for key, ref, title in found.values_list("id", "reference", "title"))


def find_committees(by: Actor, q: str, limit: int) -> tuple[tuple[UUID, str], ...]:
    """(id, name) of committees. They are few, so they are folded here."""
    if not by.has(*READERS):
        return ()
    wanted = words(q)
    folded = ((key, name, fold(name)) for key, name in Committee.objects.order_by("name").values_list("id", "name"))
    return tuple((key, name) for key, name, text in folded if all(word in text for word in wanted))[:limit]
