"""Everything a reporter has, from the code alone: place of the mailbox, keys, key of a draft.

No slow derivation: the code carries 128 bits, and a slow one on a page open to everybody would stop the service.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

from duecare.adapters.sealed.keys import Keys, expand, extract


@dataclass(frozen=True, slots=True)
class Reporter:
    """What a code gives. `mailbox` is what is stored: the SHA-256 of the locator, which the server forgets.

    Attributes:
        mailbox: name of the group that holds the reporter's envelope, 32 bytes.
        keys: the reporter's own, to open and to sign with.
        draft: 32 bytes.
    """

    mailbox: bytes = field(repr=False)
    keys: Keys
    draft: bytes = field(repr=False)


def root(installation: bytes, code: bytes) -> bytes:
    """32 bytes that give everything below and not the code: what an opened mailbox is kept by for half an hour."""
    return extract(installation, code)


def reporter(installation: bytes, code: bytes) -> Reporter:
    """From the 16 bytes of a code. Another installation gives another mailbox and other keys for the same code."""
    return from_root(root(installation, code))


def from_root(secret: bytes) -> Reporter:
    """The same, from `root`."""
    mailbox = hashlib.sha256(expand(secret, "locator/1")).digest()
    return Reporter(mailbox, Keys(expand(secret, "kem/1"), expand(secret, "sign/1")), expand(secret, "draft/1"))
