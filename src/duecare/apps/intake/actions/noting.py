"""That somebody opened a case, a file or a pack is written into the case before they see it.

Where it cannot be written it is not shown: a reading that leaves no trace is not to be had. Nobody else's step waits
for it or fails by it, since it stands in a chain of its own.
"""

from __future__ import annotations

from duecare.adapters.sealed import objects
from duecare.apps.intake.queries.history import MEMBERS
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.read_log import Readings, lane, readings
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import keep_until
from duecare.apps.intake.rules.entries import Entry, Kind
from duecare.apps.intake.rules.read_log import Reading, noted
from duecare.apps.intake.rules.records import Office
from duecare.kernel.errors import Denied

from .batching import wait_for_reading
from .writing import place, still_open


def note(*, by: Case, site: Site, what: Reading) -> bool:
    """Write it, once a person, thing and day; False when it stood there.

    Raises:
        Denied: their certificate ended.
        Conflict: the keys were turned since the case was opened; opened again, the same call works.
        Busy, NoRoom: the storage takes nothing now. Nothing was kept, and nothing may be shown.
    """
    where, person = lane(by), _keys(site, by.keys.fingerprint)
    found = readings(site, by, where)
    if noted(found.read, person, what, site.today):
        return False
    if not site.directory.valid(by.keys.fingerprint, site.today, *MEMBERS, Office.OBSERVER):
        raise Denied("Your key is not certified today.", "Nothing was opened.", "Ask the officers to certify one.")
    with site.store.transaction():
        still_open(by, site)
        if _grew(site, found):  # somebody else read at the same moment: theirs stands before ours
            found = readings(site, by, where)
            if noted(found.read, person, what, site.today):
                return False
        done = found.walk
        entry = Entry(Kind.READING, by.keys.fingerprint, site.today, done.head, what.plain())
        at, until = done.next, keep_until(site, by)
        digest = place(site, by.keys, by.id, where, done.seeds[-1], at.counter, entry, until)
        wait_for_reading(site, done.head, digest)
    return True


def _grew(site: Site, found: Readings) -> bool:
    seed, at = found.walk.seeds[-1], found.walk.next
    return bool(site.store.there([objects.name(seed.secret, at.epoch, at.counter)]))


def _keys(site: Site, who: bytes) -> frozenset[bytes]:
    """Every key that was ever certified for the person behind this one."""
    persons = {one.fingerprint: one.record.person for one in site.directory.every}
    return frozenset(key for key, person in persons.items() if person == persons.get(who)) | {who}
