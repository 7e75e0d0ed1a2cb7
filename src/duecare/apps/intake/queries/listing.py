"""Somebody's cases: from their key-ring, and by trying the groups that the ring does not know."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from duecare.adapters.sealed import envelopes, objects
from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.rules import rings, statistics
from duecare.apps.intake.rules.compartments import WRITTEN, Compartment
from duecare.apps.intake.rules.outlines import Outline, outline
from duecare.apps.intake.rules.progress import progress
from duecare.apps.intake.rules.records import PERSON
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.rings import Remembered, Ring
from duecare.apps.intake.rules.store import Table
from duecare.apps.intake.rules.succession import lacking
from duecare.apps.intake.rules.work import work
from duecare.kernel.framing import framed

from .opening import Case, open_case, read, reporter_of
from .site import Site
from .standing import checkers, taken_back
from .walking import At, Walk, walk

RING_NAME = "duecare/ring-row/1"
ANSWERED = (Compartment.REPORT, Compartment.WORK, Compartment.STATS)
"""Where somebody else's next entry changes what is remembered."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What somebody holds now.

    Attributes:
        ring: to be written back.
        cases: opened, in no order.
        warnings: (case id or b"" for the key log, what went back), for the sealed record and the person.
    """

    ring: Ring
    cases: tuple[Case, ...]
    warnings: tuple[tuple[bytes, str], ...]


def ring_name(installation: bytes, person: bytes) -> bytes:
    """Name under which the outer key of a ring stands; whose ring it is is no secret."""
    if len(person) != PERSON:
        raise ValueError("a person's id has 16 bytes")
    return framed(RING_NAME, installation, person)


def open_ring(site: Site, person: bytes, vault: bytes) -> Ring | None:
    """The ring under this vault key, or None: none yet, another key, shredded, altered."""
    row, outer = site.store.ring(person), site.store.shred_key(ring_name(site.installation, person))
    if row is None or outer is None:
        return None
    content = objects.unboxed(vault, rings.ring_aad(site.installation, person), envelopes.veiled(outer, row))
    try:
        return rings.decoded(content) if content is not None else None
    except ValueError:
        return None


def listed(site: Site, keys: Keys, ring: Ring) -> Listed:
    """Open everything that is open to these keys, and compare it with what the ring remembers."""
    cases: dict[bytes, Remembered] = {}
    found: list[Case] = []
    warnings = [] if site.directory.continues(ring.log) else [(b"", "the key log went back")]
    for table in Table:
        for group in site.store.groups(table):
            try:
                case = open_case(site, keys, table, group)
                before = ring.cases.get(case.id) if case else None
                now = remembered(site, case, table, group, before) if case else None
            except Altered as fault:
                warnings.append((group, fault.why))
                continue
            if case is not None and now is not None:
                back = rings.steps_back(before, now) if before else ()
                warnings += [(case.id, f"{what} went back") for what in back]
                cases[case.id] = now
                found.append(case)
    return Listed(Ring(cases, site.directory.seen, ring.written + 1), tuple(found), tuple(warnings))


def remembered(site: Site, case: Case, table: Table, group: bytes, before: Remembered | None = None) -> Remembered:
    """What a ring keeps of a case: its line, where it stood, how far everything had come, where it goes on.

    Raises:
        Altered: the report itself is missing.
    """
    walks: dict[Compartment, Walk] = {
        one: walk(site.store, case.id, one, case.seed(one)) for one in WRITTEN if one in case.bundle.seeds
    }
    ends = [(case.seed(Compartment.HEADER), case.header_walk)] + [(case.seed(one), done) for one, done in walks.items()]
    there = tuple(objects.name(seed.secret, *_last(done)) for seed, done in ends if done.next.counter)
    awaited = tuple(
        objects.name(case.seed(one).secret, *walks[one].next) for one in ANSWERED if one in walks
    )  # fmt: skip
    line = None
    if Compartment.REPORT in walks:
        line = _line(site, case, walks)
    counts: dict[Compartment, int] = {one: len(done.found) for one, done in walks.items()}
    title, seen = (before.title, before.seen) if before else ("", 0)
    return Remembered(
        table, group, case.header.version, counts, title, case.header.recovery, there, awaited, line, seen
    )


def _line(site: Site, case: Case, walks: Mapping[Compartment, Walk]) -> Outline | None:
    report = read(site, case, Compartment.REPORT, done=walks[Compartment.REPORT])
    said = None
    if Compartment.WORK in walks:
        done = read(site, case, Compartment.WORK, done=walks[Compartment.WORK])
        said = work((entry for _, entry in done.entries), checkers(site, case))
    kept = None
    if Compartment.STATS in walks:
        kept = statistics.last(
            entry for _, entry in read(site, case, Compartment.STATS, done=walks[Compartment.STATS]).entries
        )
    try:
        told = progress((entry for _, entry in report.entries), reporter_of(case))
    except ValueError as fault:
        raise Altered("there is no report") from fault
    if case.keys.fingerprint in taken_back(case, told):
        return None
    return outline(
        case.header.track, told, leads=not lacking(case.header, case.keys.fingerprint),
        besides=said.owed(told) if said else {}, record=kept,
    )  # fmt: skip


def _last(done: Walk) -> At:
    return At(done.next.epoch, done.next.counter - 1)
