"""What a hit is worth after what people said of it.

The last word that stands decides. A clearance speaks of the party and the entry as they were read;
when something material changed in either it lapses, saying what. A confirmation never lapses by
itself: the party stays blocked until somebody judges again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from duecare.kernel.canonical import JSON

from .parts import changed_in_entry, changed_in_party, in_words

VERDICTS = ("cleared", "confirmed", "ask")
DISPOSITION_STATES = ("waiting", "stands", "returned")
STANDINGS = ("open", "asked", "waiting", "lapsed", "cleared", "confirmed", "delisted", "gone")

UNSETTLED = frozenset({"open", "asked", "waiting", "lapsed", "delisted"})
"""Standings in which somebody has to judge."""


@dataclass(frozen=True, slots=True)
class Word:
    """One disposition: verdict, state, and what was read."""

    verdict: str
    state: str
    party: Mapping[str, JSON]
    entry: Mapping[str, JSON]
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a hit stands (one of `STANDINGS`), since when, and which parts made a clearance lapse."""

    state: str
    why: str
    at: datetime | None = None
    changed: tuple[str, ...] = ()

    @property
    def settled(self) -> bool:
        """True when nobody has to judge."""
        return self.state not in UNSETTLED


def standing(words: Sequence[Word], party: Mapping[str, JSON], entry: Mapping[str, JSON], gone: str = "") -> Standing:
    """Where a hit stands.

    Args:
        words: what was said, oldest first.
        party: the party's parts as they are now.
        entry: the entry's content as it is in force now, or as it was last.
        gone: why the two no longer meet; "" while they do.
    """
    counted = [word for word in words if word.state == "stands"]
    last = counted[-1] if counted else None
    waits = bool(words) and words[-1].state == "waiting"
    if last is not None and last.verdict == "confirmed":
        if gone:
            return Standing("delisted", f"Confirmed once; {gone}. Judge it again.", last.at)
        return Standing("confirmed", "A listed party.", last.at)
    if gone:
        return Standing("gone", f"No longer a hit: {gone}.")
    if last is not None and last.verdict == "cleared":
        return _cleared(last, party, entry, waits)
    if waits:
        return Standing("waiting", "A second person has not confirmed the clearance.", words[-1].at)
    if last is not None:
        return Standing("asked", "A question about a hit is open.", last.at)
    return Standing("open", "A hit is not judged.")


def _cleared(last: Word, party: Mapping[str, JSON], entry: Mapping[str, JSON], waits: bool) -> Standing:
    changed = (*changed_in_party(last.party, party), *changed_in_entry(last.entry, entry))
    if not changed:
        return Standing("cleared", "Judged another party.", last.at)
    if waits:
        return Standing("waiting", "A second person has not confirmed the clearance.", last.at, changed)
    return Standing(
        "lapsed", f"A cleared hit has to be judged again; what changed: {in_words(changed)}.", last.at, changed
    )


def needs_second(verdict: str, strength: str, before: Standing) -> bool:
    """True when one person's word is not enough: clearing a strong match, or one that was confirmed."""
    return verdict == "cleared" and (strength == "strong" or before.state in ("confirmed", "delisted"))
