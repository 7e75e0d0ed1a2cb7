"""The read log against those who would alter it, and what of it waits for the open chain."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duecare.adapters.sealed import objects
from duecare.adapters.sealed.keys import expand
from duecare.apps.intake.actions import shredding
from duecare.apps.intake.actions.noting import note
from duecare.apps.intake.actions.observing import admit, sign_for
from duecare.apps.intake.actions.turning import grant, revoke, rotate
from duecare.apps.intake.actions.writing import place, write
from duecare.apps.intake.queries.opening import Case, open_case, read
from duecare.apps.intake.queries.read_log import readings
from duecare.apps.intake.queries.site import Site
from duecare.apps.intake.queries.waiting import waiting
from duecare.apps.intake.rules import batches
from duecare.apps.intake.rules.bundles import Seed
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Entry, Kind
from duecare.apps.intake.rules.read_log import CASE, ROOM, SEED_LABEL, Read, Reading, Thing, decoded, noted, queued
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Conflict, Denied
from tests.adapters.sealed import independent

from .casework import EVERYTHING, R, back, fp, of, submitted
from .memory import FULL, INSTALLATION, KEEP, TODAY, Memory, certify, code, directory, end, record, seeded, site

WORK = Compartment.WORK
FILE = Reading(Thing.FILE, "1")


def who(store: Memory, by: str = "handler one", where: Compartment = WORK) -> list[tuple[bytes, Reading]]:
    found = readings(site(store), of(store, by), where)
    assert found.faults == 0
    return [(one.author, one.what) for one in found.read]


def forged(known: Site, by: Case, entry: Entry, *, skip: int = 0, where: Compartment = WORK) -> None:
    """An entry of an altered program where the next reading would stand."""
    done = readings(known, by, where).walk
    seed = Seed(done.seeds[-1].epoch, expand(by.seed(where).secret, SEED_LABEL))
    place(known, by.keys, by.id, where, seed, done.next.counter + skip, entry, KEEP)


def test_a_reading_is_one_a_person_thing_and_day_in_an_own_chain(store: Memory) -> None:
    me, head = of(store, "handler one"), read(site(store), of(store, "handler one"), WORK).walk.head
    assert note(by=me, site=site(store), what=CASE) and not note(by=me, site=site(store), what=CASE)
    assert note(by=me, site=site(store), what=FILE)
    assert note(by=me, site=site(store, TODAY + timedelta(1)), what=CASE)
    write(by=me, site=site(store), compartment=WORK, kind=Kind.NOTE, body="x", keep_until=KEEP, upon=head)
    found = readings(site(store, TODAY + timedelta(1)), of(store, "handler one"), WORK)
    assert [(one.day - TODAY).days for one in found.read] == [0, 0, 1] and found.faults == 0


def test_who_reads_the_report_alone_stands_beside_the_report(store: Memory) -> None:
    counsel = of(store, "counsel")
    assert note(by=counsel, site=site(store), what=CASE) and note(
        by=of(store, "handler one"), site=site(store), what=CASE
    )
    assert who(store, where=R) == [(fp("counsel"), CASE)] and who(store) == [(fp("handler one"), CASE)]
    assert WORK not in counsel.bundle.seeds


def test_an_observer_who_is_let_in_stands_there_too(store: Memory) -> None:
    known = site(store, TODAY, directory(certify(FULL, record("an organisation", Office.OBSERVER))))
    every = [(table, name) for table, name in store.rows]
    lead = next(case for at in every if (case := open_case(known, seeded("handler one"), *at)))
    grant(by=lead, site=known, to={fp("handler two"): EVERYTHING})
    rows = list(store.rows)
    opened = {name: next(c for at in rows if (c := open_case(known, seeded(name), *at))) for name in
              ("handler one", "handler two")}  # fmt: skip
    reporter = open_case(known, code("r").keys, Table.SUBMISSIONS, code("r").mailbox)
    assert reporter is not None
    signed = {fp(name): sign_for(by=case, observer=fp("an organisation"), text="t") for name, case in opened.items()}
    theirs = sign_for(by=reporter, observer=fp("an organisation"), text="t")
    admit(by=opened["handler one"], site=known, observer=fp("an organisation"), text="t", reporter=theirs,
          members=signed)  # fmt: skip
    outside = next(c for at in list(store.rows) if (c := open_case(known, seeded("an organisation"), *at)))
    assert note(by=outside, site=known, what=CASE)
    lead = next(c for at in list(store.rows) if (c := open_case(known, seeded("handler one"), *at)))
    found = readings(known, lead, R)
    assert [one.author for one in found.read] == [fp("an organisation")] and found.faults == 0
    revoke(by=lead, site=known, who=fp("an organisation"))
    lead = next(c for at in list(store.rows) if (c := open_case(known, seeded("handler one"), *at)))
    assert len(readings(known, lead, R).read) == 1, "who left stays in it"


def test_the_reporters_key_says_of_nobody_that_they_read(store: Memory) -> None:
    reporter = back(store)
    assert reporter is not None
    for author in (reporter.keys.fingerprint, fp("counsel")):
        entry = Entry(Kind.READING, author, TODAY, readings(site(store), reporter, R).walk.head, CASE.plain())
        forged(site(store), reporter, entry, where=R)
    found = readings(site(store), of(store, "handler one"), R)
    assert found.read == () and found.faults == 2
    assert note(by=of(store, "counsel"), site=site(store), what=CASE), "and what they put there is in nobody's way"
    assert len(readings(site(store), of(store, "handler one"), R).read) == 1


@pytest.mark.parametrize("body", [{}, {"format": "duecare/reading/1", "thing": "desk", "which": ""},
                                  {"format": "duecare/reading/1", "thing": "case", "which": "x" * 65}])  # fmt: skip
def test_what_is_no_reading_is_a_fault(store: Memory, body: JSON) -> None:
    me = of(store, "handler one")
    note(by=me, site=site(store), what=CASE)
    forged(
        site(store), me, Entry(Kind.READING, fp("handler one"), TODAY, readings(site(store), me, WORK).walk.head, body)
    )
    found = readings(site(store), me, WORK)
    assert len(found.read) == 1 and found.faults == 1
    with pytest.raises(ValueError):
        decoded(body)


def test_a_line_taken_out_a_false_order_and_a_day_ahead_are_told(store: Memory) -> None:
    me = of(store, "handler one")
    for what in (CASE, FILE, Reading(Thing.FILE, "2")):
        note(by=me, site=site(store), what=what)
    done = readings(site(store), me, WORK).walk
    cut = store.copy()
    cut.delete_object(objects.name(done.seeds[-1].secret, done.found[1].at.epoch, 1))
    assert readings(site(cut), me, WORK).faults == 2, "it is missing, and what follows names it"
    ahead = Entry(Kind.READING, fp("handler one"), TODAY + timedelta(1), done.head, CASE.plain())
    forged(site(store), me, ahead)
    assert readings(site(store), me, WORK).faults == 1
    elsewhere = Entry(Kind.READING, fp("handler one"), TODAY, bytes(32), CASE.plain())
    forged(site(store), me, elsewhere, skip=0)
    assert readings(site(store), me, WORK).faults >= 2


def test_a_turn_closes_an_epoch_of_readings_to_whoever_left(store: Memory) -> None:
    grant(by=of(store, "handler one"), site=site(store), to={fp("handler two"): EVERYTHING})
    gone = of(store, "handler two")
    note(by=gone, site=site(store), what=CASE)
    before = gone.seed(WORK)
    revoke(by=of(store, "handler one"), site=site(store), who=fp("handler two"))
    with pytest.raises(Conflict):
        note(by=gone, site=site(store), what=FILE)
    old = Seed(before.epoch, expand(before.secret, SEED_LABEL))
    head = readings(site(store), of(store, "handler one"), WORK).walk.head
    late = Entry(Kind.READING, fp("handler two"), TODAY, head, FILE.plain())
    place(site(store), gone.keys, gone.id, WORK, old, 1, late, KEEP)
    assert who(store) == [(fp("handler two"), CASE)], "what is put behind the end of an epoch is not looked for"
    rotate(by=of(store, "handler one"), site=site(store))
    assert who(store) == [(fp("handler two"), CASE)]
    taken = store.copy()
    taken.delete_object(objects.name(old.secret, old.epoch, 0))
    assert readings(site(taken), of(taken, "handler one"), WORK).faults == 2, "nor can anything of it be cut off"


def test_a_reader_written_from_the_description_finds_reading_and_end(store: Memory) -> None:
    me = of(store, "handler one")
    note(by=me, site=site(store), what=FILE)
    before = me.seed(WORK)
    seed = independent.expand(before.secret, "duecare/compartment/1/readings")
    box = store.object(independent.place(seed, before.epoch, 0))
    assert box is not None
    signed, signature, plain = independent.entry(me.id, "work", seed, before.epoch, 0, box)
    independent.verify(me.keys.signing.public, signed, signature)
    told = json.loads(plain)
    assert told["body"] == {"format": "duecare/reading/1", "thing": "file", "which": "1"} and told["kind"] == "reading"
    rotate(by=me, site=site(store))
    after = of(store, "handler one").seed(WORK)
    link = store.object(independent.place(after.secret, after.epoch, 0))
    assert link is not None
    ended = json.loads(independent.entry(me.id, "work", after.secret, after.epoch, 0, link)[2])["body"]
    assert ended["readings"] == [1, hashlib.sha256(signature + plain).hexdigest()]


def test_whoever_is_certified_no_more_reads_nothing(store: Memory) -> None:
    known = site(store, TODAY, directory(end(FULL, fp("handler one"), TODAY)))
    with pytest.raises(Denied, match="not certified today"):
        note(by=of(store, "handler one"), site=known, what=CASE)
    assert who(store) == []


def test_after_shredding_what_was_read_is_noise(store: Memory) -> None:
    me = of(store, "handler one")
    note(by=me, site=site(store), what=CASE)
    shredding.shred(by=me, site=site(store))
    assert not any(open_case(site(store), seeded("handler one"), *at) for at in list(store.rows))
    with pytest.raises(Conflict):
        note(by=me, site=site(store), what=FILE)


def test_a_renewed_key_is_no_second_person() -> None:
    known = [Read(TODAY, b"old key", CASE)]
    assert noted(known, {b"old key", b"new key"}, CASE, TODAY)
    assert not noted(known, {b"another"}, CASE, TODAY)
    assert not noted(known, {b"old key"}, FILE, TODAY) and not noted(known, {b"old key"}, CASE, TODAY + timedelta(1))


HASHES = st.binary(min_size=32, max_size=32)


@given(st.lists(HASHES, unique=True, max_size=400), HASHES, HASHES, st.data())
def test_readings_never_fill_more_than_half_of_a_batch(
    every: list[bytes], before: bytes, new: bytes, data: st.DataObject
) -> None:
    if every and data.draw(st.booleans()):
        before = data.draw(st.sampled_from(every))
    found = queued(every, before, new)
    if before in every:
        assert len(found) == len(every) and found.index(new) == every.index(before), "in the place of the one before"
    else:
        assert found == ((*every, new) if len(every) < ROOM else tuple(every))
    assert set(every) - {before} <= set(found), "nothing else loses its place"
    assert len(found) <= max(len(every), ROOM) and ROOM * 2 == batches.BATCH


def test_however_much_is_read_what_is_written_leaves_the_same_day() -> None:
    store = Memory()
    for number in range(3):
        submitted(store, who=f"r{number}")
    mine = [case for at in list(store.rows) if (case := open_case(site(store), seeded("intake one"), *at))]
    before = len(waiting(store, INSTALLATION))
    for number in range(ROOM):
        for case in mine:
            note(by=case, site=site(store), what=Reading(Thing.FILE, str(number)))
    assert len(waiting(store, INSTALLATION)) == before + len(mine) <= ROOM
    assert all(len(readings(site(store), case, WORK).read) == ROOM for case in mine)
