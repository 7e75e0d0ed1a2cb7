"""What a page may ask the key agent about who a reporter is, and the rows it gets; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from .desk import Member


@dataclass(frozen=True, slots=True)
class Names:
    """What was asked about who the reporter of a case is, and who could be asked."""

    reference: str


@dataclass(frozen=True, slots=True)
class AskName:
    """Ask a custodian; `until` with its reason where the reporter is told later."""

    reference: str
    custodian: str
    reason: str = field(repr=False)
    told: str = field(repr=False)
    language: str = "en"
    until: date | None = None
    withheld: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Reveal:
    """Use the approval: the text is open for a quarter of an hour."""

    reference: str


@dataclass(frozen=True, slots=True)
class TakeBack:
    """Take one's request back, or keep that it was refused."""

    reference: str


@dataclass(frozen=True, slots=True)
class TellNow:
    """Tell the reporter of readings that were held back."""

    reference: str


@dataclass(frozen=True, slots=True)
class Requests:
    """What I am asked for as a custodian."""


@dataclass(frozen=True, slots=True)
class Decide:
    """Approve or refuse one of them."""

    reference: str
    approve: bool
    reason: str = field(repr=False)


QUESTIONS = {one.__name__: one for one in (Names, AskName, Reveal, TakeBack, TellNow, Requests, Decide)}


@dataclass(frozen=True, slots=True)
class NameRequest:
    """A request as members of the case see it.

    Attributes:
        state: "open", "approved", "refused", "read", "taken-back"; others' requests are "open" until they are settled.
        owed: by when the reporter has to be told.
    """

    day: date
    by: str
    custodian: str
    mine: bool
    state: str
    reason: str = field(repr=False)
    told: str = field(repr=False)
    answer: str = field(repr=False)
    until: date | None
    withheld: str = field(repr=False)
    owed: date | None


@dataclass(frozen=True, slots=True)
class NameState:
    """Everything about it.

    Attributes:
        may_ask: the person holds a half, and nothing speaks against them.
        custodians: who can be asked.
        shown: what the reporter wrote of themselves, while it is open to this person; None otherwise.
        until: when it closes.
        told_on: day on which the reporter last said or changed who they are after reporting.
    """

    may_ask: bool
    open: bool
    language: str
    custodians: tuple[Member, ...]
    requests: tuple[NameRequest, ...]
    shown: str | None = field(repr=False)
    until: datetime | None
    told_on: date | None


@dataclass(frozen=True, slots=True)
class ForCustodian:
    """A request as the custodian sees it; `state`: "open", "approved" or "refused"."""

    reference: str
    day: date
    by: Member
    state: str
    reason: str = field(repr=False)
    told: str = field(repr=False)
    until: date | None
    withheld: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RequestBox:
    """All of them, the open ones first."""

    rows: tuple[ForCustodian, ...]
