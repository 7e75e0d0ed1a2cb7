"""What a page may ask the key agent about shares of recovery seeds, and the rows it gets; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .desk import Member


@dataclass(frozen=True, slots=True)
class Shares:
    """Which shares do I hold, and what was proposed?"""


@dataclass(frozen=True, slots=True)
class ProposeRecovery:
    """Propose who gets the case of a share."""

    reference: str
    to: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApproveRecovery:
    """Bring one's share to a proposal."""

    reference: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FinishRecovery:
    """Combine what was brought to one's own proposal."""

    reference: str


@dataclass(frozen=True, slots=True)
class TakeBackRecovery:
    """Let a proposal go: one's own, or one that can be carried out no more."""

    reference: str


QUESTIONS = {one.__name__: one for one in (Shares, ProposeRecovery, ApproveRecovery, FinishRecovery, TakeBackRecovery)}


@dataclass(frozen=True, slots=True)
class Recovery:
    """A proposal. `approved`: names of keys with their reasons, `done`: enough brought their part, `fits`: it can still
    be carried out."""

    reference: str
    day: date
    by: Member
    to: Member
    approved: tuple[Member, ...]
    reasons: tuple[str, ...] = field(repr=False)
    mine: bool
    brought: bool
    done: bool
    fits: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A share of some case. Nothing of the case is known here but its number, which its members know too."""

    reference: str
    number: str
    dealt: date
    threshold: int
    holders: int
    proposals: tuple[Recovery, ...]


@dataclass(frozen=True, slots=True)
class ShareBox:
    """All of them, and who could get a case. `stale`: proposals for shares that were dealt anew since."""

    shares: tuple[Share, ...]
    stale: tuple[Recovery, ...]
    candidates: tuple[Member, ...]
