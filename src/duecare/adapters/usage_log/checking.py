"""What we read off a customer's log: everything that does not fit, each with its line, and what cannot be told.

Found are entries altered, left out, put in or moved; a log cut behind a place that was seen before; another log in its
place; months whose key was exchanged; silence longer than agreed; clocks that went back; fewer uses than the product
itself counted. Not found is a use that was never entered where the product counts nothing, and a tag made of another
identifier: for these, use the product on an identifier of one's own and ask for it (docs/explanation/usage-logs.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from duecare.adapters.usage_log import entries, group
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput

SHOWN = 1000
"""Faults kept; more are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that does not fit, and the line of the file, from 1; 0 is the log as a whole."""

    line: int
    said: str


@dataclass(slots=True)
class Month:
    """A month's public key and, in the order of the log, the hash before each tag and the tag: 48 bytes a use."""

    public: bytes
    uses: bytearray = field(default_factory=bytearray)

    @property
    def count(self) -> int:
        """Uses in the month."""
        return len(self.uses) // (32 + entries.TAG)


@dataclass(slots=True)
class Checked:
    """A log as it was read. `faults` empty means: what stands in it is what was written, in that order."""

    file: str
    log: bytes = b""
    product: str = ""
    consent: bytes = b""
    count: int = 0
    sealed: int = 0
    """Entries up to the last seal, itself included; those behind it are signed by nobody yet."""
    first: datetime | None = None
    last: datetime | None = None
    months: dict[str, Month] = field(default_factory=dict)
    heads: list[entries.Head] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    more: int = 0
    foreign: bool = False
    """It names another key of the logger than was agreed."""

    def told(self, line: int, said: str) -> None:
        """Keep a fault, or count it."""
        if len(self.faults) < SHOWN:
            self.faults.append(Fault(line, said))
        else:
            self.more += 1

    @property
    def uses(self) -> int:
        """Uses in all months."""
        return sum(month.count for month in self.months.values())

    @property
    def head(self) -> entries.Head | None:
        """Where the log stood; kept, so that a later copy that lacks it is found out."""
        return self.heads[-1] if self.heads else None


def check(
    path: Path, *, signer: bytes, seen: Sequence[entries.Head] = (), counted: int | None = None,
    progress: Callable[[int], object] | None = None,
) -> Checked:  # fmt: skip
    """Read a log to its end.

    Args:
        path: the copy that the customer gave.
        signer: Ed25519 public key of the logger, from the contract or the delivery, never from the log itself.
        seen: where the log stood when it was checked before.
        counted: uses that the product itself counted in the same time, or None.
        progress: called with the bytes of each line.

    Raises:
        BadInput: the file is empty.
    """
    reading = _Reading(path.name, signer, {one.number: one.hash for one in seen})
    with path.open("rb") as file:
        for number, line in enumerate(_lines(file), start=1):
            reading.line(number, line)
            if progress:
                progress(len(line))
    return reading.ended(counted)


def named(path: Path) -> bytes | None:
    """The number of the log, from the entry that opens it; None where there is none. Nothing of it is proved."""
    with path.open("rb") as file:
        try:
            entry = entries.read(entries.parted(next(_lines(file), b""))[1])
            return entries.hexed(entry.get("log"), 16)
        except ValueError:
            return None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(entries.LONGEST + 1):  # a line without an end fills no memory
        yield line


class _Reading:
    def __init__(self, name: str, signer: bytes, seen: dict[int, bytes]) -> None:
        self.found, self.signer, self.seen = Checked(name), signer, dict(seen)
        self.before, self.next, self.alive = entries.BEGINNING, 0, timedelta(0)
        self.named: str = ""

    def line(self, number: int, line: bytes) -> None:
        try:
            digest, body = entries.parted(line)
        except ValueError as fault:
            self.found.told(number, str(fault))
            return
        if entries.hash_of(self.before, body) != digest:
            self.found.told(number, "this entry, or the one before it, was altered, put in or left out")
        try:
            entry = entries.read(body)
            if canonical(entry) != body:
                raise ValueError("the record is not written in its one form")
            self._entry(number, entry, digest)
        except ValueError as fault:
            self.found.told(number, str(fault))
        self.before = digest

    def _entry(self, line: int, entry: dict[str, JSON], digest: bytes) -> None:
        count = int(str(entry["n"]))
        if count != self.next:
            missing = f"entries {self.next} to {count - 1} are missing" if count > self.next else "an entry comes twice"
            self.found.told(line, missing)
        self.next = count + 1
        self._time(line, entries.moment(entry["at"]))
        self._seen(line, count, digest)
        self.found.count += 1
        if (count == 0) != (entry["kind"] == "open"):
            raise ValueError("a log begins with an entry that opens it, and with no other")
        act = {"open": self._open, "month": self._month, "use": self._use, "seal": self._seal}.get(str(entry["kind"]))
        if act:
            act(entry, count)
        if self.found.heads and self.found.heads[-1].number == count:
            self.found.heads[-1] = entries.Head(count, digest)

    def _time(self, line: int, at: datetime) -> None:
        last = self.found.last
        if last and at < last:
            self.found.told(line, f"the clock went back, from {entries.stamped(last)} to {entries.stamped(at)}")
        elif last and self.alive and at - last > 2 * self.alive:
            self.found.told(line, f"silence from {entries.stamped(last)} to {entries.stamped(at)}")
        self.found.first, self.found.last = self.found.first or at, max(last or at, at)

    def _seen(self, line: int, count: int, digest: bytes) -> None:
        if (known := self.seen.pop(count, None)) is not None and known != digest:
            self.found.told(line, "another entry stood here when the log was checked before: it was written anew")

    def _open(self, entry: dict[str, JSON], count: int) -> None:
        found = self.found
        found.log, found.product = entries.hexed(entry["log"], 16), str(entry["product"])
        found.consent = entries.hexed(entry["consent"], 32)
        self.alive = timedelta(minutes=int(str(entry["alive_minutes"])))
        if entry["format"] != entries.FORMAT:
            raise ValueError(f"the format is not {entries.FORMAT}")
        if entries.hexed(entry["signer"], 32) != self.signer:
            self.found.foreign = True
            raise ValueError("the log is signed with another key than was agreed: it is another log")

    def _month(self, entry: dict[str, JSON], count: int) -> None:
        month, public = str(entry["month"]), group.point(entries.hexed(entry["public"], 32))
        self._signed(entries.month_signed(self.found.log, month, public), entry)
        if month != str(entry["at"])[:7]:
            raise ValueError(f"the key of {month} was entered in another month")
        if month in self.found.months:
            raise ValueError(f"{month} has two keys: what is tagged under the other one is not found by a look-up")
        self.found.months[month] = Month(public)

    def _use(self, entry: dict[str, JSON], count: int) -> None:
        tag, month = entries.hexed(entry["tag"], entries.TAG), self.found.months.get(str(entry["at"])[:7])
        if month is None:
            raise ValueError("a use was entered before the key of its month")
        month.uses += self.before + tag

    def _seal(self, entry: dict[str, JSON], count: int) -> None:
        self._signed(entries.seal_signed(self.found.log, count, self.before), entry)
        self.found.sealed = count + 1
        self.found.heads.append(entries.Head(count, self.before))

    def _signed(self, message: bytes, entry: dict[str, JSON]) -> None:
        try:
            VerifyKey(self.signer).verify(message, entries.hexed(entry["signature"], 64))
        except BadSignatureError as fault:
            raise ValueError("the signature is not the logger's") from fault

    def ended(self, counted: int | None) -> Checked:
        found = self.found
        if not found.count and not found.faults:
            raise BadInput("the file is empty", file=found.file, means="Nothing is known of the log.")
        for number in sorted(self.seen):
            found.told(0, f"entry {number}, seen when the log was checked before, is gone: the log was cut or replaced")
        if found.count and not found.sealed:
            found.told(0, "nothing in the log is signed")
        if counted is not None and found.uses < counted:
            found.told(0, f"the product counted {counted} uses, the log holds {found.uses}")
        return found
