"""A case from report to shredding, each step through the doors that pages will use."""

from __future__ import annotations

from datetime import date

import pytest

from duecare.adapters.sealed.keys import OpeningKey
from duecare.apps.intake.actions import identities, recovering, shredding
from duecare.apps.intake.actions.identity_requests import Wish, request, settle
from duecare.apps.intake.actions.submitting import Submission, submit
from duecare.apps.intake.actions.turning import grant, revoke, rotate
from duecare.apps.intake.actions.writing import write
from duecare.apps.intake.queries.opening import read
from duecare.apps.intake.rules.codes import typed, written
from duecare.apps.intake.rules.compartments import Compartment
from duecare.apps.intake.rules.entries import Kind
from duecare.apps.intake.rules.reading import mapping
from duecare.apps.intake.rules.records import Office, Track
from duecare.apps.intake.rules.refusals import NotHeld, NotSealed
from duecare.apps.intake.rules.retention import Hold, hold_of
from duecare.apps.intake.rules.store import Table
from duecare.kernel.errors import Conflict, Denied

from .briefing import letters
from .casework import EVERYTHING, TOLD, R, approved, back, fp, opened, submitted, texts, told
from .memory import KEEP, STAFF, TODAY, Memory, code, seeded, site

pytestmark = pytest.mark.once


def test_a_report_is_read_by_its_first_readers_and_its_reporter_and_by_nobody_else() -> None:
    store = Memory()
    case = submitted(store)
    for name in ("intake one", "intake two", "independent"):
        (found,) = opened(store, name)
        assert found.id == case and texts(store, found) == [TOLD]
    mine = back(store)
    assert mine is not None and texts(store, mine) == [TOLD]
    for name in ("handler one", "counsel", "custodian", "member one", "member two", "outsider"):
        assert opened(store, name) == []
    assert back(store, "another") is None
    with pytest.raises(NotHeld):
        read(site(store), mine, Compartment.WORK)


def test_whoever_is_granted_reads_from_the_beginning_and_only_what_was_granted() -> None:
    store = Memory()
    submitted(store)
    (officer,) = opened(store, "intake one")
    grant(by=officer, site=site(store), to={fp("handler one"): EVERYTHING, fp("counsel"): frozenset({R})})
    (handler,), (counsel,) = opened(store, "handler one"), opened(store, "counsel")
    write(by=handler, site=site(store), compartment=R, kind=Kind.MESSAGE, body="When was it?", keep_until=KEEP)
    write(by=handler, site=site(store), compartment=Compartment.WORK, kind=Kind.NOTE, body="Ask logs.", keep_until=KEEP)
    mine = back(store)
    assert mine is not None
    write(by=mine, site=site(store), compartment=R, kind=Kind.MESSAGE, body="In May.", keep_until=KEEP)
    said = [TOLD, "When was it?", "In May."]
    assert texts(store, handler) == texts(store, counsel) == texts(store, mine) == said
    assert texts(store, handler, Compartment.WORK) == ["Ask logs."]
    with pytest.raises(NotHeld):
        read(site(store), counsel, Compartment.WORK)
    with pytest.raises(NotHeld):
        grant(by=counsel, site=site(store), to={fp("handler two"): frozenset({R})})


def test_whoever_is_revoked_opens_nothing_and_old_keys_find_nothing_new() -> None:
    store = Memory()
    submitted(store)
    (officer,) = opened(store, "intake one")
    grant(by=officer, site=site(store), to={fp("handler one"): EVERYTHING})
    (handler,) = opened(store, "handler one")
    revoke(by=handler, site=site(store), who=fp("intake one"))
    assert opened(store, "intake one") == []
    (handler,) = opened(store, "handler one")
    write(by=handler, site=site(store), compartment=R, kind=Kind.MESSAGE, body="Now without you.", keep_until=KEEP)
    with pytest.raises(Conflict):
        write(by=officer, site=site(store), compartment=R, kind=Kind.MESSAGE, body="I stay", keep_until=KEEP)
    assert "Now without you." not in [entry.body for _, entry in read(site(store), officer, R).entries]
    assert texts(store, handler) == [TOLD, "Now without you."]


def test_rotating_loses_nothing_for_anybody_who_stays() -> None:
    store = Memory()
    submitted(store)
    for turn in range(3):
        (officer,) = opened(store, "intake two")
        write(by=officer, site=site(store), compartment=R, kind=Kind.MESSAGE, body=f"{turn}", keep_until=KEEP)
        rotate(by=officer, site=site(store))
    mine, (officer,) = back(store), opened(store, "intake one")
    assert mine is not None
    assert texts(store, mine) == texts(store, officer) == [TOLD, "0", "1", "2"]
    assert len(store.rows) == 3 and len(store.outer) == 4  # one for the hashes that wait


def test_two_who_turn_at_once_do_not_part_the_case() -> None:
    store = Memory()
    submitted(store)
    (one,), (two,) = opened(store, "intake one"), opened(store, "intake two")
    rotate(by=one, site=site(store))
    before = store.shape()
    with pytest.raises(Conflict):
        rotate(by=two, site=site(store))
    assert store.shape() == before


def test_somebody_who_holds_everything_always_stays() -> None:
    store = Memory()
    submitted(store)
    for name in ("independent", "intake two"):
        (officer,) = opened(store, "intake one")
        revoke(by=officer, site=site(store), who=fp(name))
    (officer,) = opened(store, "intake one")
    with pytest.raises(Denied, match="Nobody would be left"):
        revoke(by=officer, site=site(store), who=fp("intake one"))


def test_an_identity_takes_a_handler_and_a_custodian() -> None:
    store = Memory()
    submitted(store, identity="A name that nobody bears")
    (officer,) = opened(store, "intake one")
    grant(by=officer, site=site(store), to={fp("handler one"): EVERYTHING, fp("counsel"): frozenset({R})})
    (handler,), (counsel,) = opened(store, "handler one"), opened(store, "counsel")
    key = OpeningKey(bytes(32))
    request = identities.ask(by=handler, site=site(store), custodian=fp("custodian"), key=key, reason="To interview")
    released = identities.release(by=seeded("custodian"), site=site(store), request=request)
    shown = identities.read_identity(by=handler, site=site(store), request=request, key=key, released=released)
    assert shown == "A name that nobody bears"
    with pytest.raises(NotHeld):
        identities.ask(by=counsel, site=site(store), custodian=fp("custodian"), key=key, reason="Curious")
    with pytest.raises(NotHeld):
        read(site(store), handler, Compartment.IDENTITY)


def test_when_everybody_is_gone_two_of_the_committee_give_the_case_to_another() -> None:
    store = Memory()
    submitted(store, identity="Somebody")
    (officer,) = opened(store, "intake one")
    rotate(by=officer, site=site(store))
    members = {fp("handler two"): EVERYTHING}
    parts = approved(store, "member one", "independent", members=members)
    (group,) = (one for one in store.groups(Table.GRANTS) if one != opened(store, "intake one")[0].header.group)
    recovering.recover(by=seeded("member one"), site=site(store), group=group, parts=parts, members=members)
    (handler,) = opened(store, "handler two")
    assert texts(store, handler) == [TOLD]
    assert opened(store, "intake one") == opened(store, "member one") == []
    mine = back(store)
    assert mine is not None and texts(store, mine) == texts(store, handler)
    rotate(by=handler, site=site(store))
    assert texts(store, opened(store, "handler two")[0]) == texts(store, handler)


def test_a_hold_without_a_reason_as_it_was_written_once_is_read() -> None:
    bare = {"format": "duecare/held/1", "until": "2027-03-02"}
    assert hold_of(bare) == Hold(date(2027, 3, 2), "")
    kept = Hold(date(2027, 3, 2), "A court asks.")
    assert hold_of(mapping(kept.plain())) == kept
    for wrong in ({**bare, "reason": "x"}, {**bare, "format": "duecare/held/2"}, {**bare, "until": "soon"}):
        with pytest.raises(ValueError):
            hold_of(wrong)


def test_what_is_shredded_opens_for_nobody_even_in_a_copy_without_its_outer_keys() -> None:
    store = Memory()
    submitted(store)
    copy = store.copy()
    (officer,) = opened(store, "intake one")
    shredding.hold(by=officer, site=site(store), until=TODAY.replace(year=2027), reason="A court asks.")
    with pytest.raises(Denied, match="2027-03-02"):
        shredding.shred(by=officer, site=site(store))
    assert opened(store, "intake one")
    for (table, name), (row, _) in list(store.rows.items()):
        store.put_group(table, name, row, KEEP)
    shredding.shred(by=officer, site=site(store))
    assert not store.rows and len(store.outer) == 1  # of the hashes that wait
    assert opened(copy, "intake one")
    copy.outer = store.outer
    assert opened(copy, "intake one") == [] and back(copy) is None


def test_a_request_for_a_name_that_was_settled_is_shredded_in_an_older_copy_too() -> None:
    store = Memory()
    submitted(store, identity="Somebody")
    (officer,) = opened(store, "intake one")
    request(
        by=officer, site=site(store), group=b"1" * 32, custodian=fp("custodian"), key=seeded("a request").opening,
        wish=Wish("To interview them.", "We have to meet."),
    )  # fmt: skip
    (asked,) = letters(store, "custodian")
    settle(by=opened(store, "intake one")[0], site=site(store), letter=asked)
    assert not [*letters(store, "custodian")]
    for (table, name), (row, _) in list(store.rows.items()):
        store.put_group(table, name, row, KEEP)
    shredding.shred(by=opened(store, "intake one")[0], site=site(store))
    assert asked.group in store.gone, "a backup from before it was settled has it open"


def test_only_who_leads_a_case_shreds_or_holds_it() -> None:
    store = Memory()
    submitted(store)
    grant(by=opened(store, "intake one")[0], site=site(store), to={fp("counsel"): frozenset({R})})
    mine = back(store)
    assert mine is not None
    for case in (mine, opened(store, "counsel")[0]):
        with pytest.raises(NotHeld):
            shredding.shred(by=case, site=site(store))
        with pytest.raises(NotHeld):
            shredding.hold(by=case, site=site(store), until=TODAY, reason="A court asks.")
    assert opened(store, "counsel")


def test_a_report_sent_twice_is_one_report() -> None:
    store = Memory()
    submitted(store)
    before = store.copy()
    with pytest.raises(Conflict):
        submitted(store, text="once more")
    assert store == before


def test_an_identity_that_nobody_could_read_is_not_taken() -> None:
    store = Memory()
    custodians = [one.person for one in STAFF.values() if Office.CUSTODIAN in one.offices]
    for identity, taken in (("Somebody", False), ("", True)):
        sent = Submission(Track.INTERNAL, told(), identity, custodians)
        try:
            submit(by=code("r"), site=site(store), threshold=2, submission=sent, keep_until=KEEP)
        except NotSealed as fault:
            assert fault.why == "no-custodian" and not store.rows
        assert bool(store.rows) == taken


def test_nothing_secret_stands_in_what_an_error_report_would_print() -> None:
    store = Memory()
    submitted(store, identity="Somebody")
    rotate(by=opened(store, "intake one")[0], site=site(store))
    case = opened(store, "intake one")[0]
    part = approved(store, "member one", members={})[fp("member one")]
    shown = repr((case, read(site(store), case, R), code("r"), typed(written(b"0123456789abcdef")), part))
    shown += repr(Submission(Track.INTERNAL, told(), "Somebody"))
    secrets = [TOLD.encode(), b"Somebody", b"0123456789abcdef", part.share, code("r").draft, case.bundle.half]
    for one in (*secrets, *(seed.secret for seed in case.bundle.seeds.values())):
        assert one is not None and repr(one)[2:-1] not in shown and one.hex() not in shown


def test_everybody_on_the_list_has_an_office() -> None:
    assert all(one.offices for one in STAFF.values())
