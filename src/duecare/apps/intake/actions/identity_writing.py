"""Writing who one is: into one object, in place, whether it is said first, later, changed or not at all."""

from __future__ import annotations

from datetime import date

from duecare.adapters.sealed import envelopes, objects
from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.queries.identity import identity_aad, identity_name
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import entries, identity_box
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.headers import Header
from duecare.apps.intake.rules.identity_box import LONGEST_IDENTITY
from duecare.apps.intake.rules.observing import Agreeing
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.reports import About, Message
from duecare.kernel.canonical import canonical

from .batching import wait
from .writing import write


def put_identity(site: Site, keys: Keys, header: Header, text: str, keep_until: date) -> bytes:
    """Sign, seal and write it, over what stood there; the entry's digest.

    Raises:
        ValueError: longer than `LONGEST_IDENTITY`.
    """
    if (size := len(canonical(text))) > LONGEST_IDENTITY:
        raise ValueError(f"an identity takes {LONGEST_IDENTITY} bytes, not {size}")
    plain = Entry(Kind.IDENTITY, keys.fingerprint, site.today, FIRST, text).plain()
    content = keys.signing.sign(entries.to_sign(identity_aad(header), plain)) + plain
    info = identity_box.info(site.installation, header.case)
    _box(site, header, envelopes.wrap(identity_box.filled(content), header.identity.opening, info), keep_until)
    return entries.digest(content)


def tell(*, by: Case, site: Site, message: Message | Agreeing, keep_until: date) -> None:
    """A word of the reporter. The identity object gets a new box as well: in copies of the storage this looks like
    `identify`, so that neither tells when somebody said who they are.

    Raises:
        Conflict: somebody wrote at the same moment.
    """
    with site.store.transaction():
        _said(by, site, message, keep_until)
        box = site.store.object(identity_name(by.header))
        sealed = objects.opened(by.header.identity.seed, identity_aad(by.header), box) if box is not None else None
        if sealed is None:
            return  # nobody's word is refused because something else was damaged; whoever reads the identity is told
        _box(site, by.header, sealed, keep_until)


def identify(*, by: Case, site: Site, text: str, language: str, keep_until: date) -> None:
    """The reporter says, or changes, who they are; members read that it was said, and not what.

    Raises:
        Conflict: somebody wrote at the same moment.
        ValueError: longer than `LONGEST_IDENTITY`.
    """
    if not by.header.custody:
        raise Altered("nobody holds the other half")
    with site.store.transaction():
        _said(by, site, Message(About.IDENTITY, "", language), keep_until)
        wait(site, put_identity(site, by.keys, by.header, text, keep_until))


def _said(by: Case, site: Site, message: Message | Agreeing, keep_until: date) -> None:
    body = message.plain()
    write(by=by, site=site, compartment=Compartment.REPORT, kind=Kind.MESSAGE, body=body, keep_until=keep_until)


def _box(site: Site, header: Header, sealed: bytes, keep_until: date) -> None:
    name = identity_name(header)
    site.store.delete_object(name)
    site.store.put_object(name, objects.seal(header.identity.seed, identity_aad(header), sealed), keep_until)
