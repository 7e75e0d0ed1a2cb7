"""Whoever can write into the database, with and without keys of their own: each attempt is noticed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta

import pytest

from duecare.adapters.sealed import envelopes, objects
from duecare.adapters.sealed.envelopes import Place
from duecare.adapters.sealed.keys import Keys, OpeningKey
from duecare.apps.intake.actions.turning import grant, rotate
from duecare.apps.intake.actions.writing import place, write
from duecare.apps.intake.queries.opening import Case, open_case, read
from duecare.apps.intake.rules import headers
from duecare.apps.intake.rules.bundles import Bundle
from duecare.apps.intake.rules.compartments import SEEDED, WRITTEN, Compartment, commitment, object_aad
from duecare.apps.intake.rules.entries import FIRST, Entry, Kind
from duecare.apps.intake.rules.records import Office
from duecare.apps.intake.rules.refusals import Altered
from duecare.apps.intake.rules.store import Table
from duecare.kernel.canonical import JSON
from duecare.kernel.errors import Denied, NotFound

from .casework import EVERYTHING, TOLD, R, approved, back, fp, of, opened, submitted, words
from .memory import FULL, KEEP, TODAY, Memory, certify, code, directory, end, record, seeded, site

pytestmark = pytest.mark.once


def forge(store: Memory, case: Case, keys: Keys, entry: Entry, compartment: Compartment = R) -> None:
    """Put an entry at the next place, by whoever has these keys and the compartment's seed."""
    found = read(site(store), case, compartment).walk
    place(site(store), keys, case.id, compartment, case.seed(compartment), found.next.counter, entry, KEEP)


def entry(case: Case, store: Memory, author: bytes, day: date = TODAY, kind: Kind = Kind.MESSAGE) -> Entry:
    return Entry(kind, author, day, read(site(store), case, R).walk.head, "Forged")


def noticed(store: Memory, name: str = "handler one") -> bool:
    """A fault is told, and what was forged is no entry."""
    found = read(site(store), of(store, name), R)
    assert [words(one.body) for _, one in found.entries] == [TOLD]
    return bool(found.faults)


def test_a_message_in_another_persons_name_is_no_message(store: Memory) -> None:
    case = of(store, "counsel")
    forge(store, case, case.keys, entry(case, store, fp("handler one")))
    assert noticed(store)


def test_a_message_by_somebody_outside_the_case_is_no_message_whoever_certified_them(store: Memory) -> None:
    case = of(store, "counsel")
    forge(store, case, seeded("handler two"), entry(case, store, fp("handler two")))
    assert noticed(store)


def test_a_message_in_the_reporters_name_is_no_message(store: Memory) -> None:
    case = of(store, "counsel")
    forge(store, case, case.keys, entry(case, store, code("r").keys.fingerprint))
    assert noticed(store)


def test_the_reporter_decides_nothing(store: Memory) -> None:
    case = back(store)
    assert case is not None
    forge(store, case, case.keys, entry(case, store, case.keys.fingerprint, kind=Kind.DECISION))
    assert noticed(store)


@pytest.mark.parametrize("days", [-30, 1])
def test_a_message_is_dated_between_the_one_before_it_and_today(store: Memory, days: int) -> None:
    case = of(store, "counsel")
    forge(store, case, case.keys, entry(case, store, case.keys.fingerprint, day=TODAY + timedelta(days)))
    found = read(site(store), of(store, "handler one"), R)
    assert found.faults


def test_an_object_moved_to_another_place_or_case_opens_no_more(store: Memory) -> None:
    submitted(store, who="other", text="Another")
    first, second = back(store), back(store, "other")
    assert first is not None and second is not None
    a, b = (objects.name(c.seed(R).secret, c.seed(R).epoch, 0) for c in (first, second))
    store.boxes[a], store.boxes[b] = store.boxes[b], store.boxes[a]
    for who in ("r", "other"):
        case = back(store, who)
        assert case is not None and read(site(store), case, R).faults


def test_an_object_taken_away_or_altered_is_noticed_unless_it_was_the_last(store: Memory) -> None:
    case = of(store, "handler one")
    for body in ("one", "two"):
        write(by=case, site=site(store), compartment=R, kind=Kind.MESSAGE, body=body, keep_until=KEEP)
    seed = case.seed(R)
    whole = store.copy()
    for counter in range(2):
        name = objects.name(seed.secret, seed.epoch, counter)
        store.delete_object(name)
        assert read(site(store), case, R).faults
        store.boxes[name] = (whole.boxes[name][0][:-1] + b"\0", KEEP)
        assert read(site(store), case, R).faults
        store.boxes = dict(whole.boxes)
    assert not read(site(store), case, R).faults


def test_an_old_epoch_takes_no_further_entry_and_loses_none(store: Memory) -> None:
    case = of(store, "counsel")
    write(by=case, site=site(store), compartment=R, kind=Kind.MESSAGE, body="in time", keep_until=KEEP)
    rotate(by=of(store, "handler one"), site=site(store))
    forge(store, case, case.keys, entry(case, store, case.keys.fingerprint))
    found = read(site(store), of(store, "handler one"), R)
    assert [words(one.body) for _, one in found.entries] == [TOLD, "in time"] and not found.faults
    store.delete_object(objects.name(case.seed(R).secret, case.seed(R).epoch, 1))
    assert read(site(store), of(store, "handler one"), R).faults


def test_a_group_moved_to_another_case_or_table_opens_for_nobody(store: Memory) -> None:
    submitted(store, who="other")
    case = of(store, "handler one")
    store.rows[Table.GRANTS, case.header.recovery] = store.rows[Table.GRANTS, case.header.group]
    store.outer[case.header.recovery] = store.outer[case.header.group]
    assert open_case(site(store), case.keys, Table.GRANTS, case.header.recovery) is None
    store.rows[Table.SUBMISSIONS, case.header.group] = store.rows[Table.GRANTS, case.header.group]
    with pytest.raises(Altered, match="not open to you"):
        open_case(site(store), case.keys, Table.SUBMISSIONS, case.header.group)


def test_an_envelope_put_into_another_group_opens_no_more(store: Memory) -> None:
    case, other = of(store, "handler one"), code("other")
    submitted(store, who="other")
    rows = [(Table.GRANTS, case.header.group), (Table.SUBMISSIONS, other.mailbox)]
    bare = [bytearray(envelopes.veiled(store.outer[name], store.rows[at, name][0])) for at, name in rows]
    bare[1][:] = bare[0]  # all sixteen of them
    store.rows[rows[1]] = envelopes.veiled(store.outer[other.mailbox], bytes(bare[1])), KEEP
    assert open_case(site(store), case.keys, *rows[1]) is None and back(store, "other") is None


def test_an_envelope_with_other_seeds_than_the_header_says_is_noticed(store: Memory) -> None:
    """HPKE lets anybody seal to a handler: what counts is what the signed header commits to."""
    case, work = of(store, "counsel"), of(store, "handler one").seed(Compartment.WORK)
    for one in (R, Compartment.RECOVERY):
        seeds = {**case.bundle.seeds, one: replace(case.seed(one), secret=bytes(32))}
        put(store, case, Bundle(case.id, seeds))
        with pytest.raises(Altered) as caught:
            opened(store, "counsel")
        assert one.value in caught.value.why
    more = {**case.bundle.seeds, Compartment.WORK: work}
    put(store, case, Bundle(case.id, more))
    with pytest.raises(Altered):
        opened(store, "counsel")


def put(store: Memory, case: Case, bundle: Bundle) -> None:
    who = Place(case.keys.opening.public, case.keys.fingerprint, bundle.encoded())
    row = envelopes.group(site(store).installation, case.header.group, [who])
    key = store.outer[case.header.group]
    store.put_group(Table.GRANTS, case.header.group, envelopes.veiled(key, row), KEEP)


def header_by(store: Memory, case: Case, keys: Keys, body: JSON, counter: int = 2) -> None:
    made = Entry(Kind.HEADER, keys.fingerprint, TODAY, case.header_walk.head, body)
    place(site(store), keys, case.id, Compartment.HEADER, case.seed(Compartment.HEADER), counter, made, KEEP)


def next_header(case: Case, **changes: object) -> headers.Header:
    """A header that would follow, but for what is changed in it."""
    seeds = {one: (epoch + 1, bytes(32)) for one, (epoch, _) in case.header.seeds.items()}
    dealing = replace(case.header.dealing, opening=OpeningKey(bytes(32)).public)
    sound = replace(case.header, version=case.header.version + 1, seeds=seeds, dealing=dealing)
    return replace(sound, **changes)  # type: ignore[arg-type]  # the test names the fields


def why(store: Memory, name: str = "handler one") -> str:
    with pytest.raises(Altered) as caught:
        opened(store, name)
    assert caught.value.args == NotFound().args  # nobody outside is told more
    return caught.value.why


def test_a_header_by_somebody_who_holds_only_a_part_of_the_case_is_none(store: Memory) -> None:
    case = of(store, "counsel")
    mine = {case.keys.fingerprint: EVERYTHING}
    header_by(store, case, case.keys, next_header(case, members=mine).plain())
    assert "does not hold every compartment" in why(store)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"version": 9}, "not the next version"),
        ({"reporter_signing": bytes(32)}, "changes reporter signing"),
        ({"halves": (bytes(32), bytes(32))}, "changes halves"),
        ({"mailbox": bytes(32)}, "changes mailbox"),
        ({"custody": {}}, "takes from custodians"),
        ({"seeds": {}}, "epoch of report"),
        ({"members": {hashlib.sha256(b"nobody").digest(): EVERYTHING}}, "not certified to read"),
        ({"log": (99, "0" * 64)}, "key log is shorter"),
        ({"approvals": {fp("member one"): bytes(64)}}, "not certified for it"),
    ],
)
def test_even_a_full_member_writes_no_header_that_does_not_follow(
    store: Memory, changes: dict[str, object], says: str
) -> None:
    case = of(store, "handler one")
    header_by(store, case, case.keys, next_header(case, **changes).plain())
    assert says in why(store)


def test_recovery_stays_with_the_same_rules(store: Memory) -> None:
    case = of(store, "handler one")
    header_by(store, case, case.keys, next_header(case, dealing=case.header.dealing).plain())
    assert "dealt anew" in why(store)


def test_a_header_under_one_members_approval_is_none(store: Memory) -> None:
    case, member = of(store, "handler one"), seeded("member one")
    members = {fp("handler two"): EVERYTHING}
    approval = member.signing.sign(headers.to_approve(case.id, case.header.dealing.seed, members))
    body = next_header(case, members=members, approvals={member.fingerprint: approval}).plain()
    header_by(store, case, member, body)
    assert "1 of the committee approved" in why(store)


def test_a_case_cannot_be_given_another_reporter(store: Memory) -> None:
    """The id of a case is a hash over the reporter's keys."""
    case, thief = of(store, "handler one"), code("thief")
    first = case.versions[0].header
    forged = replace(first, reporter_opening=thief.keys.opening.public, reporter_signing=thief.keys.signing.public)
    seed = next(one for one in case.header_walk.seeds if one.epoch == 1)
    store.delete_object(objects.name(seed.secret, 1, 0))
    made = Entry(Kind.HEADER, thief.keys.fingerprint, TODAY, FIRST, forged.plain())
    place(site(store), thief.keys, case.id, Compartment.HEADER, seed, 0, made, KEEP)
    assert why(store)


def test_a_link_that_leads_elsewhere_is_noticed(store: Memory) -> None:
    case = of(store, "handler one")
    seed = case.seed(R)
    name = objects.name(seed.secret, seed.epoch, 0)
    for body in ({"seed": [seed.epoch - 1, "00" * 32], "count": 1 << 40, "head": "00" * 32}, "nothing", {}):
        made = Entry(Kind.LINK, case.keys.fingerprint, TODAY, FIRST, body).plain()
        aad = object_aad(case.id, R, seed.epoch, name)
        store.boxes[name] = objects.seal(seed.secret, aad, bytes(64) + made), KEEP
        assert read(site(store), case, R).faults


def test_a_certificate_that_ended_ends_writing_and_the_next_turn_takes_the_keys(store: Memory) -> None:
    case = of(store, "counsel")
    log = end(FULL, fp("counsel"), TODAY)
    known = site(store, TODAY, directory(log))
    with pytest.raises(Denied, match="not certified"):
        write(by=case, site=known, compartment=R, kind=Kind.MESSAGE, body="x", keep_until=KEEP)
    forge(store, case, case.keys, entry(case, store, case.keys.fingerprint))
    found = read(known, of(store, "handler one"), R)
    assert [words(one.body) for _, one in found.entries] == [TOLD] and found.faults
    rotate(by=of(store, "handler one"), site=known)
    assert [open_case(known, seeded("counsel"), table, name) for table, name in store.rows] == [None] * 3


def test_ending_a_key_from_an_earlier_day_on_closes_no_case(store: Memory) -> None:
    """One officer may end any key: messages come into doubt, and whoever else holds the case goes on."""
    grant(by=of(store, "handler one"), site=site(store), to={fp("handler two"): EVERYTHING})
    case = of(store, "handler one")
    write(by=case, site=site(store), compartment=R, kind=Kind.MESSAGE, body="doubtful", keep_until=KEEP)
    known = site(store, TODAY, directory(end(FULL, fp("handler one"), TODAY - timedelta(30))))
    (other,) = (one for at in store.rows if (one := open_case(known, seeded("handler two"), *at)))
    found = read(known, other, R)
    assert [words(one.body) for _, one in found.entries] == [TOLD] and len(found.faults) == 1
    assert not read(known, other, Compartment.WORK).faults
    before = store.copy()
    with pytest.raises(Altered) as caught:
        rotate(by=case, site=known)
    assert "not certified" in caught.value.why and store == before
    rotate(by=other, site=known)
    every = [open_case(known, seeded(name), *at) for name in ("handler one", "handler two") for at in store.rows]
    (left,) = (one for one in every if one)
    assert left.keys.fingerprint == fp("handler two") and read(known, left, R).entries == found.entries


def test_a_header_names_no_older_key_log_than_the_one_before_it(store: Memory) -> None:
    known = site(store, TODAY, directory(end(FULL, fp("intake one"), TODAY)))
    rotate(by=of(store, "handler one"), site=known)
    (case,) = (one for at in store.rows if (one := open_case(known, seeded("handler one"), *at)))
    header_by(store, case, case.keys, next_header(case, log=directory(FULL).seen).plain())
    with pytest.raises(Altered) as caught:
        [open_case(known, seeded("handler one"), *at) for at in store.rows]
    assert "names an older key log" in caught.value.why


def test_what_was_written_before_a_certificate_ended_stays(store: Memory) -> None:
    case = of(store, "counsel")
    write(by=case, site=site(store), compartment=R, kind=Kind.MESSAGE, body="in time", keep_until=KEEP)
    later = site(store, TODAY + timedelta(9), directory(end(FULL, fp("counsel"), TODAY + timedelta(2))))
    found = read(later, of(store, "handler one"), R)
    assert [words(one.body) for _, one in found.entries] == [TOLD, "in time"] and not found.faults


def test_an_expired_certificate_grants_nothing(store: Memory) -> None:
    later = site(store, date(2027, 1, 1))
    case = of(store, "handler one")
    with pytest.raises(Denied):
        grant(by=case, site=later, to={fp("handler two"): EVERYTHING})


def test_nobody_is_granted_a_case_with_keys_that_nobody_certified(store: Memory) -> None:
    with pytest.raises(Denied, match="no key certified"):
        grant(by=of(store, "handler one"), site=site(store), to={fp("outsider"): EVERYTHING})
    with pytest.raises(Denied, match="no key certified"):
        grant(by=of(store, "handler one"), site=site(store), to={fp("custodian"): EVERYTHING})


def test_sixteen_read_a_case_and_no_more(store: Memory) -> None:
    log = FULL
    names = [f"handler {number}" for number in range(16)]
    for name in names:
        log = certify(log, record(name, Office.CASE_HANDLER))
    known = site(store, TODAY, directory(log))
    with pytest.raises(Denied, match="sixteen"):
        grant(by=of(store, "handler one"), site=known, to={fp(name): frozenset({R}) for name in names})


def test_a_header_that_gives_a_case_to_others_than_approved_is_none(store: Memory) -> None:
    case, mine = of(store, "handler one"), {fp("intake two"): EVERYTHING}
    parts = approved(store, "member one", "independent", members={fp("handler two"): EVERYTHING})
    approvals = {who: one.approval for who, one in parts.items()}
    header_by(store, case, seeded("member one"), next_header(case, members=mine, approvals=approvals).plain())
    assert "0 of the committee approved" in why(store)


def test_every_written_compartment_but_identity_has_a_seed_and_a_commitment(store: Memory) -> None:
    case = of(store, "handler one")
    assert set(case.header.seeds) == set(SEEDED) == (set(WRITTEN) - {Compartment.IDENTITY}) | set(SEEDED)
    for one, seed in case.bundle.seeds.items():
        assert case.header.seeds[one] == (seed.epoch, commitment(case.id, one, seed.epoch, seed.secret))
