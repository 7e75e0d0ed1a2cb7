"""What a page may ask the key agent about observers, and the rows it gets; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .desk import Member


@dataclass(frozen=True, slots=True)
class Observing:
    """Who was proposed, who signed, who could be."""

    reference: str


@dataclass(frozen=True, slots=True)
class ProposeObserver:
    """Propose somebody, and sign."""

    reference: str
    who: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AgreeOn:
    """Sign or refuse a proposal; `act` is "sign" or "refuse"."""

    reference: str
    mark: str
    act: str


@dataclass(frozen=True, slots=True)
class LetObserve:
    """Let somebody read for whom everybody signed."""

    reference: str
    mark: str


QUESTIONS = {one.__name__: one for one in (Observing, ProposeObserver, AgreeOn, LetObserve)}


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal.

    Attributes:
        by: fingerprint, "" for the reporter.
        state: "open", "ready", "refused" or "reads".
        signers: members who signed, by fingerprint.
    """

    mark: str
    day: date
    by: str
    observer: Member
    text: str = field(repr=False)
    state: str
    reporter: bool
    signers: tuple[str, ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class ObservingState:
    """Everything about it. `signs`: a member who is no observer; `leads`: may let somebody in."""

    proposals: tuple[Proposed, ...]
    candidates: tuple[Member, ...]
    signs: bool
    leads: bool
