"""A report, sealed on receipt to its first readers. What made the keys is gone when this returns."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from duecare.adapters.sealed import envelopes, objects
from duecare.adapters.sealed.keys import SEED, OpeningKey, extract, public_key
from duecare.adapters.sealed.reporter import Reporter
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import compartments, recipients
from duecare.apps.intake.rules.compartments import RECOVERED, SEEDED, WRITTEN, Compartment
from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.headers import Dealing, Header, IdentityPlace, case_id, half_hash
from duecare.apps.intake.rules.reading import packed
from duecare.apps.intake.rules.records import Track
from duecare.apps.intake.rules.refusals import NotSealed
from duecare.apps.intake.rules.reports import Report
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Conflict
from duecare.kernel.framing import framed

from .attaching import FILE_STEP, Sent, attach, evidence_key
from .batching import wait
from .groups import Sealed, Seeds, deal, new_seeds, put_groups, sealed_groups
from .identity_writing import put_identity
from .writing import place

SERVICE = objects.STEPS[1]
"""Headers and recovery records take this step, so that they do not grow with the number of members."""
NAMELESS = bytes(32)
REPORTED = 2
"""Which of the first three objects the report is: the first file follows it."""


@dataclass(frozen=True, slots=True)
class Submission:
    """What a reporter sends: `identity` is "" when they stay unknown; it makes no difference to what is stored."""

    track: Track
    report: Report = field(repr=False)
    identity: str = field(default="", repr=False)
    excluded: Collection[bytes] = ()
    files: Sequence[Sent] = ()


@dataclass(frozen=True, slots=True)
class _Made:
    """Everything that is made for a report before anything is written."""

    header: Header
    seeds: Seeds
    half: bytes = field(repr=False)
    dealt: Mapping[bytes, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Ready:
    """A report of which only the writing is left."""

    made: _Made
    slotted: JSON = field(repr=False)
    groups: tuple[Sealed, ...] = field(repr=False)
    submission: Submission


def submit(*, by: Reporter, site: Site, threshold: int, submission: Submission, keep_until: date) -> bytes:
    """Seal a report and keep it; returns the case id. Four objects and two groups, whatever was said, and one more for
    each file.

    Raises: as `ready` and `keep`.
    """
    return keep(by=by, site=site, made=ready(by, site, threshold, submission), keep_until=keep_until)


def ready(by: Reporter, site: Site, threshold: int, submission: Submission) -> Ready:
    """Keys, groups and the record of recovery of a report: what takes long, so that nobody waits for it who writes.

    Raises:
        NotSealed: nobody is left who may read it, too few to hold shares, or no custodian for an identity.
    """
    made = _made(by, site, threshold, submission, _chosen(site, threshold, submission))
    slotted = slots(site, made.header.case, made.header.dealing, made.seeds, made.half)
    groups = sealed_groups(site, made.header, made.seeds, made.half, made.dealt)
    return Ready(made, slotted, groups, submission)


def keep(*, by: Reporter, site: Site, made: Ready, keep_until: date) -> bytes:
    """Write a report, with those that others send at this moment; returns the case id.

    Raises:
        Conflict: sent twice; the first one stands.
        ValueError: longer than the largest step, or an identity longer than the smallest.
    """
    site.store.together(lambda store: _keep(by, replace(site, store=store), made, keep_until))
    return made.made.header.case


def _keep(by: Reporter, site: Site, ready: Ready, keep_until: date) -> None:
    if site.store.group(Table.SUBMISSIONS, by.mailbox) is not None:
        raise Conflict("A report was sent with this code.", "It is kept as it was sent.", "Come back with the code.")
    made, said = ready.made, ready.submission
    digests = _told(by, site, made, ready.slotted, said.report, keep_until)
    digests += _with_files(by, site, made, said.files, digests[REPORTED], keep_until)
    digests.append(put_identity(site, by.keys, made.header, said.identity, keep_until))
    wait(site, *digests)
    put_groups(site, ready.groups, keep_until)


def _chosen(site: Site, threshold: int, submission: Submission) -> recipients.Readers:
    """Who reads it first. Raises NotSealed."""
    chosen = recipients.readers(
        site.directory, track=submission.track, on=site.today, threshold=threshold, excluded=submission.excluded
    )
    if chosen.refusal is not None:
        raise NotSealed(chosen.refusal.value)
    if submission.identity and not chosen.custodians:
        raise NotSealed(recipients.Refusal.NO_CUSTODIAN.value)
    return chosen


def _made(by: Reporter, site: Site, threshold: int, submission: Submission, chosen: recipients.Readers) -> _Made:
    """Seeds, halves, shares, and the header that names them."""
    keys = by.keys
    case = case_id(site.installation, submission.track, by.mailbox, keys.opening.public, keys.signing.public)
    seeds = new_seeds(dict.fromkeys(SEEDED, 1))
    half, other = secrets.token_bytes(SEED), secrets.token_bytes(SEED)
    dealing, dealt = deal(case, [one.fingerprint for one in chosen.shares], threshold)
    header = Header(
        case=case, version=1, track=submission.track,
        mailbox=by.mailbox, group=NAMELESS, recovery=secrets.token_bytes(32),
        reporter_opening=keys.opening.public, reporter_signing=keys.signing.public,
        members={one.fingerprint: frozenset(WRITTEN) for one in chosen.first},
        seeds=commitments(case, seeds), halves=(half_hash(case, half), half_hash(case, other)),
        identity=IdentityPlace(OpeningKey(identity_seed(case, half, other)).public, secrets.token_bytes(SEED)),
        custody={
            one.fingerprint: envelopes.wrap(
                other, one.record.opening, half_info(site.installation, case, one.fingerprint)
            )
            for one in chosen.custodians
        },
        dealing=dealing, log=site.directory.seen,
        evidence=evidence_key(seeds[Compartment.EVIDENCE].secret).public,
    )  # fmt: skip
    return _Made(header, seeds, half, dealt)


def _told(by: Reporter, site: Site, made: _Made, slotted: JSON, report: Report, keep_until: date) -> list[bytes]:
    """The first entry of each compartment that has one; their digests, the report's at `REPORTED`."""
    bodies: tuple[tuple[Compartment, Kind, JSON, int], ...] = (
        (Compartment.HEADER, Kind.HEADER, made.header.plain(), SERVICE),
        (Compartment.RECOVERY, Kind.SLOTS, slotted, SERVICE),
        (Compartment.REPORT, Kind.REPORT, report.plain(), objects.STEPS[0]),
    )
    digests = []
    for compartment, kind, body, least in bodies:
        entry = Entry(kind, by.keys.fingerprint, site.today, FIRST, body)
        where = made.header.case, compartment, made.seeds[compartment], 0
        digests.append(place(site, by.keys, *where, entry, keep_until, least=least))
    return digests


def _with_files(
    by: Reporter, site: Site, made: _Made, files: Sequence[Sent], before: bytes, keep_until: date
) -> list[bytes]:
    """An entry for each file behind the report, whose digest is `before`; their digests."""
    digests: list[bytes] = []
    for counter, one in enumerate(files, start=1):
        body = attach(site, made.header, one).plain()
        entry = Entry(Kind.FILE, by.keys.fingerprint, site.today, (digests or [before])[-1], body)
        where = made.header.case, Compartment.REPORT, made.seeds[Compartment.REPORT], counter
        digests.append(place(site, by.keys, *where, entry, keep_until, least=FILE_STEP))
    return digests


def commitments(case: bytes, seeds: Seeds) -> dict[Compartment, tuple[int, bytes]]:
    """What the header says of the seeds."""
    return {
        one: (seed.epoch, compartments.commitment(case, one, seed.epoch, seed.secret)) for one, seed in seeds.items()
    }


def slots(site: Site, case: bytes, dealing: Dealing, seeds: Seeds, half: bytes) -> JSON:
    """A recovery record: each seed sealed to the recovery key in a slot of its own, then the handlers' half."""

    key = public_key(dealing.opening)

    def slot(what: str, epoch: int, secret: bytes) -> str:
        info = slot_info(site.installation, case, what)
        return packed(envelopes.wrap(epoch.to_bytes(8, "big") + secret, key, info))

    sealed: dict[str, JSON] = {one.value: slot(one.value, seeds[one].epoch, seeds[one].secret) for one in RECOVERED}
    return {"dealing": dealing.plain(), "slots": {**sealed, "half": slot("half", 0, half)}}


def slot_info(installation: bytes, case: bytes, what: str) -> bytes:
    """HPKE info of a slot."""
    return framed("duecare/slot/1", installation, case, what)


def half_info(installation: bytes, case: bytes, custodian: bytes) -> bytes:
    """HPKE info of the custodians' half, sealed to one of them."""
    return framed("duecare/half/1", installation, case, custodian)


def identity_seed(case: bytes, handlers: bytes, custodians: bytes) -> bytes:
    """Seed of the identity compartment, from both halves; one alone says nothing of it."""
    return extract(framed("duecare/identity/1", case), framed(handlers, custodians))
