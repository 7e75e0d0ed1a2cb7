"""An invented case with invented people, in memory: each writes entries as the protocol lets them."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.investigations.queries.rubrics import every_rubric, newest_rubric
from duecare.apps.investigations.rules.acts import ACTS, Field, Sort
from duecare.apps.investigations.rules.inquiry import inquiry, objections
from duecare.apps.investigations.rules.records import MARK, Act, Moved, Rubric, Says, Voice, What
from duecare.apps.investigations.rules.rubric import Reply, hold
from duecare.apps.investigations.rules.stages import Stage
from duecare.apps.investigations.rules.state import Inquiry, State

ADMITTED = {"product": Reply.YES, "harm": Reply.YES, "begin": Reply.YES, "settled": Reply.NO, "impossible": Reply.NO}
BEGUN = date(2026, 11, 2)


class Refused(Exception):
    """A rule refused it; holds the codes."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        super().__init__(*codes)
        self.codes = codes


def key(name: str) -> bytes:
    """A fingerprint for somebody; "lea'" are other keys of lea."""
    return name.encode().ljust(32, b".")


@dataclass
class Casework:
    """The entries so far, and the day it is."""

    today: date = BEGUN
    entries: list[Entry] = field(default_factory=list)

    @property
    def now(self) -> Inquiry:
        """As it is read today."""
        persons = {entry.author: key(entry.author.decode().rstrip(".'")) for entry in self.entries}
        persons |= {key(f"{name}'"): key(name) for name in ("lea", "ida", "cai")}
        return inquiry(self.entries, persons, self.today, every_rubric())

    def write(self, by: str, said: What) -> bytes:
        """As the actions do. Raises Refused."""
        if codes := objections(self.now, said, key(by)):
            raise Refused(codes)
        return self.force(by, said)

    def force(self, who: str, said: What) -> bytes:
        """As somebody does who alters the program: nothing is asked."""
        self.entries.append(Entry(Kind.DECISION, key(who), self.today, FIRST, said.plain()))
        return b"" if isinstance(said, Voice) else said.mark

    def do(self, by: str, code: str, /, **fields: object) -> bytes:
        """An act; fields that are not named get something that fits."""
        return self.write(by, self.act(code, **fields))

    def act(self, code: str, /, **fields: object) -> Act:
        """The act alone."""
        every = {one.name: _text(fields.get(one.name, self._fitting(one))) for one in ACTS[code].fields}
        assert set(fields) <= set(every), f"{code} has no {set(fields) - set(every)}"
        return Act(secrets.token_bytes(MARK), code, every, self.now.seen)

    def _fitting(self, one: Field) -> object:
        days = {"on": self.today, "from": self.today, "until": self.today + timedelta(days=10)}
        fitting = {
            Sort.DAY: days.get(one.name, "") if one.required else "", Sort.WHO: key("ina"), Sort.HASH: "ab" * 32,
            Sort.ONE_OF: one.options[0] if one.options else "", Sort.FILE: "", Sort.ACT: bytes(MARK),
        }  # fmt: skip
        return fitting.get(one.sort, f"words for {one.name}" if one.required else "")

    def rubric(self, who: str, **other: Reply) -> bytes:
        """The rubric, answered; admits it where nothing else is said."""
        published, answers = newest_rubric(), ADMITTED | other
        outcome = hold(published, answers).outcome
        every = {one: (reply, "") for one, reply in answers.items()}
        return self.write(who, Rubric(secrets.token_bytes(MARK), published.code, every, outcome, self.now.seen))

    def move(self, who: str, to: Stage) -> bytes:
        """To another stage."""
        return self.write(who, Moved(secrets.token_bytes(MARK), to, "because", self.now.seen))

    def says(self, who: str, of: bytes, says: Says = Says.AGREE, reason: str = "so") -> None:
        """A voice."""
        self.write(who, Voice(of, says, reason))

    def agreed(self, one: str, other: str, code: str, /, **fields: object) -> bytes:
        """An act that a second person agrees to."""
        mark = self.do(one, code, **fields)
        self.says(other, mark)
        return mark

    def voted(self, code: str, /, **fields: object) -> bytes:
        """An act that the committee decides."""
        mark = self.do("lea", code, **fields)
        for one in ("cai", "cem"):
            self.says(one, mark)
        return mark

    def state(self, mark: bytes) -> State:
        """Of one of them."""
        found = self.now
        return found.state(found.standing[mark])

    def test_of(self, step: str, /, **fields: object) -> bytes:
        """An identification-risk test that lets the step be done."""
        return self.agreed("lea", "ida", "risk-test", **({"step": step, "recognised": "no"} | fields))

    def named(self) -> Casework:
        """With team and committee: lea leads, ida is her deputy; cai, cem and cyd decide."""
        self.do("ida", "team", who=key("lea"), part="lead")
        self.do("lea", "team", who=key("ida"), part="deputy")
        for one in ("cai", "cem", "cyd"):
            self.do("lea", "committee", who=key(one))
        return self

    def admitted(self) -> Casework:
        """Planned: the rubric admitted it."""
        self.move("ida", Stage.REVIEW)
        self.says("lea", self.rubric("ida"))
        self.move("ida", Stage.PLANNING)
        return self

    def investigated(self) -> Casework:
        """Under investigation, with one allegation."""
        self.agreed("lea", "ina", "plan", until=self.today + timedelta(days=60))
        self.do("lea", "hypothesis")
        self.do("lea", "allegation")
        self.move("lea", Stage.INVESTIGATION)
        return self

    @property
    def allegation(self) -> bytes:
        """The first one's mark."""
        return next(act.mark for _, act in self.now.acts("allegation", ever=True))

    def decided(self, outcome: str = "substantiated") -> Casework:
        """At the decision, the finding made."""
        self.test_of("reply")
        self.do("lea", "reply-heard", of=self.agreed("lea", "ida", "reply"))
        self.move("lea", Stage.FINDINGS)
        self.agreed("lea", "ida", "finding", of=self.allegation, outcome=outcome)
        self.agreed("lea", "ida", "scope", until=self.today + timedelta(days=1))
        self.says("ina", self.move("lea", Stage.DECISION))
        return self


def _text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else str(value)
