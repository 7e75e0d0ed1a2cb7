"""The chain of a home, proven once: of a log that goes on from one that was proven, what is new is proven."""

from __future__ import annotations

from dataclasses import dataclass, field

from duecare.apps.audit.queries import prove
from duecare.apps.audit.rules.verifying import Report

from .homes import Content

CHECKPOINTS = "audit/checkpoints.jsonl"
FEW = 20
"""As many new entries are proven again rather than kept in mind."""


@dataclass(frozen=True, slots=True)
class _Log:
    """All that a proof reads: entries, the values kept beside them, signed heads. Every home has the same key."""

    entries: tuple[tuple[object, ...], ...]
    personal: frozenset[tuple[object, ...]]
    checkpoints: bytes

    def goes_on_from(self, known: _Log) -> bool:
        """True when everything of `known` stands here, and of its entries no other value; a value may be gone."""
        older = len(known.entries)
        if self.entries[:older] != known.entries or not self.checkpoints.startswith(known.checkpoints):
            return False
        seqs = {entry[0] for entry in known.entries}
        return {value for value in self.personal if value[-1] in seqs} <= known.personal


def _log(left: Content) -> _Log:
    signed = left.files.get(CHECKPOINTS, b"")
    whole_lines = signed[: signed.rfind(b"\n") + 1]  # a torn last line proves nothing
    return _Log(left.rows["audit_entry"], frozenset(left.rows["audit_personalvalue"]), whole_lines)


@dataclass
class Proofs:
    """Logs that were proven sound from their first entry on."""

    known: list[_Log] = field(default_factory=list)

    def of(self, left: Content) -> Report:
        """What `prove` says in the home in which this process works, and of which `left` was read."""
        log = _log(left)
        older = max((len(one.entries) for one in self.known if log.goes_on_from(one)), default=0)
        new = len(log.entries) - older
        report = prove(newest=new + 1) if older else prove()
        if report.sound and new > FEW:
            self.known.append(log)
        return report
