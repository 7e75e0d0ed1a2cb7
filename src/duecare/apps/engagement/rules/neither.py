"""Neither confirm nor deny: third parties get one text after one delay, whether or not a case or a customer exists.

An answer that differs tells something by differing, however careful its words. It applies to third parties alone:
never to a reporter or their representative, a court, a regulator, a data-protection authority or somebody who was told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from difflib import SequenceMatcher

RECIPIENTS = ("third_party", "reporter", "representative", "court", "regulator", "data_protection", "notified")
"""Who is answered."""
EXEMPT = frozenset(RECIPIENTS) - {"third_party"}


@dataclass(frozen=True, slots=True)
class Standard:
    """One version: "neither/1", days from receipt to the answer, text by language."""

    code: str
    days: int
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Draft:
    """What is to go out. `sends_on`: the day on which it is to be sent."""

    recipient: str
    language: str
    received_on: date
    sends_on: date
    text: str


@dataclass(frozen=True, slots=True)
class Held:
    """What was found.

    Attributes:
        applies: False where the recipient is no third party.
        differs: (what the standard says, what the draft says instead), word by word; each may be "".
        day: on which it is to be sent; None when the draft has that day.
    """

    applies: bool
    differs: tuple[tuple[str, str], ...] = ()
    day: date | None = None

    @property
    def fits(self) -> bool:
        """True when the draft may go out as it is."""
        return not self.applies or not (self.differs or self.day)


def hold(draft: Draft, standard: Standard) -> Held:
    """Hold a draft against the standard. Line breaks and spaces do not count, everything else does.

    Raises:
        KeyError: there is no text in this language.
    """
    if draft.recipient in EXEMPT:
        return Held(False)
    said, ours = draft.text.split(), standard.texts[draft.language].split()
    steps = SequenceMatcher(None, ours, said, autojunk=False).get_opcodes()
    differs = tuple((" ".join(ours[a:b]), " ".join(said[c:d])) for what, a, b, c, d in steps if what != "equal")
    day = draft.received_on + timedelta(days=standard.days)
    return Held(True, differs, None if draft.sends_on == day else day)
