"""Ending a case for good: the outer keys of its groups go, and with them every seed that ever opened it."""

from __future__ import annotations

from datetime import date

from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.queries.waiting import marks
from duecare.apps.intake.rules import succession
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.files import Attached
from duecare.apps.intake.rules.refusals import NotHeld
from duecare.apps.intake.rules.retention import Hold
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Denied

from .groups import drop_group
from .letters import drop_sheets
from .writing import write

SHREDDED = "duecare/shredded/1"
"""Body of the last decision in `work`."""


def shred(*, by: Case, site: Site, upon: bytes | None = None) -> bytes:
    """Delete the outer keys, then the groups. Objects stay as noise that belongs to nobody: naming them takes a seed.

    Args:
        upon: head of the work on which it was decided.

    Returns:
        The hash of the last entry, which says that the case was shredded. It enters a day's batch as any other does;
        whoever keeps it can show it there, and nobody can read the entry any more.

    Raises:
        NotHeld: `by` does not hold every compartment. How many persons decide it is the page's question.
        Denied: kept until a later day.
        Conflict: somebody wrote since it was decided.
    """
    leads(by)
    names = places(by)
    latest = max((row[1] for table, name in names if (row := site.store.group(table, name))), default=date.min)
    if site.today < latest:
        raise Denied(
            "This case may not be shredded yet.", "Nothing was changed.", f"It is kept until {latest.isoformat()}."
        )
    found = standing(site, by).work
    sent = [one.sent[2] for one in found.briefs.values() if one.sent] if found else []
    asked = (*(found.asked if found else ()), *(one.letter for one in sent))
    letters = [one for one in asked if site.store.group(Table.GRANTS, one) is not None]
    with site.store.transaction():
        at = _noted(by, site, {"format": SHREDDED}, latest, upon)
        files = [name for one in _files(by, site) for name in one.names]
        for name in {*_ever(by), *asked, *files}:  # letters that were answered too: an older backup has them open
            site.store.put_gone(name)
        for name in files:
            site.store.delete_shred_key(name)
        for table, name in (*names, *((Table.GRANTS, one) for one in letters)):
            drop_group(site, table, name)
        for one in sent:
            drop_sheets(site=site, seed=one.seed)
    return at


def _files(case: Case, site: Site) -> tuple[Attached, ...]:
    """What was attached, by whomever. What is left of a file is noise, and the next sweep takes it away."""
    found = standing(site, case)
    sent = [one for _day, one in found.progress.files] if found.progress else []
    added = [one.what.file for one in found.work.files] if found.work else []
    return (*sent, *added)


def _ever(case: Case) -> frozenset[bytes]:
    """Names of every group the case ever had: an older backup has older ones."""
    headers = [version.header for version in case.versions]
    return frozenset(name for one in headers for name in (one.mailbox, one.group, one.recovery) if any(name))


def hold(*, by: Case, site: Site, until: date, reason: str) -> None:
    """Keep the case longer; an earlier day than the one that stands changes nothing.

    Raises:
        BadInput: no reason.
        NotHeld: `by` does not hold every compartment.
    """
    leads(by)
    if not reason.strip():
        raise BadInput("write something", field="reason")
    with site.store.transaction():
        rows = [(at, row) for at in places(by) if (row := site.store.group(*at)) is not None and row[1] < until]
        for (table, name), row in rows:
            site.store.put_group(table, name, row[0], until)
        if rows:
            _noted(by, site, Hold(until, reason).plain(), until)


def _noted(by: Case, site: Site, body: JSON, keep_until: date, upon: bytes | None = None) -> bytes:
    """An entry of the case's own record; `batches.leaf` of it."""
    where = Compartment.WORK
    write(by=by, site=site, compartment=where, kind=Kind.DECISION, body=body, keep_until=keep_until, upon=upon)
    return [*marks(site, by, where)][-1].leaf


def leads(case: Case) -> None:
    """Raises NotHeld unless the case is open to these keys in every compartment."""
    if lacks := succession.lacking(case.header, case.keys.fingerprint):
        raise NotHeld(*(one.value for one in lacks))


def places(case: Case) -> tuple[tuple[Table, bytes], ...]:
    """Where the case's groups stand."""
    header = case.header
    return (
        (Table.SUBMISSIONS, header.mailbox),
        (Table.GRANTS, header.group),
        (Table.GRANTS, header.recovery),
    )
