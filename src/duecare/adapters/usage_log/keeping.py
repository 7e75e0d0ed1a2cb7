"""The reference logger: what runs beside the product at the customer.

Two files: the log, and a file of secrets (0600) with the signing key and the key of each month. A month's key is made
when its first entry is written, and its public part stands in the chain before any tag of that month. One process at a
time; a line that a power cut left half written is cut off and the loss is an entry of its own.
"""

from __future__ import annotations

import fcntl
import json
import os
import secrets
from datetime import datetime, timedelta
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Self

from nacl.signing import SigningKey

from duecare.adapters.sealed.private_file import write_new, write_over
from duecare.adapters.usage_log import entries, group
from duecare.adapters.usage_log.identifiers import normal
from duecare.kernel.canonical import JSON, canonical
from duecare.kernel.errors import BadInput, Conflict


class Secrets:
    """The customer's file of secrets: seed of the signer, and a number for each month."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            kept = json.loads(path.read_bytes())
            self.signer = SigningKey(entries.hexed(kept["signer"], 32))
            self.months = {month: group.scalar(entries.hexed(key, 32)) for month, key in kept["months"].items()}
        except (ValueError, KeyError, TypeError, AttributeError) as fault:
            raise BadInput(
                "this is not the secrets file of a usage log, or it was altered", file=path.name,
                todo="Put back the copy that was kept of it; without it nothing in the log can be looked up.",
            ) from fault  # fmt: skip

    @classmethod
    def begun(cls, path: Path) -> Secrets:
        """A new file; never over another one."""
        try:
            write_new(path, canonical({"months": {}, "signer": bytes(SigningKey.generate()).hex()}))
        except FileExistsError as fault:
            raise BadInput("there is a file of that name", file=str(path), todo="Name another one.") from fault
        return cls(path)

    def key(self, month: str) -> bytes:
        """The key of a month, made and on the disk before it is used."""
        if month not in self.months:
            self.months[month] = group.fresh_scalar(secrets.token_bytes(64))
            kept: dict[str, JSON] = {one: key.hex() for one, key in self.months.items()}
            write_over(self.path, canonical({"months": kept, "signer": bytes(self.signer).hex()}))
        return self.months[month]


class UsageLog:
    """An open log; `use` for each use of the product. A context manager.

    Raises:
        Conflict: another process writes to it.
        BadInput: no log, or one of another signer.
    """

    def __init__(self, path: Path, keys: Secrets) -> None:
        self._path, self._keys = path, keys
        self._file = path.open("r+b", buffering=0)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            self._file.close()
            raise Conflict("another process writes to this log", "Nothing was written.", "End it first.") from fault
        try:
            self._resume()
        except BaseException:
            self._file.close()
            raise

    @classmethod
    def begun(
        cls, path: Path, keys: Secrets, *, at: datetime, product: str, consent: bytes,
        alive_minutes: int = 60, seal_every: int = 1000,
    ) -> UsageLog:  # fmt: skip
        """A new log; `consent` is the public key of whoever may agree to a look-up.

        Raises:
            BadInput: there is a file of that name.
        """
        entry: dict[str, JSON] = {
            "at": entries.stamped(at), "kind": "open", "n": 0, "format": entries.FORMAT, "product": product,
            "log": secrets.token_hex(16), "signer": bytes(keys.signer.verify_key).hex(), "consent": consent.hex(),
            "alive_minutes": alive_minutes, "seal_every": seal_every,
        }  # fmt: skip
        body = entries.body_of(entry)
        try:
            write_new(path, entries.line_of(entries.hash_of(entries.BEGINNING, body), body))
        except FileExistsError as fault:
            raise BadInput("there is a file of that name", file=str(path), todo="Name another one.") from fault
        return cls(path, keys)

    def _resume(self) -> None:
        opened = _entry(_first_line(self._file), self._path)
        if opened["kind"] != "open" or opened["signer"] != bytes(self._keys.signer.verify_key).hex():
            raise BadInput("this log was begun with other secrets", file=self._path.name, means="Nothing was written.")
        self.log, self.consent = entries.hexed(opened["log"], 16), entries.hexed(opened["consent"], 32)
        self._every, self._alive = _number(opened["seal_every"]), timedelta(minutes=_number(opened["alive_minutes"]))
        whole, self._torn = _last_line(self._file)
        last = _entry(whole, self._path)
        self._hash, _ = entries.parted(whole)
        self._next, self._last = _number(last["n"]) + 1, entries.moment(last["at"])
        self._unsealed = 0 if last["kind"] == "seal" else self._every
        self._month = ""
        self._file.truncate(self._file.seek(0, os.SEEK_END) - self._torn)
        self._file.seek(0, os.SEEK_END)

    def use(self, at: datetime, *, kind: str, identifier: str, what: str, by: str) -> entries.Head:
        """Enter one use of the product: `what` was used on `identifier` by the operator called `by` in the log.

        Raises:
            BadInput: no identifier of that kind, or a text too long; nothing was written.
        """
        plain = normal(kind, identifier)
        if not (0 < len(what) <= 200 and 0 < len(by) <= 200):
            raise BadInput("what was used and by whom are said in 1 to 200 characters", means="Nothing was written.")
        self._begin_month(at)
        finished = group.evaluated(self._keys.key(self._month), plain)
        head = self._write(at, "use", tag=entries.tag_of(finished, self._hash).hex(), what=what, by=by)
        return self.seal(at) if self._unsealed >= self._every else head

    def alive(self, at: datetime) -> entries.Head:
        """Called by a timer: writes once in every agreed interval in which nothing else was written, and seals."""
        self._begin_month(at)
        if at - self._last >= self._alive:
            self._write(at, "alive")
        return self.seal(at)

    def asked(self, at: datetime, question: bytes) -> entries.Head:
        """Enter that a question was answered, by the hash of the question alone, and seal."""
        self._begin_month(at)
        self._write(at, "asked", question=question.hex())
        return self.seal(at)

    def seal(self, at: datetime) -> entries.Head:
        """Sign where the log stands and bring it to the disk; nothing is signed twice."""
        head = entries.Head(self._next - 1, self._hash)
        if self._unsealed:
            signed = self._keys.signer.sign(entries.seal_signed(self.log, self._next, self._hash)).signature
            head = self._write(at, "seal", signature=signed.hex())
            self._unsealed = 0
            os.fsync(self._file.fileno())
        return head

    def _begin_month(self, at: datetime) -> None:
        if self._torn:
            lost, self._torn = self._torn, 0
            self._write(at, "restart", lost=lost)
        month = entries.stamped(at)[:7]
        if month == self._month:
            return
        begun = month in self._keys.months
        public = group.times_base(self._keys.key(month))
        if not begun or not self._stands(month):
            signature = self._keys.signer.sign(entries.month_signed(self.log, month, public)).signature
            self._write(at, "month", month=month, public=public.hex(), signature=signature.hex())
        self._month = month

    def _stands(self, month: str) -> bool:
        """Whether the month's key is in the log already: looked through once, after a start."""
        wanted = f'"kind":"month","month":"{month}"'.encode()
        with self._path.open("rb") as lines:
            return any(wanted in line for line in lines)

    def _write(self, at: datetime, kind: str, **fields: JSON) -> entries.Head:
        body = entries.body_of({"at": entries.stamped(at), "kind": kind, "n": self._next, **fields})
        digest = entries.hash_of(self._hash, body)
        self._file.write(entries.line_of(digest, body))
        self._hash, self._last, self._next = digest, at, self._next + 1
        self._unsealed += 1
        return entries.Head(self._next - 1, digest)

    def close(self) -> None:
        """Let go of the file; another process may write from now on."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _first_line(file: FileIO) -> bytes:
    file.seek(0)
    return file.read(entries.LONGEST).split(b"\n", 1)[0] + b"\n"


def _last_line(file: FileIO) -> tuple[bytes, int]:
    """The last whole line, and how many bytes of a half one follow it."""
    end = file.seek(0, os.SEEK_END)
    file.seek(max(0, end - 2 * entries.LONGEST))
    tail = file.read(2 * entries.LONGEST)
    whole, _, torn = tail.rpartition(b"\n")
    return whole.rpartition(b"\n")[2] + b"\n", len(torn)


def _entry(line: bytes, path: Path) -> dict[str, JSON]:
    try:
        return entries.read(entries.parted(line)[1])
    except ValueError as fault:
        raise BadInput(
            f"the log cannot be gone on with: {fault}", file=path.name,
            means="Nothing was written.", todo="Keep the file as it is and begin another log.",
        ) from fault  # fmt: skip


def _number(value: JSON) -> int:
    if type(value) is not int:
        raise TypeError("entries.read lets numbers through only")
    return value
