"""What stands in an investigation: every act, rubric and move with the voices it got, and who is on the team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum

from .records import Act, Moved, Rubric, Says
from .rubric import Published
from .stages import Persons, Stage, move

RATIFY = timedelta(days=1)
"""Until when an emergency measure is ratified: the end of the next day. No hour is kept of a sealed entry."""
LEAST_COMMITTEE = 3


class State(StrEnum):
    """How far something came."""

    WAITING = "waiting"
    IN_FORCE = "in-force"
    UNRATIFIED = "unratified"
    """In force, and lapses without a second person."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    OVERTAKEN = "overtaken"
    """A move that waited while another one was made."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One voice."""

    day: date
    author: bytes
    says: Says
    reason: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Standing:
    """One of them.

    Attributes:
        at: its place among the entries of the investigation, from 1.
        source: the stage a move leaves; None for everything else.
        since: day on which it took effect; None as long as it did not.
    """

    day: date
    author: bytes
    what: Act | Rubric | Moved
    persons: Persons
    at: int
    source: Stage | None = None
    voices: tuple[Spoken, ...] = ()
    since: date | None = None
    refused: bool = False

    @property
    def withdrawn(self) -> bool:
        """Taken back by whoever proposed it."""
        return any(one.says is Says.WITHDRAW for one in self.voices)

    @property
    def agreed(self) -> bool:
        """Whether somebody agreed."""
        return any(one.says is Says.AGREE for one in self.voices)


@dataclass(frozen=True, slots=True)
class Inquiry:
    """The whole.

    Attributes:
        standing: everything but voices, by mark, oldest first.
        began: place of the entry with which the present round began: acts before a re-opening decide nothing in it.
        faults: entries that are none, or broke a rule.
        seen: how many entries there are.
    """

    persons: Mapping[bytes, bytes] = field(default_factory=dict)
    rubrics: Mapping[str, Published] = field(default_factory=dict)
    today: date = date.min
    stage: Stage = Stage.OPENED
    stage_since: date | None = None
    standing: Mapping[bytes, Standing] = field(default_factory=dict)
    began: int = 0
    faults: int = 0
    seen: int = 0

    def person(self, who: bytes) -> bytes:
        """Whose keys these are; keys nobody knows are a person of their own."""
        return self.persons.get(who, who)

    def state(self, one: Standing) -> State:
        """How far it came by today."""
        if one.withdrawn:
            return State.WITHDRAWN
        if one.refused:
            return State.REFUSED
        if one.persons is Persons.RATIFIED and not one.agreed:
            return State.LAPSED if self.today > one.day + RATIFY else State.UNRATIFIED
        if one.since is not None:
            return State.IN_FORCE
        return State.OVERTAKEN if one.source not in (None, self.stage) else State.WAITING

    def holds(self, one: Standing) -> bool:
        """Whether it is in force today."""
        return self.state(one) in (State.IN_FORCE, State.UNRATIFIED)

    def acts(self, code: str, *, ever: bool = False) -> Iterator[tuple[Standing, Act]]:
        """Acts of a kind in force, oldest first: of this round, or of every one."""
        for one in self.standing.values():
            counts = (ever or one.at > self.began) and self.holds(one)
            if counts and isinstance(one.what, Act) and one.what.code == code:
                yield one, one.what

    def about(self, code: str, mark: bytes) -> Iterator[tuple[Standing, Act]]:
        """Acts of a kind in force that name another one."""
        return ((one, act) for one, act in self.acts(code, ever=True) if act.bytes("of") == mark)

    def rubric(self) -> tuple[Standing, Rubric] | None:
        """The last rubric of this round on which two persons agreed."""
        found = None
        for one in self.standing.values():
            if isinstance(one.what, Rubric) and one.at > self.began and self.holds(one):
                found = one, one.what
        return found

    def team(self) -> Mapping[bytes, str]:
        """Persons on the team today, with their part; an adviser whose time ended is none."""
        found: dict[bytes, str] = {}
        for one in self.standing.values():
            if not isinstance(one.what, Act) or one.what.code not in ("team", "leave") or not self.holds(one):
                continue
            person = self.person(one.what.bytes("who"))
            if one.what.code == "leave":
                found.pop(person, None)
            elif (until := one.what.day("until")) is None or until >= self.today:
                found[person] = one.what.fields["part"]
        return found

    def investigated(self) -> frozenset[bytes]:
        """Persons who are or were on the team: none of them approves what it did."""
        return frozenset(self.person(act.bytes("who")) for _, act in self.acts("team", ever=True))

    def committee(self) -> frozenset[bytes]:
        """Persons of the case committee."""
        found: set[bytes] = set()
        for one in self.standing.values():
            if isinstance(one.what, Act) and one.what.code in ("committee", "leave") and self.holds(one):
                person = self.person(one.what.bytes("who"))
                (found.add if one.what.code == "committee" else found.discard)(person)
        return frozenset(found)

    def holder(self, evidence: bytes) -> bytes:
        """Person who has a piece of evidence: whoever took it in, then whoever received it last."""
        found = self.person(self.standing[evidence].author)
        for _, act in self.about("transfer", evidence):
            found = self.person(act.bytes("who"))
        return found


def persons_of(found: Inquiry, said: Act | Rubric | Moved) -> Persons:
    """How many persons it takes."""
    if isinstance(said, Act):
        return said.kind.persons
    if isinstance(said, Rubric):
        return Persons.TWO
    row = move(found.stage, said.to)
    assert row is not None, "asked after `move_objections`"
    return row.persons


def taken_effect(found: Inquiry, one: Standing) -> Inquiry:
    """The investigation with this one as it stands now, and the stage it leads to once it is agreed."""
    first = one.since is None
    if (first or one.persons is Persons.RATIFIED) and not one.withdrawn:
        since = one.since or (found.today if _agreed(found, one) else None)
        one = replace(one, since=since, refused=_refused(found, one))
    found = replace(found, standing={**found.standing, one.what.mark: one})
    if first and one.since is not None and isinstance(one.what, Moved):
        began = found.seen if one.what.to is Stage.REOPENED else found.began
        found = replace(found, stage=one.what.to, stage_since=found.today, began=began)
    return found


def _agreed(found: Inquiry, one: Standing) -> bool:
    if one.persons in (Persons.ONE, Persons.OUTSIDE, Persons.RATIFIED):
        return True
    if one.persons is Persons.COMMITTEE:
        of = len(found.committee())
        return of >= LEAST_COMMITTEE and 2 * _votes(found, one, Says.AGREE) > of
    return one.agreed


def _refused(found: Inquiry, one: Standing) -> bool:
    if one.persons is Persons.COMMITTEE:  # no majority can come about any more
        against = _votes(found, one, Says.REFUSE)
        return against > 0 and 2 * against >= len(found.committee())
    return any(voice.says is Says.REFUSE for voice in one.voices)


def _votes(found: Inquiry, one: Standing, says: Says) -> int:
    cast = {found.person(voice.author) for voice in one.voices if voice.says is says}
    return len(cast & found.committee())
