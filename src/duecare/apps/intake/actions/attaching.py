"""Files of a case, a reporter's and its members': each becomes visible, with its keys, in the transaction that writes
its entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from duecare.adapters.sealed import envelopes, objects
from duecare.adapters.sealed.files import Lock, Stored
from duecare.adapters.sealed.keys import OpeningKey, expand
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import Standing, keep_until, standing
from duecare.apps.intake.queries.walking import walk
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.files import (
    LARGEST_ALLOWED,
    LONGEST_SOURCE,
    Allowed,
    Attached,
    Brought,
    Copy,
    Original,
    Told,
    original_info,
)
from duecare.apps.intake.rules.giving import Given
from duecare.apps.intake.rules.headers import Header
from duecare.apps.intake.rules.progress import Progress
from duecare.apps.intake.rules.records import INTAKE
from duecare.apps.intake.rules.refusals import Altered, NotHeld
from duecare.apps.intake.rules.work import Taken
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import BadInput, Denied, NotFound

from .writing import write

FILE_STEP = objects.STEPS[1]
"""Bytes of a file's entry, however much was found in the file."""
LONGEST_REASON = 4000


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that is sealed already, and what was found in it; `copy` is the file without that."""

    told: Told
    original: Stored = field(repr=False)
    copy: Stored | None = field(default=None, repr=False)


def attach(site: Site, header: Header, one: Sent) -> Attached:
    """Keep the outer keys of a file, inside the transaction that writes what is returned.

    Raises:
        Denied: the case is older than attachments.
    """
    if not header.evidence:
        raise Denied("This case takes no files.", "Nothing was kept.", "Tell in a message what the file shows.")
    original, copy = one.original, one.copy
    for stored in (original, *((copy,) if copy else ())):
        site.store.put_shred_key(stored.name, stored.lock.outer)
    info = original_info(site.installation, original.name)
    key = envelopes.wrap(original.lock.inner, header.evidence, info)
    kept = Copy(copy.name, copy.lock.inner, copy.size) if copy else None
    return Attached(one.told, Original(original.name, key), kept)


def send(*, by: Case, site: Site, files: Sequence[Sent]) -> None:
    """More files for a report that was sent; all of them or none.

    Raises:
        Conflict: somebody wrote at the same moment; nothing was kept.
        Denied: see `attach`.
    """
    until = keep_until(site, by)
    with site.store.transaction():
        for one in files:
            body = attach(site, by.header, one).plain()
            write(
                by=by, site=site, compartment=Compartment.REPORT, kind=Kind.FILE, body=body, keep_until=until,
                least=FILE_STEP,
            )  # fmt: skip


def bring(*, by: Case, site: Site, files: Sequence[Sent], source: str) -> None:
    """Files that a member of the case adds; all of them or none. The reporter does not see them.

    Args:
        source: where they come from, in a sentence.

    Raises:
        NotHeld: the work is not open to them.
        BadInput: nothing, or too much, is said of where they come from.
        Conflict: somebody wrote at the same moment; nothing was kept.
        Denied: see `attach`.
    """
    said = " ".join(source.split())
    if not said or len(said) > LONGEST_SOURCE:
        raise BadInput("say in a sentence where it comes from", field="source")
    until = keep_until(site, by)
    with site.store.transaction():
        for one in files:
            body = Brought(attach(site, by.header, one), said).plain()
            write(
                by=by, site=site, compartment=Compartment.WORK, kind=Kind.FILE, body=body, keep_until=until,
                least=FILE_STEP,
            )  # fmt: skip


def allow_larger(*, by: Case, site: Site) -> None:
    """Let the reporter send files of up to 5 GiB from now on; once is enough.

    Raises:
        Denied: `by` is no intake officer of the track.
    """
    if not is_officer(by, site):
        raise Denied(
            "Only an intake officer of this track allows larger files.", "Nothing was changed.",
            "Ask an intake officer who is in the case.",
        )  # fmt: skip
    found = standing(site, by).progress
    if found is not None and found.largest < LARGEST_ALLOWED:
        _write(by, site, Compartment.REPORT, Allowed(LARGEST_ALLOWED).plain())


def is_officer(by: Case, site: Site) -> bool:
    """Whether these keys are certified today for intake of the case's track."""
    return site.directory.valid(by.keys.fingerprint, site.today, INTAKE[by.header.track]) is not None


def cleaned(*, by: Case, site: Site, number: int, brought: bool = False) -> tuple[Attached, Stored]:
    """What opens the cleaned copy of the reporter's file `number`, from 1, or of one that a member `brought`.

    Raises:
        NotFound: there is none, or it is shredded.
    """
    one = file_of(standing(site, by), number, brought)
    if one.copy is None:
        raise NotFound
    return one, Stored(one.copy.file, Lock(one.copy.key, _outer(site, one.copy.file)), one.copy.size)


def take_original(*, by: Case, site: Site, number: int, reason: str, brought: bool = False) -> tuple[Attached, Stored]:
    """What opens a file as it was sent. That it was opened, by whom and why stands in the work of the case first.

    Raises:
        NotHeld: `by` may read the evidence or the work no more.
        BadInput: no reason.
        NotFound: there is none, or it is shredded.
    """
    if not reason.strip() or len(reason) > LONGEST_REASON:
        raise BadInput("write why you need it as it was sent", field="reason")
    if Compartment.WORK not in by.bundle.seeds:
        raise NotHeld(Compartment.WORK.value)
    one = file_of(standing(site, by), number, brought)
    outer, inner = _outer(site, one.original.file), inner_of(by, site, one)
    _write(by, site, Compartment.WORK, Taken(number, reason.strip(), brought).plain())
    return one, Stored(one.original.file, Lock(inner, outer), one.told.size)


def inner_of(by: Case, site: Site, one: Attached) -> bytes:
    """The inner key of a file as it was sent. Raises NotHeld: `by` may read the evidence no more."""
    seeds = walk(site.store, by.id, Compartment.EVIDENCE, by.seed(Compartment.EVIDENCE)).seeds
    info = original_info(site.installation, one.original.file)
    inner = envelopes.unwrap(one.original.key, evidence_key(seeds[0].secret), info)
    if inner is None:
        raise Altered("the key of a file does not open")
    return inner


def handed(*, site: Site, told: Progress, number: int) -> tuple[Given, Stored]:
    """What opens the file `number`, from 1, of those that the reporter was let have; to whoever reads the report.

    Raises:
        NotFound: there is none, or it is shredded.
    """
    if not 0 < number <= len(told.given):
        raise NotFound
    one = told.given[number - 1].what
    return one, Stored(one.file, Lock(one.key, _outer(site, one.file)), one.size)


def file_of(found: Standing, number: int, brought: bool = False) -> Attached:
    """The reporter's file `number`, from 1, or one that a member `brought`. Raises NotFound."""
    told, work = found.progress, found.work
    sent = [one for _day, one in told.files] if told else []
    added = [one.what.file for one in work.files] if work else []
    files = added if brought else sent
    if not 0 < number <= len(files):
        raise NotFound
    return files[number - 1]


def evidence_key(seed: bytes) -> OpeningKey:
    """The key to which originals are sealed, from the evidence seed of the first epoch. Later seeds change nothing:
    whoever left the case reads no entry that holds something sealed to it."""
    return OpeningKey(expand(seed, "duecare/compartment/1/opening"))


def _outer(site: Site, name: bytes) -> bytes:
    if (found := site.store.shred_key(name)) is None:
        raise NotFound
    return found


def _write(by: Case, site: Site, compartment: Compartment, body: JSON) -> None:
    until: date = keep_until(site, by)
    write(by=by, site=site, compartment=compartment, kind=Kind.DECISION, body=body, keep_until=until)
