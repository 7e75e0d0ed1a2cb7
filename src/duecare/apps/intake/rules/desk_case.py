"""What a page may ask the key agent to read of a case, and the rows it gets; see `desk`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from .desk import Beside, Found, Member
from .desk_files import Added, Paper
from .desk_inbox import Line


@dataclass(frozen=True, slots=True)
class Look:
    """Everything of one case."""

    reference: str


QUESTIONS = {Look.__name__: Look}


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the report; `question` is its id in the set of questions."""

    question: str
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the conversation. `by` is a fingerprint, "" for the reporter; `kind`: "message" or "step"; `files`:
    names of those that the reporter was let have with it."""

    day: date
    by: str
    kind: str
    about: str
    text: str = field(repr=False)
    language: str
    rating: int | None
    next: date | None
    files: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Remark:
    """One line of the work: a note, a check, a proposal to shred or an entry of the protection file, `kind` saying
    which; the last has a `matter` and a day it tells of. A check has what was compared: `found`, `names`, `beside`."""

    day: date
    by: str
    kind: str
    text: str = field(repr=False)
    clear: tuple[str, ...] = ()
    conflicted: tuple[str, ...] = ()
    matter: str = ""
    on: date | None = None
    found: tuple[Found, ...] = ()
    names: tuple[str, ...] = field(default=(), repr=False)
    beside: tuple[Beside, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Drafted:
    """An answer that was kept and not sent. `late`: the reporter said something since."""

    day: date
    by: str
    about: str
    text: str = field(repr=False)
    language: str
    late: bool


@dataclass(frozen=True, slots=True)
class Days:
    """The clocks of a case, and what happened on which day; None where it is not owed, or did not happen."""

    acknowledge_by: date
    acknowledged: date | None
    feedback_by: date
    feedback: date | None
    triage_by: date | None
    interim_by: date | None
    next_word: date | None
    ended: date | None
    appealed: date | None
    withdrawn: date | None
    detriment: date | None
    next_check_in: date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case as one member sees it.

    Attributes:
        risk: level of the last assessment of retaliation, "" before any; `assess_by`: when it is owed (again).
        measure_by: when the next measure of protection is owed.
        keepers: custodians of the other half of the identity key, as a conflict check may name them.
        left_out: how those are called whom the reporter does not want to read it.
        seen: words of the conversation, the report among them.
        draft: an answer that a member kept and nobody sent since.
        files: the reporter's; `added` by members.
        checked: conflict checks that stand here.
        larger: whether the reporter may send larger files.
        originals: whether this member may open files as they were sent.
        next_stages: where it may go from here.
        leads: holds every part; may let in, take out, hold and shred.
        examines: an intake officer of the track: may check conflicts.
        committee: those who approved that it was recovered, and outside advisers: named, not in the case.
        briefs: what of advisers waits for this member, see `brief_lines.waits`.
        shred_by: who proposed to shred it; "" when nobody did.
        keep_until: day before which it may not be shredded.
        number: what the case is called aloud before the committee.
        faults: entries that do not fit, and were left out.
        unread: entries of a kind that is not known here.
    """

    line: Line
    report_questions: str
    language: str
    speaks_for: str
    door: str
    answers: tuple[Answer, ...]
    left_out: tuple[str, ...] = field(repr=False)
    seen: int
    words: tuple[Word, ...]
    files: tuple[Paper, ...]
    added: tuple[Added, ...]
    checked: int
    larger: bool
    originals: bool
    remarks: tuple[Remark, ...]
    draft: Drafted | None
    briefs: tuple[str, ...]
    members: tuple[Member, ...]
    others: tuple[Member, ...]
    custodians: int
    keepers: tuple[Member, ...]
    committee: tuple[Member, ...]
    days: Days
    risk: str
    assess_by: date | None
    measure_by: date | None
    next_stages: tuple[str, ...]
    leads: bool
    writes: bool
    works: bool
    examines: bool
    shred_by: str
    keep_until: date
    today: date
    number: str
    faults: int
    unread: int
