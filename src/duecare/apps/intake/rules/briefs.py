"""A brief: what an outside adviser is given of a case, as the case's own record keeps it.

One member proposes it, another person among the members sends it as a letter. Here stand the entries of the work
compartment; what passes between members and adviser is in `advice`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from duecare.kernel.canonical import JSON

from .reading import day, flag, hexed, mapping, packed, text, texts, unpacked, whole

BRIEF, SENT, ENDED, KEPT = "duecare/brief/1", "duecare/brief-sent/1", "duecare/brief-ended/1", "duecare/brief-kept/1"
MARK, HASH, LETTER, SEED = 8, 32, 32, 32
LONGEST = timedelta(days=90)
"""A brief lasts no longer: whoever needs more is asked anew, under an agreement that two persons make anew."""
MOST = 200
"""Pieces of the case in one brief."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What one member wants to give to an adviser.

    Attributes:
        mark: random; the other entries call it so.
        adviser: fingerprint of their keys.
        until: last day on which it is open to them.
        concerns: whom it concerns; they read this first, to say whether they have an interest in it.
        chosen: pieces of the case, see `advice.Piece`.
        raw: whether files that were not examined go as they came.
        content: hash of what all this gives (`advice.Content.hash`): what is sent is what was proposed.
    """

    mark: bytes
    adviser: bytes
    until: date
    concerns: str = field(repr=False)
    question: str = field(repr=False)
    text: str = field(repr=False)
    chosen: tuple[str, ...]
    raw: bool
    content: bytes

    def plain(self) -> JSON:
        """As it is sealed."""
        return {
            "adviser": self.adviser.hex(), "chosen": list(self.chosen), "concerns": self.concerns,
            "content": self.content.hex(), "format": BRIEF, "mark": self.mark.hex(), "question": self.question,
            "raw": self.raw, "text": self.text, "until": self.until.isoformat(),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sent:
    """Another person agreed, and sent it.

    Attributes:
        letter: name of its group.
        seed: of its sheets, so that every member reads what comes of it, also whoever joins later.
    """

    mark: bytes
    letter: bytes
    seed: bytes = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": SENT, "letter": self.letter.hex(), "mark": self.mark.hex(), "seed": self.seed.hex()}


@dataclass(frozen=True, slots=True)
class Ended:
    """It is refused before it is sent, or closed afterwards: it opens for nobody outside from now on.

    Attributes:
        reason: "" where the case ended.
    """

    mark: bytes
    reason: str = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        return {"format": ENDED, "mark": self.mark.hex(), "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Kept:
    """Sheets of the letter word for word, with their signatures: what the adviser said stays when the letter is gone.

    Attributes:
        first: place of the first of them in the letter, from 0.
    """

    mark: bytes
    first: int
    sheets: tuple[bytes, ...] = field(repr=False)

    def plain(self) -> JSON:
        """As it is sealed."""
        sheets: list[JSON] = [packed(one) for one in self.sheets]
        return {"first": self.first, "format": KEPT, "mark": self.mark.hex(), "sheets": sheets}


Step = Proposed | Sent | Ended | Kept


@dataclass(frozen=True, slots=True)
class Brief:
    """A brief as it stands.

    Attributes:
        day, author: of the proposal.
        sent: with its day and the keys that sent it, None before.
        ended: the same of its end.
        kept: sheets that the case keeps, from the first on.
    """

    day: date
    author: bytes
    what: Proposed
    sent: tuple[date, bytes, Sent] | None = None
    ended: tuple[date, bytes, Ended] | None = None
    kept: tuple[bytes, ...] = field(default=(), repr=False)

    @property
    def open(self) -> bool:
        """Whether it was sent and not ended; the day may have passed all the same."""
        return self.sent is not None and self.ended is None


def body_of(body: Mapping[str, JSON]) -> Step | None:
    """The body of an entry as one of these, or None when it is of another format. Raises ValueError: malformed."""
    form = body.get("format")
    if form not in (BRIEF, SENT, ENDED, KEPT):
        return None
    found: Step = _READ[str(form)](body)
    if found.plain() != mapping(body):
        raise ValueError("a step of a brief has one form")
    return found


def after(known: Mapping[bytes, Brief], on: date, author: bytes, what: Step) -> Mapping[bytes, Brief]:
    """The briefs as they stand after a step. One that does not follow, or is the second of its sort, changes nothing;
    nobody agrees with themselves."""
    before = known.get(what.mark)
    if isinstance(what, Proposed):
        return known if before else {**known, what.mark: Brief(on, author, what)}
    if before is None:
        return known
    now = before
    if isinstance(what, Sent) and not (before.sent or before.ended or before.author == author):
        now = replace(before, sent=(on, author, what))
    elif isinstance(what, Ended) and not before.ended:
        now = replace(before, ended=(on, author, what))
    elif isinstance(what, Kept) and before.sent and what.first == len(before.kept):
        now = replace(before, kept=(*before.kept, *what.sheets))
    return {**known, what.mark: now}


def _proposed(body: Mapping[str, JSON]) -> Proposed:
    chosen = texts(body.get("chosen"))
    if len(chosen) > MOST:
        raise ValueError("more pieces than a brief has")
    return Proposed(
        _mark(body), hexed(body.get("adviser"), HASH), day(body.get("until")), text(body.get("concerns")),
        text(body.get("question")), text(body.get("text")), chosen, flag(body.get("raw")),
        hexed(body.get("content"), HASH),
    )  # fmt: skip


def _sent(body: Mapping[str, JSON]) -> Sent:
    return Sent(_mark(body), hexed(body.get("letter"), LETTER), hexed(body.get("seed"), SEED))


def _ended(body: Mapping[str, JSON]) -> Ended:
    return Ended(_mark(body), text(body.get("reason")))


def _kept(body: Mapping[str, JSON]) -> Kept:
    return Kept(_mark(body), whole(body.get("first")), tuple(unpacked(one) for one in texts(body.get("sheets"))))


def _mark(body: Mapping[str, JSON]) -> bytes:
    return hexed(body.get("mark"), MARK)


_READ: Mapping[str, Callable[[Mapping[str, JSON]], Step]] = {BRIEF: _proposed, SENT: _sent, ENDED: _ended, KEPT: _kept}
