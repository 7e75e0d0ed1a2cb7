"""Asking the key agent, from a page's process."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID

from duecare.kernel.errors import BadInput, Busy, Conflict, Denied, DuecareError, LimitExceeded, NoRoom, NotFound

from . import line
from .frames import ANSWER, FORMAT, GO, GREETING, QUESTION, Malformed, Message
from .greeting import Do, Greeting
from .records import made, plain

T = TypeVar("T")
LONGEST = 20.0
"""Seconds an answer is waited for: a few others may stand before somebody who unlocks."""
PIECE_OF_FILE = 64 * 1024
"""Bytes of a file that come at once at most."""
_KINDS: dict[str, type[DuecareError]] = {
    one.code: one for one in (Denied, Conflict, LimitExceeded, NoRoom, Busy, DuecareError)
}


class Locked(DuecareError):
    """No vault is open for this session, or not any longer."""

    code = "locked"

    def __init__(self) -> None:
        super().__init__("Your vault is locked.", "Nothing was changed.", "Open it with your six words.")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, as the page's process knows it.

    Attributes:
        agent: the agent's folder.
        account: of the person signed in.
        session: SHA-256 over the key of their session, hex.
        cookie: what the browser brought, 64 hex digits, or "".
    """

    agent: Path
    account: UUID
    session: str
    cookie: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Opened:
    """A vault that was opened just now.

    Attributes:
        cookie: 32 random bytes in hex, for the browser; the agent keeps their SHA-256 alone.
        memory_locked: False where the machine may write the memory that holds keys to its swap.
    """

    cookie: str = field(repr=False)
    memory_locked: bool = False


def unlock(asker: Asker, vault: str, phrase: str) -> Opened:
    """Open the vault of this account.

    Args:
        vault: first digits of its number; "" once it is known as this account's.

    Raises:
        DuecareError: it stays closed, with the reason.
    """
    return made(Opened, _asked(asker, Do.UNLOCK, {"phrase": phrase}, vault=vault))


def known(asker: Asker) -> bool:
    """Whether the agent knows a vault as this account's."""
    return _asked(asker, Do.KNOWN, None)["known"] is True


def lock(asker: Asker) -> None:
    """End what was opened; nothing happens when nothing is, or nobody answers."""
    try:
        _asked(asker, Do.LOCK, None)
    except (Locked, Busy):
        return


def ask(asker: Asker, question: object, answer: type[T]) -> T:
    """What the person's own process answers.

    Raises:
        Locked: see there.
        DuecareError: refused, with the reason.
    """
    if not asker.cookie:
        raise Locked
    asks: Message = {"ask": type(question).__name__, "with": plain(question)}
    return made(answer, _asked(asker, Do.USE, asks))


def fetch(asker: Asker, question: object, answer: type[T]) -> tuple[T, Iterator[bytes]]:
    """What is answered, and the bytes that follow it; `answer` has their number as `size`.

    Raises:
        Locked, DuecareError: see `ask`. The bytes end with an OSError where fewer came.
    """
    if not asker.cookie:
        raise Locked
    asks: Message = {"ask": type(question).__name__, "with": plain(question)}
    greeting = Greeting(FORMAT, Do.USE, asker.account, asker.session, asker.cookie, "")
    connection = None
    try:
        connection = line.connected(asker.agent, LONGEST)
        found = _heard(connection, greeting, asks)
        if set(found) == {"fault"}:
            raise _fault(found["fault"])
    except (OSError, EOFError, Malformed) as fault:
        if connection is not None:
            connection.close()
        raise _nobody() from fault
    except DuecareError:
        assert connection is not None
        connection.close()
        raise
    told = made(answer, found["answer"])
    return told, _bytes(connection, found["answer"]["size"])


def _bytes(connection: socket.socket, left: int) -> Iterator[bytes]:
    with connection:
        while left:
            piece = connection.recv(PIECE_OF_FILE)
            if not piece or len(piece) > left:
                raise OSError("the file is not whole")
            left -= len(piece)
            yield piece


def _heard(connection: socket.socket, greeting: Greeting, question: Message | None) -> Any:
    line.say(connection, greeting.message(), GREETING)
    answer: Any = line.hear(connection, GREETING)
    if answer == GO and question is not None:
        line.say(connection, question, QUESTION)
        answer = line.hear(connection, ANSWER)
    return answer


def _asked(asker: Asker, do: Do, question: Message | None, vault: str = "") -> dict[str, Any]:
    greeting = Greeting(FORMAT, do, asker.account, asker.session, asker.cookie, vault)
    try:
        with line.connected(asker.agent, LONGEST) as connection:
            answer = _heard(connection, greeting, question)
    except (OSError, EOFError, Malformed) as fault:
        raise _nobody() from fault
    if set(answer) == {"fault"}:
        raise _fault(answer["fault"])
    found: dict[str, Any] = answer["answer"]
    return found


def _nobody() -> Busy:
    return Busy(
        "The key agent does not answer.",
        "Nothing was changed; sealed reports stay closed until it does.",
        "Try again in a minute; if it stays so, tell whoever runs the server.",
    )


def _fault(told: Any) -> DuecareError:
    own: dict[str, Callable[[], DuecareError]] = {Locked.code: Locked, NotFound.code: NotFound}
    if told["code"] in own:
        return own[told["code"]]()
    if told["code"] == BadInput.code:
        return BadInput(told["happened"], field=told["field"], means=told["means"], todo=told["todo"])
    kind = _KINDS.get(told["code"], DuecareError)
    if kind is LimitExceeded:
        return LimitExceeded(told["happened"], means=told["means"], todo=told["todo"])
    return kind(told["happened"], told["means"], told["todo"])
