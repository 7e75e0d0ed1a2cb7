"""A key-ring: what one member of staff remembers of their cases, so that lists come from here and never from SQL.

It holds no seed: a shredded case stays shredded whoever kept a ring. It remembers a line of each case, how far
everything had come, and where its next entry will stand: so a list is there before anything is opened, what is new is
told without opening it, and what was cut off or rolled back since is told as well.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from duecare.kernel.canonical import JSON
from duecare.kernel.chain import GENESIS
from duecare.kernel.framing import framed

from . import outlines
from .compartments import Compartment
from .outlines import Outline
from .reading import hexed, mapping, packed, text, unpacked, whole
from .store import Table

LEAST = 256 * 1024
"""Bytes of the smallest ring; larger ones double, so that a ring says only roughly how many cases somebody has."""
FORMAT = "duecare/ring/2"
MARK = 8
"""Bytes by which a ring knows a group that its keys do not open."""
_NAME, _GROUP = 16, 32
_WHERE = {one.value: one for one in Compartment}
_CALLED = {one: one.value for one in Compartment}
"""Both ways by a table: asking an enumeration fifty thousand times takes as long as reading the rest of a ring."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """One case.

    Attributes:
        table, group: where its envelope stood last.
        version: of the header.
        counts: entries of each compartment that is open to its owner.
        title: as its owner calls it.
        recovery: name of the group that goes with the next turn of the keys; empty in a ring of the first form.
        there: names of the newest objects: one that is missing was cut off.
        awaited: where the next entries will stand: one that is there is news. Names, and no key to open them with.
        line: None until the case was read, or when the report is not open to the owner.
        seen: words of the conversation that the owner has looked at.
    """

    table: Table
    group: bytes
    version: int
    counts: Mapping[Compartment, int]
    title: str = field(default="", repr=False)
    recovery: bytes = b""
    there: tuple[bytes, ...] = ()
    awaited: tuple[bytes, ...] = ()
    line: Outline | None = None
    seen: int = 0

    def plain(self) -> list[JSON]:
        """As it stands in a ring."""
        return [
            self.table.value, packed(self.group + self.recovery), self.version,
            {_CALLED[where]: count for where, count in self.counts.items()}, self.title,
            packed(b"".join(self.there)), packed(b"".join(self.awaited)),
            self.line.plain() if self.line else None, self.seen,
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ring:
    """Cases by id, and the key log as it was seen last. `written` counts how often the ring was.

    `strange`: marks of groups that were tried and are not for these keys.
    """

    cases: Mapping[bytes, Remembered] = field(default_factory=dict)
    log: tuple[int, str] = (0, GENESIS)
    written: int = 0
    strange: frozenset[bytes] = frozenset()

    def encoded(self) -> bytes:
        """Canonical JSON."""
        return _canonical(
            {
                "cases": {case.hex(): one.plain() for case, one in self.cases.items()},
                "format": FORMAT,
                "log": list(self.log),
                "strange": packed(b"".join(sorted(self.strange))),
                "written": self.written,
            }
        )


def decoded(data: bytes) -> Ring:
    """The ring again, of either form.

    Raises:
        ValueError: these bytes are none.
    """
    body = json.loads(data)
    if not isinstance(body, dict) or _canonical(body) != data:
        raise ValueError("not canonical")
    log = body.get("log")
    if not isinstance(log, list) or len(log) != 2:
        raise ValueError("a ring remembers the key log")
    seen = whole(log[0]), text(log[1])
    if set(body) == {"cases", "log", "written"}:
        old = {hexed(case, 16): _of_the_first_form(mapping(one)) for case, one in mapping(body["cases"]).items()}
        return Ring(old, seen, whole(body["written"]))
    if set(body) != {"cases", "format", "log", "strange", "written"} or body["format"] != FORMAT:
        raise ValueError("a ring has five parts")
    cases = {hexed(case, 16): _remembered(one) for case, one in mapping(body["cases"]).items()}
    return Ring(cases, seen, whole(body["written"]), frozenset(_cut(unpacked(body["strange"]), MARK)))


def mark(group: bytes) -> bytes:
    """How a ring calls a group that its keys do not open."""
    return hashlib.sha256(group).digest()[:MARK]


def size(content: int, around: int) -> int:
    """Bytes of the row for a ring of so many: a power of two, from 256 KiB."""
    return max(LEAST, 1 << (content + around - 1).bit_length())


def ring_aad(installation: bytes, person: bytes) -> bytes:
    """What a ring is bound to."""
    return framed("duecare/ring/1", installation, person)


def steps_back(before: Remembered, after: Remembered) -> tuple[str, ...]:
    """What of a case is less than it was: rolled back or cut off, since nothing in a case ever becomes fewer."""
    said = ["header"] if after.version < before.version else []
    said += [where.value for where, count in before.counts.items() if after.counts.get(where, count) < count]
    return tuple(said)


def _canonical(body: Mapping[str, JSON]) -> bytes:
    # The form of `kernel.canonical` for what a ring is made of (ASCII keys, text, whole numbers), ten times as fast:
    # a ring of ten thousand cases has half a million values.
    return json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def _remembered(body: JSON) -> Remembered:
    if not isinstance(body, list) or len(body) != 9:
        raise ValueError("a case in a ring has nine parts")
    table, groups, version, counts, title, there, awaited, line, seen = body
    group = unpacked(groups)
    if len(group) not in (_GROUP, 2 * _GROUP):
        raise ValueError("names of groups have 32 bytes")
    return Remembered(
        Table(text(table)), group[:_GROUP], whole(version),
        _counts(mapping(counts)), text(title), group[_GROUP:],
        _cut(unpacked(there), _NAME), _cut(unpacked(awaited), _NAME),
        None if line is None else outlines.read(line), whole(seen),
    )  # fmt: skip


def _of_the_first_form(body: Mapping[str, JSON]) -> Remembered:
    counts = _counts(mapping(body.get("counts")))
    table, group = Table(text(body.get("table"))), hexed(body.get("group"), _GROUP)
    return Remembered(table, group, whole(body.get("version")), counts, text(body.get("title")))


def _counts(body: Mapping[str, JSON]) -> Mapping[Compartment, int]:
    if not body.keys() <= _WHERE.keys():
        raise ValueError("no compartment")
    return {_WHERE[where]: whole(count) for where, count in body.items()}


def _cut(data: bytes, size: int) -> tuple[bytes, ...]:
    if len(data) % size:
        raise ValueError("names of another length")
    return tuple(data[at : at + size] for at in range(0, len(data), size))
