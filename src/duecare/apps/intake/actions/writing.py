"""An entry into a compartment, signed inside the seal."""

from __future__ import annotations

from datetime import date

from duecare.adapters.sealed import objects
from duecare.adapters.sealed.keys import Keys, fingerprint
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.walking import At, walk
from duecare.apps.intake.rules import entries
from duecare.apps.intake.rules.bundles import Seed
from duecare.apps.intake.rules.compartments import Compartment, object_aad
from duecare.apps.intake.rules.entries import Entry, Kind
from duecare.apps.intake.rules.records import READING, Office
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Conflict, Denied

from .batching import wait


def write(
    *, by: Case, site: Site, compartment: Compartment, kind: Kind, body: JSON, keep_until: date,
    least: int = objects.STEPS[0], upon: bytes | None = None,
) -> At:  # fmt: skip
    """Add an entry where `by` may write.

    Args:
        upon: head of the compartment on which it was decided that this may be written: nothing has come behind it.

    Raises:
        NotHeld: the compartment is not open to them.
        Denied: their certificate ended.
        Conflict: somebody wrote at the same moment; nothing was kept, and the same call works again.
    """
    found = walk(site.store, by.id, compartment, by.seed(compartment))
    if upon is not None and found.head != upon:
        raise changed()
    _certified(by, site)
    entry = Entry(kind, by.keys.fingerprint, site.today, found.head, body)
    with site.store.transaction():
        still_open(by, site)
        seed, counter = by.seed(compartment), found.next.counter
        wait(site, place(site, by.keys, by.id, compartment, seed, counter, entry, keep_until, least=least))
    return found.next


def still_open(case: Case, site: Site) -> None:
    """Raises Conflict when the keys were turned since the case was opened: what is written under old ones is lost."""
    if site.store.group(Table.GRANTS, case.header.recovery) is None:
        raise changed()


def changed() -> Conflict:
    """Somebody else was first: what was decided rested on a state that stands no longer."""
    return Conflict("The case changed in the meantime.", "Nothing was kept.", "Open it again and repeat the step.")


def place(
    site: Site, keys: Keys, case: bytes, compartment: Compartment, seed: Seed, counter: int, entry: Entry,
    keep_until: date, *, least: int = objects.STEPS[0],
) -> bytes:  # fmt: skip
    """Sign an entry, seal it, put it where it belongs; returns the digest by which the next one names it."""
    name = objects.name(seed.secret, seed.epoch, counter)
    aad = object_aad(case, compartment, seed.epoch, name)
    plain = entry.plain()
    content = keys.signing.sign(entries.to_sign(aad, plain)) + plain
    site.store.put_object(name, objects.seal(seed.secret, aad, content, least=least), keep_until)
    return entries.digest(content)


def _certified(by: Case, site: Site) -> None:
    header = by.header
    reporter = by.keys.fingerprint == fingerprint(header.reporter_opening, header.reporter_signing)
    if reporter or site.directory.valid(by.keys.fingerprint, site.today, *READING, Office.COMMITTEE):
        return
    raise Denied("Your key is not certified today.", "Nothing was kept.", "Ask the officers to certify a key of yours.")
