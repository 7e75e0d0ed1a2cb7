"""Who a reporter is, for whoever has both halves of the key."""

from __future__ import annotations

from duecare.adapters.sealed import envelopes, objects
from duecare.adapters.sealed.keys import OpeningKey
from duecare.adapters.signing import verifies
from duecare.apps.intake.rules import entries, identity_box
from duecare.apps.intake.rules.compartments import Compartment, object_aad
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.headers import Header
from duecare.apps.intake.rules.refusals import Altered

from .opening import Case, reporter_of
from .site import Site


def identity_name(header: Header) -> bytes:
    """Where the identity object stands."""
    return objects.name(header.identity.seed, 1, 0)


def identity_aad(header: Header) -> bytes:
    """What it is bound to."""
    return object_aad(header.case, Compartment.IDENTITY, 1, identity_name(header))


def identity(site: Site, case: Case, seed: bytes) -> str:
    """What the reporter wrote of themselves last; "" when they stay unknown.

    Raises:
        Altered: the object is gone, altered, another case's, or not signed by the reporter.
    """
    header, key = case.header, OpeningKey(seed)
    box = site.store.object(identity_name(header))
    sealed = objects.opened(header.identity.seed, identity_aad(header), box) if box is not None else None
    plain = envelopes.unwrap(sealed, key, identity_box.info(site.installation, case.id)) if sealed else None
    content = identity_box.unfilled(plain) if plain is not None else None
    if content is None or key.public != header.identity.opening:
        raise Altered("the identity object does not fit")
    try:
        signature, told = entries.parted(content)
        entry = entries.decoded(told)
    except ValueError as fault:
        raise Altered("the identity object holds no entry") from fault
    signed = verifies(header.reporter_signing, entries.to_sign(identity_aad(header), told), signature)
    if not signed or entry.author != reporter_of(case) or entry.kind is not Kind.IDENTITY or entry.day > site.today:
        raise Altered("the reporter did not write the identity object")
    if not isinstance(entry.body, str):
        raise Altered("the identity object holds no text")
    return entry.body
