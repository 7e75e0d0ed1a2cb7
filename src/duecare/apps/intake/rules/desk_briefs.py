"""What a page may ask the key agent about briefs for outside advisers, and the rows it gets; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .desk import Member


@dataclass(frozen=True, slots=True)
class Briefs:
    """The briefs of a case, and what can be given."""

    reference: str


@dataclass(frozen=True, slots=True)
class ProposeBrief:
    """Propose one; `chosen` of what was offered, `raw`: files that were not examined go as they came."""

    reference: str
    who: str
    until: date
    concerns: str = field(repr=False)
    question: str = field(repr=False)
    text: str = field(repr=False)
    chosen: tuple[str, ...] = ()
    raw: bool = False


@dataclass(frozen=True, slots=True)
class ApproveBrief:
    """Agree to it and send it."""

    reference: str
    mark: str


@dataclass(frozen=True, slots=True)
class EndBrief:
    """Refuse it, or take it back."""

    reference: str
    mark: str
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class KeepAdvice:
    """Keep in the case's record what the adviser has said."""

    reference: str
    mark: str


@dataclass(frozen=True, slots=True)
class ReplyToAdviser:
    """Answer what they asked."""

    reference: str
    mark: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class MyBriefs:
    """What is mine to advise on."""


@dataclass(frozen=True, slots=True)
class OpenBrief:
    """One of mine."""

    reference: str


@dataclass(frozen=True, slots=True)
class DeclareInterest:
    """Say whether I have an interest in it."""

    reference: str
    clear: bool
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Advise:
    """Give the opinion, or ask back; `about` is "opinion" or "question"."""

    reference: str
    about: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FetchGiven:
    """A file of a brief, from 1. Behind the answer come its bytes."""

    reference: str
    number: int


QUESTIONS = {
    one.__name__: one
    for one in (
        Briefs, ProposeBrief, ApproveBrief, EndBrief, KeepAdvice, ReplyToAdviser, MyBriefs, OpenBrief, DeclareInterest,
        Advise, FetchGiven,
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Piece:
    """Words out of a case; `what` and `about` as in `advice.Excerpt`. `name`: by which it is chosen, "" once given."""

    name: str
    day: date
    what: str
    about: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class GivenFile:
    """A file of a brief; `cleaned`: without its metadata."""

    name: str = field(repr=False)
    size: int
    cleaned: bool


@dataclass(frozen=True, slots=True)
class Scope:
    """What a brief gives. `questions`: set of the report's questions."""

    question: str = field(repr=False)
    text: str = field(repr=False)
    questions: str
    pieces: tuple[Piece, ...]
    files: tuple[GivenFile, ...]


@dataclass(frozen=True, slots=True)
class AdviceWord:
    """One word of adviser ("opinion", "question") or member ("answer"); `by`: a fingerprint."""

    day: date
    by: str
    about: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class BriefRow:
    """A brief as members see it.

    Attributes:
        by, sent_by, ended_by: fingerprints, "" where it was not.
        state: "proposed", "refused", "waits" (for the declaration), "open", "conflict", "over" (its day has passed),
            "shut" (somebody left the case),
            "ended", or "altered" where its letter is another than what was signed.
        scope: None where some of it is not open to whoever asks, or is not there any more.
        declared: what the adviser said of their interests, "" when nothing.
        opened: days on which they opened it.
        mine: whether whoever asks proposed it; `answers`: whether they may answer the adviser.
        keeps: whether there is more than the case has kept.
    """

    mark: str
    day: date
    by: str
    adviser: Member
    until: date
    state: str
    concerns: str = field(repr=False)
    question: str = field(repr=False)
    scope: Scope | None
    sent: date | None
    sent_by: str
    ended: date | None
    ended_by: str
    reason: str = field(repr=False)
    declared: str = field(repr=False)
    said: tuple[AdviceWord, ...]
    opened: tuple[date, ...]
    mine: bool
    answers: bool
    keeps: bool


@dataclass(frozen=True, slots=True)
class BriefState:
    """All of them, newest first; who can be asked, which words can be given, and the set of the report's questions."""

    rows: tuple[BriefRow, ...]
    advisers: tuple[Member, ...]
    pieces: tuple[Piece, ...]
    questions: str
    today: date


@dataclass(frozen=True, slots=True)
class MyBrief:
    """A brief in the adviser's list; nothing of its content. `declared`: whether they said that they may read it."""

    reference: str
    day: date
    by: Member
    until: date
    declared: bool


@dataclass(frozen=True, slots=True)
class BriefBox:
    """All that are open today. `adviser`: whether these keys are an adviser's at all."""

    rows: tuple[MyBrief, ...]
    adviser: bool


@dataclass(frozen=True, slots=True)
class BriefSheet:
    """A brief as its adviser sees it. `scope` is None until they have declared that they have no interest in it."""

    brief: MyBrief
    concerns: str = field(repr=False)
    scope: Scope | None
    said: tuple[AdviceWord, ...]
    people: tuple[Member, ...]
