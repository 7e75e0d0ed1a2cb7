"""Reading who a reporter is: a case handler asks, a custodian hands their half to one key, and nobody else reads."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from duecare.adapters.sealed import envelopes
from duecare.adapters.sealed.keys import Keys, OpeningKey
from duecare.adapters.signing import verifies
from duecare.apps.intake.queries.identity import identity
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.headers import half_hash
from duecare.apps.intake.rules.records import READING, Office
from duecare.apps.intake.rules.refusals import Altered, NotHeld
from duecare.kernel.framing import framed

from .submitting import half_info, identity_seed


@dataclass(frozen=True, slots=True)
class Request:
    """What a handler sends a custodian. `opening` belongs to a key made for this request alone."""

    case: bytes
    author: bytes
    custodian: bytes
    half: bytes
    opening: bytes
    reason: str = field(repr=False)
    signature: bytes

    def message(self) -> bytes:
        """What the handler signs."""
        half = hashlib.sha256(self.half).digest()
        return framed("duecare/ask/1", self.case, self.author, self.custodian, half, self.opening, self.reason)


def ask(*, by: Case, site: Site, custodian: bytes, key: OpeningKey, reason: str) -> Request:
    """Ask one of the case's custodians.

    Raises:
        NotHeld: identity is not granted to `by`.
        Altered: no half is sealed to that custodian.
    """
    if by.bundle.half is None:
        raise NotHeld(Compartment.IDENTITY.value)
    half = by.header.custody.get(custodian)
    if half is None:
        raise Altered("no half for this custodian")
    unsigned = Request(by.id, by.keys.fingerprint, custodian, half, key.public, reason, b"")
    signature = by.keys.signing.sign(unsigned.message())
    return Request(by.id, by.keys.fingerprint, custodian, half, key.public, reason, signature)


def release(*, by: Keys, site: Site, request: Request) -> bytes:
    """The custodians' half, sealed to the key of the request; 1,168 bytes.

    Raises:
        Altered: nobody who may read signed the request, or the half is not this custodian's.
    """
    record = site.directory.valid(request.author, site.today, *READING)
    if record is None or not verifies(record.signing, request.message(), request.signature):
        raise Altered("the request is nobody's")
    half = envelopes.unwrap(request.half, by.opening, half_info(site.installation, request.case, by.fingerprint))
    if half is None:
        raise Altered("the half is not this custodian's")
    return envelopes.wrap(half, request.opening, release_info(site.installation, request))


def read_identity(*, by: Case, site: Site, request: Request, key: OpeningKey, released: bytes) -> str:
    """What the reporter wrote of themselves; "" when they stay unknown.

    Raises:
        NotHeld: identity is not granted to `by`.
        Altered: what was released is not the custodians' half of this case.
    """
    mine = by.bundle.half
    if mine is None:
        raise NotHeld(Compartment.IDENTITY.value)
    other = envelopes.unwrap(released, key, release_info(site.installation, request))
    if other is None or half_hash(by.id, other) != by.header.halves[1]:
        raise Altered("not the custodians' half")
    return identity(site, by, identity_seed(by.id, mine, other))


def hand_on(*, by: Keys, site: Site, case: bytes, half: bytes, to: bytes) -> bytes:
    """The custodians' half, sealed by one custodian to another one.

    Raises:
        Altered: the half is not this custodian's, or `to` is no custodian today.
    """
    record = site.directory.valid(to, site.today, Office.CUSTODIAN)
    opened = envelopes.unwrap(half, by.opening, half_info(site.installation, case, by.fingerprint))
    if opened is None or record is None:
        raise Altered("not this custodian's half, or not a custodian's key")
    return envelopes.wrap(opened, record.opening, half_info(site.installation, case, to))


def release_info(installation: bytes, request: Request) -> bytes:
    """HPKE info of a released half: good for this request and no other."""
    return framed("duecare/release/1", installation, request.signature)
