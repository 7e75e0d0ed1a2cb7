"""Briefs for outside advisers end: with their day, with the case, when somebody leaves; storage tells none of it."""

from __future__ import annotations

import pytest

from duecare.adapters.sealed import objects
from duecare.adapters.sealed.keys import OpeningKey
from duecare.apps.intake.actions import briefed, handling, identity_requests, recovering
from duecare.apps.intake.actions.advising import approve, end, propose, reply
from duecare.apps.intake.actions.shredding import shred
from duecare.apps.intake.actions.turning import grant, revoke, rotate
from duecare.apps.intake.queries import briefs
from duecare.apps.intake.queries.standing import standing
from duecare.apps.intake.rules.advice import About
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.papers import unfit
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.reports import About as Word
from duecare.apps.intake.rules.reports import Message, Stage, Step
from duecare.kernel.errors import Conflict, Denied

from .briefing import KNOWN, UNTIL, at, brief, case_of_two, declared, letters, look, of, sent, theirs, wish
from .casework import EVERYTHING, approved, back, fp, submitted
from .memory import TODAY, Memory, seeded

pytestmark = pytest.mark.once


@pytest.fixture
def store() -> Memory:
    return case_of_two()


def test_what_is_written_at_the_moment_of_the_end_is_kept_or_refused(store: Memory) -> None:
    sent(store, "note-1")
    declared(store)
    one = theirs(store)
    end(by=of(store, "intake one"), site=at(store), mark=brief(store).what.mark, reason="Back.")
    before = set(store.boxes)
    with pytest.raises(Conflict):
        briefed.advise(by=seeded("adviser"), site=at(store), letter=one, about=About.OPINION, text="Too late.")
    with pytest.raises(Conflict):
        briefed.look(by=seeded("adviser"), site=at(store), letter=one)
    assert set(store.boxes) == before


def test_it_ends_with_the_case_and_is_shredded_with_it(store: Memory) -> None:
    one = sent(store, "note-1")
    for stage in (Stage.CHECKED, Stage.TRIAGE, Stage.CONCLUDED):
        told = standing(at(store), of(store, "intake one")).progress
        assert told is not None and [*letters(store, "adviser")]
        step = Step(stage, "The reason.")
        handling.advance(by=of(store, "intake one"), site=at(store), step=step, seen=len(told.said))
    assert not [*letters(store, "adviser")] and len(brief(store).kept) == 1
    propose(by=of(store, "intake one"), site=at(store), wish=wish("note-1"))
    approve(by=of(store, "intake two"), site=at(store), mark=brief(store).what.mark)
    two = theirs(store)
    shred(by=of(store, "intake one"), site=at(store))
    assert not [*letters(store, "adviser")] and {one.group, two.group} <= store.gone
    assert not store.outer.keys() & {one.group, two.group}


def test_turned_keys_and_recovery_lose_nothing_of_it(store: Memory) -> None:
    sent(store, "note-1")
    declared(store)
    rotate(by=of(store, "intake one"), site=at(store))
    briefed.advise(by=seeded("adviser"), site=at(store), letter=theirs(store), about=About.OPINION, text="No.")
    members = {fp("handler one"): EVERYTHING}
    group = of(store, "intake one").header.recovery
    parts = approved(store, "member one", "member two", members=members)
    recovering.recover(by=seeded("member one"), site=at(store), group=group, parts=parts, members=members)
    found = briefs.read(at(store), brief(store, "handler one"))
    assert found and [one.text for one in found.said] == ["No."]
    with pytest.raises(Denied, match="nobody else"):
        reply(by=of(store, "handler one"), site=at(store), mark=brief(store, "handler one").what.mark, text="Why?")
    end(by=of(store, "handler one"), site=at(store), mark=brief(store, "handler one").what.mark, reason="New hands.")
    assert not [*letters(store, "adviser")] and brief(store, "handler one").kept


def test_somebody_who_leaves_reads_nothing_that_an_adviser_writes_afterwards(store: Memory) -> None:
    """They know the seed of its sheets: no turn of the keys changes it, so nothing more is written under it."""
    grant(by=of(store, "intake one"), site=at(store), to={fp("handler one"): EVERYTHING})
    sent(store, "note-1")
    declared(store)
    rotate(by=of(store, "intake two"), site=at(store))
    briefed.advise(by=seeded("adviser"), site=at(store), letter=theirs(store), about=About.OPINION, text="Before.")
    one = theirs(store)
    revoke(by=of(store, "intake two"), site=at(store), who=fp("intake one"))
    assert not [*letters(store, "adviser")]
    before = set(store.boxes)
    with pytest.raises(Conflict):
        briefed.advise(by=seeded("adviser"), site=at(store), letter=one, about=About.OPINION, text="After.")
    with pytest.raises(Conflict):
        reply(by=of(store, "intake two"), site=at(store), mark=brief(store, "intake two").what.mark, text="After.")
    assert set(store.boxes) == before
    end(by=of(store, "handler one"), site=at(store), mark=brief(store, "handler one").what.mark, reason="She left.")
    found = briefs.read(at(store), brief(store, "handler one"))
    assert found and [said.text for said in found.said] == ["Before."]


def test_an_altered_sheet_is_told_and_the_brief_closes_all_the_same(store: Memory) -> None:
    one = sent(store, "note-1")
    declared(store)
    name = objects.name(one.seed, 1, 1)
    box, day = store.boxes[name]
    store.boxes[name] = box[:-1] + bytes([box[-1] ^ 1]), day
    with pytest.raises(Altered):
        briefs.read(at(store), brief(store))
    end(by=of(store, "intake one"), site=at(store), mark=brief(store).what.mark, reason="Altered.")
    assert not [*letters(store, "adviser")]


def test_an_advisers_keys_are_certified_for_nothing_else() -> None:
    for other in Office:
        offices = frozenset({Office.ADVISER, other})
        why = [*unfit(offices, TODAY, UNTIL, independent=False, today=TODAY)]
        assert ("an outside adviser holds no other office" in why) is (other is not Office.ADVISER)


def test_the_reporter_learns_nothing_of_it(store: Memory) -> None:
    sent(store, "word-1")
    mine = back(store, known=KNOWN)
    assert mine is not None and Compartment.WORK not in mine.bundle.seeds
    told = standing(at(store), mine)
    assert told.work is None and told.progress and len(told.progress.said) == 1


def test_storage_shows_the_same_as_after_a_request_for_a_name() -> None:
    """One sheet, one group, one entry for a brief that is sent, as for a custodian who is asked."""
    shapes = []
    for asked in (False, True):
        store = Memory()
        submitted(store, identity="Somebody")
        if asked:
            handling.note(by=of(store, "intake one"), site=at(store), text="x")
            wanted = identity_requests.Wish("To interview them.", "We have to meet.")
            identity_requests.request(
                by=of(store, "intake two"), site=at(store), group=b"\1" * 32, custodian=fp("custodian"),
                key=OpeningKey(b"\2" * 32), wish=wanted,
            )  # fmt: skip
        else:
            sent(store)
        shapes.append(store.shape())
    assert shapes[0] == shapes[1]


def test_words_to_the_reporter_go_without_their_authors(store: Memory) -> None:
    message = Message(Word.QUESTION, "When was it?")
    handling.say(by=of(store, "intake one"), site=at(store), message=message, seen=1)
    sent(store, "word-2")
    declared(store)
    given = look(store)
    assert [(one.what, one.text) for one in given.excerpts] == [("member", "When was it?")] and not given.questions
    assert fp("intake one").hex() not in str(given.plain())
