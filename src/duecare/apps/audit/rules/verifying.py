"""Does the chain still say what it said? Pure: rows and checkpoints in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from duecare.kernel.chain import GENESIS, Fault, Stored, faults


@dataclass(frozen=True, slots=True)
class Anchor:
    """A signed head from outside the database; `trusted` False when its signature does not fit."""

    seq: int
    head: str
    trusted: bool


@dataclass(frozen=True, slots=True)
class Report:
    """Outcome of a verification.

    Attributes:
        entries: rows read.
        anchors: checkpoints compared.
        beyond: entries after the newest checkpoint (a crash may leave one).
        findings: what is wrong, in words; empty means sound.
        first: the entry it began with; 1 when the whole log was read.
    """

    entries: int
    anchors: int
    beyond: int
    findings: tuple[str, ...]
    first: int = 1

    @property
    def sound(self) -> bool:
        """True when nothing is wrong."""
        return not self.findings


def verify(
    rows: Iterable[Stored],
    anchors: Sequence[Anchor],
    others: Iterable[str] = (),
    after: tuple[int, str] = (0, GENESIS),
) -> Report:
    """Walk the chain once and compare it with every checkpoint.

    `after` is the (seq, head) stored just before the first row, when only the newest are read.

    A cut tail or a rolled-back database ends before a checkpoint; a rebuilt chain passes its own
    links but has other heads than the checkpoints name.
    """
    # Every one of them: a line altered to name an entry that a genuine line names as well is one too many.
    wanted = tuple(dict.fromkeys(anchor for anchor in anchors if anchor.seq >= after[0]))
    numbers = {anchor.seq for anchor in wanted}
    found: dict[int, str] = {after[0]: after[1]}
    count, last = 0, after[0]

    def walk() -> Iterable[Stored]:
        nonlocal count, last
        for row in rows:
            count, last = count + 1, row.seq
            if row.seq in numbers:
                found[row.seq] = row.head
            yield row

    broken: list[Fault] = list(faults(walk(), after))
    says = chain((fault.says for fault in broken), others, _against(wanted, found, last))
    newest = max(numbers, default=0)
    return Report(count, len(numbers), max(0, last - newest), tuple(says), after[0] + 1)


def _against(anchors: Iterable[Anchor], found: dict[int, str], last: int) -> Iterable[str]:
    for anchor in anchors:
        if not anchor.trusted:
            yield f"the checkpoint for entry {anchor.seq} is not signed by this installation's key"
        elif anchor.seq > last:
            yield (
                f"a checkpoint names entry {anchor.seq}, but the chain ends at {last}: "
                "its tail was cut off or the database was rolled back"
            )
        elif found.get(anchor.seq) != anchor.head:
            yield f"entry {anchor.seq} is not the one its checkpoint names: the chain was rebuilt"
