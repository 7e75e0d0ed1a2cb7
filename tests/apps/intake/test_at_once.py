"""Somebody writes between the moment at which another person's step was found to be right and the one at which it is
kept: the step is refused, and nothing of it is kept. The other person is let in at exactly that moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from duecare.apps.intake.actions import handling, identity_requests, observing, protecting
from duecare.apps.intake.actions.handling import admit, destroy, doom, examine
from duecare.apps.intake.queries.opening import Case
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.comparing import Answer, Compared, Finding, Question
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.measures import State
from duecare.apps.intake.rules.observing import Act
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.work import Check
from duecare.kernel.errors import BadInput, Conflict

from .casework import EVERYTHING, fp, of, submitted
from .memory import FULL, TODAY, Memory, certify, directory, record, seeded, site

pytestmark = pytest.mark.once
COMPARED = Compared(dict.fromkeys(Question, Finding(Answer.UNNAMED, "It names nobody.")), (), ())
Between = Callable[[object, str, Callable[[], object]], None]


@pytest.fixture
def store() -> Memory:
    """A case that both intake officers of the track read."""
    found = Memory()
    submitted(found, identity="Somebody")
    return found


@pytest.fixture
def between(monkeypatch: pytest.MonkeyPatch) -> Between:
    """Do something of another person's just before an action calls what keeps its step."""

    def put(where: object, name: str, other: Callable[[], object]) -> None:
        original = getattr(where, name)

        def first(*given: Any, **named: Any) -> Any:
            monkeypatch.setattr(where, name, original)
            other()
            return original(*given, **named)

        monkeypatch.setattr(where, name, first)

    return put


def one(store: Memory) -> Case:
    return of(store, "intake one")


def two(store: Memory) -> Case:
    return of(store, "intake two")


def jot(store: Memory) -> None:
    handling.note(by=two(store), site=site(store), text="Something else happened.")


def written(store: Memory) -> int:
    found = standing(site(store), one(store)).work
    assert found is not None and not found.unread
    return len(found.written)


def test_a_conflict_that_was_found_is_not_cleared_by_an_older_page_nor_at_the_same_moment(
    store: Memory, between: Between
) -> None:
    clear, conflict = (
        Check((fp("handler one"),), (), "asked", COMPARED),
        Check((), (fp("handler one"),), "a cousin of theirs", COMPARED),
    )
    between(handling, "write", lambda: examine(by=two(store), site=site(store), check=conflict, seen=0))
    with pytest.raises(Conflict, match="changed in the meantime"):
        examine(by=one(store), site=site(store), check=clear, seen=0)
    with pytest.raises(Conflict, match="changed in the meantime"):
        examine(by=one(store), site=site(store), check=clear, seen=0)
    with pytest.raises(Conflict, match="without a conflict"):
        admit(by=one(store), site=site(store), who=fp("handler one"))
    assert written(store) == 1
    examine(by=one(store), site=site(store), check=clear, seen=1)
    admit(by=one(store), site=site(store), who=fp("handler one"))
    assert of(store, "handler one").header.members[fp("handler one")] == EVERYTHING


def test_nobody_is_let_in_of_whom_a_conflict_is_found_at_that_moment(store: Memory, between: Between) -> None:
    examine(by=one(store), site=site(store), check=Check((fp("handler one"),), (), "asked", COMPARED), seen=0)
    conflict = Check((), (fp("handler one"),), "a cousin of theirs", COMPARED)
    between(handling, "grant", lambda: examine(by=two(store), site=site(store), check=conflict, seen=1))
    with pytest.raises(Conflict, match="changed in the meantime"):
        admit(by=one(store), site=site(store), who=fp("handler one"))
    assert fp("handler one") not in one(store).header.members


def test_what_is_taken_back_at_that_moment_is_not_shredded(store: Memory, between: Between) -> None:
    doom(by=one(store), site=site(store), reason="The period is over.", withdrawn=False)
    back = lambda: doom(by=one(store), site=site(store), reason="Not yet.", withdrawn=True)  # noqa: E731  # one word
    between(handling, "shred", back)
    with pytest.raises(Conflict, match="changed in the meantime"):
        destroy(by=two(store), site=site(store))
    found = standing(site(store), one(store)).work
    assert found is not None and found.shred is None and not store.gone
    with pytest.raises(BadInput, match="nobody proposed"):
        doom(by=one(store), site=site(store), reason="Not yet.", withdrawn=True)


def test_a_measure_is_set_upon_the_state_that_was_read(store: Memory, between: Between) -> None:
    people = {"owner": fp("intake one"), "reviewer": fp("intake two")}
    protecting.plan_measure(by=one(store), site=site(store), **people, due=TODAY, text="Another desk.")
    found = standing(site(store), one(store)).work
    assert found is not None
    (mark,) = found.measures

    def done() -> None:
        protecting.set_measure(by=one(store), site=site(store), mark=mark, state=State.DONE, text="It was done.")

    between(protecting, "write", done)
    with pytest.raises(Conflict, match="changed in the meantime"):
        done()
    assert written(store) == 2


def test_two_requests_for_a_name_at_once_are_one(store: Memory, between: Between) -> None:
    key = seeded("a request").opening

    def ask(group: bytes) -> None:
        identity_requests.request(
            by=one(store), site=site(store), group=group, custodian=fp("custodian"), key=key,
            wish=identity_requests.Wish("To interview them.", "We have to meet."),
        )  # fmt: skip

    between(identity_requests, "ask", lambda: ask(b"1" * 32))
    before = len(store.rows)
    with pytest.raises(Conflict, match="changed in the meantime"):
        ask(b"2" * 32)
    found = standing(site(store), one(store)).work
    assert found is not None and list(found.asked) == [b"1" * 32] and len(store.rows) == before + 1


def test_two_who_propose_the_same_observer_at_once_propose_once(store: Memory, between: Between) -> None:
    log = certify(FULL, record("an organisation", Office.OBSERVER))
    known = site(store, TODAY, directory(log))

    def propose(by: Case) -> None:
        found = standing(known, by)
        assert found.progress is not None
        what = observing.proposal(
            by=by, site=known, told=found.progress, observer=fp("an organisation"), text="They read it.",
        )  # fmt: skip
        assert what.act is Act.PROPOSE
        observing.agree_to(by=by, site=known, what=what, upon=found.heads[Compartment.REPORT])

    between(observing, "write", lambda: propose(two(store)))
    with pytest.raises(Conflict, match="changed in the meantime"):
        propose(one(store))
    found = standing(known, one(store)).progress
    assert found is not None and len(found.proposals) == 1


def test_a_note_of_somebody_else_keeps_nobody_from_a_note(store: Memory, between: Between) -> None:
    between(handling, "write", lambda: jot(store))
    handling.note(by=one(store), site=site(store), text="Mine.")
    assert written(store) == 2
