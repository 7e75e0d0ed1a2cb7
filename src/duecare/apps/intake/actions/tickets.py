"""Leave to send files for a case, good for one request within half an hour.

A ticket is 32 random bytes: it names and opens a drawer in which the vault's process has put what may be sent and where
it goes. The process that takes files asks nobody, and learns neither who sends nor for which case.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field

from duecare.adapters.sealed.drawers import Drawers
from duecare.adapters.sealed.keys import SEED
from duecare.kernel.canonical import JSON, canonical


@dataclass(frozen=True, slots=True)
class Leave:
    """What a ticket stands for.

    Attributes:
        key: of the drawer in which the files wait.
        back: path of the page that lists them.
        largest: bytes of one file.
        sent: bytes that the case has already.
    """

    key: bytes = field(repr=False)
    back: str
    largest: int
    sent: int


def issue(drawers: Drawers, leave: Leave) -> bytes:
    """A new ticket. Raises NoRoom, Busy."""
    ticket = secrets.token_bytes(SEED)
    told: JSON = {"back": leave.back, "key": leave.key.hex(), "largest": leave.largest, "sent": leave.sent}
    drawers.put(ticket, canonical(told))
    return ticket


def withdraw(drawers: Drawers, ticket: bytes) -> None:
    """It is good for nothing any more."""
    drawers.drop(ticket)


def use(drawers: Drawers, written: str) -> Leave | None:
    """What the ticket, in hex, stands for, once; None for what is none, was used or withdrawn, or is over."""
    try:
        ticket = bytes.fromhex(written)
    except ValueError:
        return None
    content = drawers.take(ticket) if len(ticket) == SEED and written == ticket.hex() else None
    if content is None:
        return None
    found = json.loads(content)
    return Leave(bytes.fromhex(found["key"]), found["back"], found["largest"], found["sent"])
