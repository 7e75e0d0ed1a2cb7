"""A key-ring, written anew at every sign-in, so that writing it says nothing."""

from __future__ import annotations

import secrets

from duecare.adapters.sealed import envelopes, objects
from duecare.adapters.sealed.keys import SEED
from duecare.apps.intake.queries.listing import ring_name
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.rules import rings
from duecare.apps.intake.rules.rings import Ring


def keep_ring(*, by: bytes, site: Site, vault: bytes, ring: Ring) -> None:
    """Seal the ring of person `by` under their vault key, with a new outer key: copies of older rings become noise."""
    content = ring.encoded()
    size = rings.size(len(content), objects.AROUND)
    box = objects.boxed(vault, rings.ring_aad(site.installation, by), content, size)
    outer = secrets.token_bytes(SEED)
    with site.store.transaction():
        site.store.put_shred_key(ring_name(site.installation, by), outer)
        site.store.put_ring(by, envelopes.veiled(outer, box))
