"""What a page may ask the key agent, and the rows it gets: what the person may read, never a key, seed or case id.

Here stand the steps in a case; lists are in `desk_inbox`, what is read of a case in `desk_case`, other subjects beside
them.

A case is called by a `reference` that the agent makes up anew with every unlocking: it names nothing once the vault is
locked, so that a browser's history or a server's log leads nowhere. People are called by the fingerprints of their
public keys, which the key log holds for everybody to see.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Say:
    """A word to the reporter. `seen`: words of the conversation that the writer had before them.

    Attributes:
        files: which of those that members added the reporter is let have, from 1.
        raw: whether those that were not examined go as they came.
    """

    reference: str
    seen: int
    about: str
    text: str = field(repr=False)
    language: str = "en"
    next: date | None = None
    files: tuple[int, ...] = ()
    raw: bool = False


@dataclass(frozen=True, slots=True)
class Advance:
    """Where the report stands from now on; the reporter reads the reason."""

    reference: str
    seen: int
    stage: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepDraft:
    """An answer that members may send later; without text, the one that stands is dropped. `seen`: as in `Say`."""

    reference: str
    seen: int
    about: str = "word"
    text: str = field(default="", repr=False)
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Jot:
    """A note that members read and the reporter does not."""

    reference: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Protect:
    """An entry of the protection file; `matter` of `protection.Matter`."""

    reference: str
    matter: str
    on: date
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Found:
    """What came of one comparison of a conflict check; `question` and `answer` of `comparing`."""

    question: str
    answer: str
    text: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Beside:
    """A line that stood beside a candidate, see `comparing.Shown`."""

    who: str
    question: str
    party: str = field(repr=False)
    what: str
    last: date | None


@dataclass(frozen=True, slots=True)
class Examine:
    """The conflict check: these people have no interest in it, those have one.

    Attributes:
        seen: checks that stood when this one was made.
        found: what persons, customers and past decisions were compared to give.
        names: of the report, which were looked up.
        beside: what then stood beside those of whom something is said.
    """

    reference: str
    seen: int
    clear: tuple[str, ...]
    conflicted: tuple[str, ...]
    remark: str = field(default="", repr=False)
    found: tuple[Found, ...] = ()
    names: tuple[str, ...] = field(default=(), repr=False)
    beside: tuple[Beside, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Admit:
    """Grant the case to somebody who was examined."""

    reference: str
    who: str


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Take the case from somebody, or step back from it."""

    reference: str
    who: str


@dataclass(frozen=True, slots=True)
class Retain:
    """Keep the case until a later day (legal hold)."""

    reference: str
    until: date
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Doom:
    """Propose to shred the case, or take the proposal back."""

    reference: str
    reason: str = field(repr=False)
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Destroy:
    """Shred what another person proposed to shred."""

    reference: str


QUESTIONS = {
    one.__name__: one for one in (Say, KeepDraft, Advance, Jot, Protect, Examine, Admit, Dismiss, Retain, Doom, Destroy)
}


@dataclass(frozen=True, slots=True)
class Done:
    """It was done."""


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody in the case, or who could be.

    Attributes:
        account: of the staff site, where the agent knows it; "" otherwise.
        parts: compartments open to them.
        state: "member", "observer", "withdrawn" for an observer whose agreement was; of others "clear", "conflicted",
            "unasked", or "left-out" by the reporter.
    """

    who: str
    account: str
    offices: tuple[str, ...]
    independent: bool
    parts: tuple[str, ...]
    state: str
    me: bool
