"""Cases of a realistic length, written as their people would have written them, without waiting for each to be read.

The investigation is made once by the rules of the protocol, act after act; each case gets a part of it, in the names of
its own people, signed and sealed under its own keys.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from duecare.adapters.sealed.keys import Keys
from duecare.apps.intake.actions.writing import place
from duecare.apps.intake.queries.opening import Case, open_case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import keep_until
from duecare.apps.intake.queries.walking import walk
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Entry, Kind
from duecare.apps.intake.rules.reports import About, Message
from duecare.apps.intake.rules.store import Table
from duecare.apps.intake.rules.work import Note
from duecare.kernel.canonical import JSON
from tests.apps.investigations.casework import Casework, key

FEWEST, MOST = 60, 150
"""Entries of the work of a case that was investigated."""
WORDS = 8
"""Words to the reporter in each."""
PARTS = ("lea", "ida", "ina", "cai", "cem", "cyd")
"""Who leads, her deputy, who approves the plan, and the case committee."""
DAY = "words of a few lines, as people write them when they say what they did, with whom, and what came of it. "


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the pattern, and which of `PARTS` wrote it."""

    by: str
    kind: Kind
    body: str


def pattern(today: date) -> tuple[Line, ...]:
    """`MOST` entries of one investigation: team, rubric, plan, then tasks, evidence, hypotheses and notes."""
    case = Casework(today).named().admitted().investigated()
    turn = 0
    while len(case.entries) < MOST:
        turn += 1
        until = today + timedelta(days=turn)
        task = case.do("lea", "task", what=f"Task {turn}: {DAY}", who=key("ida"), until=until)
        held = case.do("ida", "evidence", name=f"Paper {turn}", source=DAY, how=DAY)
        case.do("ida", "examination", of=held, method=DAY, result=DAY)
        case.do("lea", "hypothesis", what=f"Hypothesis {turn}: {DAY}", against=DAY)
        case.do("ida", "task-done", of=task, what=DAY)
    lines = [_line(one) for one in case.entries]
    for at in range(20, MOST, 7):  # one in seven is a note
        lines.insert(at, Line("ida", Kind.NOTE, json.dumps(Note(f"Note {at}: {DAY}").plain())))
    return tuple(lines[:MOST])


def _line(entry: Entry) -> Line:
    return Line(entry.author.decode().rstrip("."), entry.kind, json.dumps(entry.body))


def length(dice: Random) -> int:
    """Entries of one case, each length equally likely."""
    return dice.randint(FEWEST, MOST)


def written(site: Site, case: Case, people: Sequence[Keys], others: Sequence[bytes], lines: Sequence[Line]) -> None:
    """Write the work of a case and a conversation, in one transaction.

    Args:
        people: keys of the first three of `PARTS`, members of the case; others: fingerprints of the rest.
        lines: from the beginning of `pattern`.
    """
    who = dict(zip(PARTS, (*(one.fingerprint for one in people), *others), strict=True))
    by = dict(zip(PARTS, people, strict=False))
    words = [_word(turn) for turn in range(WORDS)]
    with site.store.transaction():
        _chain(site, case, Compartment.REPORT, [(by["ina"], Kind.MESSAGE, one) for one in words])
        every = [(by[one.by], one.kind, _named(one.body, who)) for one in lines]
        _chain(site, case, Compartment.WORK, every)


def _word(turn: int) -> JSON:
    about = About.ACKNOWLEDGEMENT if turn == 0 else About.WORD
    return Message(about, f"Word {turn}: {DAY}").plain()


def _named(body: str, who: Mapping[str, bytes]) -> JSON:
    for name, fingerprint in who.items():
        body = body.replace(key(name).hex(), fingerprint.hex())
    told: JSON = json.loads(body)
    return told


def _chain(site: Site, case: Case, where: Compartment, every: Sequence[tuple[Keys, Kind, JSON]]) -> None:
    """`writing.write` for many entries: the compartment is walked once."""
    found = walk(site.store, case.id, where, case.seed(where))
    head, until = found.head, keep_until(site, case)
    for counter, (by, kind, body) in enumerate(every, start=found.next.counter):
        entry = Entry(kind, by.fingerprint, site.today, head, body)
        head = place(site, by, case.id, where, case.seed(where), counter, entry, until)


def newest(site: Site, keys: Keys, before: frozenset[bytes]) -> tuple[Case, bytes]:
    """The case whose keys were just turned, with its group: the one among new groups that these keys open."""
    for group in frozenset(site.store.groups(Table.GRANTS)) - before:
        case = open_case(site, keys, Table.GRANTS, group)
        if case is not None:
            return case, group
    raise RuntimeError("a case is not open to whom it was granted, no figure")
