"""What the tests of briefs do again and again: a case of two intake officers, and an adviser whom they ask."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from duecare.apps.intake.actions import briefed, handling
from duecare.apps.intake.actions.advising import Wish, approve, propose
from duecare.apps.intake.queries.letters import Letter, letter
from duecare.apps.intake.queries.opening import Case, bundle_in, open_case
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.advice import Content
from duecare.apps.intake.rules.briefs import Brief
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.store import Table

from .casework import fp, submitted
from .memory import FULL, TODAY, Memory, certify, directory, record, seeded, site

LOG = certify(certify(FULL, record("adviser", Office.ADVISER)), record("other adviser", Office.ADVISER))
KNOWN = directory(LOG)
UNTIL = TODAY + timedelta(days=7)


def case_of_two() -> Memory:
    """A case that both intake officers of the track read, with a note."""
    found = Memory()
    submitted(found)
    handling.note(by=of(found, "intake one"), site=at(found), text="The port was asked.")
    return found


def at(store: Memory, day: date = TODAY) -> Site:
    return site(store, day, KNOWN)


def of(store: Memory, name: str, day: date = TODAY) -> Case:
    every = ((table, group) for table in Table for group in store.groups(table))
    (case,) = [one for place in every if (one := open_case(at(store, day), seeded(name), *place)) is not None]
    return case


def letters(store: Memory, name: str, day: date = TODAY) -> Iterator[Letter]:
    """Every letter that somebody's keys open."""
    for group in store.groups(Table.GRANTS):
        bundle = bundle_in(at(store, day), seeded(name), Table.GRANTS, group)
        if bundle is not None and bundle.letter is not None:
            yield letter(at(store, day), group, bundle.letter)


def wish(*chosen: str, until: date = UNTIL, **given: object) -> Wish:
    told = {"concerns": "Example Port Authority", "question": "Is it lawful there?", "text": "Names are left out."}
    return Wish(fp("adviser"), until, chosen=chosen, **(told | given))  # type: ignore[arg-type]  # fields by name, each of its own type


def brief(store: Memory, name: str = "intake one", day: date = TODAY) -> Brief:
    """The newest brief of the case."""
    work = standing(at(store, day), of(store, name, day)).work
    assert work is not None and not work.unread
    return [*work.briefs.values()][-1]


def sent(store: Memory, *chosen: str, **given: object) -> Letter:
    propose(by=of(store, "intake one"), site=at(store), wish=wish(*chosen, **given))  # type: ignore[arg-type]  # fields by name, each of its own type
    approve(by=of(store, "intake two"), site=at(store), mark=brief(store).what.mark)
    (found,) = letters(store, "adviser")
    return found


def theirs(store: Memory) -> Letter:
    (found,) = letters(store, "adviser")
    return found


def declared(store: Memory, clear: bool = True, text: str = "") -> None:
    briefed.declare(by=seeded("adviser"), site=at(store), letter=theirs(store), clear=clear, text=text)


def look(store: Memory, day: date = TODAY) -> Content:
    (one,) = letters(store, "adviser", day)
    return briefed.look(by=seeded("adviser"), site=at(store, day), letter=one).front.content
