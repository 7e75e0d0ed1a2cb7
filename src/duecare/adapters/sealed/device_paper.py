"""A vault's device secret on paper, in groups that are typed back: a slip is told with its line.

Seventy bytes in seven lines of sixteen letters, and an eighth over all of them. Each line ends in a group that follows
from its letters and its number, so that a slip, and lines left out, exchanged or of another paper are noticed.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field

from duecare.adapters.sealed.keys import SEED
from duecare.adapters.sealed.vault_place import LARGEST_MEMORY
from duecare.adapters.sealed.vaults import SALT
from duecare.kernel.errors import BadInput
from duecare.kernel.framing import framed

FORMAT = "duecare/device-paper/1"
VERSION = 1
PERSON = 16
DATA = 10
"""Bytes in a line: sixteen letters of RFC 4648's base32, which has neither 0, 1, 8 nor 9."""
LINES = 8
LETTERS, GROUP = 16, 4


@dataclass(frozen=True, slots=True)
class Device:
    """What stands on the paper. `pairs` is how many pairs of keys the vault had when it was printed."""

    person: bytes
    secret: bytes = field(repr=False)
    salt: bytes
    memory: int
    pairs: int

    def _bytes(self) -> bytes:
        head = bytes([VERSION]) + self.memory.to_bytes(4, "big") + bytes([self.pairs])
        return head + self.person + self.secret + self.salt

    def lines(self) -> tuple[str, ...]:
        """Eight lines of five groups of four letters."""
        body = self._bytes()
        parts = [body[at : at + DATA] for at in range(0, len(body), DATA)]
        return tuple(_line(number, part) for number, part in enumerate([*parts, _sum(body)], start=1))


def line_data(number: int, typed: str) -> bytes:
    """What a typed line holds. Capitals, spaces and dashes do not count; a nought is read as an o.

    Args:
        number: 1 to 8.

    Raises:
        BadInput: a slip in this line, or it is another line.
    """
    letters = "".join(typed.casefold().replace("-", " ").split()).replace("0", "o")
    try:
        if len(letters) != LETTERS + GROUP:
            raise ValueError("another length")
        data = base64.b32decode(letters[:LETTERS].upper())
        if _line(number, data).replace(" ", "") != letters:
            raise ValueError("another check")
    except ValueError as fault:
        raise BadInput(
            f"there is a slip in this line: it has five groups of four letters, {len(letters)} were typed", line=number,
            means="Nothing was restored.", todo="Compare it letter by letter with the paper.",
        ) from fault  # fmt: skip
    return data


def device_of(parts: tuple[bytes, ...]) -> Device:
    """The device from the data of its eight lines.

    Raises:
        BadInput: the lines are of several papers, or of a later version.
    """
    body = b"".join(parts[:-1])
    if len(parts) != LINES or parts[-1] != _sum(body) or body[0] != VERSION:
        raise BadInput(
            "each line is right, but they do not belong to one paper", line=LINES,
            means="Nothing was restored.", todo="Type all eight lines from the same paper.",
        )  # fmt: skip
    memory = int.from_bytes(body[1:5], "big")
    if not 8 * 1024 <= memory <= LARGEST_MEMORY:
        raise BadInput("this paper asks for more memory than any vault takes", line=1, value=memory)
    person, secret, salt = body[6 : 6 + PERSON], body[6 + PERSON : 6 + PERSON + SEED], body[-SALT:]
    return Device(person, secret, salt, memory, body[5])


def _line(number: int, data: bytes) -> str:
    check = hashlib.sha256(framed(FORMAT, number, data)).digest()
    letters = (base64.b32encode(data) + base64.b32encode(check)[:GROUP]).decode().lower()
    return " ".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def _sum(body: bytes) -> bytes:
    return hashlib.sha256(framed(FORMAT, "sum", body)).digest()[:DATA]
