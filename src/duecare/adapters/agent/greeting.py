"""What stands before a question: who asks and for what. It holds no text and no word of a passphrase."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from duecare.kernel.errors import BadInput, DuecareError

from .frames import FORMAT, Malformed, Message
from .records import made, plain

_HEX = re.compile(r"[0-9a-f]{64}")
_LONGEST = 200


class Do(StrEnum):
    """What is wanted."""

    USE = "use"
    """Ask the process of the vault that this cookie opened."""
    UNLOCK = "unlock"
    LOCK = "lock"
    KNOWN = "known"
    """Whether this account has a vault here."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """See `client.Asker` for the parts."""

    format: str
    do: Do
    account: UUID
    session: str
    cookie: str = field(repr=False)
    vault: str = field(repr=False)

    def message(self) -> Message:
        """As it is sent."""
        found: Any = plain(self)
        return dict(found)


def greeting(message: Message) -> Greeting:
    """The greeting again. Raises Malformed: this is none."""
    try:
        found = made(Greeting, message)
    except ValueError as fault:
        raise Malformed("no greeting") from fault
    if found.format != FORMAT or not _HEX.fullmatch(found.session) or len(found.vault) > _LONGEST:
        raise Malformed("no greeting")
    if found.cookie and not _HEX.fullmatch(found.cookie):
        raise Malformed("no cookie")
    return found


def kept(cookie: str) -> str:
    """What the agent keeps of a cookie."""
    return hashlib.sha256(b"duecare/vault-cookie/1" + cookie.encode()).hexdigest()


def fault(error: DuecareError) -> Message:
    """A refusal as it travels."""
    happened, field_ = (error.wrong, error.field) if isinstance(error, BadInput) else (error.happened, "")
    said = {"code": error.code, "field": field_, "happened": happened, "means": error.means, "todo": error.todo}
    return {"fault": said}
